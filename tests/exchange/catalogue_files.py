"""Writes small JSON files for tests of readers, and reads them."""

import json
from pathlib import Path
from typing import Any

from maplanner.crm.catalogue import Catalogue, CatalogueField
from maplanner.exchange.readers import read_catalogue


def put(folder: Path, name: str, content: Any) -> Path:
    """Write a file, as JSON unless it is text; return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def field(catalogue: Catalogue, object_name: str, field_name: str) -> CatalogueField:
    found = catalogue.object(object_name)
    assert found is not None, [item.api_name for item in catalogue.objects]
    described = found.field(field_name)
    assert described is not None, [each.api_name for each in found.fields]
    return described


def read(path: Path) -> Catalogue:
    return read_catalogue(path)
