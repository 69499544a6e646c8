"""The panel that finds words all over the plan and replaces them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.app.searching import HitGroup, search, snippet
from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.lettering import scaled
from maplanner.desktop.naming import kind_title, title_of
from maplanner.desktop.search.options import SearchOptions
from maplanner.desktop.tabs import PlanTabs
from maplanner.desktop.words import number, tr
from maplanner.drawing.theme import Theme
from maplanner.steps.searching import Hit, replace

_HIT = Qt.ItemDataRole.UserRole
_AT_MOST = 2_000
"""Hits that are listed; more are counted and replaced, but nobody reads them."""
_PAUSE = 120
"""Milliseconds after the last letter until the plan is searched."""
_WHERE, _FIELD, _TEXT, _AFTER = range(4)
_WIDTHS = (260, 110, 340)


class FindPanel(QWidget):
    """Hits by campaign and list; a click goes there. Replacing is one step that can be undone."""

    jump_requested = Signal(str)
    """The identifier of the record where something was found."""

    def __init__(self, bridge: PlanBridge, tabs: PlanTabs, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._tabs = tabs
        self._groups: list[HitGroup] = []
        self._hits: list[Hit] = []
        self.field = _line(tr("Find in the plan"))
        self.by = _line(tr("Replace with"))
        self.options = SearchOptions(theme)
        self.scope = QComboBox()
        self.scope.setAccessibleName(tr("Where to look"))
        self.scope.addItems([tr("Whole plan"), tr("This campaign")])
        self.replace_button = QPushButton(tr("Replace"))
        self.replace_all_button = QPushButton(tr("Replace all"))
        self.count = QLabel()
        self.count.setProperty("role", "secondary")
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.complaint = QLabel()
        self.complaint.setProperty("role", "complaint")
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self.tree = _hit_tree()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_PAUSE)
        self._lay_out()
        self._connect()
        self._search()

    def open(self, text: str = "", *, replacing: bool = False) -> None:
        """Make ready for typing; ``text`` is looked for if nothing was before."""
        if text and not self.field.text():
            self.field.setText(text)
        target = self.by if replacing and self.field.text() else self.field
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        target.selectAll()
        self._search()

    @property
    def hits(self) -> list[Hit]:
        """All that was found."""
        return list(self._hits)

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in other colours."""
        self.options.set_theme(theme)

    def replace_current(self) -> None:
        """Replace the chosen hit, or the first one that can be, and go on to the next."""
        chosen = self._current()
        rest = [hit for hit in self._hits if hit.changeable]
        hit = chosen if chosen is not None and chosen.changeable else next(iter(rest), None)
        if hit is not None:
            self._replace([hit])

    def replace_all(self) -> None:
        """Replace all hits that can be."""
        self._replace(self._hits)

    def _lay_out(self) -> None:
        top, below = QHBoxLayout(), QHBoxLayout()
        for widget in (self.field, self.options, self.scope):
            top.addWidget(widget)
        top.addWidget(self.count, 1)
        below.addWidget(self.by)
        for button in (self.replace_button, self.replace_all_button):
            below.addWidget(button)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 4)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addLayout(below)
        layout.addWidget(self.complaint)
        layout.addWidget(self.tree, 1)

    def _connect(self) -> None:
        self._late.timeout.connect(self._search)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._go_to_list)
        self.by.textChanged.connect(self._show)
        self.by.returnPressed.connect(self.replace_current)
        self.options.changed.connect(self._search)
        self.scope.currentIndexChanged.connect(self._search)
        self.replace_button.clicked.connect(self.replace_current)
        self.replace_all_button.clicked.connect(self.replace_all)
        self.tree.itemClicked.connect(self._jump)
        self.tree.itemActivated.connect(self._jump)
        self._tabs.campaign_changed.connect(self._look_again)
        self._bridge.patched.connect(self._look_again)

    def _typed(self) -> None:
        self._late.start()

    def _look_again(self) -> None:
        if self.isVisible():
            self._late.start()

    def _search(self) -> None:
        self._late.stop()
        groups = search(self._bridge.reader, self.options.wording(self.field.text()))
        if self.scope.currentIndex():
            groups = [
                group for group in groups if group.campaign and group.campaign == self._tabs.campaign_id()
            ]
        self._groups = groups
        self._hits = [hit for group in groups for hit in group.hits]
        self._show()

    def _show(self) -> None:
        """List the hits, keeping the place."""
        current, shown = self.tree.currentItem(), self._rows()
        at = shown.index(current) if current is not None and current in shown else -1
        self.tree.setUpdatesEnabled(False)
        self.tree.clear()
        left = _AT_MOST
        for group in self._groups:
            self._add_group(group, left)
            left -= len(group.hits)
        self.tree.setColumnHidden(_AFTER, not self.by.text())
        self.tree.setUpdatesEnabled(True)
        rows = self._rows()
        if rows and at >= 0:
            self.tree.setCurrentItem(rows[min(at, len(rows) - 1)])
        self._say_count()

    def _add_group(self, group: HitGroup, at_most: int) -> None:
        if at_most <= 0:
            return
        top = QTreeWidgetItem([f"{tr(group.title)} ({number(len(group.hits))})"])
        top.setFirstColumnSpanned(True)
        self.tree.addTopLevelItem(top)
        top.addChildren([self._row(hit) for hit in group.hits[:at_most]])
        top.setExpanded(True)

    def _row(self, hit: Hit) -> QTreeWidgetItem:
        title, kind = title_of(hit.record, self._bridge.reader), kind_title(hit.record)
        after = snippet(hit, self.by.text()) if hit.changeable else tr("stays as it is")
        item = QTreeWidgetItem([title, tr(hit.field), snippet(hit), after])
        item.setData(0, _HIT, hit)
        item.setToolTip(_WHERE, f"{kind}: {title}")
        item.setData(_WHERE, Qt.ItemDataRole.AccessibleTextRole, f"{kind}: {title}")
        if not hit.changeable:
            item.setForeground(_AFTER, self.palette().placeholderText())
            item.setToolTip(_AFTER, tr("Keys, choices and what was read from a system are not replaced."))
        return item

    def _say_count(self) -> None:
        wanted = sum(hit.changeable for hit in self._hits)
        text = ""
        if self.field.text():
            text = tr("%n places", len(self._hits)) if self._hits else tr("not found")
            if self._hits and wanted < len(self._hits):
                text += tr(", {count} can be replaced").format(count=number(wanted))
            if len(self._hits) > _AT_MOST:
                text += tr(", the first {count} are listed").format(count=number(_AT_MOST))
        self.count.setText(text)
        self.field.setAccessibleDescription(text)
        self.replace_button.setEnabled(wanted > 0)
        self.replace_all_button.setEnabled(wanted > 0)
        self.replace_all_button.setText(
            tr("Replace all {count}").format(count=number(wanted)) if wanted else tr("Replace all")
        )

    def _replace(self, hits: list[Hit]) -> None:
        label = tr("Replace “{text}” by “{by}”").format(text=self.field.text(), by=self.by.text())
        try:
            replace(self._bridge.store, hits, self.by.text(), label)
        except MaplannerError as error:
            self.complaint.setText(tr("That could not be replaced: {why}").format(why=error))
            self.complaint.show()
        else:
            self.complaint.hide()
        self._search()

    def _current(self) -> Hit | None:
        item = self.tree.currentItem()
        hit = item.data(0, _HIT) if item is not None else None
        return hit if isinstance(hit, Hit) else None

    def _rows(self) -> list[QTreeWidgetItem]:
        tops = (self.tree.topLevelItem(at) for at in range(self.tree.topLevelItemCount()))
        rows = (top.child(at) for top in tops if top is not None for at in range(top.childCount()))
        return [row for row in rows if row is not None]

    def _go_to_list(self) -> None:
        self._search()
        rows = self._rows()
        if rows:
            self.tree.setCurrentItem(rows[0])
            self.tree.setFocus()

    def _jump(self, item: QTreeWidgetItem) -> None:
        hit = item.data(0, _HIT)
        if isinstance(hit, Hit):
            self.jump_requested.emit(hit.record.id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._late.start()


def _line(what: str) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(what)
    line.setAccessibleName(what)
    line.setClearButtonEnabled(True)
    line.setFixedWidth(scaled(260))
    return line


def _hit_tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName(tr("Places found"))
    tree.setFrameShape(QFrame.Shape.NoFrame)
    tree.setHeaderLabels([tr("Where"), tr("Field"), tr("Text"), tr("Becomes")])
    tree.setUniformRowHeights(True)
    tree.setAllColumnsShowFocus(True)
    tree.setIndentation(14)
    for column, width in enumerate(_WIDTHS):
        tree.setColumnWidth(column, width)
    return tree
