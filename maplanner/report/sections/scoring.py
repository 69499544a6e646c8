"""Scoring: every score, what gives points, and what happens when a mark is reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.document.reading import RecordReader
from maplanner.document.records import Effect, Score, ScoringRule, Threshold
from maplanner.report.naming import called
from maplanner.report.parts import Cell, Column, Heading, Part, Sort, Text, table
from maplanner.report.section import Audience, Section, Subject
from maplanner.scoring.words import rule_title
from maplanner.simulation.results import Range

_RULES: Final = (
    Column("What", wide=True), "Listens to", Column("Points", Sort.NUMBER), "Counts",
    Column("At most", Sort.NUMBER), Column("Within days", Sort.NUMBER),
)  # fmt: skip


def make(subject: Subject) -> Iterator[Part]:
    """Yield each score with its rules and thresholds."""
    plan = subject.snapshot
    reached = (
        {} if subject.result is None else {each.threshold: each.reached for each in subject.result.thresholds}
    )
    for score in sorted(plan.all(Score), key=lambda each: each.order):
        yield Heading(score.title or "Score without a name")
        yield Text(_about(score))
        rules = sorted(plan.referring(ScoringRule, "score", score.id), key=lambda each: each.order)
        rows = [
            (rule_title(r, plan), r.kind.value, r.points, r.repeat.value, r.at_most, r.per_days)
            for r in rules
        ]
        yield table("Rules", _RULES, rows, "Nothing gives points yet.")
        marks = sorted(plan.referring(Threshold, "score", score.id), key=lambda each: each.value)
        if marks:
            columns = (
                "Mark", Column("Points", Sort.NUMBER), "When the score", Column("Then", wide=True),
                Column("Reached", Sort.WHOLE),
            )  # fmt: skip
            lines: list[tuple[Cell, ...]] = [
                (
                    each.title, each.value, each.crossing.value, _effects(plan, each),
                    round(Range.of(reached[each.id]).mean) if each.id in reached else None,
                )
                for each in marks
            ]  # fmt: skip
            yield table("Marks", columns, lines, "")


def _about(score: Score) -> str:
    parts = [f"Made of {score.basis.value}."]
    if score.decay is not None:
        parts.append("It fades when nothing is gained.")
    if score.cap is not None:
        parts.append(f"Never above {score.cap:g}.")
    return " ".join([*parts, score.notes]).strip()


def _effects(reader: RecordReader, mark: Threshold) -> str:
    effects = sorted(reader.referring(Effect, "threshold", mark.id), key=lambda each: each.order)
    return ", ".join(
        " ".join(
            part
            for part in (
                each.kind.value,
                *(called(reader, named) for named in (each.segment, each.campaign, each.stage) if named),
                each.who,
            )
            if part
        )
        for each in effects
    )


SECTION: Final = Section("scoring", "Scoring", 80.0, frozenset({Audience.MARKETING, Audience.SALES}), make)
