"""Reading a plan file as a whole, and bringing one up to date that a crash or an older version left."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from maplanner.document.records import Record
from maplanner.storage.contents import check_integrity, read_records
from maplanner.storage.database import (
    Database,
    check_header,
    close_for_good,
    explained,
    open_for_writing,
    reading,
)
from maplanner.storage.schema import FORMAT_VERSION, migrate, version_of


@dataclass(frozen=True)
class Content:
    """What a plan file holds, and the version of its layout."""

    records: list[Record]
    version: int


def content_of(path: Path) -> Content:
    """Return what a plan file holds.

    Raises:
        PlanFileError: The file is missing, damaged or too new.
    """
    check_header(path)
    with explained(path), reading(path) as database:
        check_integrity(database, path)
        return Content(read_records(database, path), version_of(database))


def brought_up_to_date(path: Path, content: Content) -> tuple[Database, Content]:
    """Fold in what a crash left beside the file, and migrate an older layout."""
    with explained(path):
        database = open_for_writing(path)
        try:
            if content.version < FORMAT_VERSION:
                migrate(database)
                content = Content(read_records(database, path), FORMAT_VERSION)
        except BaseException:
            close_for_good(database)
            raise
        return database, content
