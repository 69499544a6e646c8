"""Puts the tables of a plan into the arrays of a flow program."""

from __future__ import annotations

from typing import Any

import numpy as np

from maplanner.simulation.assembly import Assembler
from maplanner.simulation.conditions import ConditionTable, Mark
from maplanner.simulation.entries import Entries
from maplanner.simulation.program import Dims, Ints, ProgramArrays, floats, ints, words
from maplanner.simulation.randomness import salt_of
from maplanner.simulation.sources import SourceTable
from maplanner.simulation.tables import LinkTable, grouped


def packed(  # noqa: PLR0917 - the tables of a plan, once
    assembler: Assembler,
    code: Ints,
    links: LinkTable,
    starts: dict[str, int],
    entries: Entries,
    conditions: ConditionTable,
    campaigns: list[tuple[int, int, int]],
    dims: Dims,
    *others: dict[str, Any],
) -> ProgramArrays:
    """Return the arrays; shapes are those of :class:`ProgramArrays`, also where there is nothing."""
    parts: tuple[dict[str, Any], ...] = (
        {"code": code, "num": assembler.figures(), "salt": words(assembler.salt)},
        _links(assembler, links, starts),
        _sources(entries.sources),
        _thresholds(conditions.thresholds, dims.scores),
        _grouped("hooks", "hook", entries.hook_lists()),
        _idles(entries.idles),
        conditions.arrays(),
        _campaigns(campaigns),
        _answers(assembler.answers),
        assembler.delays.arrays(),
        {
            "team_score": ints([team.score for team in assembler.teams.teams]),
            "team_hot": ints([team.hot for team in assembler.teams.teams]),
        },
        {"dims": np.asarray(dims, np.int64)},
        *others,
    )
    named: dict[str, Any] = {name: array for part in parts for name, array in part.items()}
    return ProgramArrays(**named)


def _links(assembler: Assembler, table: LinkTable, starts: dict[str, int]) -> dict[str, np.ndarray]:
    delays = [assembler.delays.code(link.delay, "A link") for link in table.links]
    return {
        "link_target": ints([starts[link.target] for link in table.links]),
        "link_share": floats(table.shares),
        "link_delay": ints([delay[0] for delay in delays]),
        "link_num": floats([delay[1:] for delay in delays]).reshape(-1, 2),
        "link_salt": words([salt_of(link.id) for link in table.links]),
    }


def _sources(table: SourceTable) -> dict[str, np.ndarray]:
    knots, _row = grouped([[0] * len(curve[0]) for curve in table.curves])
    return {
        **table.arrays(),
        "source_knots": ints(knots),
        "knot_time": floats([time for curve in table.curves for time in curve[0]]),
        "knot_level": floats([level for curve in table.curves for level in curve[1]]),
        **_grouped("source_fields", "source_field", table.fields),
    }


def _grouped(starts: str, row: str, lists: list[list[int]]) -> dict[str, np.ndarray]:
    begins, items = grouped(lists)
    return {starts: ints(begins), row: ints(items)}


def _thresholds(marks: list[Mark], scores: int) -> dict[str, np.ndarray]:
    by_score: list[list[int]] = [[] for _ in range(scores)]
    for number, mark in enumerate(marks):
        by_score[mark.score].append(number)
    return {
        "threshold_score": ints([mark.score for mark in marks]),
        "threshold_account": ints([mark.account for mark in marks]),
        "threshold_again": ints([mark.again for mark in marks]),
        "threshold_down": ints([mark.down for mark in marks]),
        "threshold_value": floats([mark.value for mark in marks]),
        **_grouped("score_thresholds", "score_threshold", by_score),
    }


def _answers(rows: list[list[float]]) -> dict[str, np.ndarray]:
    starts, _row = grouped([[0] * len(row) for row in rows])
    return {"answers": ints(starts), "answer_share": floats([share for row in rows for share in row])}


def _idles(idles: list[tuple[int, float, int, int, int]]) -> dict[str, np.ndarray]:
    return {
        "idle_score": ints([row[0] for row in idles]),
        "idle_days": floats([row[1] for row in idles]),
        "idle_repeats": ints([row[2] for row in idles]),
        "idle_entry": ints([row[3] for row in idles]),
        "idle_self": ints([row[4] for row in idles]),
    }


def _campaigns(campaigns: list[tuple[int, int, int]]) -> dict[str, np.ndarray]:
    return {
        "campaign_entry": ints([row[0] for row in campaigns]),
        "campaign_most": ints([row[1] for row in campaigns]),
        "campaign_exit": ints([row[2] for row in campaigns]),
    }
