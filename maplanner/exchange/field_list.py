"""Lists of fields that somebody keeps in a spreadsheet: a row a field, in columns of their own.

Columns are known by what they are called. Where that leaves open which column names the fields, a person
has to say it; which columns were taken for what is always told, and so is what was not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from maplanner.core.errors import UnreadableSource
from maplanner.crm.catalogue import Catalogue, CatalogueField
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.gathering import Gathering
from maplanner.exchange.json_folders import begin, good_name, whole_number
from maplanner.exchange.peeking import Peek
from maplanner.exchange.readers import Reader
from maplanner.exchange.sheets import Sheet, open_sheet
from maplanner.exchange.source_files import LeftOut, files_below, is_folder, plain, plain_lines
from maplanner.exchange.type_words import WrittenType, written_type

_TITLE: Final = "List of fields"
SUFFIXES: Final = frozenset({".csv", ".tsv", ".xlsx", ".xlsm"})
MAX_FIELDS: Final = 100_000
_CRM: Final = "CRM"


class Column(StrEnum):
    """What a column of a list of fields can hold."""

    OBJECT = "object"
    NAME = "name"
    LABEL = "label"
    TYPE = "type"
    LENGTH = "length"
    REQUIRED = "required"
    UNIQUE = "unique"
    VALUES = "values"
    CUSTOM = "custom"
    PERSONAL = "personal"
    READ_ONLY = "read-only"
    REFERS_TO = "refers to"
    HELP = "help"


Columns = Mapping[Column, str]
"""Which column of a table holds what, by the column's name."""

_CALLED: Final[dict[Column, str]] = {
    Column.OBJECT: "object entity table module objectname objectapiname entityname objecttype recordtype "
    "objekts",
    Column.NAME: "apiname name fieldname fieldapiname internalname logicalname field developername "
    "technicalname propertyname propertyinternalname key column columnname attribute attributename "
    "schemaname lauks felt",
    Column.LABEL: "label fieldlabel title displayname caption propertylabel fieldtitle nosaukums etikett",
    Column.TYPE: "type datatype fieldtype tips kind dataformat propertytype",
    Column.LENGTH: "length maxlength maximumlength size len garums lengde",
    Column.REQUIRED: "required mandatory isrequired requiredlevel obligāts påkrevd",
    Column.UNIQUE: "unique isunique externalid",
    Column.VALUES: "values allowedvalues options picklistvalues picklist choices optionset "
    "listofvalues vērtības",
    Column.CUSTOM: "custom iscustom customfield",
    Column.PERSONAL: "personal personaldata pii gdpr",
    Column.READ_ONLY: "readonly isreadonly calculated",
    Column.REFERS_TO: "refersto referenceto references lookup relatedto target relatedobject",
    Column.HELP: "help description helptext comment comments note notes inlinehelptext apraksts",
}
_BY_NAME: Final = {word: column for column, words in _CALLED.items() for word in words.split()}
_YES: Final = frozenset(
    {"yes", "y", "true", "1", "x", "✓", "required", "mandatory", "ja", "jā", "ha", "always"}
)
_NO: Final = frozenset({"", "no", "n", "false", "0", "-", "optional", "nē", "nei", "yoʻq", "none"})


def recognises(peek: Peek) -> bool:
    """Tell from its first row whether a table is a list of fields: it names fields and their types."""
    if peek.suffix not in SUFFIXES or not peek.beginning:
        return False
    try:
        return is_sure(likely_columns(open_sheet(peek.path).columns))
    except UnreadableSource:
        return False


def read(path: Path) -> Catalogue:
    """Return the objects and fields in the tables at or below ``path``.

    Raises:
        UnreadableSource: A table is broken, or does not say which of its columns names the fields.
    """
    return read_list(path)


def read_list(path: Path, columns: Columns | None = None, object_name: str = "") -> Catalogue:
    """Return the objects and fields in the tables at or below ``path``, by the columns that a person chose.

    ``object_name`` is the object of fields for which the table names none; else it is the file's name.

    Raises:
        UnreadableSource: A table is broken, lacks a column, or does not say which one names the fields.
    """
    gathering, left_out = begin(path, "", _TITLE)
    for file in files_below(path.absolute()):
        is_wanted = not is_folder(path) or recognises(Peek(file))
        if is_wanted:
            sheet = open_sheet(file)
            chosen = _chosen(sheet, columns)
            _List(sheet, chosen, gathering, left_out, object_name).take()
        else:
            left_out.add_file(file, "is no list of fields")
    return gathering.catalogue(complete=True).model_copy(
        update={"system_title": _CRM, "complete_for_its_own": True}
    )


def likely_columns(names: Iterable[str]) -> dict[Column, str]:
    """Return which columns hold what, as far as their names say so; of two alike the first."""
    found: dict[Column, str] = {}
    for name in names:
        column = _BY_NAME.get("".join(letter for letter in name.casefold() if letter.isalnum()))
        if column is not None:
            found.setdefault(column, name)
    return found


def is_sure(columns: Columns) -> bool:
    """Tell whether the names of the columns leave nothing open: they name the fields and their types."""
    return Column.NAME in columns and Column.TYPE in columns


def columns_from_text(text: str) -> dict[Column, str]:
    """Return the columns that a person names, such as ``name=Field, type=Data type``.

    Raises:
        UnreadableSource: A part is not of this form, or names no column of a list of fields.
    """
    known = ", ".join(column.value for column in Column)
    found: dict[Column, str] = {}
    for part in text.split(","):
        key, sign, name = (piece.strip() for piece in part.partition("="))
        if not (key and sign and name):
            advice = f"Write it like “name=Field, type=Data type”. Known: {known}."
            raise UnreadableSource(f"“{plain(part)[:60]}” does not say which column is meant.", advice=advice)
        try:
            found[Column(key.casefold().replace("_", " "))] = name
        except ValueError as error:
            raise UnreadableSource(
                f"A list of fields has no “{key[:40]}”.", advice=f"Known: {known}."
            ) from error
    return found


def _chosen(sheet: Sheet, columns: Columns | None) -> dict[Column, str]:
    """Return the columns to read.

    Raises:
        UnreadableSource: One is not in the table, or none names the fields.
    """
    chosen = dict(columns) if columns is not None else likely_columns(sheet.columns)
    there = ", ".join(f"“{name}”" for name in sheet.columns[:30])
    missing = [name for name in chosen.values() if name not in sheet.columns]
    if missing:
        message = f"{plain(sheet.path)} has no column “{missing[0]}”."
        raise UnreadableSource(message, advice=f"Its columns: {there}.")
    if Column.NAME not in chosen:
        message = f"{plain(sheet.path)} does not say which of its columns names the fields."
        advice = f"Say it, for example --columns “name={sheet.columns[0]}”. Its columns: {there}."
        raise UnreadableSource(message, advice=advice)
    return chosen


@dataclass
class _List:
    """One table of fields."""

    sheet: Sheet
    columns: dict[Column, str]
    gathering: Gathering
    left_out: LeftOut
    object_name: str = ""
    places: dict[Column, int] = field(init=False)
    values: tuple[str, ...] = ()
    where: str = ""

    def __post_init__(self) -> None:
        self.places = {column: self.sheet.columns.index(name) for column, name in self.columns.items()}

    def take(self) -> None:
        """Take a field from each row.

        Raises:
            UnreadableSource: The table is broken, or longer than any list of fields.
        """
        place = self.left_out.place(self.sheet.path)
        self._tell_columns(place)
        default = self.object_name or _object_in_name(self.sheet.path)
        for count, row in enumerate(self.sheet.rows()):
            if count >= MAX_FIELDS:
                message = f"{plain(self.sheet.path)} has more than {MAX_FIELDS:,} rows."
                raise UnreadableSource(message, advice="A list of fields has one row for each field.")
            self.values, self.where = row.values, f"{place}, row {row.number}"
            name, object_name = good_name(self._cell(Column.NAME)), good_name(self._cell(Column.OBJECT))
            if not name:
                self.left_out.add(self.where, "the name of the field is missing or too long")
                continue
            self.gathering.add_object(object_name or default, object_name or default, custom=False)
            self.gathering.add_field(object_name or default, self._field(name, place), self.where)

    def _tell_columns(self, place: str) -> None:
        said = ", ".join(f"{column.value} from “{name}”" for column, name in self.columns.items())
        self.gathering.take(f"{place}: {said}.")
        if Column.OBJECT not in self.columns:
            default = self.object_name or _object_in_name(self.sheet.path)
            self.gathering.take(f"{place}: all fields belong to {default}, as no column names objects.")
        unused = [name for name in self.sheet.columns if name not in self.columns.values()]
        if unused:
            named = ", ".join(f"“{name}”" for name in unused[:20])
            self.left_out.add(place, f"columns that were not used: {named}")

    def _field(self, name: str, place: str) -> CatalogueField:
        text = self._cell(Column.TYPE)
        written = written_type(text) if text else WrittenType(FieldType.OTHER, is_known=True)
        if not written.is_known:
            self.left_out.add(self.where, f"{name}: the type “{text[:60]}” is unknown here")
        allowed = _split(self._cell(Column.VALUES))
        refers_to = _split(self._cell(Column.REFERS_TO)) or written.refers_to
        length = self._length(written)
        is_list = written.type in {FieldType.PICKLIST, FieldType.MULTI_PICKLIST}
        calculated = written.type in {FieldType.FORMULA, FieldType.SUMMARY, FieldType.IDENTIFIER}
        return CatalogueField(
            api_name=name,
            label=plain(self._cell(Column.LABEL)) or name,
            type=written.type,
            native_type=plain(text)[:200],
            length=length,
            precision=written.precision,
            scale=written.scale,
            required=self._says_yes(Column.REQUIRED),
            unique=self._says_yes(Column.UNIQUE),
            writable=not calculated and not self._says_yes(Column.READ_ONLY),
            custom=self._says_yes(Column.CUSTOM),
            personal=self._says_yes(Column.PERSONAL),
            allowed=allowed,
            restricted=is_list and bool(allowed),
            refers_to=refers_to,
            help=plain_lines(self._cell(Column.HELP)),
            source=f"{_TITLE}: {place}",
            unsaid=self._unsaid(written, length, allowed, refers_to),
        )

    def _length(self, written: WrittenType) -> int | None:
        text = self._cell(Column.LENGTH)
        if not text:
            return written.length
        found = whole_number(re.sub(r"[\s ,.](?=\d{3}\b)", "", text).removesuffix(".0"))
        if found is None:
            self.left_out.add(self.where, f"“{text[:40]}” is no length that a field can have")
        return found

    def _says_yes(self, column: Column) -> bool:
        text = self._cell(column).casefold()
        if text not in _YES | _NO:
            self.left_out.add(self.where, f"“{text[:40]}” in “{self.columns[column]}” is neither yes nor no")
        return text in _YES

    def _unsaid(
        self, written: WrittenType, length: int | None, allowed: tuple[str, ...], refers_to: tuple[str, ...]
    ) -> frozenset[str]:
        """Return what the table has no column or no value for."""
        said_by = {
            Column.LABEL: ("label",),
            Column.REQUIRED: ("required",),
            Column.UNIQUE: ("unique",),
            Column.CUSTOM: ("custom",),
            Column.READ_ONLY: ("writable",),
        }
        silent = {name for column, names in said_by.items() if column not in self.places for name in names}
        silent |= set() if self._cell(Column.TYPE) else {"type", "native_type"}
        silent |= set() if length is not None else {"length"}
        silent |= set() if written.precision is not None else {"precision", "scale"}
        silent |= set() if allowed else {"allowed", "restricted"}
        return frozenset(silent | (set() if refers_to else {"refers_to"}))

    def _cell(self, column: Column) -> str:
        place = self.places.get(column)
        return self.values[place].strip() if place is not None and place < len(self.values) else ""


def _split(text: str) -> tuple[str, ...]:
    """Return the values in a cell: a line each, or between the first of these signs that stands in it."""
    for sign in ("\n", ";", "|", ","):
        if sign in text:
            parts = text.split(sign)
            break
    else:
        parts = [text]
    return tuple(dict.fromkeys(value for part in parts if (value := plain(part))))


def _object_in_name(path: Path) -> str:
    words = re.sub(r"(?i)[\W_]+(fields?|columns?|list|export|properties)\b", "", plain(path.stem))
    return good_name(words) or "Record"


READER: Final = Reader(
    name="table",
    title=_TITLE,
    looks_for="CSV or XLSX with a row for each field",
    recognises=recognises,
    read=read,
)
