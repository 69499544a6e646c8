"""The tables of a flow program that are not instructions: scores, thresholds, campaigns, links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import RecordReader
from maplanner.document.records import BuyerRole, Campaign, Link, Score, Step, Threshold
from maplanner.document.values import Decay, HalfLifeDecay, LinearDecay, StepDecay
from maplanner.document.vocabulary import Crossing, Rearm, ReEntry, RollUp, ScoreLevel
from maplanner.flow.behaviour import Branching, Output
from maplanner.scoring.model import ScoreModel
from maplanner.simulation import program as op
from maplanner.simulation.arrays import floats, ints
from maplanner.simulation.assembly import LinkRun
from maplanner.simulation.conditions import ConditionTable, Mark
from maplanner.simulation.numbering import Numbering

ROUNDING = 1e-9
"""By how much shares may exceed 1 in all before that counts as a mistake."""


def grouped(lists: list[list[int]]) -> tuple[list[int], list[int]]:
    """Return lists as one row, and where each begins in it (with the end of the last)."""
    starts, row = [0], []
    for items in lists:
        row += items
        starts.append(len(row))
    return starts, row


# --- scores ------------------------------------------------------------------


def score_row(score: Score) -> list[float]:
    """Return floor, cap, start and decay of a score."""
    model = ScoreModel.of(score)
    if model.cap < model.floor:
        raise CannotSimulate(
            f"Score “{score.title}” can never be above {model.cap:g} nor below {model.floor:g}.",
            advice="Make “Never above” the higher one.",
        )
    return [model.floor, model.cap, model.start, *_decay_row(score.decay)]


def _decay_row(decay: Decay | None) -> tuple[float, float, float]:
    match decay:
        case LinearDecay(points=points, days=days):
            return op.LINEAR, points, days
        case HalfLifeDecay(days=days):
            return op.HALF_LIFE, days, op.HALF
        case StepDecay(share=share, days=days):
            return op.STEPWISE, share, days
    return op.NO_DECAY, 0.0, 0.0


def ordered_scores(reader: RecordReader, numbers: Numbering) -> list[Score]:
    """Return the scores in the order of their numbers."""
    return sorted(reader.all(Score), key=lambda score: numbers.scores[score.id])


def threshold_rows(reader: RecordReader, numbers: Numbering) -> list[Mark]:
    """Return the thresholds of a plan."""
    return [
        Mark(
            numbers.score(threshold.score, f"Threshold “{threshold.title}”"),
            threshold.level is ScoreLevel.ACCOUNT,
            threshold.rearm is Rearm.AFTER_FALLING,
            threshold.value,
            threshold.crossing is Crossing.DOWN,
        )
        for threshold in reader.all(Threshold)
    ]


_ROLL_UPS = {
    RollUp.SUM: op.BY_SUM,
    RollUp.MAXIMUM: op.BY_MAXIMUM,
    RollUp.MEAN: op.BY_MEAN,
    RollUp.CHAMPION: op.BY_CHAMPION,
    RollUp.ROLES: op.BY_ROLES,
    RollUp.TRIMMED: op.BY_TRIMMED,
}


def score_arrays(reader: RecordReader, scores: list[Score]) -> dict[str, Any]:
    """Return how scores fade and add up to those of accounts; leads that have no role count once."""
    roles = sorted(reader.all(BuyerRole), key=lambda role: role.order)
    whole = max(1.0, sum(role.share for role in roles))
    return {
        "score": floats([score_row(score) for score in scores]).reshape(-1, 6),
        "roll_up": ints([_ROLL_UPS[score.roll_up] for score in scores]),
        "roll_num": floats([(one.champion_share, one.trimmed_share) for one in scores]).reshape(-1, 2),
        "role_share": np.cumsum(floats([role.share for role in roles])) / whole,
        "role_weight": floats([role.weight for role in roles]),
    }


# --- campaigns -------------------------------------------------------------------


def campaign_rows(reader: RecordReader, conditions: ConditionTable) -> list[tuple[int, int, int]]:
    """Return re-entry rule, most entries (0: any number) and exit condition (-1: none) of every campaign."""
    rules = {
        ReEntry.ALWAYS: op.ENTER_ALWAYS,
        ReEntry.NEVER: op.ENTER_ONCE,
        ReEntry.AFTER_LEAVING: op.ENTER_AFTER_LEAVING,
    }
    rows = []
    for campaign in reader.all(Campaign):
        leaves = -1
        if campaign.exit is not None:
            leaves = conditions.add(campaign.exit, f"The exit of campaign “{campaign.title}”")
            conditions.watch(leaves)
        rows.append((rules[campaign.re_entry], min(campaign.max_entries or 0, 2**31 - 1), leaves))
    return rows


# --- links -----------------------------------------------------------------------


@dataclass
class LinkTable:
    """Links in the order of their rows, with the share that each takes."""

    links: list[Link] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    runs: dict[tuple[str, str], LinkRun] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: RecordReader, outputs: Mapping[str, tuple[Output, ...]]) -> LinkTable:
        """Read the links of a plan, output by output; ``outputs`` by the identifiers of their steps.

        Raises:
            CannotSimulate: Shares of links that exclude each other come to more than 100 %.
        """
        table = cls()
        for step in reader.all(Step):
            leaving = sorted(reader.referring(Link, "source", step.id), key=lambda link: link.order)
            for output in outputs[step.id] if leaving else ():
                links = [link for link in leaving if link.output == output.name]
                if links:
                    exclusive = output.branching is Branching.EXCLUSIVE
                    table._add(step, output.name, links, exclusive=exclusive)
        return table

    def _add(self, step: Step, output: str, links: list[Link], *, exclusive: bool) -> None:
        self.runs[step.id, output] = LinkRun(len(self.links), len(links), exclusive)
        self.links += links
        rest = _rest(step, links) if exclusive else 1.0
        self.shares += [rest if link.share is None else link.share for link in links]


def _rest(step: Step, links: list[Link]) -> float:
    given = sum(link.share for link in links if link.share is not None)
    if given > 1.0 + ROUNDING:
        raise CannotSimulate(
            f"The links from “{step.title or 'untitled'}” take {given * 100:.0f} % of the leads.",
            advice="Let their shares come to 100 % or less.",
            about=step.id,
        )
    without = sum(link.share is None for link in links)
    return max(0.0, 1.0 - given) / without if without else 0.0
