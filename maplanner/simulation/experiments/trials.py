"""Trials: the plan as one question wants it, with some values changed."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import JsonValue

from maplanner.core.errors import CannotSimulate, InvalidRecord
from maplanner.document.reading import Snapshot
from maplanner.document.records import Record
from maplanner.simulation.scenario import with_scenario


@dataclass(frozen=True)
class Change:
    """One field of one record that has another value; ``path`` as in an assumption."""

    about: str
    path: str
    value: JsonValue


@dataclass(frozen=True)
class Trial:
    """A variant of the plan: a scenario (``None``: as drawn) with further changes on top."""

    title: str
    scenario: str | None = None
    changes: tuple[Change, ...] = ()

    def plan(self, drawn: Snapshot) -> Snapshot:
        """Return the plan as this trial sees it.

        Raises:
            CannotSimulate: The scenario or a change does not fit the plan.
        """
        snapshot = with_scenario(drawn, self.scenario)
        changed: dict[str, Record] = {}
        for change in self.changes:
            record = changed.get(change.about) or snapshot.get(change.about)
            if record is None:
                raise CannotSimulate(
                    f"{self.title}: what is to be changed no longer exists.", advice="Choose something else."
                )
            try:
                changed[change.about] = record.changed({change.path: change.value})
            except InvalidRecord as error:
                raise CannotSimulate(
                    f"{self.title}: {error}", advice="Choose a value that is allowed."
                ) from error
        return snapshot.replacing(list(changed.values()))
