"""The area of a link, by which the canvas draws it: all of the line and the arrow head, without holes."""

import pytest
from PySide6.QtCore import QPointF

from maplanner.drawing.geometry import Point
from maplanner.drawing.link_paint import ARROW, arrow_head, link_body, link_path

WAYS = {
    "straight": ((0, 0), (100, 0)),
    "down": ((0, 0), (50, 0), (50, 80), (100, 80)),
    "up": ((0, 0), (50, 0), (50, -80), (100, -80)),
    "back": ((0, 0), (20, 0), (20, 50), (-200, 50), (-200, -40), (-100, -40)),
    "over itself": ((0, 0), (60, 0), (60, 50), (30, 50), (30, -50), (100, -50)),
}


def way(name: str) -> tuple[Point, ...]:
    return tuple(Point(float(x), float(y)) for x, y in WAYS[name])


def turn(corners: list[QPointF]) -> float:
    """Twice the area within corners, below zero if they go around the other way."""
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return sum(a.x() * b.y() - b.x() * a.y() for a, b in pairs)


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("width", [1.5, 6.0])
def test_body_covers_line_and_head(qapp: object, name: str, width: float) -> None:
    points = way(name)
    body, line = link_body(points, width), link_path(points, end_short=ARROW)
    assert all(body.contains(line.pointAtPercent(share / 200)) for share in range(1, 200))
    tip, *sides = arrow_head(points, width).toList()
    middle = (tip + sides[0] + sides[1]) / 3
    assert all(body.contains(middle + (corner - middle) * 0.9) for corner in (tip, *sides))


@pytest.mark.parametrize("name", WAYS)
def test_all_parts_of_a_body_go_the_same_way_around(qapp: object, name: str) -> None:
    """Else they would take away where they overlap, or where links cross that are filled together."""
    parts = link_body(way(name), 1.5).toSubpathPolygons()
    assert len(parts) >= 2
    assert all(turn(part.toList()) > 0 for part in parts)
