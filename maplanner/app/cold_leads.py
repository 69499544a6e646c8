"""A path for leads that have gone cold, drawn from a few answers (brief E4): nurture, or let sales call."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from pydantic import JsonValue

from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Link, Record, RecordValues, Score, Segment, Step
from maplanner.document.values import Condition
from maplanner.document.vocabulary import Bound, Purpose, SegmentMaking
from maplanner.steps.catalogue import new_step, outputs_of
from maplanner.steps.trigger import Occasion

_ACROSS, _DOWN = 260.0, 120.0


class Treatment(StrEnum):
    """What is done about a cold lead."""

    NURTURE = "nurture it with e-mails"
    CALL = "let sales call"


@dataclass(frozen=True)
class ColdPath:
    """What a person decided: which score, after how many days without a gain, what then.

    ``segment`` is an identifier, or empty for a new one; ``mails`` is how many e-mails nurture.
    """

    score: str
    days: float
    treatment: Treatment
    segment: str = ""
    mails: int = 3
    mail_every: float = 14.0
    repeats: bool = False


def cold_path(reader: RecordReader, wanted: ColdPath) -> list[Record]:
    """Return a campaign that waits for leads to go cold and treats them; the campaign comes first."""
    score = reader.find(Score, wanted.score)
    order = max((each.order for each in reader.all(Campaign)), default=-1.0) + 1.0
    campaign = Campaign.new(
        title=f"Cold leads: {score.title}" if score.title else "Cold leads",
        bound=Bound.OUTBOUND,
        purpose=Purpose.LEAD_NURTURING,
        order=order,
    )
    there = reader.find_or_none(Segment, wanted.segment)
    segment = there or _new_segment(reader)
    cools, warms = _cooling(campaign, wanted, segment), _warming(campaign, score, segment)
    records: list[Record] = [campaign, *([] if there else [segment]), *cools, *warms]
    for row in (cools, warms):
        records += [_link(one, other, _way_on(one)) for one, other in pairwise(row)]
    asking = [step for step in cools if step.kind == "decision"]
    if asking:
        end = _step("end", campaign, 4, "Warm: no more e-mails").changed({"y": _DOWN})
        records += [end, *(_link(step, end, "no") for step in asking)]
    return records


def _new_segment(reader: RecordReader) -> Segment:
    return Segment.new(
        title="Cold",
        made=SegmentMaking.BY_HAND,
        leaving="The lead has gained points again.",
        order=max((each.order for each in reader.all(Segment)), default=-1.0) + 1.0,
    )


def _cooling(campaign: Campaign, wanted: ColdPath, segment: Segment) -> list[Step]:
    waits = _step(
        "trigger",
        campaign,
        0,
        f"Nothing gained for {wanted.days:g} days",
        on=Occasion.IDLE,
        score=wanted.score,
        days=wanted.days,
        repeats=wanted.repeats,
    )
    joins = _step(
        "segment_change", campaign, 1, f"Joins “{segment.title}”", change="join", segment=segment.id
    )
    treatment = _treatment(campaign, wanted, segment)
    return [waits, joins, *treatment, _step("end", campaign, 2 + len(treatment), "Nothing more is done")]


def _warming(campaign: Campaign, score: Score, segment: Segment) -> list[Step]:
    gains = _step("trigger", campaign, 0, "Warm again", on=Occasion.GAIN, score=score.id)
    leaves = _step(
        "segment_change", campaign, 1, f"Leaves “{segment.title}”", change="leave", segment=segment.id
    )
    over = _step("end", campaign, 2, "Not cold any more")
    return [step.changed({"y": 2 * _DOWN}) for step in (gains, leaves, over)]


def _treatment(campaign: Campaign, wanted: ColdPath, segment: Segment) -> list[Step]:
    """Return the steps that treat a cold lead; before each e-mail it is asked whether it is cold still."""
    if wanted.treatment is Treatment.CALL:
        action = "call, nothing was heard for a while"
        return [_step("sales_task", campaign, 2, "Call the lead", action=action)]
    still = Condition(subject="segment", ref=segment.id, operator="is").model_dump(mode="json")
    steps = []
    for number in range(wanted.mails):
        column = 2 + 3 * number
        delay: JsonValue = {"kind": "fixed", "days": wanted.mail_every}
        steps.append(_step("wait", campaign, column, f"{wanted.mail_every:g} days", delay=delay))
        steps.append(_step("decision", campaign, column + 1, "Cold still?", condition=still))
        steps.append(_step("email", campaign, column + 2, f"Are you still with us? {number + 1}"))
    return steps


def _way_on(step: Step) -> str:
    return "yes" if step.kind == "decision" else outputs_of(step)[0].name


def _link(source: Step, target: Step, output: str) -> Link:
    return Link.new(source=source.id, target=target.id, output=output)


def _step(kind: str, campaign: Campaign, column: int, title: str, **props: JsonValue) -> Step:
    step, *_fields = new_step(kind, campaign.id, column * _ACROSS, 0.0)
    values: RecordValues = {"title": title}
    values |= {f"props.{key}": value for key, value in props.items()}
    return step.changed(values)
