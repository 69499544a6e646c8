"""Reports of a plan: what has to be worked out first, and where they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from maplanner.app import analysis
from maplanner.app.exporting import Exported
from maplanner.core.errors import CannotSimulate
from maplanner.document.records import Step

if TYPE_CHECKING:
    from maplanner.document.reading import Snapshot
    from maplanner.report.report import Report
    from maplanner.report.section import Audience, Section, Subject
    from maplanner.simulation import SimulationResult

NOT_WANTED: Final = "Nothing was simulated for this report."
Progress = Callable[[float], None]


def report_formats() -> dict[str, str]:
    """Return the formats of reports: titles by name."""
    from maplanner.report.writing.writers import report_writers

    return {writer.name: writer.title for writer in report_writers()}


def subject_of(
    snapshot: Snapshot,
    on: date,
    sections: Iterable[Section],
    *,
    result: SimulationResult | None = None,
    may_simulate: bool = True,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Subject:
    """Return a plan with what sections say of it: checked, and simulated where that is needed and possible.

    Raises:
        Cancelled: The person stopped the work.
    """
    from maplanner.report.section import Subject

    checked = analysis.check(snapshot)
    subject = Subject(snapshot, on, checked.findings, checked.ignored, checked.completeness)
    wants_result = any(section.needs_result for section in sections)
    if result is None and wants_result and snapshot.count(Step):
        if not may_simulate:
            return replace(subject, why_no_result=NOT_WANTED)
        from maplanner.simulation import SimulationOptions
        from maplanner.simulation.options import FOLLOWED_LEADS

        try:
            options = SimulationOptions(sample_leads=FOLLOWED_LEADS)
            result = analysis.simulate(snapshot, options, progress, cancelled)
        except CannotSimulate as error:
            return replace(subject, why_no_result=f"{error.message} {error.advice}".strip())
    if result is None:
        return subject
    return replace(subject, result=result, estimate=analysis.estimate(snapshot, result))


def report_of(
    snapshot: Snapshot,
    on: date,
    names: Iterable[str] | None = None,
    audience: Audience | None = None,
    *,
    result: SimulationResult | None = None,
    may_simulate: bool = True,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Report:
    """Return a report of chosen sections, or of those for an audience, or of all.

    Raises:
        CannotExport: There is no such section, or nothing to report on.
        Cancelled: The person stopped the work.
    """
    from maplanner.report.report import make_report
    from maplanner.report.section import chosen_sections

    chosen = chosen_sections(names, audience)
    subject = subject_of(
        snapshot,
        on,
        chosen,
        result=result,
        may_simulate=may_simulate,
        progress=progress,
        cancelled=cancelled,
    )
    return make_report(subject, chosen, audience)


def write_report(report: Report, path: Path, name: str) -> Exported:
    """Write a report in a format.

    Raises:
        CannotExport: There is no such format, or the file cannot be written.
    """
    from maplanner.report.writing.writers import report_writer

    written = report_writer(name).write(report, path)
    return Exported(written.path, written.remark)
