"""The checklist: what is to be done before and after going live."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.crm.checklist import is_done, is_overdue, ticked
from maplanner.document.records import ChecklistItem
from maplanner.report.parts import Column, Part, Sort, table
from maplanner.report.section import Audience, Section, Subject


def make(subject: Subject) -> Iterator[Part]:
    """Yield the list in its order."""
    plan = subject.snapshot
    rows = []
    for item in sorted(plan.all(ChecklistItem), key=lambda each: each.order):
        tick = ticked(plan, item)
        told = tick.message if tick is not None else item.notes
        late = is_overdue(plan, item, subject.on)
        rows.append((is_done(plan, item), item.title, item.owner, item.due, "late" if late else "", told))
    if rows:
        columns = (
            Column("Done", Sort.TRUTH), Column("To do", wide=True), "Owner", Column("Due", Sort.DATE), "Late",
            Column("Notes", wide=True),
        )  # fmt: skip
        yield table("Checklist", columns, rows, "")


SECTION: Final = Section(
    "checklist",
    "Checklist",
    150.0,
    frozenset({Audience.MARKETING, Audience.CRM, Audience.MANAGEMENT}),
    make,
)
