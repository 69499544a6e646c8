"""Sees to it that somebody who may only comment changes nothing but comments."""

from __future__ import annotations

import json
from typing import Any

from pycrdt import Array, Doc, Map

from maplanner.document.records import Comment
from maplanner.team.activity import KEPT, LET_GO_AT_ONCE
from maplanner.team.entries import TYPE
from maplanner.team.mirror import ABOUT, ACTIVITY, RECORDS
from maplanner.team.wire import NOTHING, DamagedMessage


def comments_only(state: bytes, update: bytes) -> bytes | None:
    """Return what an update changes in a document, if that is comments alone; else ``None``.

    The update is tried out on a copy. What is returned holds only what took effect there: operations that
    wait for something to come, and would show what they are only then, are left out.

    Raises:
        DamagedMessage: It is no update.
    """
    trial = _Trial(state)
    before, vector = trial.contents(), trial.document.get_state()
    try:
        trial.document.apply_update(update)
    except ValueError as error:
        raise DamagedMessage(str(error)) from error
    if not trial.touched_comments_only(before):
        return None
    gained = trial.document.get_update(vector)
    return gained if gained != NOTHING else None


class _Trial:
    """A copy of a document that may be spoilt."""

    def __init__(self, state: bytes) -> None:
        self.document: Doc[Any] = Doc()
        self.document.apply_update(state)
        self._records: Map[Any] = self.document.get(RECORDS, type=Map)
        self._about: Map[Any] = self.document.get(ABOUT, type=Map)
        self._activity: Array[Any] = self.document.get(ACTIVITY, type=Array)
        self._named: set[str] = set()
        self._watched = self._records.observe_deep(self._note)

    def contents(self) -> tuple[dict[str, Any], dict[str, Any], list[Any]]:
        """Return all that the document holds."""
        return json.loads(str(self._records)), json.loads(str(self._about)), list(self._activity)

    def touched_comments_only(self, before: tuple[dict[str, Any], dict[str, Any], list[Any]]) -> bool:
        """Tell whether nothing but comments, and the tail of the activities, differs from before."""
        records, about, activity = before
        now, about_now, activity_now = self.contents()
        if set(self.document.keys()) - {RECORDS, ABOUT, ACTIVITY} or about != about_now:
            return False
        changed = {key for key in records.keys() | now.keys() if records.get(key) != now.get(key)}
        return _goes_on(activity, activity_now) and all(
            _is_comment(held.get(key))
            for key in changed | self._named
            for held in (records, now)
            if key in held
        )

    def _note(self, events: list[Any]) -> None:
        for event in events:
            self._named.update([str(event.path[0])] if event.path else event.keys)


def _is_comment(entry: object) -> bool:
    return isinstance(entry, dict) and entry.get(TYPE) == Comment.type_name


def _goes_on(before: list[Any], after: list[Any]) -> bool:
    """Tell whether activities were only added, apart from the oldest that are let go in heaps."""
    return after[: len(before)] == before or (
        len(before) > KEPT and after[: len(before) - LET_GO_AT_ONCE] == before[LET_GO_AT_ONCE:]
    )
