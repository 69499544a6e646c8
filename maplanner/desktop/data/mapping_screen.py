"""The mapping screen: two sides, lines between their fields, terms side by side, value maps."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.data.board import Board
from maplanner.desktop.data.board_parts import Column
from maplanner.desktop.data.fields_bar import offer
from maplanner.desktop.data.sides import (
    busiest_pair,
    ends,
    field_name,
    groups,
    sides,
    sides_of,
    ties,
)
from maplanner.desktop.data.terms import TermsModel
from maplanner.desktop.data.value_map import ValueMapPanel
from maplanner.desktop.dialogs.conversion import ConversionDialog
from maplanner.desktop.flowing import FlowLayout
from maplanner.desktop.late import Late
from maplanner.desktop.mapping import map_field, verdict_on
from maplanner.desktop.tables.look import calm_table
from maplanner.desktop.words import tr
from maplanner.document.patch import Patch
from maplanner.document.reading import Snapshot
from maplanner.document.records import (
    CrmField,
    CrmObject,
    FormField,
    Mapping,
    Step,
    System,
    Term,
    ValuePair,
)
from maplanner.document.vocabulary import ConflictRule, Direction, SystemRole
from maplanner.drawing.theme import Theme

_READ = frozenset(
    cls.type_name for cls in (CrmField, CrmObject, FormField, Mapping, Step, System, Term, ValuePair)
)

_TERMS_SHOWN = 4
"""Rows of terms that are seen at once; the others are scrolled to."""


class MappingScreen(QWidget):
    """Maps the fields of one side to those of the other."""

    selection_changed = Signal(list)
    jump_requested = Signal(str)
    way_requested = Signal(str)
    message = Signal(str)

    def __init__(self, bridge: PlanBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.left, self.right = QComboBox(), QComboBox()
        self.swap = QToolButton()
        self.free, self.terms_button = QToolButton(), QToolButton()
        self.suggest = QPushButton(tr("Suggest mappings …"))
        self.terms = TermsModel(bridge, self)
        self.terms_view = QTableView()
        self.board = Board(theme, self.refusal)
        self.values = ValueMapPanel(bridge, theme)
        self.empty = QLabel(tr("Nothing to map yet. Draw a form, and import the fields of your CRM."))
        self._lay_out()
        self._fill_sides()
        self._choose_first()
        self._connect()
        self.refresh()

    # ------------------------------------------------------------ what others may ask

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.board.set_theme(theme)
        self.values.set_theme(theme)

    def show_sides(self, left: str, right: str) -> None:
        """Show the fields of two sides: identifiers of a form, an object or a system."""
        self._fill_sides()
        for box, side in ((self.left, left), (self.right, right)):
            box.setCurrentIndex(max(0, box.findData(side)))

    def show_field(self, field_id: str) -> bool:
        """Show a field, and what it is mapped to where it is; return whether it is there."""
        pair = sides_of(self._bridge.reader, field_id)
        if pair is None:
            return False
        self.show_sides(pair[0] or str(self.left.currentData()), pair[1] or str(self.right.currentData()))
        self.refresh()
        return self.board.select_end(field_id)

    def refusal(self, left: str, right: str) -> str:
        """Return what to tell a person before a line is drawn; empty where all fits."""
        source, target = self._ends_of(left, right)
        return verdict_on(self._bridge.reader, source, target).words if target else self._both_collected()

    def connect_fields(self, left: str, right: str) -> None:
        """Map one field to the other; ask for the conversion where it does not fit as it is."""
        source, target = self._ends_of(left, right)
        if not target:
            self.message.emit(self._both_collected())
            return
        verdict = verdict_on(self._bridge.reader, source, target)
        if verdict.refused:
            self.message.emit(verdict.refused)
        elif verdict.reason:
            run = partial(self._map, source, target)
            ConversionDialog(self.window(), verdict.reason, verdict.proposal, run).open()
        else:
            self._map(source, target)

    def remove(self, mapping_id: str) -> None:
        """Delete a mapping, with its value map."""
        with self._bridge.store.transact(tr("Delete mapping")) as transaction:
            transaction.remove(mapping_id)

    def refresh(self) -> None:
        """Show everything as it is now."""
        reader = self._bridge.reader
        left, right = (groups(reader, str(box.currentData() or "")) for box in (self.left, self.right))
        ids = [{field.id for _title, fields in side for field in fields} for side in (left, right)]
        self.board.show_content(ends(reader, left), ends(reader, right), ties(reader, ids[0], ids[1]))
        self.terms.show_systems(*(self._system_of(box) for box in (self.left, self.right)))
        self.terms_button.setEnabled(self.terms.columnCount() > 1)
        self.terms_view.setVisible(self.terms_button.isChecked() and self.terms.columnCount() > 1)
        self._stack.setCurrentIndex(0 if self.left.count() > 0 else 1)

    def open_suggestions(self) -> None:
        """Propose mappings from the fields of the left side to those of the right."""
        from maplanner.app.suggesting import Search, run_searches
        from maplanner.desktop.data.suggesting import SuggestDialog

        search_ids = self._open_ends()

        def find(snapshot: Snapshot, tell: object) -> object:
            fields = [snapshot.get(each) for each in search_ids[0]]
            sources = tuple(each for each in fields if isinstance(each, FormField | CrmField))
            targets = [snapshot.find_or_none(CrmField, each) for each in search_ids[1]]
            known = tuple(each for each in targets if each is not None)
            return run_searches([Search(sources, known)], tell)  # type: ignore[arg-type]

        SuggestDialog(self._bridge, find, self.window()).open()  # type: ignore[arg-type]

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._sides())
        layout.addLayout(self._tools())
        layout.addWidget(self._terms_table())
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.board)
        split.addWidget(self._framed(self.values))
        split.setStretchFactor(0, 1)
        split.setSizes([500, 190])
        layout.addWidget(split, 1)
        self.empty.setProperty("role", "secondary")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(whole)
        self._stack.addWidget(self.empty)

    def _sides(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 10, 12, 4)
        row.setSpacing(8)
        for box, name in ((self.left, tr("Left side")), (self.right, tr("Right side"))):
            box.setAccessibleName(name)
            box.setMinimumContentsLength(8)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.swap.setText("⇄")
        self.swap.setToolTip(tr("Swap the sides"))
        self.swap.setAccessibleName(tr("Swap the sides"))
        row.addWidget(self.left, 1)
        row.addWidget(self.swap)
        row.addWidget(self.right, 1)
        return row

    def _tools(self) -> FlowLayout:
        row = FlowLayout(spacing=8)
        row.setContentsMargins(12, 0, 12, 4)
        for button, text, tip in (
            (self.free, tr("Not mapped"), tr("Show only fields without a line")),
            (self.terms_button, tr("Terms"), tr("What both systems call the same things")),
        ):
            button.setText(text)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setProperty("role", "toggle")
            row.addWidget(button)
        row.addWidget(self.suggest)
        hint = QLabel(tr("Drag a line from one side to the other, or press Enter on both."))
        hint.setProperty("role", "secondary")
        row.addWidget(hint)
        return row

    def _terms_table(self) -> QTableView:
        calm_table(self.terms_view, tr("Terms"), row_height=26)
        self.terms_view.setModel(self.terms)
        self.terms_view.setMaximumHeight(34 + 26 * _TERMS_SHOWN)
        self.terms_view.horizontalHeader().setDefaultSectionSize(200)
        self.terms_view.hide()
        return self.terms_view

    def _framed(self, widget: QWidget) -> QFrame:
        frame = QFrame()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(16, 8, 16, 8)
        inner.addWidget(widget)
        frame.hide()
        self._values_frame = frame
        return frame

    def _connect(self) -> None:
        self._late = Late(self._refresh_sides, self)
        for box in (self.left, self.right):
            box.currentIndexChanged.connect(lambda _index: self._change_side())
        self.swap.clicked.connect(self._swap)
        self.free.toggled.connect(self.board.show_only_free)
        self.terms_button.toggled.connect(lambda _checked: self.refresh())
        self.suggest.clicked.connect(self.open_suggestions)
        self.board.drawn.connect(self.connect_fields)
        self.board.tie_selected.connect(self._choose_tie)
        self.board.end_selected.connect(self._choose_end)
        self.board.remove_requested.connect(self.remove)
        self.board.menu_requested.connect(self._open_menu)
        self._bridge.patched.connect(self._on_patch)

    def _fill_sides(self) -> None:
        found = [(side.title, side.id) for side in sides(self._bridge.reader)]
        for box in (self.left, self.right):
            offer(box, found)

    def _choose_first(self) -> None:
        """Begin with the two sides that most mappings lie between; else with the CRM's first object."""
        pair = busiest_pair(self._bridge.reader)
        reader = self._bridge.reader
        crms = [system.id for system in reader.all(System) if system.role is SystemRole.CRM]
        objects = sorted(reader.all(CrmObject), key=lambda each: each.system not in crms)
        left, right = pair or ("", objects[0].id if objects else "")
        for box, side in ((self.left, left), (self.right, right)):
            box.setCurrentIndex(max(0, box.findData(side)))

    # ------------------------------------------------------------ what happens

    def _refresh_sides(self) -> None:
        self._fill_sides()
        self.refresh()

    def _change_side(self) -> None:
        self.board.drop_pick()
        self.board.select_tie("")
        self.refresh()

    def _swap(self) -> None:
        left, right = self.left.currentIndex(), self.right.currentIndex()
        self.left.setCurrentIndex(right)
        self.right.setCurrentIndex(left)

    def _ends_of(self, left: str, right: str) -> tuple[str, str]:
        """Return source and target of a line; no target where both sides are forms.

        What a form collects is always the source: nothing is written into a form.
        """
        reader = self._bridge.reader
        if reader.find_or_none(FormField, right) is not None:
            left, right = right, left
        return left, right if reader.find_or_none(CrmField, right) is not None else ""

    def _both_collected(self) -> str:
        return tr("Both are fields of forms; data lands in the field of a system.")

    def _map(self, source: str, target: str, conversion: str = "") -> None:
        try:
            made = map_field(self._bridge.store, source, target, conversion)
        except MaplannerError as error:
            self.message.emit(error.message)
            return
        self.refresh()
        self.board.select_tie(made.id)

    def _choose_tie(self, tie_id: str) -> None:
        self.values.show_mapping(tie_id)
        self._values_frame.setVisible(self.values.model.is_wanted)
        if tie_id:
            self.selection_changed.emit([tie_id])

    def _choose_end(self, end_id: str) -> None:
        self._values_frame.hide()
        self.selection_changed.emit([end_id])

    def _open_menu(self, record_id: str, place: QPoint) -> None:
        menu = QMenu(self)
        record = self._bridge.reader.get(record_id)
        if isinstance(record, Mapping):
            self.board.select_tie(record_id)
            self._fill_tie_menu(menu, record)
        elif isinstance(record, FormField | CrmField):
            menu.addAction(tr("Show its way"), partial(self.way_requested.emit, record_id))
            menu.addAction(tr("Go to it"), partial(self.jump_requested.emit, record_id))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _fill_tie_menu(self, menu: QMenu, mapping: Mapping) -> None:
        names = [field_name(self._bridge.reader, end or "") for end in _ends(mapping)]
        direction = menu.addMenu(tr("Direction"))
        for way in Direction:
            action = direction.addAction(
                tr(way.value), partial(self._set, mapping.id, "direction", way.value)
            )
            action.setCheckable(True)
            action.setChecked(mapping.direction is way)
        conflict = menu.addMenu(tr("When both differ"))
        for rule in ConflictRule:
            action = conflict.addAction(
                tr(rule.value), partial(self._set, mapping.id, "conflict", rule.value)
            )
            action.setCheckable(True)
            action.setChecked(mapping.conflict is rule)
        menu.addSeparator()
        text = tr("Delete {left} → {right}").format(left=names[0], right=names[1])
        menu.addAction(text.replace("&", "&&"), partial(self.remove, mapping.id))

    def _set(self, mapping_id: str, name: str, value: str) -> None:
        try:
            with self._bridge.store.transact(tr("Change mapping")) as transaction:
                transaction.change(mapping_id, {name: value})
        except MaplannerError as error:
            self.message.emit(error.message)

    def _open_ends(self) -> tuple[list[str], list[str]]:
        """Return the ends of both sides that have no line yet; the sources are those at the left."""
        left, right = self.board.models[Column.LEFT], self.board.models[Column.RIGHT]
        free = [[end for end in model.end_ids if end not in model.tied] for model in (left, right)]
        if any(self._bridge.reader.find_or_none(FormField, end) is not None for end in free[1]):
            free.reverse()
        return free[0], free[1]

    def _system_of(self, box: QComboBox) -> str:
        record = self._bridge.reader.get(str(box.currentData() or ""))
        if isinstance(record, CrmObject):
            return record.system
        if isinstance(record, Step):
            return record.system or ""
        return record.id if isinstance(record, System) else ""

    def _on_patch(self, patch: Patch) -> None:
        if any(change.type_name in _READ for change in patch.changes):
            self._late.follow(patch)


def _ends(mapping: Mapping) -> tuple[str | None, str]:
    return mapping.collected or mapping.held, mapping.target
