"""The findings: what is wrong, where, and the verb that puts it right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLabel,
    QMenu,
    QStackedLayout,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.checks import Finding, Severity
from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.lettering import scaled
from maplanner.desktop.naming import kind_title
from maplanner.desktop.panels.completeness import CompletenessLine
from maplanner.desktop.panels.findings_model import FindingColumn, FindingsModel, message_of
from maplanner.desktop.panels.findings_paint import FindingDelegate
from maplanner.desktop.panels.showing import EmptyState
from maplanner.desktop.tables.look import calm_table, filter_field
from maplanner.desktop.words import tr
from maplanner.document.records import IgnoredFinding
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.checks.completeness import Completeness

_ROW = 34


class FindingsPanel(QWidget):
    """Lists findings. A click or Enter goes to the place; the blue verb at the right applies the fix.

    The context menu lets the team ignore a finding with a reason; ignored ones are shown on demand.
    """

    jump_requested = Signal(str)
    """The identifier of the record that a finding is about."""
    count_changed = Signal(int, int, int)
    """How many errors, warnings and notes there are."""
    failed = Signal(str)
    """A fix could not be applied: why, for the person."""

    def __init__(self, bridge: PlanBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.model = FindingsModel(self._sort_of, self)
        self.view = _FindingsView()
        self.view.setModel(self.model)
        self.model.shown_changed.connect(lambda: self.view.fit(with_fixes=self.model.offers_something))
        self._delegate = FindingDelegate(theme, self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.fit()
        self.view.chosen.connect(self._choose)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.filter = filter_field(tr("Filter findings"))
        self.filter.textChanged.connect(self._filter)
        self.toggles = {severity: self._toggle() for severity in Severity}
        self.ignored_toggle = self._toggle(shown=False)
        self.complaint = QLabel()
        self.complaint.setProperty("role", "complaint")
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self.empty = EmptyState(theme)
        self.completeness = CompletenessLine(theme)
        self.completeness.jump_requested.connect(self.jump_requested)
        self._is_checked = False
        self._lay_out()
        self._show_checking()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 6, 16, 2)
        top.setSpacing(4)
        for toggle in self.toggles.values():
            top.addWidget(toggle)
        top.addWidget(self.ignored_toggle)
        top.addStretch(1)
        top.addWidget(self.filter, 2)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self.complaint)
        layout.addWidget(body, 1)
        layout.addWidget(self.completeness)

    def _toggle(self, *, shown: bool = True) -> QToolButton:
        toggle = QToolButton()
        toggle.setCheckable(True)
        toggle.setChecked(shown)
        toggle.setAutoRaise(True)
        toggle.setProperty("role", "toggle")
        toggle.toggled.connect(self._filter)
        return toggle

    def set_findings(
        self,
        findings: Sequence[Finding],
        ignored: Sequence[Finding] = (),
        scores: Sequence[Completeness] = (),
    ) -> None:
        """Show what the checks found last, keeping the selected one selected if it is still there."""
        before = self._current_finding()
        self._is_checked = True
        self.complaint.hide()
        self.model.set_findings(findings, ignored)
        self._select_again(before)
        counts = [self.model.count(severity) for severity in Severity]
        self._say_counts(counts)
        self._choose_page()
        self.completeness.show_scores(scores)
        self.count_changed.emit(*counts)

    def _show_checking(self) -> None:
        """Say that nothing is known yet: until the first check has ended, nothing may look right."""
        for toggle in self.toggles.values():
            toggle.hide()
        self.ignored_toggle.hide()
        self.completeness.show_scores(())
        self._choose_page()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._delegate.theme = theme
        self.empty.set_theme(theme)
        self.completeness.set_theme(theme)
        self.view.viewport().update()

    def fix(self, finding: Finding) -> None:
        """Apply a finding's fix as one undo step; say so where it no longer fits."""
        if finding.fix is None:
            return
        try:
            with self._bridge.store.transact(tr(finding.fix.title)) as transaction:
                finding.fix.apply(transaction)
        except MaplannerError as error:
            self.complaint.setText(tr("That could not be put right: {why}").format(why=error))
            self.complaint.show()
            self.failed.emit(str(error))
        else:
            self.complaint.hide()

    def ignore(self, finding: Finding, reason: str) -> None:
        """Let the team live with a finding, as one undo step. Without a reason nothing happens."""
        if not reason.strip():
            return
        from maplanner.checks import ignoring  # the window starts without the checks

        known = ignoring(finding, reason, self._bridge.store.author, date.today())  # noqa: DTZ011 - the person's day
        with self._bridge.store.transact(tr("Ignore a finding")) as transaction:
            transaction.put(known)

    def stop_ignoring(self, finding: Finding) -> None:
        """Let a finding count again, as one undo step."""
        known = self._bridge.reader.all(IgnoredFinding)
        same = [each.id for each in known if (each.code, each.about, each.detail) == finding.key]
        with self._bridge.store.transact(tr("Stop ignoring")) as transaction:
            transaction.remove(*same)

    def menu_of(self, finding: Finding) -> QMenu:
        """Return what can be done with a finding."""
        menu = QMenu(self)
        if finding.record:
            go = menu.addAction(tr("Go there"))
            go.triggered.connect(lambda: self.jump_requested.emit(finding.record))
        if finding.ignored is not None:
            menu.addAction(tr("Stop ignoring")).triggered.connect(lambda: self.stop_ignoring(finding))
            return menu
        if finding.fix is not None:
            menu.addAction(tr(finding.fix.title).replace("&", "&&")).triggered.connect(
                lambda: self.fix(finding)
            )
        menu.addSeparator()
        menu.addAction(tr("Ignore…")).triggered.connect(lambda: self._ask_why(finding))
        return menu

    def _ask_why(self, finding: Finding) -> None:
        text = tr("Why can the team live with this? It will no longer count.\n\n{message}")
        reason, is_given = QInputDialog.getText(
            self, tr("Ignore a finding"), text.format(message=message_of(finding))
        )
        if is_given:
            self.ignore(finding, reason)

    def _show_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        index = index if index.isValid() else self.view.currentIndex()
        if index.isValid():
            menu = self.menu_of(self.model.finding(index.row()))
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.view.viewport().mapToGlobal(place))

    def _sort_of(self, record_id: str) -> str:
        record = self._bridge.reader.get(record_id)
        return kind_title(record) if record is not None else ""

    def _choose(self, row: int, column: int) -> None:
        finding = self.model.finding(row)
        if column == FindingColumn.FIX and finding.ignored is not None:
            self.stop_ignoring(finding)
        elif column == FindingColumn.FIX and finding.fix is not None:
            self.fix(finding)
        elif finding.record:
            self.jump_requested.emit(finding.record)

    def _filter(self) -> None:
        wanted = frozenset(severity for severity, toggle in self.toggles.items() if toggle.isChecked())
        self.model.filter(self.filter.text(), wanted, with_ignored=self.ignored_toggle.isChecked())
        self._choose_page()

    def _choose_page(self) -> None:
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.view)
            return
        if not self._is_checked:
            self.empty.say("list-checks", tr("Checking the plan …"))
        elif self.model.total:
            self.empty.say("search", tr("No finding matches the filter."))
        else:
            self.empty.say("circle-check", tr("Nothing is missing."))
        self._stack.setCurrentWidget(self.empty)

    def _say_counts(self, counts: list[int]) -> None:
        texts = (tr("%n errors", counts[0]), tr("%n warnings", counts[1]), tr("%n notes", counts[2]))
        for toggle, text in zip(self.toggles.values(), texts, strict=True):
            toggle.setText(text)
            toggle.show()
            toggle.setAccessibleName(tr("Show {what}").format(what=text))
            toggle.setToolTip(tr("Show or hide these findings"))
        ignored = self.model.ignored_count
        self.ignored_toggle.setText(tr("%n ignored", ignored))
        self.ignored_toggle.setToolTip(tr("Show findings that the team has decided to live with, and why"))
        self.ignored_toggle.setVisible(bool(ignored))

    def _current_finding(self) -> Finding | None:
        index = self.view.currentIndex()
        return self.model.finding(index.row()) if index.isValid() else None

    def _select_again(self, before: Finding | None) -> None:
        if before is None or self._current_finding() == before:
            return
        self.view.setCurrentIndex(QModelIndex())
        for row in range(self.model.rowCount()):
            found = self.model.finding(row)
            if found.key == before.key:
                self.view.setCurrentIndex(self.model.index(row, int(FindingColumn.MESSAGE)))
                return


class _FindingsView(QTableView):
    """The rows. ``chosen`` tells a row and column that was clicked, or entered by the keyboard."""

    chosen = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._with_fixes = True
        calm_table(self, tr("Findings"), row_height=_ROW)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.horizontalHeader().setVisible(False)
        self.clicked.connect(lambda index: self.chosen.emit(index.row(), index.column()))

    def fit(self, *, with_fixes: bool | None = None) -> None:
        """Share the width out: the message takes what the others leave, of fixes too if there are none."""
        if with_fixes is not None:
            self._with_fixes = with_fixes
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        width = self.viewport().width()
        place = min(max(width * 17 // 100, 80), scaled(240))
        fix = min(max(width * 24 // 100, 130), scaled(300)) if self._with_fixes else 0
        if width < scaled(520):
            place = 0
        severity = scaled(92)
        self.setColumnHidden(FindingColumn.PLACE, place == 0)
        self.setColumnHidden(FindingColumn.FIX, fix == 0)
        for column, size in (
            (FindingColumn.SEVERITY, severity),
            (FindingColumn.MESSAGE, max(width - severity - place - fix, 120)),
            (FindingColumn.PLACE, max(place, 48)),
            (FindingColumn.FIX, max(fix, 48)),
        ):
            header.resizeSection(column, size)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.model() is not None:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            with_fix = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self.chosen.emit(index.row(), int(FindingColumn.FIX) if with_fix else index.column())
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._point(index)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(QModelIndex())
        super().leaveEvent(event)

    def _point(self, index: QModelIndex | QPersistentModelIndex) -> None:
        is_fix = index.isValid() and index.column() == FindingColumn.FIX and bool(index.data())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_fix else Qt.CursorShape.ArrowCursor)
