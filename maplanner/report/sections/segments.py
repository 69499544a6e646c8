"""Segments: who is in each, in words, and what each keeps out of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.document.reading import RecordReader
from maplanner.document.records import Criterion, CriterionGroup, Segment, SegmentRemoval
from maplanner.document.vocabulary import Joining
from maplanner.report.naming import called
from maplanner.report.parts import Cell, Column, Part, Sort, table
from maplanner.report.section import Audience, Section, Subject
from maplanner.simulation.results import Range
from maplanner.steps.words import condition_text


def make(subject: Subject) -> Iterator[Part]:
    """Yield every segment with its criteria in words."""
    plan = subject.snapshot
    segments = sorted(plan.all(Segment), key=lambda segment: segment.order)
    if not segments:
        return
    members = (
        {} if subject.result is None else {each.segment: each.members for each in subject.result.segments}
    )

    def row(each: Segment) -> tuple[Cell, ...]:
        leaves = [called(plan, gone.leaves) for gone in plan.referring(SegmentRemoval, "segment", each.id)]
        size = members.get(each.id)
        return (
            each.title, each.made.value, criteria_text(plan, each), ", ".join(leaves),
            round(Range.of(size).mean) if size is not None else None, each.notes,
        )  # fmt: skip

    columns = (
        "Segment", "Made", Column("Who is in it", wide=True), Column("Joining it leaves", wide=True),
        Column("Leads at the end", Sort.WHOLE), Column("Notes", wide=True),
    )  # fmt: skip
    yield table("Segments", columns, [row(each) for each in segments], "")


def criteria_text(reader: RecordReader, segment: Segment) -> str:
    """Return in words who is in a segment; nothing where people are put in by hand."""
    return _group_text(reader, segment, None, segment.joining)


def _group_text(reader: RecordReader, segment: Segment, group: str | None, joining: Joining) -> str:
    """Return the criteria of a group, and of the groups in it in brackets."""
    lines: list[tuple[float, str]] = [
        (each.order, condition_text(each.condition, reader))
        for each in reader.referring(Criterion, "segment", segment.id)
        if each.group == group
    ]
    for inner in reader.referring(CriterionGroup, "segment", segment.id):
        words = _group_text(reader, segment, inner.id, inner.joining) if inner.parent == group else ""
        if words:
            lines.append((inner.order, f"({words})"))
    between = " and " if joining is Joining.ALL else " or "
    return between.join(words for _order, words in sorted(lines))


SECTION: Final = Section("segments", "Segments", 70.0, frozenset({Audience.MARKETING, Audience.CRM}), make)
