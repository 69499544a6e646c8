"""The bar above the inventory: words, system, object, facets and groups, and what is done with all of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from maplanner.crm.systems import default_system
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.data.fields_model import FACETS, FieldFilter, Grouping
from maplanner.desktop.flowing import FlowLayout
from maplanner.desktop.naming import title_of
from maplanner.desktop.tables.look import filter_field
from maplanner.desktop.words import number, tr
from maplanner.document.records import CrmObject, Step, System
from maplanner.document.vocabulary import SystemRole
from maplanner.steps import kind_of

_FILTER_AFTER_MS: Final = 120
_GROUPINGS: Final = {
    Grouping.NONE: "Not grouped",
    Grouping.OBJECT: "By object",
    Grouping.SYSTEM: "By system",
    Grouping.TYPE: "By type",
    Grouping.USE: "By use",
}


class FieldsBar(QWidget):
    """Says which fields are wanted, and how many there are."""

    filter_changed = Signal(object)
    """A :class:`FieldFilter`."""
    grouping_changed = Signal(object)

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.filter = filter_field(tr("Filter fields"))
        self.system, self.object, self.grouping = QComboBox(), QComboBox(), QComboBox()
        self.facets: dict[str, QToolButton] = {}
        self.count = QLabel()
        self.suggest = QPushButton(tr("Suggest mappings …"))
        self.export = QPushButton(tr("Export …"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._choosing())
        layout.addLayout(self._asking())
        self._fill_choices()
        self._connect()

    def chosen(self) -> FieldFilter:
        """Return what is typed and chosen."""
        return FieldFilter(
            tuple(self.filter.text().casefold().split()),
            self.system.currentData(),
            self.object.currentData(),
            frozenset(name for name, button in self.facets.items() if button.isChecked()),
        )

    def apply(self) -> None:
        """Filter now."""
        self._filtering.stop()
        self.filter_changed.emit(self.chosen())

    def clear(self) -> None:
        """Want everything, in no groups."""
        widgets = (self.filter, self.system, self.object, self.grouping, *self.facets.values())
        for widget in widgets:
            widget.blockSignals(True)
        self.filter.clear()
        for box in (self.system, self.object, self.grouping):
            box.setCurrentIndex(0)
        for button in self.facets.values():
            button.setChecked(False)
        for widget in widgets:
            widget.blockSignals(False)
        self._fill_objects()
        self.grouping_changed.emit(Grouping.NONE)
        self.apply()

    def show_counts(self, shown: int, total: int) -> None:
        """Say how many of all fields are shown."""
        self.count.setText(
            tr("{shown} of {total} fields").format(shown=number(shown), total=number(total))
            if shown != total
            else tr("%n fields", total)
        )
        self.export.setEnabled(shown > 0)

    def showEvent(self, event: QShowEvent) -> None:
        self._fill_systems()
        self._fill_objects()
        super().showEvent(event)

    def _choosing(self) -> FlowLayout:
        """Return the row of what is looked for."""
        row = FlowLayout(spacing=8)
        row.setContentsMargins(16, 10, 16, 4)
        row.addWidget(self.filter)
        for box, name in (
            (self.system, tr("System")),
            (self.object, tr("Object or form")),
            (self.grouping, tr("Group")),
        ):
            box.setAccessibleName(name)
            box.setMinimumContentsLength(9)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            row.addWidget(box)
        return row

    def _asking(self) -> FlowLayout:
        """Return the row of facets, how many fields pass them, and what is done with those."""
        row = FlowLayout(spacing=4)
        row.setContentsMargins(12, 0, 16, 8)
        for name in FACETS:
            self.facets[name] = button = QToolButton()
            button.setText(tr(name))
            button.setCheckable(True)
            button.setProperty("role", "toggle")
            row.addWidget(button)
        self.count.setProperty("role", "secondary")
        self.count.setMinimumWidth(110)
        self.suggest.setProperty("role", "primary")
        for widget in (self.count, self.suggest, self.export):
            row.addWidget(widget)
        return row

    def _connect(self) -> None:
        self._filtering = QTimer(self)
        self._filtering.setSingleShot(True)
        self._filtering.setInterval(_FILTER_AFTER_MS)
        self._filtering.timeout.connect(self.apply)
        self.filter.textChanged.connect(lambda _text: self._filtering.start())
        self.filter.returnPressed.connect(self.apply)
        self.system.currentIndexChanged.connect(lambda _index: self._choose_system())
        self.object.currentIndexChanged.connect(lambda _index: self.apply())
        self.grouping.currentIndexChanged.connect(
            lambda _index: self.grouping_changed.emit(self.grouping.currentData())
        )
        for button in self.facets.values():
            button.toggled.connect(lambda _checked: self.apply())

    def _choose_system(self) -> None:
        self._fill_objects()
        self.apply()

    def _fill_choices(self) -> None:
        for grouping, words in _GROUPINGS.items():
            self.grouping.addItem(tr(words), grouping)
        self._fill_systems()
        self._fill_objects()

    def _fill_systems(self) -> None:
        found = [(each.title or each.role.value, each.id) for each in self._bridge.reader.all(System)]
        offer(self.system, sorted(found, key=lambda pair: pair[0].casefold()), tr("All systems"))

    def _fill_objects(self) -> None:
        system, reader = self.system.currentData(), self._bridge.reader
        found = [
            (title_of(each, reader) if system is None else each.label or each.api_name, each.id)
            for each in reader.all(CrmObject)
            if system in (None, each.system)
        ]
        web_site = default_system(reader, SystemRole.WEB_SITE)
        for step in reader.all(Step):
            kind = kind_of(step)
            if kind is not None and kind.collects and system in (None, step.system or web_site):
                found.append((title_of(step, reader), step.id))
        offer(self.object, sorted(found, key=lambda pair: pair[0].casefold()), tr("All objects"))


def offer(box: QComboBox, found: list[tuple[str, str]], everything: str = "") -> None:
    """Fill a box with what can be chosen, keeping what is chosen where it is still there.

    ``everything`` is the words of a first entry that chooses nothing in particular.
    """
    kept = box.currentData()
    blocked = QSignalBlocker(box)
    box.clear()
    if everything:
        box.addItem(everything, None)
    for title, record_id in found:
        box.addItem(title, record_id)
    box.setCurrentIndex(min(max(0, box.findData(kept)), box.count() - 1))
    box.view().setMinimumWidth(min(420, box.view().sizeHintForColumn(0) + 40))
    blocked.unblock()
