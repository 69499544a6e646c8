"""The work: what building the plan takes, line by line, in hours and money, as ranges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.document.records import Step, System
from maplanner.estimate.work import LineEstimate, work_of
from maplanner.report.parts import (
    Cell,
    Chart,
    Column,
    Figures,
    KeyFigure,
    Listing,
    Part,
    Series,
    Sort,
    Text,
    table,
)
from maplanner.report.section import Audience, Section, Subject


def make(subject: Subject) -> Iterator[Part]:
    """Yield the whole, then the lines, then what each role has to do."""
    plan = subject.snapshot
    if not plan.count(Step) and not plan.count(System):
        return
    work = work_of(plan)
    if not work.lines:
        return
    currency = work.team.currency
    figures = [KeyFigure("Hours", f"{work.hours.p50:,.0f}", f"at 80 % certainty {work.hours.p80:,.0f}")]
    if work.cost is not None:
        told = f"at 80 % certainty {work.cost.p80:,.0f} {currency}"
        figures.append(KeyFigure("Cost", f"{work.cost.p50:,.0f} {currency}", told))
    if work.weeks is not None:
        told = f"at 80 % certainty {work.weeks.p80:,.0f}"
        figures.append(KeyFigure("Weeks", f"{work.weeks.p50:,.0f}", told))
    yield Figures(tuple(figures))
    if work.lacks:
        yield Listing(work.lacks)
    columns = (
        Column("Work", wide=True), Column("How many", Sort.NUMBER), "of", Column("Hours", Sort.NUMBER),
        Column("at 80 %", Sort.NUMBER), Column(f"Cost ({currency})", Sort.NUMBER), Column("By", wide=True),
    )  # fmt: skip
    yield table("Work breakdown", columns, [_row(line) for line in work.lines], "")
    sources = dict.fromkeys(share.guess.origin.words for line in work.lines for share in line.shares)
    yield Text("The hours rest on:")
    yield Listing(tuple(sources))
    roles = [(role.title, round(work.hours_of(role.key), 1)) for role in work.roles]
    if roles:
        names, hours = zip(*roles, strict=True)
        yield Chart("Hours by role", tuple(names), (Series("Hours", tuple(hours)),))


def _row(line: LineEstimate) -> tuple[Cell, ...]:
    return (
        line.line.title, line.line.quantity, line.line.item.unit, round(line.hours.p50, 1),
        round(line.hours.p80, 1), None if line.cost is None else round(line.cost.p50),
        ", ".join(dict.fromkeys(share.role.title for share in line.shares)),
    )  # fmt: skip


SECTION: Final = Section(
    "work",
    "Work",
    110.0,
    frozenset({Audience.MANAGEMENT, Audience.CRM, Audience.VENDOR}),
    make,
    "Half of all cases stay below the first figures, four of five below those at 80 %.",
)
