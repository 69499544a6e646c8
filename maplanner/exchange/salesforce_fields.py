"""What Salesforce's two metadata formats share: the description of a field, and lists of values.

Source format keeps one such description per file, metadata-API format all of an object's in one file.
Elements are those of the Metadata API's CustomField, CustomObject, StandardValueSet and GlobalValueSet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from maplanner.core.errors import UnreadableSource
from maplanner.crm.catalogue import CatalogueField
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.source_files import MAX_NUMBER, plain, plain_lines

PRODUCT: Final = "Salesforce"

_TYPES: Final[dict[str, FieldType]] = {
    "Address": FieldType.ADDRESS,
    "AutoNumber": FieldType.TEXT,
    "Checkbox": FieldType.CHECKBOX,
    "Currency": FieldType.MONEY,
    "Date": FieldType.DATE,
    "DateTime": FieldType.DATETIME,
    "Email": FieldType.EMAIL,
    "EncryptedText": FieldType.TEXT,
    "ExternalLookup": FieldType.REFERENCE,
    "File": FieldType.FILE,
    "Hierarchy": FieldType.REFERENCE,
    "Html": FieldType.LONG_TEXT,
    "IndirectLookup": FieldType.REFERENCE,
    "Location": FieldType.LOCATION,
    "LongTextArea": FieldType.LONG_TEXT,
    "Lookup": FieldType.REFERENCE,
    "MasterDetail": FieldType.REFERENCE,
    "MetadataRelationship": FieldType.REFERENCE,
    "MultiselectPicklist": FieldType.MULTI_PICKLIST,
    "Number": FieldType.NUMBER,
    "Percent": FieldType.PERCENT,
    "Phone": FieldType.PHONE,
    "Picklist": FieldType.PICKLIST,
    "Summary": FieldType.SUMMARY,
    "Text": FieldType.TEXT,
    "TextArea": FieldType.LONG_TEXT,
    "Time": FieldType.TIME,
    "Url": FieldType.URL,
}
_LENGTHS: Final[dict[str, int]] = {
    "Email": 80,
    "Hierarchy": 18,
    "Lookup": 18,
    "MasterDetail": 18,
    "MultiselectPicklist": 4099,
    "Phone": 40,
    "Picklist": 255,
    "TextArea": 255,
    "Url": 255,
}
"""Lengths that Salesforce gives every field of a type and therefore does not write down."""

_SAID_BY: Final[dict[str, tuple[str, ...]]] = {
    "label": ("label",),
    "type": ("type", "native_type"),
    "referenceTo": ("refers_to",),
    "length": ("length",),
    "precision": ("precision",),
    "scale": ("scale",),
    "unique": ("unique",),
    "inlineHelpText": ("help",),
    "formula": ("type", "native_type", "writable"),
    "summaryOperation": ("type", "native_type", "writable"),
}
"""Which attributes an element says something about, where a standard field leaves the others unsaid."""

_ATTRIBUTES: Final = frozenset(CatalogueField.model_fields) - {"api_name", "custom", "source", "unsaid"}

STANDARD_VALUES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "AccountOwnership": (("Account", "Ownership"),),
    "AccountRating": (("Account", "Rating"), ("Lead", "Rating")),
    "AccountType": (("Account", "Type"),),
    "CampaignMemberStatus": (("CampaignMember", "Status"),),
    "CampaignStatus": (("Campaign", "Status"),),
    "CampaignType": (("Campaign", "Type"),),
    "CaseOrigin": (("Case", "Origin"),),
    "CasePriority": (("Case", "Priority"),),
    "CaseReason": (("Case", "Reason"),),
    "CaseStatus": (("Case", "Status"),),
    "CaseType": (("Case", "Type"),),
    "ContactRole": (("OpportunityContactRole", "Role"),),
    "ContractStatus": (("Contract", "Status"),),
    "EventSubject": (("Event", "Subject"),),
    "EventType": (("Event", "Type"),),
    "Industry": (("Account", "Industry"), ("Lead", "Industry")),
    "LeadSource": (
        ("Lead", "LeadSource"),
        ("Contact", "LeadSource"),
        ("Account", "AccountSource"),
        ("Opportunity", "LeadSource"),
    ),
    "LeadStatus": (("Lead", "Status"),),
    "OpportunityStage": (("Opportunity", "StageName"),),
    "OpportunityType": (("Opportunity", "Type"),),
    "OrderStatus": (("Order", "Status"),),
    "OrderType": (("Order", "Type"),),
    "Product2Family": (("Product2", "Family"),),
    "QuoteStatus": (("Quote", "Status"),),
    "Salutation": (("Contact", "Salutation"), ("Lead", "Salutation")),
    "TaskPriority": (("Task", "Priority"),),
    "TaskStatus": (("Task", "Status"),),
    "TaskSubject": (("Task", "Subject"),),
    "TaskType": (("Task", "Type"),),
}
"""The standard fields that each standard value set serves, by the Metadata API's list of them."""


@dataclass(frozen=True)
class FieldDescription:
    """A field as one file describes it; ``value_set`` names the global value set that holds its values."""

    field: CatalogueField
    value_set: str = ""
    remarks: tuple[str, ...] = ()


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the children of that name, whatever their namespace."""
    return (child for child in element if local_name(child) == name)


def child(element: Element, name: str) -> Element | None:
    """Return the first child of that name, or ``None``."""
    return next(children(element, name), None)


def text_of(element: Element | None, name: str) -> str:
    """Return the text of the first child of that name; empty where there is none."""
    found = None if element is None else child(element, name)
    return "" if found is None else plain(found.text or "")


def is_custom(api_name: str) -> bool:
    """Tell whether an organisation or a package gave the name: those end in ``__c`` and the like."""
    return "__" in api_name.strip("_")


def described_field(element: Element, api_name: str, source: str, where: str) -> FieldDescription:
    """Return the field that a CustomField element describes.

    ``source`` is kept with the field; ``where`` names the file in error messages.

    Raises:
        UnreadableSource: A number in it is none.
    """
    if len(api_name) > 255:
        raise UnreadableSource(f"{where}: the name “{api_name[:40]}…” is longer than 255 characters.")
    native = text_of(element, "type")
    custom = is_custom(api_name)
    numbers = {name: _number(element, name, where) for name in ("length", "precision", "scale")}
    calculated = child(element, "formula") is not None
    values = tuple(values_of_field(element))
    value_set = text_of(child(element, "valueSet"), "valueSetName")
    found = CatalogueField(
        api_name=api_name,
        label=text_of(element, "label"),
        type=FieldType.FORMULA if calculated else _type_of(native, numbers["scale"]),
        native_type=_native_type(element, native, calculated=calculated),
        length=numbers["length"] if numbers["length"] is not None else _LENGTHS.get(native),
        precision=numbers["precision"],
        scale=numbers["scale"],
        required=_is_true(element, "required") or native == "MasterDetail",
        unique=_is_true(element, "unique"),
        writable=not calculated and native not in {"Summary", "AutoNumber"},
        custom=custom,
        allowed=values,
        restricted=_is_true(child(element, "valueSet"), "restricted"),
        refers_to=tuple(
            name for name in (plain(item.text or "") for item in children(element, "referenceTo")) if name
        ),
        help=plain_lines(_raw(element, "inlineHelpText")),
        source=source,
        unsaid=_unsaid(element, native, custom=custom, values=bool(values)),
    )
    remarks = (f"the type “{native}” is unknown here",) if native and native not in _TYPES else ()
    return FieldDescription(found, value_set, remarks)


def values_of_field(element: Element) -> Iterator[str]:
    """Yield the values that a field's own list allows, in order, written in the present or the older way."""
    definition = child(element, "valueSet")
    definition = None if definition is None else child(definition, "valueSetDefinition")
    if definition is not None:
        yield from _active_names(children(definition, "value"))
    older = child(element, "picklist")
    if older is not None:
        yield from _active_names(children(older, "picklistValues"))


def values_of_set(root: Element) -> tuple[str, ...]:
    """Return the values of a standard or global value set, in order."""
    items = (item for name in ("standardValue", "customValue") for item in children(root, name))
    return tuple(dict.fromkeys(_active_names(items)))


def name_field(root: Element, source: str) -> CatalogueField | None:
    """Return the field ``Name`` of a custom object, which its file describes apart from the other fields."""
    described = child(root, "nameField")
    if described is None:
        return None
    native = text_of(described, "type") or "Text"
    numbered = native == "AutoNumber"
    return CatalogueField(
        api_name="Name",
        label=text_of(described, "label"),
        type=FieldType.TEXT,
        native_type=native,
        length=80,
        required=not numbered,
        writable=not numbered,
        source=source,
    )


def root_named(root: Element, wanted: str, path: Path) -> Element:
    """Return the root if it is the element that such a file holds.

    Raises:
        UnreadableSource: It is another.
    """
    if local_name(root) != wanted:
        message = f"{plain(path)} holds “{plain(local_name(root))[:80]}” where “{wanted}” is expected."
        raise UnreadableSource(message, advice="Fetch it from the CRM again.")
    return root


def _active_names(items: Iterator[Element]) -> Iterator[str]:
    for item in items:
        name = text_of(item, "fullName")
        if name and text_of(item, "isActive") != "false":
            yield name


def _type_of(native: str, scale: int | None) -> FieldType:
    if native == "Number" and scale == 0:
        return FieldType.INTEGER
    return _TYPES.get(native, FieldType.OTHER)


def _native_type(element: Element, native: str, *, calculated: bool) -> str:
    """Return the type as Salesforce's own set-up pages write it, such as ``Text (External ID)``."""
    if calculated:
        return f"Formula ({native or 'unknown'})"
    return f"{native} (External ID)" if _is_true(element, "externalId") else native


def _unsaid(element: Element, native: str, *, custom: bool, values: bool) -> frozenset[str]:
    """Return what the element is silent about.

    A custom field's description is whole, apart from values that lie in a list elsewhere; what it does not
    mention has its default. A standard field's holds only what the organisation set. Whether the system
    itself requires it is not in it, even where it says ``required`` is false.
    """
    if custom and native:
        return frozenset() if values or "icklist" not in native else frozenset({"allowed"})
    if custom:
        return frozenset({"type", "native_type", "length", "precision", "scale", "refers_to"})
    said: set[str] = {"allowed", "restricted"} if values else set()
    for name, attributes in _SAID_BY.items():
        if child(element, name) is not None:
            said.update(attributes)
    if _is_true(element, "required"):
        said.add("required")
    return _ATTRIBUTES - said


def _number(element: Element, name: str, where: str) -> int | None:
    text = text_of(element, name)
    if not text:
        return None
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= MAX_NUMBER:
        raise UnreadableSource(f"{where}: “{text[:40]}” is no {name} that a field can have.")
    return number


def _is_true(element: Element | None, name: str) -> bool:
    return text_of(element, name) == "true"


def _raw(element: Element, name: str) -> str:
    found = child(element, name)
    return "" if found is None else found.text or ""
