"""How the tool that sends treats people who are on lists more than once (brief D4)."""

from __future__ import annotations

from typing import Final

from maplanner.document.records import FormField, System
from maplanner.document.vocabulary import DuplicateKey, FieldType, SystemRole
from maplanner.steps.kind import StepContext

_SENDERS: Final = (SystemRole.AUTOMATION, SystemRole.EMAIL)


def sender(context: StepContext) -> System:
    """Return the system that carries a step out: its own, else the plan's first that sends."""
    own = context.reader.find_or_none(System, context.step.system) if context.step.system else None
    if own is not None:
        return own
    for role in _SENDERS:
        for system in context.reader.all(System):
            if system.role is role:
                return system
    return System(id="any")


def knows_repeats(context: StepContext) -> bool:
    """Tell whether the tool knows that two entries of this list are one person."""
    key = sender(context).duplicate_key
    return key is DuplicateKey.ROW or _has_key(key, context.form_fields)


def knows_shared(context: StepContext, other: str) -> bool:
    """Tell whether the tool knows that somebody on this list is on another: both need the key."""
    key = sender(context).duplicate_key
    theirs = context.reader.referring(FormField, "step", other)
    return _has_key(key, context.form_fields) and _has_key(key, theirs)


def _has_key(key: DuplicateKey, columns: list[FormField]) -> bool:
    """Tell whether a list has the column by which people are known; one without any columns has."""
    match key:
        case DuplicateKey.EMAIL:
            wanted = FieldType.EMAIL
        case DuplicateKey.ID:
            wanted = FieldType.IDENTIFIER
        case _:
            return False
    return any(column.type is wanted for column in columns) or (not columns and key is DuplicateKey.EMAIL)
