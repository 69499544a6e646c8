"""Bringing in diagrams drawn elsewhere: what they are taken for, and the campaigns that they become."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from maplanner.core.errors import UnreadableSource
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign
from maplanner.document.store import Store
from maplanner.exchange.diagrams.formats import diagram_reader_named, read_diagram
from maplanner.exchange.meaning.campaigns import Made, make_campaign
from maplanner.exchange.meaning.guessing import Reading, read_meaning, with_choices
from maplanner.exchange.source_files import plain

_UNTITLED: Final = re.compile(r"^(page|seite|side|lapa|sahifa|диаграмма|diagram)?[ _-]*\d*$", re.IGNORECASE)


@dataclass(frozen=True)
class DiagramRead:
    """A file of diagrams and what each shape of each page is taken for."""

    format: str
    format_title: str
    file: str
    readings: tuple[Reading, ...]
    left_out: tuple[str, ...] = ()

    def chosen(self, page: int, choices: Mapping[str, str]) -> DiagramRead:
        """Return the same with a person's choices for shapes of one page."""
        readings = list(self.readings)
        readings[page] = with_choices(readings[page], choices)
        return replace(self, readings=tuple(readings))

    def title_of(self, page: int) -> str:
        """Return what the campaign of a page is called: after the page, or the file."""
        title = " ".join(self.readings[page].page.title.split())
        stem = Path(self.file).stem.removesuffix(".drawio")
        if not _UNTITLED.match(title):
            return title
        return stem if len(self.readings) == 1 else f"{stem} – {page + 1}"


def read_drawing(path: Path, as_format: str = "") -> DiagramRead:
    """Return what a file draws and what it is taken for.

    Raises:
        UnreadableSource: It cannot be read; the file is named.
    """
    drawn = read_diagram(path, as_format)
    title = diagram_reader_named(drawn.format).title
    readings = tuple(read_meaning(page, drawn.format) for page in drawn.pages)
    return DiagramRead(drawn.format, title, plain(path.name), readings, drawn.left_out)


def campaigns_of(
    read: DiagramRead, reader: RecordReader, pages: Collection[int] | None = None
) -> tuple[Made, ...]:
    """Return the campaigns that pages become, all unless ``pages`` says which; nothing is written."""
    wanted = range(len(read.readings)) if pages is None else sorted(pages)
    first = max((campaign.order for campaign in reader.all(Campaign)), default=0.0) + 1.0
    return tuple(
        make_campaign(
            read.readings[page], read.title_of(page), f"“{read.file}” ({read.format_title})", first + place
        )
        for place, page in enumerate(wanted)
    )


def take_over(store: Store, made: Sequence[Made], file: str) -> None:
    """Put campaigns into a plan as one step that can be undone.

    Raises:
        UnreadableSource: There is nothing to put in.
        InvalidPlan: The plan does not take them; it stays as it is.
    """
    if not made:
        raise UnreadableSource(f"{file}: no page was chosen.", advice="Choose at least one page.")
    with store.transact(f"Import {file}") as transaction:
        for each in made:
            for record in each.records:
                transaction.put(record)


def counts_of(made: Sequence[Made]) -> dict[str, int]:
    """Return how many records of each sort campaigns have."""
    return {
        "campaigns": len(made),
        "steps": sum(len(each.steps) for each in made),
        "links": sum(len(each.links) for each in made),
        "notes": sum(len(each.notes) for each in made),
        "frames": sum(len(each.frames) for each in made),
    }


def counted(counts: Mapping[str, int]) -> str:
    """Return counts in words: “1 campaign, 22 steps, 25 links”."""
    return ", ".join(
        f"{count:,} {what if count != 1 else what.removesuffix('s')}"
        for what, count in counts.items()
        if count
    )


def left_out_of(read: DiagramRead, made: Sequence[Made]) -> tuple[str, ...]:
    """Return a line for everything that does not come along, and why."""
    several = len(made) > 1  # Then each line begins with its campaign.
    lines = list(read.left_out)
    for each in made:
        head = f"{each.campaign.title}: " if several else ""
        lines += [f"{head}{line}" for line in each.left_out]
    return tuple(lines)


def concluded_of(made: Sequence[Made]) -> tuple[str, ...]:
    """Return a line for everything about lines that was concluded rather than told."""
    several = len(made) > 1
    return tuple(
        f"{each.campaign.title}: {line}" if several else line for each in made for line in each.concluded
    )


def guesses_of(read: DiagramRead, page: int) -> list[tuple[str, str, str, str]]:
    """Return for each shape of a page its text, what it becomes, how sure that is, and why."""
    reading = read.readings[page]
    return [
        (" ".join(shape.text.split()), guess.becomes, guess.sureness.value, guess.why)
        for shape in reading.page.shapes
        for guess in (reading.guesses[shape.id],)
    ]
