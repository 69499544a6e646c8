"""The inspector at the right: what is selected, its fields, its parts and its simulated numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.eliding import ElidedButton, ElidedLabel
from maplanner.desktop.inspector.assuming import AssumptionForm, assumable, new_assumption
from maplanner.desktop.inspector.form import GeneratedForm, Section
from maplanner.desktop.inspector.landing import LandingOffer
from maplanner.desktop.inspector.parts import PartsList, holder_of, parts_of
from maplanner.desktop.inspector.simulated import NumbersPlace
from maplanner.desktop.inspector.used import UsedIn
from maplanner.desktop.naming import kind_title, title_of
from maplanner.desktop.words import tr
from maplanner.document.patch import Patch
from maplanner.document.records import Assumption, CrmField, FormField, Record, Scenario, Step
from maplanner.drawing.icons import icon_pixmap
from maplanner.drawing.theme import Theme
from maplanner.steps import kind_of

if TYPE_CHECKING:
    from maplanner.simulation import SimulationResult

_LEAST_WIDTH = 280
"""From this width on nothing is cut off."""


class Inspector(QScrollArea):
    """Shows the selected records; edits what they have in common."""

    jump_requested = Signal(str)
    """A part was clicked: show that record."""
    way_requested = Signal(str)
    """The whole way of a field is to be shown."""

    def __init__(self, bridge: PlanBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._ids: list[str] = []
        self._shown_ids: list[str] = []
        self._result: SimulationResult | None = None
        self._form: GeneratedForm | None = None
        self._header: _Header | None = None
        self._numbers: NumbersPlace | None = None
        self._parts: list[PartsList | LandingOffer | UsedIn] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._rebuild)
        bridge.patched.connect(self._on_patch)
        # Not at once: a window says what is to be shown before anybody looks.
        self._late.start(0)

    def show_records(self, ids: Sequence[str]) -> None:
        """Show these records; with none, the plan itself."""
        if list(ids) != self._ids:
            self._ids = list(ids)
            self._rebuild()

    def begin_record(self, record_id: str) -> None:
        """Show a record that was just made and let a person name it."""
        self.show_records([record_id])
        self._begin()

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in other colours."""
        self._theme = theme
        self._rebuild()

    def set_result(self, result: SimulationResult | None) -> None:
        """Show a simulation's numbers for the selected step."""
        self._result = result
        if self._late.isActive() or self._numbers is None:
            return
        # The form stays: somebody may be typing there. It stays under the eyes, too.
        before, bar = self._numbers.sizeHint().height() * self._numbers.isVisible(), self.verticalScrollBar()
        self._show_numbers()
        after = self._numbers.sizeHint().height() * self._numbers.isVisible()
        if after != before and (bar.value() > before or self._is_edited()):
            self._keep_place(max(bar.value() + after - before, 0))

    def _is_edited(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self._form is not None and self._form.isAncestorOf(focused)

    @property
    def shown_ids(self) -> list[str]:
        """The records that are shown."""
        self._catch_up()
        return list(self._shown_ids)

    def form(self) -> GeneratedForm | None:
        """Return the form that is shown, or ``None``."""
        self._catch_up()
        return self._form

    def _records(self) -> list[Record]:
        found = [self._bridge.reader.get(record_id) for record_id in self._ids]
        return [record for record in found if record is not None]

    def _on_patch(self, patch: Patch) -> None:
        shown = self._records() or [self._bridge.reader.plan]
        ids = {record.id for record in shown}
        touched = {change.id for change in patch.changes}
        gone_or_back = [record.id for record in shown] != self._shown_ids
        if gone_or_back or any(change.before is None for change in patch.changes):
            self._late.start(0)
        elif touched & ids and self._form is not None:
            self._form.refresh(shown)
            if self._header is not None:
                self._header.show_records(shown)
        for parts in self._parts:
            parts.refresh()

    def _catch_up(self) -> None:
        if self._late.isActive():
            self._rebuild()

    def _rebuild(self) -> None:
        self._late.stop()
        records = self._records() or [self._bridge.reader.plan]
        ids = [record.id for record in records]
        same, place = ids == self._shown_ids, self.verticalScrollBar().value()
        self._shown_ids = ids
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 14, 16, 16)
        layout.setSpacing(4)
        self._header = _Header(self._bridge, self._theme)
        self._header.jump_requested.connect(self.jump_requested)
        self._header.show_records(records)
        layout.addWidget(self._header)
        self._numbers = NumbersPlace()
        layout.addWidget(self._numbers)
        self._show_numbers()
        is_assumption = len(records) == 1 and isinstance(records[0], Assumption)
        self._form = AssumptionForm(self._bridge) if is_assumption else GeneratedForm(self._bridge)
        self._form.menu_requested.connect(self._show_field_menu)
        self._form.build(records, _sections(records))
        layout.addWidget(self._form)
        self._parts = []
        if len(records) == 1:
            self._add_parts(layout, self._form, records[0])
        layout.addStretch(1)
        # A click in the old form may have brought us here: it must live until that click is dealt with.
        before = self.takeWidget()
        if before is not None:
            before.hide()
            before.deleteLater()
        self.setWidget(body)
        self._keep_place(place if same else 0)

    def _keep_place(self, place: int) -> None:
        """Stay where a person was reading when the same things are shown anew."""
        body = self.widget()
        if place and body is not None:
            body.adjustSize()
            self.verticalScrollBar().setMaximum(max(place, self.verticalScrollBar().maximum()))
        self.verticalScrollBar().setValue(place)

    def _show_numbers(self) -> None:
        """Show what was simulated above the fields: who has just simulated wants to see that first."""
        records = self._records()
        record = records[0] if len(records) == 1 else None
        if self._numbers is not None:
            self._numbers.show_numbers(self._result, record, self._bridge.reader, self._theme)

    def _add_parts(self, layout: QVBoxLayout, form: GeneratedForm, record: Record) -> None:
        if isinstance(record, FormField | CrmField):
            layout.addWidget(self._way_button(record.id), 0, Qt.AlignmentFlag.AlignLeft)
        if isinstance(record, FormField):
            # Below the list of where it lands: what comes after the same field later stands above.
            self._place(layout, form, LandingOffer(self._bridge, record.id), "required")
        for part in parts_of(record):
            parts = PartsList(self._bridge, record.id, part)
            parts.jump_requested.connect(self.jump_requested)
            parts.added.connect(self._begin)
            self._place(layout, form, parts, part.after)
        used = UsedIn(self._bridge, record.id)
        used.jump_requested.connect(self.jump_requested)
        self._place(layout, form, used, "")

    def _way_button(self, field_id: str) -> QPushButton:
        button = QPushButton(tr("Show its way through the plan"))
        button.setProperty("role", "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(partial(self.way_requested.emit, field_id))
        return button

    def _place(
        self,
        layout: QVBoxLayout,
        form: GeneratedForm,
        widget: PartsList | LandingOffer | UsedIn,
        after: str,
    ) -> None:
        self._parts.append(widget)
        if after:
            form.place_after(after, widget)
        else:
            layout.addSpacing(8)
            layout.addWidget(widget)

    def _show_field_menu(self, path: str, place: QPoint) -> None:
        """Offer to assume another value of a field, in a scenario there is or in a new one."""
        records = self._records() or [self._bridge.reader.plan]
        if len(records) != 1 or path not in assumable(records[0]):
            return
        menu = QMenu(self)
        for scenario in self._bridge.reader.all(Scenario):
            text = tr("Assume another value in “{scenario}”").format(scenario=scenario.title)
            menu.addAction(text, partial(self.assume, records[0], path, scenario))
        menu.addAction(
            tr("Assume another value in a new scenario"), partial(self.assume, records[0], path, None)
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def assume(self, record: Record, path: str, scenario: Scenario | None) -> None:
        """Add an assumption about a field and show it; without a scenario, a new one is made for it."""
        with self._bridge.store.transact(tr("Add assumption")) as transaction:
            if scenario is None:
                scenario = Scenario.new(title=tr("New scenario"))
                transaction.put(scenario)
            assumption = new_assumption(scenario.id, record, path)
            transaction.put(assumption)
        self.show_records([assumption.id])

    def _begin(self) -> None:
        """Let a person name what was just added, once it is shown."""
        QTimer.singleShot(0, self, self._begin_now)

    def _begin_now(self) -> None:
        self._catch_up()
        if self._form is not None:
            self._form.begin()


class _Header(QWidget):
    """Icon, title and sort of what is shown, and a way back to what it is a part of."""

    jump_requested = Signal(str)

    def __init__(self, bridge: PlanBridge, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self._holder = ""
        self.back = ElidedButton("")
        self.back.setProperty("role", "back")
        self.back.setCursor(Qt.CursorShape.PointingHandCursor)
        self.back.clicked.connect(lambda: self.jump_requested.emit(self._holder))
        whole, layout = QVBoxLayout(self), QHBoxLayout()
        whole.setContentsMargins(0, 0, 0, 6)
        whole.setSpacing(4)
        whole.addWidget(self.back)
        whole.addLayout(layout)
        layout.setSpacing(8)
        self._icon = QLabel()
        self._title = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self._title.setProperty("role", "title")
        self._sort = QLabel()
        self._sort.setProperty("role", "secondary")
        layout.addWidget(self._icon)
        layout.addWidget(self._title, 1)
        layout.addWidget(self._sort)

    def show_records(self, records: Sequence[Record]) -> None:
        """Say what is shown."""
        first = records[0]
        holder = holder_of(first, self._bridge.reader) if len(records) == 1 else None
        self._holder = holder.id if holder is not None else ""
        self.back.setVisible(holder is not None)
        if holder is not None:
            self.back.show_text("‹ " + title_of(holder, self._bridge.reader))
        step_kind = kind_of(first) if isinstance(first, Step) else None
        color = self._theme.group(step_kind.group) if step_kind else self._theme.secondary
        name = step_kind.icon if step_kind else "file"
        self._icon.setPixmap(icon_pixmap(name, color, 20, self.devicePixelRatioF()))
        if len(records) == 1:
            self._title.show_text(title_of(first, self._bridge.reader))
            self._sort.setText(kind_title(first))
        else:
            self._title.show_text(_counted(records))
            same = len({kind_title(record) for record in records}) == 1
            self._sort.setText(kind_title(first) if same else "")


def _counted(records: Sequence[Record]) -> str:
    """Return how many of each sort there are, such as “3 steps, 2 links”."""
    counts = Counter(record.type_name.replace("_", " ") for record in records)
    return ", ".join(tr(f"%n {name}s", number) for name, number in counts.items())


def _sections(records: Sequence[Record]) -> list[Section]:
    """Return the fields that all the records share."""
    first = records[0]
    if any(type(record) is not type(first) for record in records):
        return []
    own = Section(type(first), leave_out=frozenset({"id"}))
    if not isinstance(first, Step):
        return [own]
    kind = kind_of(first)
    same_kind = all(isinstance(record, Step) and record.kind == first.kind for record in records)
    if kind is None or not same_kind:
        return [own]
    title = Section(Step, leave_out=frozenset(Step.model_fields) - {"title"})
    rest = Section(Step, leave_out=frozenset({"id", "title"}))
    return [title, Section(kind.props, prefix="props."), rest]
