"""Where things stand on the segments screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.boxes import ChoiceBox
from maplanner.desktop.eliding import ElidedLabel
from maplanner.desktop.flowing import FlowLayout
from maplanner.desktop.lettering import scaled
from maplanner.desktop.planning.grid import Grid
from maplanner.desktop.segments.criteria_tree import GROUP_WORDS, CriteriaTree
from maplanner.desktop.words import tr
from maplanner.drawing.theme import Theme

COLUMNS = ("Segment", "Made", "Members", "Data points", "Used in")
_WIDTHS = (220, 170, 150, 96, 80)


class SegmentParts:
    """The screen's controls."""

    def __init__(self, screen: QWidget, theme: Theme, overlaps: QWidget) -> None:
        screen.setProperty("role", "panel")
        screen.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title, self.summary = QLabel(tr("Segments")), QLabel()
        self.title.setProperty("role", "title")
        self.summary.setProperty("role", "secondary")
        self.summary.setWordWrap(True)
        self.complaint = QLabel()
        self.complaint.setProperty("role", "complaint")
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self.grid = Grid(tr("Segments"), tuple(map(tr, COLUMNS)), _WIDTHS)
        self.limits, self.new = QPushButton(tr("Limits")), QPushButton(tr("New segment"))
        self.new.setProperty("role", "primary")
        self.said = ElidedLabel("")
        self.said.setProperty("role", "strong")
        self.joining = ChoiceBox()
        self.joining.setAccessibleName(tr("Members are leads for whom"))
        for joining, text in GROUP_WORDS.items():
            self.joining.addItem(tr(text), joining)
        self.add_point = QPushButton(tr("Add data point"))
        self.add_group = QPushButton(tr("Add group"))
        self.removals = QPushButton(tr("Taken out of"))
        self.drop = QPushButton(tr("Drop what decides nothing"))
        self.tree = CriteriaTree(theme)
        self.note = QLabel()
        self.note.setProperty("role", "secondary")
        self.note.setWordWrap(True)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self._lay_out(screen, overlaps)

    def _lay_out(self, screen: QWidget, overlaps: QWidget) -> None:
        head, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.summary)
        head.addLayout(words, 1)
        head.addWidget(self.limits)
        head.addWidget(self.new)
        self.pages.addTab(self._criteria(), tr("Criteria"))
        self.pages.addTab(overlaps, tr("Overlaps"))
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self.grid)
        self.split.addWidget(self.pages)
        self.split.setChildrenCollapsible(False)
        self.split.setStretchFactor(0, 2)
        self.split.setStretchFactor(1, 3)
        self.split.setSizes([240, 360])
        self.grid.setMinimumHeight(scaled(66))
        self.tree.setMinimumHeight(scaled(130))
        layout = QVBoxLayout(screen)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.complaint)
        layout.addWidget(self.split, 1)

    def _criteria(self) -> QWidget:
        page, bar = QWidget(), QWidget()
        flow = FlowLayout(bar)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(8)
        for part in (self.joining, self.add_point, self.add_group, self.removals, self.drop):
            flow.addWidget(part)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.said)
        layout.addWidget(bar)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.note)
        # In a small window the page keeps its height, and is scrolled.
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        return area
