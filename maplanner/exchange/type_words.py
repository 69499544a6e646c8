"""What people write in a column “Type”: words of vendors, databases and spreadsheets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from maplanner.document.vocabulary import FieldType
from maplanner.exchange.json_folders import good_name, whole_number

_T = FieldType
_WORDS: Final[dict[FieldType, str]] = {
    _T.TEXT: "text string varchar nvarchar char shorttext singlelinetext singleline textfield name "
    "autonumber encryptedtext guid uuid uniqueidentifier teksts fritekst matn",
    _T.LONG_TEXT: "longtext textarea longtextarea richtext richtextarea multilinetext multiline memo html "
    "ntext multiplelinesoftext clob garšteksts",
    _T.EMAIL: "email emailaddress epasts epost",
    _T.PHONE: "phone phonenumber telephone tel mobile tālrunis telefon",
    _T.URL: "url webaddress website link uri hyperlink",
    _T.NUMBER: "number decimal double float numeric real decimalnumber skaitlis tall",
    _T.INTEGER: "integer int wholenumber bigint long smallint count",
    _T.MONEY: "money currency amount price nauda beløp",
    _T.PERCENT: "percent percentage percents",
    _T.DATE: "date dateonly datums dato sana",
    _T.DATETIME: "datetime dateandtime dateortime timestamp datetimelocal",
    _T.TIME: "time timeofday",
    _T.CHECKBOX: "checkbox boolean bool bit yesno truefalse flag twooptions singlecheckbox",
    _T.PICKLIST: "picklist dropdown select list enum enumeration choice optionset radio radioselect "
    "dropdownselect listlookup izvēle",
    _T.MULTI_PICKLIST: "multiselectpicklist multipicklist multiselect picklistmultiselect multienum choices "
    "multiplechoice multiselectoptionset multiplecheckboxes checkboxes set",
    _T.REFERENCE: "reference lookup relation relationship foreignkey masterdetail lookuprelationship relate "
    "hierarchy masterdetailrelationship owner user customer manytoone",
    _T.ADDRESS: "address",
    _T.LOCATION: "location geolocation coordinates",
    _T.IDENTIFIER: "identifier id primarykey recordid key",
    _T.FORMULA: "formula calculated calculation computed",
    _T.SUMMARY: "rollupsummary rollup summary",
    _T.FILE: "file attachment image photo binary document",
    _T.OTHER: "other",
}
_BY_WORD: Final = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_NUMBERS: Final = frozenset({_T.NUMBER, _T.INTEGER, _T.MONEY, _T.PERCENT})
_SIZED: Final = re.compile(r"^(?P<word>[^(\[]+?)\s*[(\[](?P<inside>[^)\]]*)[)\]]")


@dataclass(frozen=True)
class WrittenType:
    """A type as somebody wrote it down, such as ``Text(80)``, ``Number(16, 2)`` or ``Lookup(Account)``."""

    type: FieldType
    is_known: bool
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    refers_to: tuple[str, ...] = ()


def written_type(text: str) -> WrittenType:
    """Return what a text in a column of types means; an unknown word is of an unknown type."""
    sized = _SIZED.match(text.strip())
    word, inside = (sized["word"], sized["inside"]) if sized else (text, "")
    kind = _BY_WORD.get(_folded(text)) or _BY_WORD.get(_folded(word))
    if kind is None:
        return WrittenType(FieldType.OTHER, is_known=False)
    numbers = [whole_number(part.strip()) for part in inside.split(",")] if inside else []
    if kind in _NUMBERS and numbers and numbers[0] is not None:
        scale = numbers[1] if len(numbers) > 1 else None
        before_point = numbers[0] + (scale or 0)
        return WrittenType(kind, is_known=True, precision=before_point, scale=scale)
    if kind is FieldType.REFERENCE and inside:
        names = tuple(name for part in inside.split(",") if (name := good_name(part.strip())))
        return WrittenType(kind, is_known=True, refers_to=names)
    return WrittenType(kind, is_known=True, length=numbers[0] if numbers else None)


def _folded(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
