"""The schedule of the work as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.document.records import OwnWork, Step
from maplanner.drawing.picture import Picture
from maplanner.drawing.pictures.sources import Offer, PictureSource, Scene


def offers(scene: Scene) -> Iterator[Offer]:
    """Yield the schedule, where there is anything to build."""
    if scene.reader.count(Step) or scene.reader.count(OwnWork):
        yield Offer("schedule", "Schedule of the work", lambda: _schedule(scene))


def _schedule(scene: Scene) -> Picture:
    from maplanner.drawing.gantt import gantt_of
    from maplanner.estimate.work import work_of

    return gantt_of(work_of(scene.reader))


SOURCE: Final = PictureSource("schedule", "Work", offers, order=60.0)
"""Where the schedule comes from."""
