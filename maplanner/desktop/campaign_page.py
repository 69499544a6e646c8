"""The page of a campaign's tab: its drawing, made when it is first seen or asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from maplanner.desktop.canvas.view import CanvasView


class CampaignPage(QWidget):
    """Holds one campaign's drawing. ``make`` draws the campaign whose identifier it is given."""

    def __init__(self, campaign_id: str, make: Callable[[str], CanvasView]) -> None:
        super().__init__()
        self.campaign_id = campaign_id
        self._make = make
        self._canvas: CanvasView | None = None
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(0, 0, 0, 0)

    @property
    def is_made(self) -> bool:
        """Whether the drawing has been made."""
        return self._canvas is not None

    def canvas(self) -> CanvasView:
        """Return the drawing, making it if need be."""
        if self._canvas is None:
            self._canvas = self._make(self.campaign_id)
            self._around.addWidget(self._canvas)
            # At once, not when Qt comes round to it: what is shown next is fitted to this size.
            self._canvas.show()
            self._around.activate()
            self.setFocusProxy(self._canvas)
        return self._canvas

    def showEvent(self, event: QShowEvent) -> None:
        self.canvas()
        super().showEvent(event)
