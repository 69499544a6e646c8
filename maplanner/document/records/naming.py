"""How the team names things: a convention, its parts in order, and the abbreviations they may hold."""

from __future__ import annotations

from typing import ClassVar

from maplanner.document.fields import spec
from maplanner.document.records.base import Record
from maplanner.document.vocabulary import DateForm, PartKind


class NamingConvention(Record):
    """What names are made of, and whose names they are (brief D3)."""

    type_name: ClassVar[str] = "naming_convention"

    title: str = spec("", title="Title")
    separator: str = spec("_", title="Between the parts", max_length=5)
    segments: bool = spec(True, title="Names segments")
    campaigns: bool = spec(False, title="Names campaigns")
    emails: bool = spec(False, title="Names e-mails")
    forms: bool = spec(False, title="Names forms")
    order: float = spec(0.0, title="Order", hidden=True)
    notes: str = spec("", title="Notes", editor="text")


class NamePart(Record):
    """A part of a name. With abbreviations it must be one of them; without, any text will do."""

    type_name: ClassVar[str] = "name_part"

    convention: str = spec(title="Convention", ref="naming_convention", hidden=True)
    title: str = spec("", title="Title", help="Empty: what it stands for.")
    kind: PartKind = spec(PartKind.FREE, title="Stands for")
    date_form: DateForm = spec(DateForm.MONTH, title="Dates look like")
    optional: bool = spec(False, title="May be left out")
    order: float = spec(0.0, title="Order", hidden=True)


class Abbreviation(Record):
    """A short word that a part of a name may be, such as *WN* for webinar."""

    type_name: ClassVar[str] = "abbreviation"

    part: str = spec(title="Part", ref="name_part", hidden=True)
    short: str = spec("", title="Short", max_length=80)
    means: str = spec("", title="Means")
    order: float = spec(0.0, title="Order", hidden=True)
