"""What a format's own shapes mean, whatever is written in them. The lists lie in ``resources/shapes``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from typing import Final

from maplanner.core.resources import resource_root
from maplanner.steps import KINDS

NOTE: Final = "note"
FRAME: Final = "frame"
NOTHING: Final = "nothing"
PART: Final = "part"
"""What a shape can become besides a step of some kind; a part joins the step that it is drawn in."""
SOME_STEP: Final = "step"
"""A step whose kind only its words can tell."""


class Sureness(StrEnum):
    """How sure a guess is."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "a guess"
    CHOSEN = "chosen"
    """A person said so."""


@dataclass(frozen=True)
class Meaning:
    """What a shape of one sort becomes, and what words may still make of one that is sure."""

    becomes: str
    sureness: Sureness = Sureness.SURE
    unless: frozenset[str] = frozenset()


_HOW: Final = {"sure": Sureness.SURE, "likely": Sureness.LIKELY, "unsure": Sureness.UNSURE}


@lru_cache(maxsize=4_096)
def meaning_of_sort(drawn_with: str, sort: str) -> Meaning | None:
    """Return what a format's sort of shape means; ``None`` where nothing is known of it.

    A sort that is called like a kind of step is of that kind.
    """
    plain, patterns = _sorts(drawn_with)
    wanted = sort.casefold()
    found = plain.get(wanted)
    if found is not None:
        return found
    matching = (meaning for pattern, meaning in patterns if fnmatchcase(wanted, pattern))
    return next(matching, Meaning(wanted) if wanted in KINDS or wanted == FRAME else None)


@cache
def _sorts(drawn_with: str) -> tuple[dict[str, Meaning], tuple[tuple[str, Meaning], ...]]:
    """Return what stands for itself, and what has a ``*``: the longest first, as it says most."""
    path = resource_root() / "shapes" / f"{drawn_with}.json"
    if not drawn_with.replace("-", "").isalnum() or not path.is_file():
        return {}, ()
    sorts = json.loads(path.read_text(encoding="utf-8"))["sorts"]
    found = {name.casefold(): _meaning(said) for name, said in sorts.items()}
    patterns = sorted((name for name in found if "*" in name), key=lambda name: (-len(name), name))
    plain = {name: meaning for name, meaning in found.items() if "*" not in name}
    return plain, tuple((name, found[name]) for name in patterns)


def _meaning(said: str | dict[str, object]) -> Meaning:
    if isinstance(said, str):
        return Meaning(said)
    others = said.get("or", [])
    unless = frozenset(str(each) for each in others) if isinstance(others, list) else frozenset[str]()
    return Meaning(str(said["becomes"]), _HOW[str(said.get("how", "sure"))], unless)
