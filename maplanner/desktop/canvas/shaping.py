"""Choosing how the links of a drawing run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.document.records import Campaign

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView
    from maplanner.document.vocabulary import LinkShape


def choose_shape(view: CanvasView, shape: LinkShape) -> None:
    """Let all links of a drawing run so, in one step of undo."""
    store = view.bridge.store
    if view.canvas.wiring.shape is shape or store.find_or_none(Campaign, view.campaign_id) is None:
        return

    def change() -> None:
        with store.transact(f"{shape.value.capitalize()} links") as transaction:
            transaction.change(view.campaign_id, {"link_shape": shape.value})

    view.desk.attempt(change)
