"""Plans to begin from; each is one text form in ``resources/plans``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from maplanner.core.errors import InvalidPlan, MissingPart
from maplanner.core.resources import resource_root
from maplanner.document.records import Plan, Record
from maplanner.document.textform import plan_from_text

EMPTY: Final = "empty"
SAMPLE: Final = "sample"


@dataclass(frozen=True)
class Template:
    """A plan to begin from; ``name`` is what a person types."""

    name: str
    title: str


def template_names() -> list[str]:
    """Return the names of all templates, the empty one first."""
    names = {path.stem for path in _folder().glob("*.json")} - {EMPTY}
    return [EMPTY, *sorted(names)]


def templates() -> list[Template]:
    """Return all templates with their titles, the empty one first.

    Raises:
        MissingPart: The installation's copy of one is damaged.
    """
    return [Template(name, _title(name)) for name in template_names()]


def template_records(name: str = EMPTY) -> list[Record]:
    """Return the records of the template of that name.

    Raises:
        MissingPart: There is none of that name, or the installation's copy is damaged.
    """
    if name not in template_names():
        known = ", ".join(template_names())
        raise MissingPart(f"There is no template “{name}”.", advice=f"There are: {known}.")
    path = _folder() / f"{name}.json"
    if name == EMPTY and not path.exists():
        return [Plan()]
    try:
        return plan_from_text(path.read_text(encoding="utf-8"), f"The template “{name}”")
    except (OSError, UnicodeDecodeError, InvalidPlan) as error:
        raise MissingPart(
            f"The template {path} is damaged: {error}", advice="Install maplanner again."
        ) from error


def _title(name: str) -> str:
    if name == EMPTY:
        return "Empty plan"
    return next((r.title for r in template_records(name) if isinstance(r, Plan)), "") or name


def _folder() -> Path:
    return resource_root() / "plans"
