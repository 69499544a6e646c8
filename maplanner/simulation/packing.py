"""Puts the tables of a plan into the arrays of a flow program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from maplanner.simulation.assembly import Assembler
from maplanner.simulation.program import Dims, ProgramArrays, floats, ints, words
from maplanner.simulation.randomness import salt_of
from maplanner.simulation.tables import ConditionTable, LinkTable, RuleTable, grouped

if TYPE_CHECKING:
    from maplanner.simulation.sources import SourceTable


def packed(  # noqa: PLR0917 - the tables of a plan, once
    assembler: Assembler,
    links: LinkTable,
    starts: dict[str, int],
    sources: SourceTable,
    scores: list[list[float]],
    rules: RuleTable,
    thresholds: list[tuple[int, int, int, float]],
    hooks: list[list[int]],
    idles: list[tuple[int, float, int, int, int]],
    conditions: ConditionTable,
    campaigns: list[tuple[int, int, int]],
    segments: list[list[int]],
    dims: Dims,
) -> ProgramArrays:
    """Return the arrays; shapes are those of :class:`ProgramArrays`, also where there is nothing."""
    by_score: list[list[int]] = [[] for _ in scores]
    for number, threshold in enumerate(thresholds):
        by_score[threshold[0]].append(number)
    parts = (
        _code(assembler),
        _links(assembler, links, starts),
        _sources(sources),
        _scores(scores, rules, thresholds),
        _grouped("score_thresholds", "score_threshold", by_score),
        _grouped("hooks", "hook", hooks),
        _idles(idles),
        _conditions(conditions, campaigns),
        _grouped("segments", "criterion", segments),
        assembler.delays.arrays(),
        {
            "team_score": ints([team.score for team in assembler.teams.teams]),
            "team_hot": ints([team.hot for team in assembler.teams.teams]),
        },
        {"dims": np.asarray(dims, np.int64)},
    )
    named: dict[str, Any] = {name: array for part in parts for name, array in part.items()}
    return ProgramArrays(**named)


def _code(assembler: Assembler) -> dict[str, np.ndarray]:
    return {
        "code": ints(assembler.code).reshape(-1, 8),
        "num": floats(assembler.num).reshape(-1, 4),
        "salt": words(assembler.salt),
    }


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


def _scores(
    scores: list[list[float]], rules: RuleTable, thresholds: list[tuple[int, int, int, float]]
) -> dict[str, np.ndarray]:
    return {
        "score": floats(scores).reshape(-1, 6),
        "rule_first": ints(rules.first),
        "rule_most": floats(rules.most),
        "threshold_score": ints([row[0] for row in thresholds]),
        "threshold_account": ints([row[1] for row in thresholds]),
        "threshold_again": ints([row[2] for row in thresholds]),
        "threshold_value": floats([row[3] for row in thresholds]),
    }


def _idles(idles: list[tuple[int, float, int, int, int]]) -> dict[str, np.ndarray]:
    return {
        "idle_score": ints([row[0] for row in idles]),
        "idle_days": floats([row[1] for row in idles]),
        "idle_repeats": ints([row[2] for row in idles]),
        "idle_entry": ints([row[3] for row in idles]),
        "idle_self": ints([row[4] for row in idles]),
    }


def _conditions(conditions: ConditionTable, campaigns: list[tuple[int, int, int]]) -> dict[str, np.ndarray]:
    return {
        "condition": ints(conditions.rows).reshape(-1, 3),
        "condition_num": floats(conditions.nums).reshape(-1, 2),
        "condition_salt": words(conditions.salts),
        "campaign_entry": ints([row[0] for row in campaigns]),
        "campaign_most": ints([row[1] for row in campaigns]),
        "campaign_exit": ints([row[2] for row in campaigns]),
        "watched_score": ints([row[0] for row in conditions.falls]),
        "watched_value": floats([row[1] for row in conditions.falls]),
        "watched_account": ints([row[2] for row in conditions.falls]),
    }
