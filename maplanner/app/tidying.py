"""Laying out a plan's drawings, in one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Frame, Note, Step
from maplanner.document.store import Store
from maplanner.drawing.geometry import Point
from maplanner.drawing.layout import LayoutEngine, tidied
from maplanner.drawing.layout.framed import fit_frames
from maplanner.drawing.layout.laning import write_lanes

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
    """Move steps, notes and frames as one step of undo; without any nothing happens.

    Frames then lie around their contents; in a drawing with lanes everything goes into its lane.
    """
    if not places:
        return
    with store.transact(LABEL) as transaction:
        for record_id, (x, y) in places.items():
            transaction.change(record_id, {"x": x, "y": y})
        fit_frames(transaction, places.keys())
        moved = (transaction.get(record_id) for record_id in places)
        campaigns = {record.campaign for record in moved if isinstance(record, Step | Note | Frame)}
        for campaign_id in sorted(campaigns):
            write_lanes(transaction, campaign_id)


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
