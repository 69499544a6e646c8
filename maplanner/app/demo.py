"""The demonstration: the whole way of a plan, on the sample plan, into one folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from maplanner.app import analysis, exporting
from maplanner.app.person import author_name
from maplanner.app.templates import SAMPLE, template_records
from maplanner.core.errors import CannotExport, PlanFileDamaged, PlanFileError
from maplanner.storage import PlanFile

if TYPE_CHECKING:
    from maplanner.document.reading import Snapshot
    from maplanner.estimate import Estimate
    from maplanner.simulation import SimulationResult

PLAN: Final = "plan.maplan"
PICTURES: Final = ("diagram.png", "diagram.svg")
FINDINGS, SIMULATION, ESTIMATE = "findings.json", "simulation.json", "estimate.json"


@dataclass(frozen=True)
class Demonstration:
    """What the demonstration found and wrote.

    ``put_aside`` is an earlier plan of the folder that somebody had worked on; ``no_pictures`` says why there
    are none, if that is so.
    """

    folder: Path
    snapshot: Snapshot
    report: analysis.CheckReport
    result: SimulationResult
    estimate: Estimate
    files: tuple[Path, ...]
    put_aside: Path | None = None
    no_pictures: CannotExport | None = None


def demonstrate(
    folder: Path, progress: analysis.Progress | None = None, cancelled: Callable[[], bool] | None = None
) -> Demonstration:
    """Make the sample plan in ``folder``, check, simulate, estimate and draw it.

    Raises:
        PlanFileError: The folder cannot be made or written, or its plan is open elsewhere.
        Cancelled: The person stopped the work.
    """
    _make_folder(folder)
    put_aside = _put_aside(folder / PLAN)
    with PlanFile.create(folder / PLAN, template_records(SAMPLE), author_name(), overwrite=True) as file:
        snapshot = file.store.snapshot()
    report = analysis.check(snapshot)
    _write_json(folder / FINDINGS, report.to_json())
    result = analysis.simulate(snapshot, None, progress, cancelled)
    _write_json(folder / SIMULATION, result.to_json())
    found = analysis.estimate(snapshot, result)
    _write_json(folder / ESTIMATE, found.to_json())
    no_pictures = _draw(folder, snapshot, result, report)
    names = (PLAN, *(() if no_pictures else PICTURES), FINDINGS, SIMULATION, ESTIMATE)
    files = tuple(folder / name for name in names)
    return Demonstration(folder, snapshot, report, result, found, files, put_aside, no_pictures)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise PlanFileError(
            f"The folder “{folder}” cannot be made: {why}.", advice="Name another one with --out."
        ) from error


def _put_aside(plan: Path) -> Path | None:
    """Give an earlier plan another name if somebody has worked on it, or if it is none of ours."""
    if not plan.is_file():
        return None
    try:
        with PlanFile.open(plan, backup=False) as file:
            if not file.history(1) and not file.read_only:
                return None
    except PlanFileDamaged:
        # Whatever it is, it is not for us to overwrite.
        pass
    aside = plan.with_name(f"plan until {datetime.now().astimezone():%Y-%m-%d %H.%M.%S}.maplan")
    try:
        return plan.rename(aside)
    except OSError as error:
        raise PlanFileError(
            f"“{plan}” is there already and cannot be moved aside: {error.strerror}.",
            advice="Name another folder with --out.",
        ) from error


def _draw(
    folder: Path, snapshot: Snapshot, result: SimulationResult, report: analysis.CheckReport
) -> CannotExport | None:
    try:
        drawing = exporting.plan_drawing(snapshot, result, report.findings)
        for name in PICTURES:
            exporting.export_picture(drawing, folder / name, Path(name).suffix)
    except CannotExport as error:
        return error
    return None


def _write_json(path: Path, document: Mapping[str, Any]) -> None:
    from maplanner.exchange.exporter import write_whole

    write_whole(path, (json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode())
