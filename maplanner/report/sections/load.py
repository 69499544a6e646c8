"""What each system has to carry, against what its vendor allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.estimate import SystemLoad
from maplanner.report.parts import Cell, Chart, Column, Heading, Listing, Part, Series, Sort, Text, table
from maplanner.report.section import Audience, Section, Subject


def make(subject: Subject) -> Iterator[Part]:
    """Yield the load of every system by each way of synchronising, and what it rests on."""
    if subject.estimate is None:
        return
    for load in subject.estimate.systems:
        yield Heading(load.title)
        yield Text(load.budget.words)
        yield table(
            f"Calls to {load.title}",
            (
                "Way", Column("Calls, busiest day", Sort.NUMBER), Column("Share of the limit", Sort.SHARE),
                Column("May grow by the factor", Sort.NUMBER), Column("As planned", Sort.TRUTH),
            ),
            list(_ways(load)),
            "",
        )  # fmt: skip
        if load.writes:
            names = tuple(f"{write.api_name}, {write.operation.value}" for write in load.writes)
            values = tuple(round(float(write.total.mean()), 1) for write in load.writes)
            title = f"Records written to {load.title}"
            yield Chart(title, names, (Series("Records", values),))
        if load.lacks:
            yield Listing(load.lacks)
        rows = [(figure.what, figure.figure, figure.source) for figure in load.explanation]
        yield table(
            f"What the figures of {load.title} rest on",
            ("What", "Figure", Column("Source", wide=True)),
            rows,
            "",
        )
    if subject.estimate.lacks:
        yield Listing(subject.estimate.lacks)


def _ways(load: SystemLoad) -> Iterator[tuple[Cell, ...]]:
    for way in load.loads:
        growth = load.growth_to_limit(way)
        yield (
            way.value, round(load.used(way), 1), load.share_of_limit(way),
            None if growth is None else round(growth, 1), way is load.rhythm.way,
        )  # fmt: skip


SECTION: Final = Section(
    "load",
    "Load on the CRM",
    100.0,
    frozenset({Audience.CRM, Audience.VENDOR, Audience.MANAGEMENT}),
    make,
    "Worked out cycle by cycle from what the simulation writes.",
    needs_result=True,
)
