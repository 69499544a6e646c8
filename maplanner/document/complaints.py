"""What pydantic refuses, in words for people."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails


def complaint(error: ValidationError) -> str:
    """Return the first thing that was refused: the place in the record, and what is wrong there."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {_words(first)}" if place else _words(first)


def meant(name: str, known: Iterable[str]) -> str:
    """Return a question after the known word that is nearest to a mistyped one; "" if none is near."""
    near = get_close_matches(name, list(known), n=1)
    return f"Did you mean “{near[0]}”?" if near else ""


def _words(first: ErrorDetails) -> str:
    context = first.get("ctx") or {}
    if first["type"] == "missing":
        return "is missing"
    if first["type"] == "extra_forbidden":
        return "there is no such field here"
    if first["type"] == "union_tag_not_found":
        return f"does not say its {str(context.get('discriminator', 'kind')).strip(chr(39))}"
    if first["type"] == "union_tag_invalid":
        return f"there is no “{context.get('tag')}”, only {context.get('expected_tags')}"
    if first["type"] == "json_invalid":
        return _unreadable(str(context.get("error", "")))
    return first["msg"]


def _unreadable(why: str) -> str:
    if "recursion" in why:
        return "is nested too deeply"
    if "escape" in why or "surrogate" in why:
        return "a text holds half of a letter, such as \\ud83d alone"
    return f"cannot be read: {why}"
