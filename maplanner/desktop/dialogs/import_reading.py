"""Reading what a person wants to import, off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maplanner.app.importing import is_diagram, is_plan_text
from maplanner.app.sources import Source, needed_columns, read_source
from maplanner.core.errors import UnreadableSource
from maplanner.desktop.jobs import JobControl

if TYPE_CHECKING:
    from maplanner.app.diagrams import DiagramRead
    from maplanner.crm.catalogue import Catalogue
    from maplanner.exchange.field_list import Column


@dataclass(frozen=True)
class SourceRead:
    """What a source turned out to be; ``columns`` are those of a list of fields, else there are none."""

    title: str
    catalogue: Catalogue
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnsWanted:
    """A list of fields that does not say by itself what its columns hold, and a first guess."""

    source: Source
    names: tuple[str, ...]
    guess: dict[Column, str]


def read_in_job(source: Source, control: JobControl) -> SourceRead | ColumnsWanted | DiagramRead:
    """Read a source, whatever its format. Runs in a job's thread.

    Raises:
        UnreadableSource: It cannot be read, or is a plan of its own.
        Cancelled: The person stopped it while a CRM was being asked.
    """
    if source.is_address:
        from maplanner.exchange.live import Talk

        catalogue = read_source(source, Talk(control.progress, control.cancelled))
        return SourceRead(catalogue.source, catalogue)
    place = Path(source.place).expanduser()
    if is_plan_text(place):
        raise UnreadableSource(
            f"“{place.name}” is a whole plan.", advice="Open it as a plan of its own: File, Open."
        )
    if source.columns is None and is_diagram(place, source.format):
        from maplanner.app.diagrams import read_drawing

        return read_drawing(place, source.format)
    if source.columns is None and (wanted := needed_columns(place)) is not None:
        return ColumnsWanted(source, *wanted)
    catalogue = read_source(source)
    return SourceRead(catalogue.source, catalogue, _columns_of(place))


def _columns_of(place: Path) -> tuple[str, ...]:
    from maplanner.exchange.field_list import SUFFIXES
    from maplanner.exchange.sheets import open_sheet

    is_table = place.suffix.lower() in SUFFIXES and place.is_file()
    return open_sheet(place).columns if is_table else ()
