"""The schedule: when each piece of work begins and ends, by the hours that people have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.document.records import Step, System
from maplanner.estimate.work import LineEstimate, WorkEstimate, work_of
from maplanner.report.parts import Cell, Chart, Column, Illustration, Listing, Part, Series, Sort, Text, table
from maplanner.report.section import Audience, Section, Subject


def make(subject: Subject) -> Iterator[Part]:
    """Yield the drawing of the schedule where there is one, its lines, and how busy people are."""
    plan = subject.snapshot
    if not plan.count(Step) and not plan.count(System):
        return
    work = work_of(plan)
    if not work.lines:
        return
    yield from _drawn(subject)
    yield Text(f"The work begins on {work.team.first_day.isoformat()}.")
    stuck = [line.line.title for line in work.lines if line.is_stuck]
    if stuck:
        yield Text("What cannot be scheduled:")
        yield Listing(tuple(stuck))
    rows = sorted((_row(work, line) for line in work.lines), key=lambda cells: str(cells[1] or "9999"))
    columns = (
        Column("Work", wide=True), Column("Begins", Sort.DATE), Column("Ends", Sort.DATE),
        Column("Hours", Sort.NUMBER), Column("Who", wide=True),
        Column("Waits for people (days)", Sort.NUMBER),
    )  # fmt: skip
    yield table("Schedule", columns, rows, "")
    for role in work.roles:
        weeks = work.weeks_of(role.key)
        if weeks:
            planned = tuple(week.planned for week in weeks)
            there_are = tuple(week.available for week in weeks)
            places = tuple(week.first_day.isoformat() for week in weeks)
            series = (Series("Hours of work", planned), Series("Hours there are", there_are))
            yield Chart(f"Hours a week: {role.title}", places, series, is_line=True)


def _row(work: WorkEstimate, line: LineEstimate) -> tuple[Cell, ...]:
    people = dict.fromkeys(each.worker.title for each in line.placed)
    waits = max((each.start - each.ready for each in line.placed), default=0.0)
    return (
        line.line.title,
        None if line.start is None else work.team.day(line.start),
        None if line.finish is None else work.team.day(line.finish),
        round(line.expected_hours, 1),
        ", ".join(people),
        round(waits, 1),
    )


def _drawn(subject: Subject) -> Iterator[Part]:
    from maplanner.drawing.pictures.sources import Scene, picture_offers

    for offer in picture_offers(Scene(subject.snapshot)):
        if offer.key == "schedule":
            yield Illustration(offer.title, "The table below says the same.", offer.draw)


SECTION: Final = Section(
    "schedule",
    "Schedule",
    120.0,
    frozenset({Audience.MANAGEMENT, Audience.CRM, Audience.VENDOR, Audience.MARKETING}),
    make,
)
