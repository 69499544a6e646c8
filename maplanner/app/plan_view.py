"""How I last looked at each plan: its open tabs and what was seen of each drawing. Never part of the plan."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import Final

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

KEPT: Final = 100
"""Of how many plans the view is remembered."""


class Sight(BaseModel):
    """What is seen of a drawing: the point in its middle, in pixels, and the zoom (1 is 100 %)."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    x: FiniteFloat
    y: FiniteFloat
    zoom: FiniteFloat = Field(gt=0)


class WindowState(BaseModel):
    """Where a window stood and how its panels lay, as Qt writes it (Base64); empty for unknown."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    geometry: str = ""
    docks: str = ""


class PlanView(BaseModel):
    """The tabs of a plan from left to right, the one in front, what was seen of each campaign, the window.

    ``coloring`` says what the colours of steps stood for, ``legend`` whether one was shown.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    tabs: tuple[str, ...] = ()
    front: str = ""
    sights: dict[str, Sight] = {}
    coloring: str = ""
    legend: bool = False
    window: WindowState = WindowState()


def view_folder() -> Path:
    """Return where views are kept."""
    return platformdirs.user_state_path("maplanner", appauthor=False) / "views"


def remembered_view(plan: Path) -> PlanView | None:
    """Return how a plan was last looked at; ``None`` if it never was, or if what was kept is damaged."""
    try:
        return PlanView.model_validate_json(_file(plan).read_bytes())
    except (OSError, ValidationError):
        return None


def remember_view(plan: Path, view: PlanView) -> None:
    """Keep how a plan is looked at. A view that cannot be kept is no reason to stop anybody's work."""
    file = _file(plan)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(view.model_dump_json(indent=1), encoding="utf-8")
        draft.replace(file)
        _drop_oldest(file.parent)
    except OSError:
        draft.unlink(missing_ok=True) if draft.parent.is_dir() else None


def _file(plan: Path) -> Path:
    # A name of any length, in any script, gives a file name that every disk takes.
    name = sha256(os.fsencode(plan.absolute())).hexdigest()[:32]
    return view_folder() / f"{name}.json"


def _drop_oldest(folder: Path) -> None:
    files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[KEPT:]:
        file.unlink(missing_ok=True)
