"""Goals: what the team needs and wants, and what in the plan serves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.document.records import Goal
from maplanner.estimate.goals import ServedGoal, register_of
from maplanner.report.naming import called
from maplanner.report.parts import Column, Part, Sort, Text, table
from maplanner.report.section import Audience, Section, Subject


def make(subject: Subject) -> Iterator[Part]:
    """Yield the goals area by area, and what follows from the drawing."""
    plan = subject.snapshot
    if not plan.count(Goal):
        return
    register = register_of(plan)
    unserved = sum(not each.is_served for each in register.goals)
    if unserved:
        yield Text(f"Nothing in the plan serves {unserved:,} of {len(register.goals):,} goals yet.")

    def row(served: ServedGoal) -> tuple[str | float | bool | None, ...]:
        goal = served.goal
        names = [each.title for each in served.requirements]
        names += [called(plan, element) for element in served.elements]
        return (
            goal.area,
            goal.basic,
            goal.detail,
            goal.level.value,
            goal.weight,
            goal.agreed,
            ", ".join(names),
        )

    columns = (
        "Area", Column("Goal", wide=True), Column("In detail", wide=True), "Need or want",
        Column("Weight", Sort.NUMBER), Column("Agreed", Sort.TRUTH), Column("Served by", wide=True),
    )  # fmt: skip
    rows = [row(each) for _area, goals in register.areas() for each in goals]
    yield table("Goals", columns, rows, "There are no goals yet.")
    asked = [
        (each.rule.area.value, each.title, each.level.value, len(each.causes))
        for each in register.requirements
    ]
    if asked:
        heads = ("Area", Column("Requirement", wide=True), "Need or want", Column("Asked by", Sort.WHOLE))
        yield table("What follows from the drawings", heads, asked, "Nothing yet.")


SECTION: Final = Section(
    "goals",
    "Goals",
    10.0,
    frozenset({Audience.MARKETING, Audience.MANAGEMENT, Audience.VENDOR, Audience.SALES}),
    make,
    "What is to be reached, and what of the plan serves it.",
)
