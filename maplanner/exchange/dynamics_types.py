"""The types of Dynamics 365, as its three ways of describing itself call them."""

from __future__ import annotations

from typing import Final

from maplanner.document.vocabulary import FieldType

PRODUCT: Final = "Dynamics 365"

_T = FieldType
_TEXTS: Final = (
    "string", "char", "name", "firstname", "middlename", "lastname", "fullname", "addressline", "city",
    "country", "county", "postalcode", "stateorprovince", "governmentid", "companyname", "languagetag",
    "tickersymbol", "jobtitle", "guid", "entityname",
)  # fmt: skip
_CDM: Final[dict[str, FieldType]] = {
    **dict.fromkeys(_TEXTS, _T.TEXT),
    "basecurrency": _T.MONEY,
    "bigint": _T.INTEGER,
    "biginteger": _T.INTEGER,
    "binary": _T.FILE,
    "boolean": _T.CHECKBOX,
    "currency": _T.MONEY,
    "date": _T.DATE,
    "datetime": _T.DATETIME,
    "datetimeoffset": _T.DATETIME,
    "decimal": _T.NUMBER,
    "double": _T.NUMBER,
    "email": _T.EMAIL,
    "entityid": _T.REFERENCE,
    "float": _T.NUMBER,
    "image": _T.FILE,
    "int16": _T.INTEGER,
    "int32": _T.INTEGER,
    "int64": _T.INTEGER,
    "integer": _T.INTEGER,
    "latitude": _T.NUMBER,
    "listlookup": _T.PICKLIST,
    "listlookupcorrelated": _T.PICKLIST,
    "listlookupmultiple": _T.MULTI_PICKLIST,
    "longitude": _T.NUMBER,
    "multilinetext": _T.LONG_TEXT,
    "percent": _T.PERCENT,
    "phone": _T.PHONE,
    "smallinteger": _T.INTEGER,
    "time": _T.TIME,
    "timezone": _T.INTEGER,
    "url": _T.URL,
    "year": _T.INTEGER,
}
"""The Common Data Model's types, in small letters."""

_DATAVERSE: Final[dict[str, FieldType]] = {
    "bigint": _T.INTEGER,
    "bit": _T.CHECKBOX,
    "boolean": _T.CHECKBOX,
    "customer": _T.REFERENCE,
    "datetime": _T.DATETIME,
    "decimal": _T.NUMBER,
    "double": _T.NUMBER,
    "entityname": _T.TEXT,
    "file": _T.FILE,
    "float": _T.NUMBER,
    "image": _T.FILE,
    "int": _T.INTEGER,
    "integer": _T.INTEGER,
    "lookup": _T.REFERENCE,
    "memo": _T.LONG_TEXT,
    "money": _T.MONEY,
    "multiselectpicklist": _T.MULTI_PICKLIST,
    "ntext": _T.LONG_TEXT,
    "nvarchar": _T.TEXT,
    "owner": _T.REFERENCE,
    "partylist": _T.REFERENCE,
    "picklist": _T.PICKLIST,
    "primarykey": _T.IDENTIFIER,
    "state": _T.PICKLIST,
    "status": _T.PICKLIST,
    "string": _T.TEXT,
    "uniqueidentifier": _T.TEXT,
    "virtual": _T.OTHER,
    "managedproperty": _T.OTHER,
    "calendarrules": _T.OTHER,
}
"""The types that solutions and the Web API name, in small letters."""

_FORMATS: Final[dict[str, FieldType]] = {
    "email": _T.EMAIL,
    "phone": _T.PHONE,
    "url": _T.URL,
    "textarea": _T.LONG_TEXT,
    "richtext": _T.LONG_TEXT,
    "dateonly": _T.DATE,
    "date": _T.DATE,
}

REQUIRED: Final = frozenset({"required", "applicationrequired"})
"""Levels at which a person has to give a value."""


def cdm_type(native: str) -> FieldType:
    """Return what a type of the Common Data Model means."""
    return _CDM.get(native.casefold(), FieldType.OTHER)


def dataverse_type(native: str, form: str = "") -> FieldType:
    """Return what a type of Dataverse means, with the form in which it is shown."""
    kind = _DATAVERSE.get(native.casefold().removesuffix("type"), FieldType.OTHER)
    if kind in {FieldType.TEXT, FieldType.DATETIME, FieldType.LONG_TEXT}:
        return _FORMATS.get(form.casefold(), kind)
    return kind


def is_known(native: str) -> bool:
    """Tell whether a type of Dataverse is one that is known here, even if it holds nothing to plan with."""
    return native.casefold().removesuffix("type") in _DATAVERSE


def is_required(level: str, kind: FieldType) -> bool:
    """Tell whether somebody has to give a value; what the system needs it mostly fills itself."""
    level = level.casefold()
    is_filled = kind in {FieldType.IDENTIFIER, FieldType.REFERENCE, FieldType.PICKLIST, FieldType.DATETIME}
    return level in REQUIRED or (level == "systemrequired" and not is_filled)
