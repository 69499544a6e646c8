"""One line that says how complete the plan's data is: needed CRM fields that arrive."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from maplanner.desktop.panels.showing import ShareBar
from maplanner.desktop.words import tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, CrmObject, Mapping
from maplanner.drawing.theme import Theme


@dataclass(frozen=True)
class Completeness:
    """How many of an object's needed fields a mapping fills."""

    title: str
    arriving: int
    needed: int


def completeness(reader: RecordReader) -> list[Completeness]:
    """Return, for each CRM object that the plan maps to, how many of its needed fields arrive.

    Needed are the fields that the system requires, and those that the team
    says it uses for something; a field arrives if a mapping lands in it.
    """
    landed = {mapping.target for mapping in reader.all(Mapping)}
    objects = {
        field.object for field in (reader.find_or_none(CrmField, target) for target in landed) if field
    }
    found = []
    for owner in reader.all(CrmObject):
        if owner.id not in objects:
            continue
        needed = [
            field
            for field in reader.referring(CrmField, "object", owner.id)
            if field.writable and (field.required or field.uses or field.id in landed)
        ]
        arriving = sum(field.id in landed for field in needed)
        found.append(Completeness(owner.label or owner.api_name, arriving, len(needed)))
    return found


class CompletenessLine(QWidget):
    """Shows the object that needs most; the others are in the tooltip. Hidden where nothing is mapped."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel()
        self.label.setProperty("role", "secondary")
        self.bar = ShareBar(theme)
        self.bar.setMaximumWidth(160)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(12)
        layout.addWidget(self.label)
        layout.addWidget(self.bar)
        layout.addStretch(1)

    def show_plan(self, reader: RecordReader) -> None:
        """Read the plan and say how complete it is."""
        found = completeness(reader)
        self.setVisible(bool(found))
        if not found:
            return
        lines = [_sentence(each) for each in found]
        main = max(range(len(found)), key=lambda place: found[place].needed)
        each = found[main]
        self.label.setText(lines[main])
        self.bar.show_share(each.arriving / max(each.needed, 1))
        self.bar.setAccessibleName(lines[main])
        self.setToolTip("\n".join(lines))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.bar.set_theme(theme)


def _sentence(each: Completeness) -> str:
    return tr("Completeness of {title}: {arriving} of {needed} needed fields arrive").format(
        title=each.title, arriving=each.arriving, needed=each.needed
    )
