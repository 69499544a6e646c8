"""Exports that are written anew whenever a person saves: what, how and where. Never part of the plan."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import platformdirs
from pydantic import BaseModel, ConfigDict, ValidationError

from maplanner.app import exporting
from maplanner.core.errors import MaplannerError

if TYPE_CHECKING:
    from maplanner.checks.finding import Finding
    from maplanner.document.reading import Snapshot
    from maplanner.exchange.exporter import PictureOptions
    from maplanner.simulation import SimulationResult

MOST: Final = 20
"""Of so many files a plan remembers how they are exported."""
BOOK: Final = "book"
"""What is exported when all pictures go into one file."""
_NOT_KEPT: Final = frozenset({"date", "plan"})


class Recipe(BaseModel):
    """How one file is exported.

    ``key`` names the picture, the campaign (``campaign:…``) or the book. ``dated`` and ``carries_plan`` stand
    for what is new each time.
    """

    model_config = ConfigDict(frozen=True)

    path: Path
    format: str
    key: str = ""
    coloring: str = "kind"
    numbers: bool = False
    findings: bool = False
    dated: bool = False
    carries_plan: bool = False
    options: dict[str, Any] = {}


class _Recipes(BaseModel):
    recipes: tuple[Recipe, ...] = ()


@dataclass(frozen=True)
class Seen:
    """What there is to draw beside the plan itself."""

    result: SimulationResult | None = None
    findings: Sequence[Finding] = ()
    selection: tuple[str, ...] = ()
    campaign: str | None = None


def kept_options(options: PictureOptions) -> dict[str, Any]:
    """Return what of options stays the same each time."""
    return {each.name: getattr(options, each.name) for each in fields(options) if each.name not in _NOT_KEPT}


def write(recipe: Recipe, snapshot: Snapshot, seen: Seen, on: date) -> exporting.Exported:
    """Write one file.

    Raises:
        MaplannerError: There is no such picture any more, or the file cannot be written.
    """
    if recipe.format == exporting.TEXT_FORMAT:
        return exporting.export_text(snapshot, recipe.path)
    if recipe.format in exporting.campaign_formats():
        named = recipe.key.removeprefix("campaign:")
        meant = exporting.campaign_named(snapshot, named) if recipe.key.startswith("campaign:") else None
        return exporting.export_campaigns(snapshot, recipe.path, recipe.format, meant)
    options = options_of(recipe, snapshot, on)
    scene = exporting.scene_of(
        snapshot,
        seen.result if recipe.numbers else None,
        seen.findings if recipe.findings else None,
        coloring=recipe.coloring,
        campaign=seen.campaign,
        selection=seen.selection,
    )
    if recipe.key == BOOK:
        return exporting.export_book(scene, recipe.path, recipe.format, options)
    from maplanner.drawing.pictures.sources import picture_named

    drawing = picture_named(scene, recipe.key).draw()
    return exporting.export_picture(drawing, recipe.path, recipe.format, options)


def options_of(recipe: Recipe, snapshot: Snapshot, on: date) -> PictureOptions:
    """Return how a picture is to be, with the day and the plan as they are now."""
    from maplanner.exchange.exporter import PictureOptions

    known = {each.name for each in fields(PictureOptions)}
    options = PictureOptions(**{name: value for name, value in recipe.options.items() if name in known})
    plan = exporting.text_of(snapshot) if recipe.carries_plan else ""
    return replace(options, date=on if recipe.dated else None, plan=plan)


def remembered(plan: Path) -> tuple[Recipe, ...]:
    """Return what is exported with a plan; nothing where nothing is, or where what was kept is damaged."""
    try:
        return _Recipes.model_validate_json(_file(plan).read_bytes()).recipes
    except (OSError, ValidationError):
        return ()


def remember(plan: Path, recipe: Recipe) -> None:
    """Export a file with a plan from now on, whenever it is saved.

    Raises:
        MaplannerError: That cannot be kept.
    """
    others = [each for each in remembered(plan) if each.path != recipe.path]
    _keep(plan, (*others, recipe)[-MOST:])


def forget(plan: Path, path: Path) -> None:
    """Export a file no longer with a plan.

    Raises:
        MaplannerError: That cannot be kept.
    """
    _keep(plan, tuple(each for each in remembered(plan) if each.path != path))


def write_all(
    plan: Path, snapshot: Snapshot, seen: Seen, on: date
) -> tuple[list[exporting.Exported], list[str]]:
    """Write every file that is exported with a plan; return those written, and why others were not."""
    written, failed = [], []
    for recipe in remembered(plan):
        try:
            written.append(write(recipe, snapshot, seen, on))
        except MaplannerError as error:
            failed.append(f"{recipe.path.name}: {error.message}")
    return written, failed


def _keep(plan: Path, recipes: tuple[Recipe, ...]) -> None:
    from maplanner.exchange.exporter import write_whole

    file = _file(plan)
    if not recipes:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, _Recipes(recipes=recipes).model_dump_json(indent=1).encode())


def _file(plan: Path) -> Path:
    name = sha256(os.fsencode(plan.absolute())).hexdigest()[:32]
    return platformdirs.user_state_path("maplanner", appauthor=False) / "exports" / f"{name}.json"
