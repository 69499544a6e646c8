"""How the tool that sends treats people who are on lists more than once (brief D4)."""

from __future__ import annotations

from maplanner.document.records import FormField
from maplanner.document.vocabulary import DuplicateKey, FieldType
from maplanner.steps.kind import StepContext


def knows_repeats(context: StepContext) -> bool:
    """Tell whether the tool knows that two entries of this list are one person."""
    key = context.sender.duplicate_key
    return key is DuplicateKey.ROW or _has_key(key, context.form_fields)


def knows_shared(context: StepContext, other: str) -> bool:
    """Tell whether the tool knows that somebody on this list is on another: both need the key."""
    key = context.sender.duplicate_key
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
