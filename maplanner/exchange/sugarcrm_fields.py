"""SugarCRM's and SuiteCRM's field definitions ("vardefs") as JSON, with the lists of values beside them.

Taken are definitions for one object (``{"object": "Lead", "fields": …}``), for many (``dictionary``), and the
answer of the metadata address (``{"modules": {"Leads": {"fields": …}}}``); ``fields`` may be a list or go by
name. Fields of a template such as *person* go to the objects that build on it, as both products do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from maplanner.crm.catalogue import Catalogue, CatalogueField
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.gathering import Gathering
from maplanner.exchange.json_folders import Described, Describing, begin, good_name, read_folder, whole_number
from maplanner.exchange.peeking import Peek
from maplanner.exchange.readers import Reader
from maplanner.exchange.source_files import LeftOut, plain, plain_lines

PRODUCT: Final = "SugarCRM"
_TITLE: Final = "SugarCRM or SuiteCRM field definitions"

_T = FieldType
_TYPES: Final[dict[str, FieldType]] = {
    "address": _T.ADDRESS,
    "assigned_user_name": _T.REFERENCE,
    "bool": _T.CHECKBOX,
    "char": _T.TEXT,
    "currency": _T.MONEY,
    "currency_id": _T.TEXT,
    "date": _T.DATE,
    "datetime": _T.DATETIME,
    "datetimecombo": _T.DATETIME,
    "decimal": _T.NUMBER,
    "double": _T.NUMBER,
    "dynamicenum": _T.PICKLIST,
    "email": _T.EMAIL,
    "emailbody": _T.LONG_TEXT,
    "encrypt": _T.TEXT,
    "enum": _T.PICKLIST,
    "file": _T.FILE,
    "fileext": _T.TEXT,
    "float": _T.NUMBER,
    "fullname": _T.TEXT,
    "function": _T.FORMULA,
    "html": _T.LONG_TEXT,
    "id": _T.TEXT,
    "iframe": _T.URL,
    "image": _T.FILE,
    "int": _T.INTEGER,
    "json": _T.OTHER,
    "link": _T.REFERENCE,
    "long": _T.INTEGER,
    "longhtml": _T.LONG_TEXT,
    "longtext": _T.LONG_TEXT,
    "multienum": _T.MULTI_PICKLIST,
    "name": _T.TEXT,
    "none": _T.OTHER,
    "non-db": _T.OTHER,
    "parent": _T.REFERENCE,
    "parent_type": _T.TEXT,
    "password": _T.TEXT,
    "phone": _T.PHONE,
    "photo": _T.FILE,
    "radioenum": _T.PICKLIST,
    "relate": _T.REFERENCE,
    "short": _T.INTEGER,
    "tag": _T.OTHER,
    "team_list": _T.REFERENCE,
    "text": _T.LONG_TEXT,
    "time": _T.TIME,
    "tinyint": _T.INTEGER,
    "uint": _T.INTEGER,
    "ulong": _T.INTEGER,
    "url": _T.URL,
    "user_name": _T.TEXT,
    "username": _T.TEXT,
    "varchar": _T.TEXT,
    "wysiwyg": _T.LONG_TEXT,
}
_LENGTHS: Final = {"varchar": 255, "name": 255, "id": 36, "phone": 255, "email": 255, "enum": 100}
"""Lengths of the column that both products make where a definition has none."""
_LISTS: Final = frozenset({"enum", "dynamicenum", "multienum", "radioenum"})
_TEMPLATES: Final[dict[str, tuple[str, ...]]] = {
    "person": ("Contact", "Lead", "Prospect", "User", "Employee"),
    "company": ("Account",),
    "sale": ("Opportunity",),
}
"""Which objects build on a template, by the definitions of both products."""
_MODULES: Final[dict[str, str]] = {
    "Accounts": "Account", "Calls": "Call", "Campaigns": "Campaign", "Cases": "Case", "Contacts": "Contact",
    "Documents": "Document", "Leads": "Lead", "Meetings": "Meeting", "Notes": "Note",
    "Opportunities": "Opportunity", "ProspectLists": "ProspectList", "Prospects": "Prospect",
    "Tasks": "Task", "Users": "User",
}  # fmt: skip
"""What one record of a module is called."""


def recognises(peek: Peek) -> bool:
    """Tell from its content whether a file holds definitions of fields, or lists of values for them."""
    return any(True for _ in _definitions(peek.json)) or any(True for _ in _lists(peek.json))


def read(path: Path) -> Catalogue:
    """Return the objects and fields defined at or below ``path``.

    Raises:
        UnreadableSource: The only file is broken, or a folder cannot be opened.
    """
    gathering, left_out = begin(path, PRODUCT, _TITLE)
    read_folder(
        path,
        left_out,
        _Definitions(gathering, left_out),
        marked=lambda file: file.name.lower().endswith((".fields.json", "vardefs.json")),
        what="object",
    )
    return gathering.catalogue(complete=False)


@dataclass(frozen=True)
class _Definition:
    """The fields of one object, or of a template that objects build on."""

    name: str
    fields: JsonValue
    is_template: bool = False
    label: str = ""


@dataclass
class _Definitions:
    gathering: Gathering
    left_out: LeftOut
    found: list[tuple[Path, _Definition]] = field(default_factory=list)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def take(self, file: Path, data: JsonValue) -> bool:
        """Keep definitions and lists of values until all are known."""
        definitions = list(_definitions(data))
        self.found += [(file, definition) for definition in definitions]
        lists = dict(_lists(data))
        self.lists.update(lists)
        return bool(definitions or lists)

    def finish(self) -> None:
        """Put objects, templates and lists together: an object's own definition of a field comes first."""
        for file, definition in self.found:
            if not definition.is_template:
                self._take_object(definition.name, definition, file)
        for file, definition in self.found:
            if definition.is_template:
                self._take_template(definition, file)
        unused = sorted(self.lists.keys() - self.used)
        if unused:
            named = ", ".join(unused[:12]) + (f" and {len(unused) - 12} more" if len(unused) > 12 else "")
            self.left_out.add("lists of values", f"no field here uses {named}")

    def _take_template(self, definition: _Definition, file: Path) -> None:
        builders = [
            name for name in _TEMPLATES.get(definition.name.casefold(), ()) if self.gathering.has_object(name)
        ]
        for name in builders:
            self._take_object(name, definition, file, inherited=True)
        what = f"The fields of the template “{definition.name}”"
        if builders:
            self.gathering.take(f"{what} were given to {', '.join(builders)}, which build on it.")
        else:
            self._take_object(definition.name, definition, file)
            self.gathering.take(f"{what} were read as an object, as none that builds on it is here.")

    def _take_object(
        self, name: str, definition: _Definition, file: Path, *, inherited: bool = False
    ) -> None:
        place = self.left_out.place(file)
        self.gathering.add_object(name, definition.label or name, custom=False)
        own = {found.api_name.casefold() for found in self.gathering.fields_of(name)} if inherited else set()
        for number, (key, described) in enumerate(_fields(definition.fields), 1):
            api_name = good_name(described.get("name")) or good_name(key)
            if not described or not api_name:
                self.left_out.add(place, f"{name}, field {number}: is no description of a field with a name")
                continue
            if api_name.casefold() in own:
                continue
            said = Describing(described, f"{place}, {name}.{api_name}", self.left_out)
            found = self._field(said, name, api_name)
            source = f"{_TITLE}: {place}"
            self.gathering.add_field(name, found.model_copy(update={"source": source}), place)

    def _field(self, said: Describing, name: str, api_name: str) -> CatalogueField:
        native = said.text("type")
        kind = _TYPES.get(native, FieldType.OTHER)
        if native not in _TYPES:
            why = f"the type “{native}” is unknown here" if native else "its type is not said"
            self.left_out.add(f"{name}.{api_name}", why)
        if native == "id" and api_name == "id":
            kind = FieldType.IDENTIFIER
        values = self._values(said, name, api_name)
        length, precision, scale = _size(said)
        unsaid = {"unique"} | (set() if said.text("label") else {"label"})
        if values is None and native in _LISTS:
            unsaid |= {"allowed", "restricted"}
        module = said.text("module")
        return CatalogueField(
            api_name=api_name,
            label=said.text("label").rstrip(":") or api_name,
            type=kind,
            native_type=native,
            length=length if length is not None else _LENGTHS.get(native),
            precision=precision,
            scale=scale,
            required=said.is_true("required") and native != "link" and kind is not FieldType.IDENTIFIER,
            writable=not said.is_true("calculated")
            and not said.is_true("readonly")
            and native not in {"link", "fullname", "function"},
            custom=said.text("source") == "custom_fields" or api_name.endswith("_c"),
            allowed=values or (),
            restricted=bool(values) and native in _LISTS,
            refers_to=(_MODULES.get(module, module),) if module else (),
            help=plain_lines(said.text("help", "comment", "comments")),
            unsaid=frozenset(unsaid),
        )

    def _values(self, said: Describing, name: str, api_name: str) -> tuple[str, ...] | None:
        options = said.described.get("options")
        if isinstance(options, dict):
            return _values_of(options)
        listed = said.text("options")
        if not listed or said.text("type") not in _LISTS:
            return None
        if listed not in self.lists:
            self.left_out.add(
                f"{name}.{api_name}", f"its values are in the list “{listed}”, which is not here"
            )
            return None
        self.used.add(listed)
        return self.lists[listed]


def _size(said: Describing) -> tuple[int | None, int | None, int | None]:
    """Return length, digits and digits after the point; a number's length may hold both, as in ``26,6``."""
    given = said.described.get("len")
    precision = said.described.get("precision")
    if isinstance(given, str) and "," in given:
        digits, _, after = given.partition(",")
        return None, whole_number(digits), whole_number(after)
    if isinstance(precision, str) and "," in precision:
        digits, _, after = precision.partition(",")
        return None, whole_number(digits), whole_number(after)
    length = said.number("len", "length", "maxlength")
    if said.text("type") in {"currency", "decimal", "double", "float"}:
        return None, length, whole_number(precision) if precision not in (None, "") else None
    is_text = _TYPES.get(said.text("type")) not in {FieldType.INTEGER, FieldType.CHECKBOX}
    return (length if is_text else None), (None if is_text else length), None


def _fields(fields: JsonValue) -> Iterator[tuple[str, Described]]:
    if isinstance(fields, dict):
        for key, described in fields.items():
            if not key.startswith("_"):
                yield key, described if isinstance(described, dict) else {}
    elif isinstance(fields, list):
        for described in fields:
            yield "", described if isinstance(described, dict) else {}


def _definitions(data: JsonValue) -> Iterator[_Definition]:
    """Yield the definitions in a file, in whichever of the known ways it holds them."""
    if not isinstance(data, dict):
        return
    name, template = good_name(data.get("object")), good_name(data.get("template"))
    if (name or template) and _are_fields(data.get("fields")):
        yield _Definition(name or template, data["fields"], is_template=not name)
        return
    for key in ("dictionary", "modules", "module_list", "beans"):
        group = data.get(key)
        for inner_name, inner in group.items() if isinstance(group, dict) else ():
            if isinstance(inner, dict) and good_name(inner_name) and _are_fields(inner.get("fields")):
                object_name = _MODULES.get(inner_name, inner_name) if key == "modules" else inner_name
                yield _Definition(
                    good_name(object_name), inner["fields"], label=good_name(inner.get("label"))
                )


def _are_fields(fields: JsonValue) -> bool:
    """Tell whether these are definitions of fields: each with a type, and with marks of these products."""
    described = [found for _, found in _fields(fields)][:50]
    typed = [found for found in described if isinstance(found.get("type"), str)]
    marks = {"vname", "dbType", "len", "source", "module", "rname", "options", "audited", "massupdate"}
    return bool(typed) and any(found.keys() & marks for found in typed)


def _lists(data: JsonValue) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the lists of values in a file of nothing else, or under the names that these products use."""
    if not isinstance(data, dict):
        return
    inner = next(
        (data[key] for key in ("app_list_strings", "lists") if isinstance(data.get(key), dict)), data
    )
    if not isinstance(inner, dict) or not inner:
        return
    are_lists = all(_is_list(found) for found in inner.values())
    named = inner is not data or any(key.endswith(("_dom", "_list", "_options")) for key in inner)
    if are_lists and named:
        for key, found in inner.items():
            if isinstance(found, dict) and good_name(key):
                yield good_name(key), _values_of(found)


def _is_list(found: JsonValue) -> bool:
    return isinstance(found, dict | list) and (
        not isinstance(found, dict)
        or all(isinstance(value, str | int | float | None) for value in found.values())
    )


def _values_of(options: Described) -> tuple[str, ...]:
    """Return the values that are stored, which people know by the labels beside them."""
    return tuple(value for key in options if (value := plain(key)))


READER: Final = Reader(
    name="sugarcrm",
    title=_TITLE,
    looks_for="JSON with an object and its fields, as in “vardefs”",
    recognises=recognises,
    read=read,
    product=PRODUCT,
)
