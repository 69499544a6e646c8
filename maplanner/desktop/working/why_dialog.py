"""Why a figure is what it is: formula, inputs that can be changed on the spot, the elements behind it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.choosing.numbers import typed_number
from maplanner.desktop.eliding import ElidedLabel
from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.lettering import scaled
from maplanner.desktop.naming import kind_title, title_of
from maplanner.desktop.words import number, tr
from maplanner.estimate.explaining import Explanation, Input, change_input, elements_in

Asking = Callable[[], Explanation | None]
"""Works an explanation out from the plan as it is now; ``None`` where nothing is left to explain."""

_ELEMENT = Qt.ItemDataRole.UserRole


class WhyDialog(QDialog):
    """Shows an explanation. Changing an input writes it to the plan and shows the figure anew."""

    jump_requested = Signal(str)

    def __init__(self, bridge: PlanBridge, ask: Asking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("How this was worked out"))
        self._bridge = bridge
        self._asking: list[Asking] = [ask]
        self.figure, self.title, self.formula, self.notes = QLabel(), QLabel(), QLabel(), QLabel()
        self.complaint = QLabel()
        self.back = QPushButton(tr("Back"))
        self.area = QScrollArea()
        self.elements = QListWidget()
        self.edits: dict[str, QLineEdit] = {}
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Work the figure out anew and show it."""
        found = self._asking[-1]()
        if found is None:
            self.complain(tr("The plan no longer has what this figure was about."))
            return
        self.title.setText(tr(found.title))
        self.figure.setText(found.figure)
        self.formula.setText(found.formula)
        self.notes.setText("\n".join(tr(note) for note in found.notes))
        self.notes.setVisible(bool(found.notes))
        self.back.setVisible(len(self._asking) > 1)
        self._show_inputs(found)
        self._show_elements(found)

    def complain(self, text: str) -> None:
        """Say what was wrong with what was typed."""
        self.complaint.setText(text)
        self.complaint.setVisible(bool(text))

    def change(self, changed: Input, text: str) -> None:
        """Give an input another value, as typed."""
        value = typed_number(text.removesuffix("%"))
        if value is None:
            self.complain(tr("“{text}” is not a number.").format(text=text.strip()))
            self.refresh()
            return
        stored = value / 100 if changed.unit == "%" else value
        self.complain("")
        try:
            label = tr("Change an assumption")
            with self._bridge.store.transact(label) as transaction:
                change_input(transaction, changed, stored)
        except MaplannerError as error:
            self.complain(str(error))
        self.refresh()

    def _show_inputs(self, found: Explanation) -> None:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        self.edits = {}
        for row, each in enumerate(found.inputs):
            self._add_input(grid, row, each)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(3, 3)
        grid.setRowStretch(len(found.inputs), 1)
        self.area.setWidget(body)

    def _add_input(self, grid: QGridLayout, row: int, each: Input) -> None:
        name = QLabel(tr(each.name))
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setWordWrap(True)
        name.setMinimumWidth(scaled(220))
        grid.addWidget(name, row, 0)
        grid.addWidget(self._value_widget(each), row, 1)
        unit = QLabel(tr(each.unit))
        unit.setProperty("role", "secondary")
        grid.addWidget(unit, row, 2)
        source = ElidedLabel(tr(each.origin.words), mode=Qt.TextElideMode.ElideRight)
        source.setProperty("role", "hint")
        source.setToolTip(each.origin.words)
        grid.addWidget(source, row, 3)
        if each.why is not None:
            more = QPushButton(tr("Why"))
            more.setProperty("role", "link")
            more.setAccessibleName(tr("Why {name}").format(name=each.name))
            more.clicked.connect(lambda: self._ask(each))
            grid.addWidget(more, row, 4)

    def _value_widget(self, each: Input) -> QWidget:
        shown = each.value * 100 if each.value is not None and each.unit == "%" else each.value
        text = "" if shown is None else number(shown, 0 if shown == round(shown) else 2)
        if not each.can_be_changed:
            label = QLabel(text or "–")
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            return label
        line = QLineEdit(text)
        line.setFixedWidth(scaled(92))
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.setAccessibleName(each.name)
        line.editingFinished.connect(lambda: self._edited(each, line))
        self.edits[each.name] = line
        return line

    def _edited(self, each: Input, line: QLineEdit) -> None:
        if line.isModified():
            line.setModified(False)
            self.change(each, line.text())

    def _show_elements(self, found: Explanation) -> None:
        reader = self._bridge.reader
        self.elements.clear()
        for record in elements_in(reader, found):
            item = QListWidgetItem(f"{title_of(record, reader)}  ·  {kind_title(record)}")
            item.setData(_ELEMENT, record.id)
            item.setForeground(self.palette().link())
            self.elements.addItem(item)
        shown = self.elements.count() > 0
        self.elements.setVisible(shown)
        self._elements_head.setVisible(shown)

    def _ask(self, each: Input) -> None:
        """Go on to the explanation of an input, worked out anew from the same place each time."""
        name, before = each.name, self._asking[-1]

        def asking() -> Explanation | None:
            found = before()
            same = (
                next((one for one in found.inputs if one.name == name), None) if found is not None else None
            )
            return same.why() if same is not None and same.why is not None else None

        self._asking.append(asking)
        self.refresh()

    def _go_back(self) -> None:
        self._asking.pop()
        self.complain("")
        self.refresh()

    def _jump(self, item: QListWidgetItem) -> None:
        self.jump_requested.emit(str(item.data(_ELEMENT)))

    def _lay_out(self) -> None:
        self.resize(scaled(760), scaled(560))
        self.figure.setProperty("role", "title")
        self.figure.setWordWrap(True)
        self.title.setProperty("role", "field")
        self.formula.setWordWrap(True)
        self.formula.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.notes.setProperty("role", "hint")
        self.notes.setWordWrap(True)
        self.complaint.setProperty("role", "complaint")
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        for label in (self.figure, self.title, self.formula, self.notes, self.complaint):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.elements.setFrameShape(QFrame.Shape.NoFrame)
        self.elements.setMaximumHeight(scaled(140))
        self.elements.setAccessibleName(tr("Elements behind it"))
        self.elements.itemClicked.connect(self._jump)
        self.elements.itemActivated.connect(self._jump)
        self._elements_head = section_head(tr("Elements behind it"))
        self._stack_up()

    def _stack_up(self) -> None:
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.reject)
        self.back.clicked.connect(self._go_back)
        for button in (close, self.back):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(6)
        for widget in (self.title, self.figure, self.formula, self.complaint):
            layout.addWidget(widget)
        layout.addSpacing(8)
        layout.addWidget(section_head(tr("Made of")))
        layout.addWidget(self.area, 1)
        layout.addWidget(self._elements_head)
        layout.addWidget(self.elements)
        layout.addWidget(self.notes)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(close)
        layout.addLayout(foot)
