"""Laying out a plan's drawings, in one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Step
from maplanner.document.store import Store
from maplanner.drawing.geometry import Point
from maplanner.drawing.layout import LayoutEngine, tidied

LABEL: Final = "Tidy up"


def tidy_places(
    reader: RecordReader,
    campaign_id: str,
    only: Collection[str] = (),
    *,
    engine: LayoutEngine | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, Point]:
    """Return where the steps and notes of a campaign go that move when it is tidied up; nothing is written.

    ``only`` names the steps that may move; without it all may. Pinned steps stay.

    Raises:
        CannotTidy: It cannot be done, or not in reasonable time.
        Cancelled: ``cancelled`` said so.
        MissingPart: Graphviz is not installed.
    """
    return tidied(reader, campaign_id, only, engine=engine, cancelled=cancelled)


def put_in_place(store: Store, places: Mapping[str, Point]) -> None:
    """Move steps and notes as one step of undo; without any nothing happens."""
    if places:
        with store.transact(LABEL) as transaction:
            for record_id, (x, y) in places.items():
                transaction.change(record_id, {"x": x, "y": y})


def tidy(store: Store, campaigns: Collection[Campaign]) -> int:
    """Tidy up campaigns, all in one step of undo; return how many steps have moved.

    Raises:
        CannotTidy: It cannot be done, or not in reasonable time; nothing has moved.
        MissingPart: Graphviz is not installed.
    """
    places: dict[str, Point] = {}
    for campaign in campaigns:
        places.update(tidy_places(store, campaign.id))
    put_in_place(store, places)
    return sum(store.find_or_none(Step, record_id) is not None for record_id in places)
