"""Salesforce metadata in metadata-API format: a file for each object, ``objects/Lead.object``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from maplanner.crm.catalogue import Catalogue
from maplanner.exchange.peeking import Peek
from maplanner.exchange.readers import Reader
from maplanner.exchange.salesforce_fields import PRODUCT
from maplanner.exchange.salesforce_files import (
    CONVERSION,
    OBJECT,
    MetadataGathering,
    is_conversion,
    is_value_set,
)
from maplanner.exchange.source_files import files_below, folders_not_entered, is_folder, plain

_TITLE: Final = "Salesforce metadata in metadata-API format"
_MARKS: Final = (OBJECT, ".standardValueSet", ".globalValueSet", CONVERSION)


def recognises(peek: Peek) -> bool:
    """Tell from its name whether a file is of this format."""
    return peek.name.endswith(_MARKS)


def read(path: Path) -> Catalogue:
    """Return the objects and fields described at or below ``path``, put together from all packages there.

    Raises:
        UnreadableSource: A file of this format is broken, or a folder cannot be opened.
    """
    gathering = MetadataGathering(path, _TITLE)
    for file in files_below(path.absolute()):
        if file.name.endswith(OBJECT):
            gathering.read_object(file, plain(file.name.removesuffix(OBJECT)))
        elif is_value_set(file):
            gathering.read_value_set(file)
        elif is_conversion(file):
            gathering.read_conversion(file)
        else:
            gathering.left_out.add_file(file, "describes no object or value set in this format")
    if is_folder(path):
        for folder, why in folders_not_entered(path.absolute()):
            gathering.left_out.add(folder, why)
    return gathering.gathered.catalogue(complete=False)


READER: Final = Reader(
    name="salesforce-metadata",
    title=_TITLE,
    looks_for="a folder with objects/….object",
    recognises=recognises,
    read=read,
    product=PRODUCT,
)
