"""The step that a shape becomes: its title, its properties as far as the drawing tells them, its notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from pydantic import JsonValue, ValidationError

from maplanner.document.records import Step
from maplanner.exchange.diagrams.drawn import Shape
from maplanner.exchange.meaning.words import Topic, best_hit, plain_words
from maplanner.steps import KINDS
from maplanner.steps.kind import Kind

_LONGEST_TITLE: Final = 120
_NUMBER: Final = re.compile(r"(\d+(?:[.,]\d+)?)")
_DAYS: Final = {"minutes": 1 / 1440, "hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.0}
_LONGEST_WAIT: Final = 3_650.0


def make_step(shape: Shape, kind_name: str, parts: Sequence[Shape], campaign: str) -> Step:
    """Return the step of a kind that a shape becomes, together with what is drawn inside it."""
    kind = KINDS[kind_name]
    texts = [shape.text, *(part.text for part in parts)]
    said = [text.strip() for text in texts if text.strip()]
    title = one_line(said[0]) if said else kind.new_title or kind.title
    props, rest = _props(kind, shape)
    notes = [_whole(said[0])] if said and len(title) < len(" ".join(said[0].split())) else []
    notes += [*said[1:], shape.notes, *(part.notes for part in parts)]
    notes += [f"{name}: {value}" for name, value in rest]
    return Step.new(
        campaign=campaign,
        kind=kind_name,
        title=title,
        props=props,
        notes="\n".join(note.strip() for note in notes if note.strip()),
    )


def one_line(text: str) -> str:
    """Return a text on one line, cut where it is too long for a title."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1].rstrip()}…"


def days_in(text: str) -> float | None:
    """Return the time a text tells in days, such as 2.0 for “after 48 hours”; ``None`` if it has none."""
    wanted = plain_words(text)
    for match in _NUMBER.finditer(wanted):
        after = wanted[match.end() : match.end() + 20].lstrip(" -")
        hit = best_hit(after, Topic.UNITS)
        if hit is not None and hit.at == 0:
            days = float(match[1].replace(",", ".")) * _DAYS[hit.meaning]
            return days if days <= _LONGEST_WAIT else None
    return None


def days_of(details: Sequence[tuple[str, str]]) -> float | None:
    """Return the detail ``days`` as a number; ``None`` where it is missing or none."""
    try:
        days = float(dict(details)["days"])
    except (KeyError, ValueError):
        return None
    return days if 0 <= days <= _LONGEST_WAIT else None


def _whole(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _props(kind: Kind[Any], shape: Shape) -> tuple[dict[str, JsonValue], list[tuple[str, str]]]:
    """Return the properties of the step, and the details that are none of them."""
    props = kind.defaults()
    rest: list[tuple[str, str]] = []
    days = days_of(shape.details)
    if "delay" in kind.props.model_fields and kind.name == "wait":
        told = days if days is not None else days_in(shape.text)
        if told is not None:
            props["delay"] = {"kind": "fixed", "days": round(told, 6)}
    for name, value in shape.details:
        if (name, value) == ("kind", kind.name):
            continue
        if name == "days" and kind.name == "wait" and days is not None:
            continue
        changed = _with(kind, props, name, value)
        if changed is None:
            rest.append((name, value))
        else:
            props = changed
    return props, rest


def _with(kind: Kind[Any], props: dict[str, Any], name: str, value: str) -> dict[str, Any] | None:
    """Return properties with one more from a detail; ``None`` where the kind has none such, or not so."""
    if name not in kind.props.model_fields:
        return None
    try:
        parsed = kind.parse({**props, name: value})
    except ValidationError:
        return None
    changed: dict[str, Any] = parsed.model_dump(mode="json", exclude_none=True)
    return changed
