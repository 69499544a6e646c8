"""Mappings: where every collected or held value lands, and who wins when both differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.document.records import Conversion, FormField, Mapping, Step, ValuePair
from maplanner.report.naming import called
from maplanner.report.parts import Cell, Column, Part, table
from maplanner.report.section import Audience, Section, Subject


def make(subject: Subject) -> Iterator[Part]:
    """Yield mappings with their values, and the conversion of leads."""
    plan = subject.snapshot
    mappings = plan.all(Mapping)
    if not mappings:
        return

    def row(each: Mapping) -> tuple[Cell, ...]:
        pairs = sorted(plan.referring(ValuePair, "mapping", each.id), key=lambda pair: pair.order)
        values = "; ".join(f"{pair.value} → {pair.becomes}" for pair in pairs)
        source = plan.find_or_none(FormField, each.collected)
        form = (
            called(plan, source.step) if source is not None and plan.find_or_none(Step, source.step) else ""
        )
        return (
            form, called(plan, each.collected or each.held or ""), called(plan, each.target),
            each.direction.value, each.conflict.value, each.conversion or values, each.reason or each.notes,
        )  # fmt: skip

    columns = (
        "Form", "Field", Column("Lands in", wide=True), "Direction", "When both differ",
        Column("Conversion", wide=True), Column("Why", wide=True),
    )  # fmt: skip
    rows = sorted((row(each) for each in mappings), key=lambda cells: [str(cell) for cell in cells[:3]])
    yield table("Mappings", columns, rows, "")
    converted = [
        (called(plan, each.source), called(plan, each.target), each.notes) for each in plan.all(Conversion)
    ]
    if converted:
        yield table(
            "When a lead is converted",
            ("Field of the lead", "Goes to", Column("Notes", wide=True)),
            converted,
            "",
        )


SECTION: Final = Section("mappings", "Mappings", 50.0, frozenset({Audience.CRM, Audience.VENDOR}), make)
