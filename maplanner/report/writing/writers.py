"""Which formats a report can be written in."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

from maplanner.core.errors import CannotExport
from maplanner.exchange.exporter import Written, needing_qt, write_whole
from maplanner.report.report import Report

_PACKAGE: Final = "maplanner.report.writing"


@dataclass(frozen=True)
class ReportWriter:
    """Writes reports in one format; ``make`` returns the file's content."""

    name: str
    title: str
    suffix: str
    make: Callable[[Report], bytes]

    def write(self, report: Report, path: Path) -> Written:
        """Write a report to ``path``, in place of what is there; on an error that stays as it was.

        Raises:
            CannotExport: The file cannot be written, or this machine lacks what drawing takes.
        """
        with needing_qt():
            data = self.make(report)
        write_whole(path, data)
        return Written(path)


@cache
def report_writers() -> tuple[ReportWriter, ...]:
    """Return all writers of reports, by name."""
    package = import_module(_PACKAGE)
    modules = (import_module(f"{_PACKAGE}.{info.name}") for info in pkgutil.iter_modules(package.__path__))
    found = (getattr(module, "WRITER", None) for module in modules)
    return tuple(
        sorted((each for each in found if isinstance(each, ReportWriter)), key=lambda each: each.name)
    )


def report_writer(name: str) -> ReportWriter:
    """Return the writer of a format, by its name or a file's suffix.

    Raises:
        CannotExport: There is none; the message names those that there are.
    """
    wanted = name.lower().removeprefix(".")
    for writer in report_writers():
        if wanted in (writer.name, writer.suffix.removeprefix("."), "htm" if writer.name == "html" else ""):
            return writer
    known = ", ".join(writer.name for writer in report_writers())
    raise CannotExport(f"A report cannot be written as “{name}”.", advice=f"Choose one of {known}.")
