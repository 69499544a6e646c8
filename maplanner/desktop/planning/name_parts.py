"""The row in which a name is put together: a field for each part, and the dialog of its abbreviations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.boxes import ChoiceBox
from maplanner.desktop.flowing import FlowLayout
from maplanner.desktop.lettering import scaled
from maplanner.desktop.words import tr
from maplanner.document.naming import Convention, Part


class NameBuilder(QWidget):
    """A field for each part of a convention; says which name they make."""

    changed = Signal()
    part_chosen = Signal(str)
    """The identifier of a part whose settings are wanted."""
    words_wanted = Signal(str)
    """The identifier of a part whose abbreviations are wanted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = FlowLayout(self, spacing=10)
        self._convention: Convention | None = None
        self._fields: dict[str, QComboBox | QLineEdit] = {}

    def show_convention(self, convention: Convention | None) -> None:
        """Show a field for each part; what was chosen stays where the part does."""
        if convention == self._convention:
            return
        chosen = self.choices()
        self._convention = convention
        self._fields.clear()
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for part in convention.parts if convention is not None else ():
            self._row.addWidget(self._field(part))
        self.choose(chosen)
        self.updateGeometry()

    def choices(self) -> dict[str, str]:
        """Return the texts of the parts by their identifiers."""
        return {
            part_id: str(field.currentData() or "") if isinstance(field, QComboBox) else field.text().strip()
            for part_id, field in self._fields.items()
        }

    def choose(self, choices: Mapping[str, str]) -> None:
        """Show these texts."""
        for part_id, field in self._fields.items():
            text = choices.get(part_id, "")
            if isinstance(field, QComboBox):
                field.setCurrentIndex(max(0, field.findData(text)))
            else:
                field.setText(text)
        self.changed.emit()

    def _field(self, part: Part) -> QWidget:
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        title = tr(part.title).capitalize()
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(
            _link(title, tr("Show the part's settings"), partial(self.part_chosen.emit, part.record.id))
        )
        head.addStretch(1)
        if not part.is_date:
            ask = partial(self.words_wanted.emit, part.record.id)
            head.addWidget(_link(tr("Abbreviations …"), tr("What may stand here, and what it means"), ask))
        column.addLayout(head)
        field = self._choice(part) if part.words else self._line(part)
        field.setAccessibleName(title)
        column.addWidget(field)
        holder.setFixedWidth(scaled(210))
        self._fields[part.record.id] = field
        return holder

    def _choice(self, part: Part) -> QComboBox:
        box = ChoiceBox()
        box.addItem(tr("left out") if part.record.optional else tr("choose …"), "")
        for word in part.words:
            box.addItem(f"{word.short} – {word.means}" if word.means else word.short, word.short)
        box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        return box

    def _line(self, part: Part) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(part.record.date_form.value if part.is_date else tr("any text"))
        line.textEdited.connect(lambda _text: self.changed.emit())
        return line


def _link(text: str, tip: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "link")
    button.setToolTip(tip)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked: run())
    return button


class AbbreviationsDialog(QDialog):
    """Takes a part's abbreviations, a line each: “WN = webinar”."""

    def __init__(
        self,
        parent: QWidget,
        part: Part,
        accepted: Callable[[list[tuple[str, str]]], object],
        removed: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Abbreviations: {part}").format(part=tr(part.title)))
        self._accepted = accepted
        hint = QLabel(tr("A line each, such as “WN = webinar”. Without any line, any text may stand here."))
        hint.setWordWrap(True)
        hint.setProperty("role", "secondary")
        self.text = QPlainTextEdit("\n".join(f"{word.short} = {word.means}" for word in part.words))
        self.text.setAccessibleName(self.windowTitle())
        buttons = QDialogButtonBox.StandardButton
        box = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        remove = box.addButton(tr("Remove this part"), QDialogButtonBox.ButtonRole.DestructiveRole)
        remove.clicked.connect(self.reject)
        remove.clicked.connect(lambda _checked: removed())
        box.accepted.connect(self._accept)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for widget in (hint, self.text, box):
            layout.addWidget(widget)
        self.resize(scaled(440), scaled(320))
        self.text.setFocus()

    def lines(self) -> list[tuple[str, str]]:
        """Return short forms and meanings as they were typed."""
        pairs = (line.partition("=") for line in self.text.toPlainText().splitlines())
        return [(short.strip(), means.strip()) for short, _sign, means in pairs if short.strip()]

    def _accept(self) -> None:
        self.accept()
        self._accepted(self.lines())
