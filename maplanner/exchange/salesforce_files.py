"""What reading Salesforce's two metadata formats has in common, apart from where the fields stand."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from maplanner.crm.catalogue import ConversionRule
from maplanner.exchange.gathering import Gathering
from maplanner.exchange.salesforce_fields import (
    PRODUCT,
    STANDARD_VALUES,
    children,
    described_field,
    is_custom,
    name_field,
    root_named,
    text_of,
    values_of_set,
)
from maplanner.exchange.source_files import LeftOut, plain, read_xml

_VALUE_SETS: Final = {"standardValueSet": "StandardValueSet", "globalValueSet": "GlobalValueSet"}
"""Root elements by the kind of file."""

_META: Final = "-meta.xml"
OBJECT: Final = ".object"
"""The ending of an object's file in metadata-API format."""
CONVERSION: Final = ".LeadConvertSetting"
"""The ending of the file with the settings of lead conversion, before any ``-meta.xml``."""
_TOLD_APART: Final = frozenset({"recordTypes", "validationRules", "fieldSets", "businessProcesses"})
"""Parts of an object that a planner may miss, so that leaving them out is said."""


class MetadataGathering:
    """Takes Salesforce metadata files one by one; :attr:`gathered` holds what they said."""

    def __init__(self, path: Path, title: str) -> None:
        """Begin to read what lies at ``path``."""
        self.left_out = LeftOut(path.absolute())
        self._title = title
        self.gathered = Gathering(PRODUCT, f"{title}: {plain(path.absolute().name)}", self.left_out)

    def read_value_set(self, path: Path) -> None:
        """Take a file with a standard or global value set.

        Raises:
            UnreadableSource: It is broken, or holds something else.
        """
        name, _, kind = path.name.removesuffix(_META).rpartition(".")
        values = values_of_set(root_named(read_xml(path), _VALUE_SETS[kind], path))
        if kind == "globalValueSet":
            self.gathered.add_value_set(name, values)
            return
        served = STANDARD_VALUES.get(name, ())
        if not served:
            self.left_out.add(path, "the values of this set belong to no field that is known here")
        for object_name, field_name in served:
            self.gathered.add_values(object_name, field_name, values, self.left_out.place(path))

    def read_conversion(self, path: Path) -> None:
        """Take a file with the settings of lead conversion.

        Raises:
            UnreadableSource: It is broken, or holds something else.
        """
        root = root_named(read_xml(path), "LeadConvertSettings", path)
        place = self.left_out.place(path)
        for mapping in children(root, "objectMapping"):
            source = text_of(mapping, "inputObject") or "Lead"
            target = text_of(mapping, "outputObject")
            for line in children(mapping, "mappingFields"):
                ends = text_of(line, "inputField"), text_of(line, "outputField")
                if not (target and all(ends)):
                    self.left_out.add(path, "a line of conversion that does not name both of its fields")
                    continue
                self.gathered.add_conversion(
                    ConversionRule(
                        source_object=source,
                        source_field=ends[0],
                        target_object=target,
                        target_field=ends[1],
                        origin=f"{self._title}: {place}",
                    )
                )

    def read_object(self, path: Path, api_name: str) -> None:
        """Take a file with an object's description and whatever fields stand in it.

        Raises:
            UnreadableSource: It is broken, or holds something else.
        """
        root = root_named(read_xml(path), "CustomObject", path)
        if not self.add_object(api_name, path, text_of(root, "label")):
            return
        described = name_field(root, self._source(path)) if is_custom(api_name) else None
        if described is not None:
            self.gathered.add_field(api_name, described, self.left_out.place(path))
        for element in children(root, "fields"):
            self.add_field(element, api_name, path)
        self._note_parts(root, path)

    def add_object(self, api_name: str, path: Path, label: str = "") -> bool:
        """Note an object; return whether its name is one."""
        if not api_name or len(api_name) > 255:
            self.left_out.add(path, "the name of its object is missing or too long")
            return False
        self.gathered.add_object(api_name, label, custom=is_custom(api_name))
        return True

    def add_field(self, element: Element, object_name: str, path: Path, fallback_name: str = "") -> None:
        """Take one field's description; without a name of its own it is called ``fallback_name``.

        Raises:
            UnreadableSource: A number in it is none.
        """
        name = text_of(element, "fullName") or fallback_name
        if not name:
            self.left_out.add(path, "a field without a name")
            return
        where = f"{plain(path)}, field {name[:80]}"
        found = described_field(element, name, self._source(path), where)
        for remark in found.remarks:
            self.left_out.add(path, f"{object_name}.{name}: {remark}")
        self.gathered.add_field(object_name, found.field, self.left_out.place(path), found.value_set)

    def _source(self, path: Path) -> str:
        return f"{self._title}: {self.left_out.place(path)}"

    def _note_parts(self, root: Element, path: Path) -> None:
        for name in sorted(_TOLD_APART):
            count = sum(1 for _ in children(root, name))
            if count:
                self.left_out.add(path, f"{count} × {name}: not needed for planning, not read")


def is_conversion(path: Path) -> bool:
    """Tell from its name whether a file holds the settings of lead conversion."""
    return path.name.removesuffix(_META).endswith(CONVERSION)


def is_value_set(path: Path) -> bool:
    """Tell from its name whether a file holds a list of values."""
    return path.name.removesuffix(_META).rpartition(".")[2] in _VALUE_SETS
