"""The team's systems and what moves between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.document.reading import RecordReader
from maplanner.document.records import DataFlow, Problem, System
from maplanner.document.vocabulary import SyncWay
from maplanner.report.naming import called
from maplanner.report.parts import Cell, Column, Part, Sort, table
from maplanner.report.section import Audience, Section, Subject


def make(subject: Subject) -> Iterator[Part]:
    """Yield systems, data flows and problems."""
    plan = subject.snapshot
    systems = plan.all(System)
    if not systems:
        return
    columns = (
        "System", "Role", "Product", "Edition", Column("Seats", Sort.WHOLE), "Owner",
        Column("Notes", wide=True),
    )  # fmt: skip
    rows = [(s.title, s.role.value, s.product, s.edition, s.seats or None, s.owner, s.notes) for s in systems]
    yield table("Systems", columns, rows, "There are no systems yet.")
    yield _flows(plan)
    problems = [_problem(plan, each) for each in plan.all(Problem)]
    if problems:
        told = ("About", Column("Problem", wide=True), "Severity", "When", "State", "Owner")
        yield table("Problems", told, problems, "")


def _flows(plan: RecordReader) -> Part:
    """Return the data flows that people drew."""
    flows = [
        (
            called(plan, flow.source), called(plan, flow.target), flow.moves, flow.means.value,
            flow.way.value, None if flow.way is SyncWay.REAL_TIME else flow.every, flow.owner, flow.notes,
        )
        for flow in plan.all(DataFlow)
    ]  # fmt: skip
    heads = (
        "From", "To", Column("What moves", wide=True), "How", "When", Column("Every (min)", Sort.NUMBER),
        "Owner", Column("Notes", wide=True),
    )  # fmt: skip
    return table("Data flows", heads, flows, "No data flow was drawn yet.")


def _problem(plan: RecordReader, each: Problem) -> tuple[Cell, ...]:
    about = called(plan, each.about)
    return about, each.text, each.severity.value, each.time.value, each.state.value, each.owner


SECTION: Final = Section(
    "tools",
    "Tools and data flows",
    25.0,
    frozenset({Audience.CRM, Audience.VENDOR, Audience.MANAGEMENT, Audience.MARKETING}),
    make,
)
