"""What two copies of a plan file have in common: the plan as it was when they went apart."""

from __future__ import annotations

import json
from itertools import takewhile
from pathlib import Path

from maplanner.document.patch import Patch, patch_from_json
from maplanner.document.reading import Snapshot
from maplanner.document.records import Scope
from maplanner.document.store import Store
from maplanner.storage.database import check_header, explained, reading
from maplanner.storage.plan_file import read_plan


def common_ancestor(mine: Path, theirs: Path) -> Snapshot | None:
    """Return the plan from which two files went their own ways; ``None`` if they never were one.

    Raises:
        PlanFileError: A file cannot be read.
    """
    own, other = _history(mine), _history(theirs)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(own, other, strict=False)))
    base = _taken_back(read_plan(mine), own[shared:])
    there = _taken_back(read_plan(theirs), other[shared:])
    return base if _contents(base) == _contents(there) else None


def _history(path: Path) -> list[str]:
    """Return the patches of a plan file as they were written, oldest first."""
    check_header(path)
    with explained(path), reading(path) as database:
        return [str(text) for (text,) in database.raw.execute("SELECT patch FROM history ORDER BY seq")]


def _taken_back(plan: Snapshot, patches: list[str]) -> Snapshot:
    store = Store(plan.records())
    merged = Patch("", ())
    for text in reversed(patches):
        merged = merged.followed_by(patch_from_json(json.loads(text)).inverse())
    store.apply(merged)
    return store.snapshot()


def _contents(plan: Snapshot) -> dict[str, object]:
    return {each.id: each for each in plan.records() if each.scope is Scope.DOCUMENT}
