"""Which changes of a plan make simulated numbers old: where a card lies is not among them. No Qt."""

from __future__ import annotations

from typing import Final

from maplanner.document.patch import Change, Patch

_OF_NO_CONCERN: Final = frozenset(
    {"comment", "presence", "canvas_view", "note", "frame", "checklist_item", "support_contact"}
    | {"ignored_finding", "problem", "scenario", "assumption", "goal"}
)
"""Records that a simulation does not look at."""
_ONLY_LOOKS: Final = {
    "step": frozenset({"x", "y", "open", "pinned", "frame", "owner", "notes"}),
    "link": frozenset({"title"}),
    "campaign": frozenset({"link_shape", "lanes", "lanes_top", "lane_heights", "owner", "notes", "state"}),
}
"""Fields that say how something looks or what people know of it, not what happens to leads."""


def concerns_numbers(patch: Patch) -> bool:
    """Return whether a simulation may tell other numbers after a patch."""
    return any(_concerns(change) for change in patch.changes)


def _concerns(change: Change) -> bool:
    if change.type_name in _OF_NO_CONCERN:
        return False
    looks = _ONLY_LOOKS.get(change.type_name)
    if looks is None or not change.is_edit:
        return True
    return any(path.partition(".")[0] not in looks for path in change.after or {})
