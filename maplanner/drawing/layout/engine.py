"""What a layout engine is given and gives back: boxes and joins in, upper left corners out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from maplanner.drawing.geometry import Point


@dataclass(frozen=True)
class Box:
    """Something to place, by its size. Joins end on its left edge, ``into`` below its upper edge."""

    id: str
    width: float
    height: float
    into: float


@dataclass(frozen=True)
class Join:
    """A connection that should lead to the right, from ``leaves`` below its source's upper edge.

    Those with more ``weight`` are kept short and level first.
    """

    source: str
    target: str
    leaves: float
    weight: int = 1


@dataclass(frozen=True)
class Spacing:
    """Pixels kept free between columns, and between boxes of one column."""

    columns: float
    rows: float


@dataclass(frozen=True)
class Part:
    """Boxes that hang together, with the joins between them, which form no circle."""

    boxes: tuple[Box, ...]
    joins: tuple[Join, ...]


class LayoutEngine(Protocol):
    """Places boxes in columns from left to right."""

    def arrange(
        self, parts: Sequence[Part], spacing: Spacing, cancelled: Callable[[], bool]
    ) -> list[dict[str, Point]]:
        """Return for each part where the upper left corner of each of its boxes goes.

        Boxes of a part do not overlap; parts know nothing of each other. The same input gives the same
        output.

        Raises:
            CannotTidy: It cannot be done, or not in reasonable time.
            Cancelled: ``cancelled`` said so.
            MissingPart: The engine is not installed.
        """
