"""Segments that define each other in a circle, and scores that feed themselves."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey, title_of
from maplanner.document.records import Score, Segment, Threshold


def segment(survey: Survey, record: Segment) -> Iterator[Remark]:
    """Yield a segment whose criteria lead back to it."""
    for circle in survey.segment_circles():
        if record.id in circle:
            others = [survey.reader.find_or_none(Segment, each) for each in circle if each != record.id]
            titles = [title_of(each)[:40] for each in others if each is not None]
            names = {"segment": title_of(record)[:60], "others": ", ".join(titles[:3])}
            text = (
                "“{segment}” is defined by itself, by way of {others}."
                if titles
                else "“{segment}” is defined by itself."
            )
            yield Remark(record, text, names)


def score(survey: Survey, record: Score) -> Iterator[Remark]:
    """Yield a score whose rules give points for what the score itself brings about."""
    for circle in survey.score_circles():
        if record.id in circle:
            others = [survey.reader.get(each) for each in circle if each != record.id]
            titles = [title_of(each)[:40] for each in others if isinstance(each, Score | Segment | Threshold)]
            names = {"score": title_of(record)[:60], "others": ", ".join(titles[:3])}
            text = "“{score}” gives itself points, by way of {others}."
            if not titles:
                text = "“{score}” gives itself points: a rule asks for the score it changes."
            yield Remark(record, text, names, severity=Severity.WARNING, detail="score")


CHECK = Check(
    code="circular-definition",
    title="Definition that leads back to itself",
    explanation=(
        "Two segments that name each other, or rules that feed each other, have no beginning: "
        "what comes of it depends on what happens to be looked at first."
    ),
    example="“Warm” is defined by itself, by way of Interested.",
    remedy="Let one of them be defined by what leads do or say instead.",
    severity=Severity.ERROR,
    of={Segment: segment, Score: score},
)
