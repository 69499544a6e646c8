"""Which formats of other programs campaigns can be written in."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

from maplanner.core.errors import CannotExport
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign
from maplanner.exchange.exporter import Written, write_whole
from maplanner.exchange.writing.flows import Flow, flows

_PACKAGE: Final = "maplanner.exchange.writing"
_NO_FORMATS: Final = frozenset({"flows", "mautic_events", "writers"})


@dataclass(frozen=True)
class DiagramWriter:
    """Writes campaigns in one format; ``make`` returns the file's content and a remark."""

    name: str
    title: str
    suffix: str
    make: Callable[[Sequence[Flow]], tuple[bytes, str]]

    def write(self, reader: RecordReader, campaigns: Sequence[Campaign], path: Path) -> Written:
        """Write campaigns to ``path``, in place of what is there; on an error that stays as it was.

        Raises:
            CannotExport: There is no campaign, or the file cannot be written.
        """
        if not campaigns:
            raise CannotExport("There is no campaign to write.", advice="Draw one first.")
        data, remark = self.make(flows(reader, campaigns))
        write_whole(path, data)
        return Written(path, remark)


@cache
def diagram_writers() -> tuple[DiagramWriter, ...]:
    """Return all writers of diagrams, by name."""
    package = import_module(_PACKAGE)
    names = [info.name for info in pkgutil.iter_modules(package.__path__) if info.name not in _NO_FORMATS]
    writers = (import_module(f"{_PACKAGE}.{name}").WRITER for name in names)
    return tuple(sorted(writers, key=lambda writer: writer.name))


def diagram_writer(name: str) -> DiagramWriter:
    """Return the writer of a format.

    Raises:
        CannotExport: There is none; the message names those that there are.
    """
    for writer in diagram_writers():
        if writer.name == name:
            return writer
    known = ", ".join(writer.name for writer in diagram_writers())
    raise CannotExport(f"Campaigns cannot be written as “{name}”.", advice=f"Choose one of {known}.")
