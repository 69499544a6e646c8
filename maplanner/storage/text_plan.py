"""A plan in text form, read where a plan file is asked for: to look at it, never to change it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from maplanner.core.errors import PlanFileError
from maplanner.document.reading import Snapshot
from maplanner.document.textform import plan_from_text

MOST_BYTES: Final = 200_000_000
"""Longer than any text form; such a file is something else."""
_LOOKED_AT: Final = 64


def is_text_plan(path: Path) -> bool:
    """Tell whether a file begins as a text form does: with a brace, after blanks or a byte-order mark."""
    try:
        with path.open("rb") as file:
            return file.read(_LOOKED_AT).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    except OSError:
        return False


def read_text_plan(path: Path) -> Snapshot:
    """Return the plan that a text form holds.

    Raises:
        InvalidPlan: It is not the text form, or a record in it is not acceptable.
        PlanFileError: The file cannot be read, is too long, or is not written in UTF-8.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PlanFileError(f"“{path.name}” is too long for a plan.", advice="Choose another file.")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PlanFileError(
            f"“{path.name}” cannot be read: {error.strerror}.", advice="See that you may read it."
        ) from error
    except UnicodeDecodeError as error:
        raise PlanFileError(
            f"“{path.name}” is not written in UTF-8.", advice="Save it as UTF-8 and try again."
        ) from error
    return Snapshot.of(plan_from_text(text, f"“{path.name}”"))
