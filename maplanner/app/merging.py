"""Merging plan files that were edited apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from maplanner.app.importing import is_plan_text
from maplanner.app.person import author_name
from maplanner.core.errors import InvalidPlan
from maplanner.document.merging import Merge, Side, merge
from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.store import Store
from maplanner.document.textform import plan_from_text, plan_to_text
from maplanner.storage import PlanFile, read_plan
from maplanner.storage.ancestry import common_ancestor


@dataclass(frozen=True)
class Merging:
    """Two copies of a plan and what they began as, ready to be brought together."""

    base: RecordReader
    mine: RecordReader
    theirs: RecordReader
    outcome: Merge
    knows_base: bool = True

    def with_all(self, side: Side) -> Merge:
        """Return the merge with every conflict decided for one side."""
        chosen = self.outcome.conflicts if side == "theirs" else ()
        return self.outcome.decided(self.mine, self.theirs, chosen)


def prepare(mine: RecordReader, theirs: RecordReader, base: RecordReader | None) -> Merging:
    """Compare two copies; without a common ``base`` all that differs is a conflict."""
    start = base if base is not None else Snapshot({})
    return Merging(start, mine, theirs, merge(start, mine, theirs), base is not None)


def read_copy(path: Path) -> Snapshot:
    """Return the plan in a plan file, or in a text form of one.

    Raises:
        PlanFileError: The file cannot be read.
        InvalidPlan: The text is no plan.
    """
    if not is_plan_text(path):
        return read_plan(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidPlan(f"“{path.name}” cannot be read: {error}.") from error
    return Snapshot.of(plan_from_text(text, path.name))


def base_of(mine: Path, theirs: Path) -> Snapshot | None:
    """Return what two files began as, where their histories tell; ``None`` where they do not."""
    if is_plan_text(mine) or is_plan_text(theirs):
        return None
    return common_ancestor(mine, theirs)


def apply_merge(store: Store, outcome: Merge, label: str) -> None:
    """Bring a merge into a plan as one step, which can be undone."""
    changed = outcome.mended(store.records())
    with store.transact(label) as transaction:
        for record_id, record in changed.items():
            transaction.become(record_id, record)


def write_merged(mine: Path, outcome: Merge, out: Path, label: str) -> None:
    """Write my copy, merged, to a file: with its history where it has one, as text where it is text.

    Raises:
        PlanFileError: The file cannot be written, or is there already.
    """
    if is_plan_text(mine):
        store = Store(read_copy(mine).records(), author=author_name())
        apply_merge(store, outcome, label)
        out.write_text(plan_to_text(store), encoding="utf-8")
        return
    with PlanFile.open(mine, author_name(), backup=False) as file:
        file.save_as(out)
        apply_merge(file.store, outcome, label)
