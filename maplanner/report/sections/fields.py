"""The field list: every field that is collected or held, and what it is used for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.report.naming import called
from maplanner.report.parts import Cell, Column, Part, Sort, Text, table
from maplanner.report.section import Audience, Section, Subject
from maplanner.steps.field_inventory import FieldInventory, FieldLine


def make(subject: Subject) -> Iterator[Part]:
    """Yield the fields of forms, those of systems that something lands in, and how complete objects are."""
    plan = subject.snapshot
    lines = list(FieldInventory(plan).lines())
    collected = [line for line in lines if line.is_collected]
    held = [
        line for line in lines if not line.is_collected and (line.is_mapped or line.required or line.uses)
    ]
    if not lines:
        return

    def shared(line: FieldLine) -> tuple[Cell, ...]:
        kind = line.type.value
        return line.object, line.label or line.name, line.name, kind, line.length, line.required

    columns = (
        "Form or list", "Field", "Key", "Type", Column("Length", Sort.WHOLE), Column("Required", Sort.TRUTH),
        Column("Lands in", wide=True), Column("Used for", wide=True),
    )  # fmt: skip
    rows = [(*shared(line), _names(subject, line.taken_to), _uses(line)) for line in collected]
    yield table("What is collected", columns, rows, "No form or list asks for anything yet.")
    heads = (
        "Object", "Field", "API name", "Type", Column("Length", Sort.WHOLE), Column("Required", Sort.TRUTH),
        Column("Custom", Sort.TRUTH), Column("Comes from", wide=True), Column("Used for", wide=True),
    )  # fmt: skip
    kept = [
        (*shared(line), bool(line.custom), _names(subject, line.brought_by), _uses(line)) for line in held
    ]
    yield table("What systems hold of it", heads, kept, "Nothing lands in a system yet.")
    rest = len(lines) - len(collected) - len(held)
    if rest:
        yield Text(f"{rest:,} more fields of the systems are neither required nor used.")
    scores = [(each.title, each.complete, each.needed, each.share) for each in subject.completeness]
    if scores:
        told = (
            "Object or campaign",
            Column("Complete", Sort.WHOLE),
            Column("Needed", Sort.WHOLE),
            Column("Share", Sort.SHARE),
        )
        yield table("How complete the data is", told, scores, "")


def _names(subject: Subject, ids: tuple[str, ...]) -> str:
    return ", ".join(called(subject.snapshot, each) for each in ids)


def _uses(line: FieldLine) -> str:
    return ", ".join(sorted(use.value for use in line.uses))


SECTION: Final = Section(
    "fields",
    "Field list",
    40.0,
    frozenset({Audience.CRM, Audience.MARKETING, Audience.VENDOR}),
    make,
)
