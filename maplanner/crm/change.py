"""What a catalogue changes in a plan, to be shown to a person first and then put into the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maplanner.document.records import Conversion, CrmField, CrmObject, Mapping, RecordValues, System
from maplanner.document.store import Transaction

BOOKKEEPING: Final = frozenset({"source", "read_on"})
"""Where and when something was read: brought up to date, but no change that a person needs to hear of."""


@dataclass(frozen=True)
class RecordChange:
    """An object or field of the plan and the values that it takes."""

    record: CrmObject | CrmField
    values: RecordValues

    @property
    def matters(self) -> bool:
        """Whether more changes than where and when it was read."""
        return not self.values.keys() <= BOOKKEEPING


@dataclass(frozen=True)
class Breakage:
    """A mapping that holds now and will not once the change is taken over, and why, in plain words."""

    mapping: Mapping
    field: CrmField
    why: str


@dataclass(frozen=True)
class CatalogueChange:
    """What a catalogue changes in a plan.

    ``new_system`` is the system record to be made, if there is none yet. ``gone`` are fields that were read
    from the system before and are there no longer; ``gone_in_use`` are those of them that something in the
    plan still needs: they stay, and ``marked`` gives those among them that were still there at the last
    reading the day on which they were missed. ``broken`` are the mappings that will no longer hold.
    ``left_out`` is what could not be placed and ``taken`` what the reader concluded, with reasons.
    """

    system: System
    new_system: bool
    new_objects: tuple[CrmObject, ...] = ()
    new_fields: tuple[CrmField, ...] = ()
    changed: tuple[RecordChange, ...] = ()
    refreshed: tuple[RecordChange, ...] = ()
    gone: tuple[CrmField, ...] = ()
    gone_in_use: tuple[CrmField, ...] = ()
    marked: tuple[RecordChange, ...] = ()
    broken: tuple[Breakage, ...] = ()
    new_conversions: tuple[Conversion, ...] = ()
    gone_conversions: tuple[Conversion, ...] = ()
    left_out: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything changes that a person needs to hear of."""
        return bool(
            self.new_system
            or self.new
            or self.changed
            or self.gone
            or self.marked
            or self.new_conversions
            or self.gone_conversions
        )

    @property
    def new(self) -> tuple[CrmObject | CrmField, ...]:
        """New objects and fields, objects first."""
        return (*self.new_objects, *self.new_fields)

    def summary(self) -> str:
        """Return one sentence that says what happens."""
        parts = (
            (len(self.new_objects), "new object"),
            (len(self.new_fields), "new field"),
            (len(self.changed), "change"),
            (len(self.gone), "field that is gone"),
            (len(self.gone_in_use), "field that is gone but in use"),
            (len(self.broken), "mapping that no longer holds"),
            (len(self.new_conversions), "new line of lead conversion"),
            (len(self.gone_conversions), "line of lead conversion that is gone"),
        )
        said = ", ".join(_counted(count, what) for count, what in parts if count)
        return f"{self.system.title}: {said or 'nothing changes'}."

    def apply(self, transaction: Transaction) -> None:
        """Put everything into the plan; what somebody deleted meanwhile stays deleted."""
        if self.new_system:
            transaction.put(self.system)
        transaction.put(*self.new_objects, *self.new_fields, *self.new_conversions)
        for change in (*self.changed, *self.refreshed, *self.marked):
            if transaction.get(change.record.id) is not None:
                transaction.change(change.record.id, change.values)
        transaction.remove(*(record.id for record in (*self.gone, *self.gone_conversions)))


def _counted(count: int, what: str) -> str:
    noun, _, rest = what.partition(" that ")
    if count != 1:
        first, of, more = noun.partition(" of ")
        last = first.rsplit(" ", 1)
        noun = " ".join([*last[:-1], f"{last[-1]}s"]) + of + more
        rest = rest.replace("is ", "are ", 1).replace("no longer holds", "no longer hold")
    return f"{count} {noun} that {rest}" if rest else f"{count} {noun}"
