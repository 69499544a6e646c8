"""Recorded histories and a plan: what outcomes say of points and thresholds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from maplanner.core.errors import UnreadableSource
from maplanner.document.reading import RecordReader
from maplanner.document.records import Score, Stage
from maplanner.document.vocabulary import RuleKind
from maplanner.exchange.histories import (
    LEAD,
    OUTCOME,
    column_of,
    event_columns,
    read_events,
)
from maplanner.exchange.history_cells import as_number, is_yes
from maplanner.exchange.sheets import Sheet, open_sheet
from maplanner.scoring.calibration import (
    rules_in_order,
    stages_in_order,
    usual_score,
    usual_threshold,
)
from maplanner.scoring.hearing import Hearing, hearing, stage_of_signals
from maplanner.scoring.history import History, in_order
from maplanner.scoring.learning import ProposedModel, held_out, propose_model
from maplanner.scoring.recorded import average_interactions
from maplanner.scoring.traits import Column, column_signals, tells_outcome

Progress = Callable[[float], None]
_MOSTLY_DIFFERENT = 0.5
MOST_SIGNALS = 200
"""The most frequent events that points are proposed for."""


def read_history(path: Path, progress: Progress | None = None) -> History:
    """Return the events of a table of lead, event, time and perhaps outcome, asset, amount, stage.

    Raises:
        UnreadableSource: It cannot be read, or has no such columns.
    """
    sheet = open_sheet(path, strict=False)
    columns = event_columns(sheet.columns)
    if columns is None:
        raise UnreadableSource(
            f"“{path.name}” has no columns for lead, event and time.",
            advice="Name the columns “lead”, “event”, “time” and “outcome”. "
            "What a table with one row for each lead tells is points: “Calibrate points” reads it.",
        )
    return in_order(read_events(sheet, columns, progress))


# ---------------------------------------------------------------- learning


@dataclass(frozen=True)
class Learned:
    """What a history teaches: a proposed model, and average interactions where it has buying stages."""

    model: ProposedModel
    leads: int
    bought: int
    stages: tuple[tuple[Stage, float], ...] = ()
    remarks: tuple[str, ...] = ()
    by_rule: dict[str, float] = field(default_factory=dict)
    """Points by the identifiers of the plan's rules, for those that hear any of the events."""


def learn(
    path: Path,
    reader: RecordReader | None,
    *,
    threshold: float | None = None,
    signals: Sequence[str] = (),
    outcome: str = "",
    score: str = "",
    progress: Progress | None = None,
) -> Learned:
    """Return what a file teaches: events, or a table with a row for each lead.

    ``score`` is the identifier of the score whose rules get points; empty: the usual one.

    Raises:
        UnreadableSource: It cannot be read, or has no outcome.
        CannotCalibrate: There are too few leads that bought, or that did not.
    """
    sheet = open_sheet(path, strict=False)
    columns = event_columns(sheet.columns)
    mark = threshold if threshold is not None else _mark(reader)
    if columns is None or signals:
        return _learn_traits(sheet, mark, signals, outcome)
    if outcome:
        place = _named(sheet, outcome)
        columns = type(columns)(**{**columns.__dict__, "outcome": place})
    if columns.outcome is None:
        raise _no_outcome(sheet)
    chosen = None
    if reader is not None:
        chosen = reader.find_or_none(Score, score) or usual_score(reader)
    return _learn_events(in_order(read_events(sheet, columns, progress)), reader, mark, chosen)


def _mark(reader: RecordReader | None) -> float:
    return 100.0 if reader is None else usual_threshold(reader, usual_score(reader))


def _learn_events(history: History, reader: RecordReader | None, mark: float, score: Score | None) -> Learned:
    counts = history.counts()
    order = np.argsort(-counts.sum(axis=0), kind="stable")[:MOST_SIGNALS]
    names = [history.signals[at].title for at in order]
    model = propose_model(names, counts[:, order], history.bought, held_out(history.leads), threshold=mark)
    stages: tuple[tuple[Stage, float], ...] = ()
    by_rule: dict[str, float] = {}
    if reader is not None:
        own = stages_in_order(reader)
        heard = hearing(reader, rules_in_order(reader, score) if score else [], history.signals)
        place = stage_of_signals(reader, own, heard, history.signals)
        stages = tuple(zip(own, average_interactions(history, place, len(own)).tolist(), strict=True))
        by_rule = _by_rule(heard, history, model)
    remarks = tuple(str(remark) for remark in history.remarks)
    return Learned(model, len(history.leads), int(history.bought.sum()), stages, remarks, by_rule)


def _by_rule(heard: Hearing, history: History, model: ProposedModel) -> dict[str, float]:
    """Return each rule's points: the mean of those of its events, by how many leads did them."""
    learned = {signal.name: signal for signal in model.signals}
    found: dict[str, float] = {}
    for place, rule in enumerate(heard.rules):
        titles = (
            signal.title for signal, rules in zip(history.signals, heard.heard, strict=True) if place in rules
        )
        own = [learned[title] for title in titles if title in learned]
        leads = sum(signal.leads for signal in own)
        if leads and rule.kind is RuleKind.ACTION:
            found[rule.id] = float(round(sum(signal.points * signal.leads for signal in own) / leads))
    return found


def _learn_traits(sheet: Sheet, mark: float, wanted: Sequence[str], outcome: str) -> Learned:
    """Learn from a table with a row for each lead."""
    result = _named(sheet, outcome) if outcome else column_of(sheet.columns, OUTCOME)
    if result is None:
        raise _no_outcome(sheet)
    rows = [row.values for row in sheet.rows()]
    answers = [is_yes(row[result]) for row in rows]
    bought = np.array([answer is True for answer in answers], np.bool_)
    lead = _identifying(sheet, rows)
    hidden = held_out(_told_apart(rows) if lead is None else [row[lead] for row in rows])
    chosen = [_named(sheet, name) for name in wanted] or [
        at for at in range(len(sheet.columns)) if at not in (result, lead)
    ]
    made, remarks = [], []
    for at in chosen:
        column = column_signals(sheet.columns[at], [row[at] for row in rows], ~hidden, as_number)
        if column is None:
            remarks.append(f"“{sheet.columns[at]}” tells nothing and was left out.")
        elif not wanted and tells_outcome(column, bought, ~hidden):
            remarks.append(
                f"“{column.name}” alone gives the outcome away and was left out: it was hardly known before. "
                "Name the columns to learn from to take it in all the same."
            )
        else:
            made.append(column)
    unknown = sum(answer is None for answer in answers)
    if unknown:
        remarks.append(f"Outcomes that are neither yes nor no and count as no: {unknown:,}.")
    return Learned(
        _from_columns(made, bought, hidden, mark), len(rows), int(bought.sum()), (), tuple(remarks)
    )


def _told_apart(rows: list[tuple[str, ...]]) -> list[str]:
    """Return a name for each row, whatever their order: what it says, and its number among those alike."""
    seen: Counter[tuple[str, ...]] = Counter()
    names = []
    for row in rows:
        seen[row] += 1
        names.append(f"{seen[row]} {' '.join(row)}")
    return names


def _identifying(sheet: Sheet, rows: list[tuple[str, ...]]) -> int | None:
    """Return the column that tells leads apart; ``None`` where the one called so has few different values.

    A column called *contact* may as well say by which way somebody was contacted.
    """
    lead = column_of(sheet.columns, LEAD)
    if lead is None or len({row[lead] for row in rows}) < _MOSTLY_DIFFERENT * len(rows):
        return None
    return lead


def _from_columns(
    columns: list[Column], bought: np.ndarray, hidden: np.ndarray, mark: float
) -> ProposedModel:
    names = [name for column in columns for name in column.signals]
    values = np.hstack([column.values for column in columns]) if columns else np.zeros((len(bought), 0))
    exclusive, begin = [], 0
    for column in columns:
        if column.exclusive:
            exclusive.append(range(begin, begin + len(column.signals)))
        begin += len(column.signals)
    return propose_model(names, values, bought, hidden, threshold=mark, exclusive=exclusive)


def _named(sheet: Sheet, name: str) -> int:
    place = column_of(sheet.columns, (" ".join(name.casefold().replace("_", " ").split()),))
    if name in sheet.columns:
        return sheet.columns.index(name)
    if place is None:
        columns = ", ".join(sheet.columns[:30])
        raise UnreadableSource(
            f"“{sheet.path.name}” has no column “{name[:60]}”.", advice=f"There are: {columns}."
        )
    return place


def _no_outcome(sheet: Sheet) -> UnreadableSource:
    message = f"“{sheet.path.name}” does not say which leads bought."
    return UnreadableSource(message, advice="Name the column that does with --outcome, or call it “outcome”.")
