"""Where catalogues come from: a file, a folder, what comes along, or a CRM that runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maplanner.core.errors import UnreadableSource

if TYPE_CHECKING:
    from maplanner.crm.catalogue import Catalogue
    from maplanner.exchange.field_list import Column
    from maplanner.exchange.live import Access, Talk


@dataclass(frozen=True)
class Source:
    """What a person names to import, and all they say about it.

    ``place`` is a path, ``starter:…`` or an address; ``format`` a reader's or a kind of CRM's name, empty to
    have it recognised. ``objects`` are the only ones wanted, all if there are none. ``columns`` and
    ``object_name`` are for lists of fields; ``access`` is for an address.
    """

    place: str
    format: str = ""
    objects: tuple[str, ...] = ()
    columns: Mapping[Column, str] | None = None
    object_name: str = ""
    access: Access | None = None

    @property
    def is_address(self) -> bool:
        """Whether a CRM that runs is meant."""
        return is_address(self.place)


def is_address(place: str) -> bool:
    """Tell whether a place is a CRM that runs, and no file."""
    from maplanner.exchange.live import is_address as found

    return found(place)


def read_source(source: Source, talk: Talk | None = None) -> Catalogue:
    """Return the catalogue of what a person names.

    Raises:
        UnreadableSource: It cannot be read, or lacks an object that was asked for.
        Cancelled: The person asked to stop while a CRM was being asked.
    """
    if source.is_address:
        return _asked(source, talk)
    catalogue = _read(source)
    missing = [name for name in source.objects if catalogue.object(name) is None]
    if missing:
        there = ", ".join(item.api_name for item in catalogue.objects[:20]) or "none"
        message = f"{catalogue.source or catalogue.system_title} has no object “{missing[0]}”."
        raise UnreadableSource(message, advice=f"Its objects: {there}.")
    return catalogue.only(source.objects) if source.objects else catalogue


def needed_columns(place: Path) -> tuple[tuple[str, ...], dict[Column, str]] | None:
    """Return the columns of a list of fields that does not say by itself what they hold, and a first guess.

    ``None`` is for anything else, and for a list whose columns are known or were told before.

    Raises:
        UnreadableSource: The table is broken.
    """
    from maplanner.app.column_memory import remembered
    from maplanner.exchange.field_list import SUFFIXES, is_sure, likely_columns
    from maplanner.exchange.sheets import open_sheet

    if place.suffix.lower() not in SUFFIXES or not place.is_file():
        return None
    columns = open_sheet(place).columns
    guess = likely_columns(columns)
    if is_sure(guess) or remembered(columns) is not None:
        return None
    return columns, guess


def _asked(source: Source, talk: Talk | None) -> Catalogue:
    from dataclasses import replace

    from maplanner.exchange.live import Access, live_crm, read_live

    kind = live_crm(source.format, source.place)
    access = replace(source.access or Access(""), address=source.place, objects=source.objects)
    return read_live(kind, access, talk)


def _read(source: Source) -> Catalogue:
    from maplanner.exchange.readers import read_catalogue

    path = Path(source.place).expanduser()
    columns = source.columns or _remembered(path)
    if columns is not None or source.object_name:
        from maplanner.exchange.field_list import read_list

        return read_list(path, columns, source.object_name)
    return read_catalogue(path, source.format)


def _remembered(path: Path) -> Mapping[Column, str] | None:
    """Return what a person said before about a list of fields with the same columns."""
    from maplanner.exchange.field_list import SUFFIXES

    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return None
    from maplanner.app.column_memory import remembered
    from maplanner.exchange.sheets import open_sheet

    return remembered(open_sheet(path).columns)
