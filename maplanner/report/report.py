"""A report that is ready to be written: its title, for whom it is, and sections with their parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from maplanner.core.errors import CannotExport
from maplanner.report.parts import Part
from maplanner.report.section import Audience, Section, Subject


@dataclass(frozen=True)
class Chapter:
    """A section with its parts."""

    section: Section
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Report:
    """What is written, whatever the format."""

    title: str
    audience: Audience | None
    subject: Subject
    chapters: tuple[Chapter, ...]
    left_out: tuple[str, ...] = ()

    @property
    def for_whom(self) -> str:
        """For whom it is, in words."""
        return f"For {self.audience.words}" if self.audience is not None else "For everyone involved"


def make_report(subject: Subject, sections: Iterable[Section], audience: Audience | None = None) -> Report:
    """Return a report of the sections that have anything to say.

    Raises:
        CannotExport: None has.
    """
    chapters, left_out = [], []
    for section in sections:
        parts = tuple(section.make(subject))
        if parts:
            chapters.append(Chapter(section, parts))
        else:
            left_out.append(section.title)
    if not chapters:
        raise CannotExport("There is nothing to report on yet.", advice="Draw a campaign first.")
    return Report(subject.snapshot.plan.title, audience, subject, tuple(chapters), tuple(left_out))
