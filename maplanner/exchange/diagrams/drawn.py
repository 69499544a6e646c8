"""What a diagram drawn elsewhere holds, whatever program drew it.

Readers of formats make it; what its shapes mean in a plan is decided from it alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from maplanner.exchange.peeking import Peek


@dataclass(frozen=True)
class Shape:
    """One shape. Lengths are in the format's own units from one origin, ``x`` to the right and ``y`` down.

    ``sort`` is what the format calls it (``userTask``, ``shape=rhombus``, ``EMAILV2``), in its own words.
    ``within`` is the shape that holds it: a pool, lane, group or container. ``details`` are pairs of name
    and value that the format tells besides, such as a wait's length.
    """

    id: str
    text: str = ""
    sort: str = ""
    x: float | None = None
    y: float | None = None
    width: float | None = None
    height: float | None = None
    within: str | None = None
    notes: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Arrow:
    """One line between shapes; an end that hangs in the air is ``None``.

    ``outcome`` is what the format calls the way out that it takes (``yes``, ``opened``), where it has such.
    """

    id: str
    source: str | None
    target: str | None
    text: str = ""
    outcome: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Page:
    """One drawing of a file; it becomes a campaign."""

    title: str
    shapes: tuple[Shape, ...] = ()
    arrows: tuple[Arrow, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """All drawings of a file. ``left_out`` has a line for each thing that was not understood, and why."""

    format: str
    pages: tuple[Page, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class DiagramReader:
    """Reads one format of diagrams.

    ``recognises`` looks at one file, by name and beginning first, and never fails because of its content;
    ``read`` raises :class:`~maplanner.core.errors.UnreadableSource`, naming file and place, and nothing else.
    """

    name: str
    title: str
    looks_for: str
    recognises: Callable[[Peek], bool]
    read: Callable[[Path], Drawn]
