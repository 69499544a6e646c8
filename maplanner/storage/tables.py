"""The tables of a plan file, as :mod:`maplanner.storage.columns` says how records lie in them.

They are needed to write, not to read: a plan opens before SQLAlchemy is loaded.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.types import UserDefinedType

from maplanner.document.records import Record
from maplanner.storage.columns import EXTRA, POSITION, Shape, field_columns, stored_types, table_name


class Declared(UserDefinedType[Any]):
    """A column type that is only declared: values pass as they are, which keeps reading fast."""

    cache_ok = True

    def __init__(self, shape: Shape) -> None:
        """Declare a column of that shape."""
        self.shape = shape

    def get_col_spec(self, **_options: Any) -> str:
        """Return the words for the column in CREATE TABLE."""
        return self.shape


def _table(cls: type[Record], metadata: MetaData) -> Table:
    # An explicit position keeps the order in which records were made, even when the file is vacuumed.
    columns: list[Column[Any]] = [
        Column(POSITION, Integer, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
    ]
    for column in field_columns(cls):
        if column.name != "id":
            # References are declared for those who query; the store's rules are what keeps them whole.
            refs = [ForeignKey(f"{column.ref}.id")] if column.ref else []
            columns.append(Column(column.name, Declared(column.shape), *refs, nullable=True))
    columns.append(Column(EXTRA, Declared("JSON_TEXT"), nullable=True))
    return Table(table_name(cls), metadata, *columns)


@cache
def schema() -> MetaData:
    """Return all tables of a plan file of this version."""
    metadata = MetaData()
    for cls in stored_types():
        _table(cls, metadata)
    Table(
        "history",
        metadata,
        Column("seq", Integer, primary_key=True),
        Column("at", Text, nullable=False),
        Column("author", Text, nullable=False),
        Column("origin", Text, nullable=False),
        Column("label", Text, nullable=False),
        Column("patch", Declared("JSON_TEXT"), nullable=False),
        sqlite_autoincrement=True,
    )
    Table(
        "share_update",
        metadata,
        Column("seq", Integer, primary_key=True),
        # The newest entry of the history when this was kept: own steps behind it are not in the document yet.
        Column("history_seq", Integer, nullable=False),
        Column("body", LargeBinary, nullable=False),
    )
    Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))
    return metadata


def table_of(cls: type[Record]) -> Table:
    """Return the table that keeps a record type."""
    return schema().tables[table_name(cls)]
