"""The map of tools and of the data that moves between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.drawing.pictures.sources import Offer, PictureSource, Scene
from maplanner.drawing.toolmap import tool_map

KEY: Final = "tools"


def offers(scene: Scene) -> Iterator[Offer]:
    """Yield the map, which says so where there are no tools yet."""
    yield Offer(KEY, "Tool map", lambda: tool_map(scene.reader, scene.findings))


SOURCE: Final = PictureSource("tools", "Tool map", offers, order=30.0)
