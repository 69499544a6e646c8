"""Lead conversion: which field of a lead goes to which of contact, account and opportunity; what is lost."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QMenu,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.crm.lead_conversion import (
    conversion_refusal,
    converted_objects,
    lead_objects,
    lost_at_conversion,
)
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.data.board import Board
from maplanner.desktop.data.board_parts import Tie
from maplanner.desktop.data.fields_bar import offer
from maplanner.desktop.data.sides import ends, groups
from maplanner.desktop.flowing import FlowLayout
from maplanner.desktop.late import Late
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import number, tr
from maplanner.document.patch import Patch
from maplanner.document.reading import RecordReader
from maplanner.document.records import Conversion, CrmField, CrmObject, Mapping, System
from maplanner.drawing.theme import Theme

_READ = frozenset(cls.type_name for cls in (Conversion, CrmField, CrmObject, Mapping, System))


class ConversionScreen(QWidget):
    """Draws lines from a lead's fields to those that it becomes."""

    selection_changed = Signal(list)
    jump_requested = Signal(str)
    way_requested = Signal(str)
    message = Signal(str)

    def __init__(self, bridge: PlanBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.lead = QComboBox()
        self.free = QToolButton()
        self.lost = QPushButton()
        self.board = Board(theme, self.refusal)
        self.empty = QLabel(tr("No leads to convert: import a CRM that has leads, contacts and accounts."))
        self._lay_out()
        self._connect()
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.board.set_theme(theme)

    def refusal(self, source: str, target: str) -> str:
        """Return why a lead's field cannot be converted into another; empty where it can."""
        reader = self._bridge.reader
        ours, theirs = reader.find_or_none(CrmField, source), reader.find_or_none(CrmField, target)
        if ours is None or theirs is None:
            return tr("This field has just been deleted.")
        found = conversion_refusal(reader, ours, theirs)
        return tr(found.template).format_map(found.params) if found is not None else ""

    def connect_fields(self, source: str, target: str) -> None:
        """Convert one field into another, or say why that cannot be."""
        refusal = self.refusal(source, target)
        if refusal:
            self.message.emit(refusal)
            return
        made = Conversion.new(source=source, target=target)
        with self._bridge.store.transact(tr("Add lead conversion")) as transaction:
            transaction.put(made)
        self.refresh()
        self.board.select_tie(made.id)

    def remove(self, conversion_id: str) -> None:
        """Convert a field no longer."""
        with self._bridge.store.transact(tr("Delete lead conversion")) as transaction:
            transaction.remove(conversion_id)

    def show_field(self, field_id: str) -> bool:
        """Show a field, if it stands on either side."""
        return self.board.select_end(field_id)

    def refresh(self) -> None:
        """Show everything as it is now."""
        reader = self._bridge.reader
        offer(self.lead, [(title_of(each, reader), each.id) for each in lead_objects(reader)])
        lead = reader.find_or_none(CrmObject, self.lead.currentData())
        objects = converted_objects(reader, lead) if lead is not None else []
        self._stack.setCurrentIndex(0 if lead is not None and objects else 1)
        if lead is None:
            return
        left = groups(reader, lead.id)
        right = [group for each in objects for group in groups(reader, each.id)]
        self.board.show_content(ends(reader, left), ends(reader, right), _ties(reader, lead))
        self._tell_lost(lost_at_conversion(reader, lead))

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        row = FlowLayout(spacing=8)
        row.setContentsMargins(12, 10, 12, 4)
        self.lead.setAccessibleName(tr("Leads of"))
        self.lead.setMinimumContentsLength(16)
        self.free.setText(tr("Not converted"))
        self.free.setToolTip(tr("Show only fields without a line"))
        self.free.setCheckable(True)
        self.free.setProperty("role", "toggle")
        for widget in (self.lead, self.free, self.lost):
            row.addWidget(widget)
        self.lost.setProperty("role", "complaint")
        hint = QLabel(
            tr(
                "What a lead holds is lost at conversion unless a line carries it over. "
                "Filled targets are kept when a lead is merged: only empty ones take the lead's value."
            )
        )
        hint.setProperty("role", "secondary")
        hint.setWordWrap(True)
        hint.setContentsMargins(12, 0, 12, 4)
        layout.addLayout(row)
        layout.addWidget(hint)
        layout.addWidget(self.board, 1)
        self.empty.setProperty("role", "secondary")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(whole)
        self._stack.addWidget(self.empty)

    def _connect(self) -> None:
        self._late = Late(self.refresh, self)
        self.lead.currentIndexChanged.connect(lambda _index: self.refresh())
        self.free.toggled.connect(self.board.show_only_free)
        self.lost.clicked.connect(self._show_lost)
        self.board.drawn.connect(self.connect_fields)
        self.board.tie_selected.connect(lambda tie: self.selection_changed.emit([tie]) if tie else None)
        self.board.end_selected.connect(lambda end: self.selection_changed.emit([end]))
        self.board.remove_requested.connect(self.remove)
        self.board.menu_requested.connect(self._open_menu)
        self._bridge.patched.connect(self._on_patch)

    # ------------------------------------------------------------ what happens

    def _tell_lost(self, lost: list[CrmField]) -> None:
        self._lost = lost
        self.lost.setVisible(bool(lost))
        self.lost.setText(
            tr("{count} filled fields are lost at conversion").format(count=number(len(lost)))
            if len(lost) != 1
            else tr("1 filled field is lost at conversion")
        )

    def _show_lost(self) -> None:
        """List what is lost; each line goes to its field."""
        menu = QMenu(self)
        for each in self._lost:
            text = title_of(each, self._bridge.reader).replace("&", "&&")
            menu.addAction(text, partial(self.board.select_end, each.id))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.lost.mapToGlobal(QPoint(0, self.lost.height())))

    def _open_menu(self, record_id: str, place: QPoint) -> None:
        menu = QMenu(self)
        if self._bridge.reader.find_or_none(Conversion, record_id) is not None:
            self.board.select_tie(record_id)
            menu.addAction(tr("Delete"), partial(self.remove, record_id))
        else:
            menu.addAction(tr("Show its way"), partial(self.way_requested.emit, record_id))
            menu.addAction(tr("Go to it"), partial(self.jump_requested.emit, record_id))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _on_patch(self, patch: Patch) -> None:
        if any(change.type_name in _READ for change in patch.changes):
            self._late.follow(patch)


def _ties(reader: RecordReader, lead: CrmObject) -> list[Tie]:
    """Return the lines of conversion from a lead's fields; those that break a rule carry the reason."""
    found = []
    for field in reader.referring(CrmField, "object", lead.id):
        for line in reader.referring(Conversion, "source", field.id):
            target = reader.find_or_none(CrmField, line.target)
            if target is None:
                continue
            refusal = conversion_refusal(reader, field, target, apart_from=line.id)
            warning = tr(refusal.template).format_map(refusal.params) if refusal is not None else ""
            found.append(Tie(line.id, field.id, target.id, warning=warning, words=line.origin))
    return found
