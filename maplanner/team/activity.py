"""Who did what in a shared plan, as the document itself tells: the newest changes, oldest first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from maplanner.document.patch import AND, Patch

KEPT: Final = 1_000
"""The document keeps about so many activities; older ones are let go in heaps."""
LET_GO_AT_ONCE: Final = 200
_MOST_RECORDS: Final = 8
_LONGEST: Final = 200
_FEW: Final = 3
"""So many sorts of steps that came in together are named; more are counted."""


@dataclass(frozen=True)
class Activity:
    """One step somebody took; ``records`` are the first few it touched, ``count`` how many it touched.

    ``at`` is what the person's own clock said, and may be off; the order in the document is what counts.
    """

    person: str
    label: str
    at: datetime | None
    records: tuple[str, ...] = ()
    count: int = 0

    @classmethod
    def of(cls, patch: Patch, person: str) -> Activity:
        """Return the activity that a patch is."""
        touched = tuple(change.id for change in patch.changes)
        return cls(person, patch.label, patch.at, touched[:_MOST_RECORDS], len(touched))

    def to_text(self) -> str:
        """Return the activity as the document keeps it."""
        told = {
            "by": self.person[:_LONGEST],
            "do": self.label[:_LONGEST],
            "at": self.at.isoformat(timespec="seconds") if self.at else "",
            "on": list(self.records),
            "n": self.count,
        }
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: object) -> Activity | None:
        """Return what :meth:`to_text` wrote; ``None`` for anything else that found its way in."""
        try:
            told = json.loads(text) if isinstance(text, str) else None
        except (ValueError, RecursionError):
            return None
        if not isinstance(told, dict):
            return None
        touched = told.get("on")
        records = tuple(str(each) for each in touched[:_MOST_RECORDS]) if isinstance(touched, list) else ()
        count = told.get("n")
        return cls(
            str(told.get("by", ""))[:_LONGEST],
            str(told.get("do", ""))[:_LONGEST],
            _moment(told.get("at")),
            records,
            count if isinstance(count, int) else len(records),
        )


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    # A clock that runs ahead must not show what is still to come.
    return min(aware, datetime.now(UTC))


def summary(activities: Iterable[Activity]) -> tuple[str, str]:
    """Return who did some things and what, in as few words as tell it: (people, label)."""
    told = list(activities)
    people = list(dict.fromkeys(each.person for each in told if each.person))
    labels = list(dict.fromkeys(each.label for each in told if each.label))
    if not told:
        return "", "Changes of the team"
    return AND.join(people), AND.join(labels) if 0 < len(labels) <= _FEW else f"{len(told)} changes"
