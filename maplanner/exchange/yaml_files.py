"""YAML from outside, read with suspicion: only plain data, no anchors, no more than a file's worth."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

from pydantic import JsonValue

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.source_files import plain, read_bytes

_MAX_BYTES: Final = 16 * 1024 * 1024
_DEEPEST: Final = 100


def read_yaml(path: Path) -> JsonValue:
    """Return what a YAML file holds, as JSON would.

    Raises:
        UnreadableSource: It is no YAML, or repeats parts of itself; the message names the line.
    """
    import yaml

    content = read_bytes(path)
    if len(content) > _MAX_BYTES:
        size = f"{len(content) / 1024**2:.0f} MB, at most {_MAX_BYTES // 1024**2} MB"
        raise UnreadableSource(f"{plain(path)} is too large: {size}.", advice="Save it as JSON.")
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_repetition(yaml.parse(content, Loader=loader), path)
        return _as_json(yaml.load(content, Loader=loader))  # noqa: S506 - a safe loader, in either form
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        why = plain(error.problem or "broken")
        raise UnreadableSource(f"{plain(path)} is broken{place}: {why}.", advice="Fetch it again.") from error
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError) as error:
        why = plain(error)[:160] or type(error).__name__
        raise UnreadableSource(f"{plain(path)} cannot be read: {why}.", advice="Save it as UTF-8.") from error


def _refuse_repetition(events: Any, path: Path) -> None:
    """Refuse a file in which parts stand for other parts, or that is nested beyond sense.

    Raises:
        UnreadableSource: It is one; the line is named.
    """
    import yaml

    depth = 0
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            message = (
                f"{plain(path)} repeats a part of itself by reference (“*{event.anchor}”) at line {line}."
            )
            raise UnreadableSource(message, advice="Save it as JSON, which cannot do that.")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise UnreadableSource(f"{plain(path)} is nested too deep at line {line}.")


def _as_json(value: Any) -> JsonValue:
    if isinstance(value, dict):
        return {str(key): _as_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_as_json(inner) for inner in value]
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)
