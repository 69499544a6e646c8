"""The left side: campaigns above, steps to draw with below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget


class LeftSide(QSplitter):
    """Two lists, one above the other, with a movable border."""

    def __init__(self, campaigns: QWidget, steps: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.addWidget(campaigns)
        self.addWidget(steps)
        self.setSizes([280, 420])
        self.setMinimumWidth(200)
