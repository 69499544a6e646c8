"""Salesforce metadata in source format: a file a field, ``objects/Lead/fields/Budget__c.field-meta.xml``.

Projects in this format often keep a few packages in metadata-API format beside it; those are read too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from maplanner.crm.catalogue import Catalogue
from maplanner.exchange.peeking import Peek
from maplanner.exchange.readers import Reader
from maplanner.exchange.salesforce_fields import PRODUCT, root_named
from maplanner.exchange.salesforce_files import (
    CONVERSION,
    OBJECT,
    MetadataGathering,
    is_conversion,
    is_value_set,
)
from maplanner.exchange.source_files import files_below, folders_not_entered, is_folder, plain, read_xml

_TITLE: Final = "Salesforce metadata in source format"
_FIELD: Final = ".field-meta.xml"
_OBJECT: Final = ".object-meta.xml"
_MARKS: Final = (
    _FIELD,
    _OBJECT,
    ".standardValueSet-meta.xml",
    ".globalValueSet-meta.xml",
    f"{CONVERSION}-meta.xml",
)


def recognises(peek: Peek) -> bool:
    """Tell from its name whether a file is of this format."""
    return peek.name.endswith(_MARKS)


def read(path: Path) -> Catalogue:
    """Return the objects and fields described at or below ``path``, put together from all folders there.

    Raises:
        UnreadableSource: A file of this format is broken, or a folder cannot be opened.
    """
    gathering = MetadataGathering(path, _TITLE)
    for file in files_below(path.absolute()):
        _take(gathering, file)
    if is_folder(path):
        for folder, why in folders_not_entered(path.absolute()):
            gathering.left_out.add(folder, why)
    return gathering.gathered.catalogue(complete=False)


def _take(gathering: MetadataGathering, file: Path) -> None:
    if file.name.endswith(_FIELD):
        _take_field(gathering, file)
    elif file.name.endswith((_OBJECT, OBJECT)):
        gathering.read_object(file, plain(file.name.removesuffix(_OBJECT).removesuffix(OBJECT)))
    elif is_value_set(file):
        gathering.read_value_set(file)
    elif is_conversion(file):
        gathering.read_conversion(file)
    else:
        gathering.left_out.add_file(file, "describes no object, field or value set in this format")


def _take_field(gathering: MetadataGathering, file: Path) -> None:
    """Take a field file; the folder above ``fields`` names its object."""
    root = root_named(read_xml(file), "CustomField", file)
    if file.parent.name != "fields":
        gathering.left_out.add(file, "lies in no folder “fields” of an object, so its object is not known")
        return
    object_name = plain(file.parent.parent.name)
    if gathering.add_object(object_name, file):
        gathering.add_field(root, object_name, file, plain(file.name.removesuffix(_FIELD)))


READER: Final = Reader(
    name="salesforce-source",
    title=_TITLE,
    looks_for="a folder with objects/…/fields/….field-meta.xml",
    recognises=recognises,
    read=read,
    product=PRODUCT,
    also_reads=frozenset({"salesforce-metadata"}),
)
