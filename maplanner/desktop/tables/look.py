"""How every table looks: no grid, one line a row, whole rows selected."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QLineEdit, QTableView

from maplanner.desktop.lettering import scaled
from maplanner.desktop.words import tr

ROW_HEIGHT = 30


def calm_table(view: QTableView, name: str, *, row_height: int = ROW_HEIGHT) -> None:
    """Give a table the house's look and an accessible name."""
    view.setAccessibleName(name)
    view.setShowGrid(False)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setWordWrap(False)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setCornerButtonEnabled(False)
    view.setTabKeyNavigation(False)
    rows = view.verticalHeader()
    rows.setVisible(False)
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setMinimumSectionSize(scaled(row_height))
    rows.setDefaultSectionSize(scaled(row_height))
    columns = view.horizontalHeader()
    columns.setHighlightSections(False)
    columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    columns.setMinimumSectionSize(48)
    columns.setStretchLastSection(True)


def filter_field(placeholder: str) -> QLineEdit:
    """Return a search field that filters what stands below it."""
    field = QLineEdit()
    field.setPlaceholderText(placeholder)
    field.setAccessibleName(placeholder)
    field.setClearButtonEnabled(True)
    field.setMinimumWidth(96)
    field.setMaximumWidth(scaled(260))
    field.setMaxLength(200)
    return field


def fit_columns(view: QTableView, *, at_most: int = 240) -> None:
    """Make columns as wide as their titles and first rows need, up to ``at_most`` pixels at 100 %."""
    header = view.horizontalHeader()
    model = view.model()
    for column in range(model.columnCount()):
        shown = [model.index(row, column).data() or "" for row in range(min(model.rowCount(), 40))]
        text = max((view.fontMetrics().horizontalAdvance(str(item)) for item in shown), default=0)
        title = header.sectionSizeHint(column)
        header.resizeSection(column, min(max(text + 24, title + 4, 56), scaled(at_most)))


def empty_text(what: str) -> str:
    """Return what an empty list says."""
    return tr("No {what} yet.").format(what=what)
