"""Where a form field lands: the best proposal as one press, any other field by searching for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from maplanner.core.errors import MaplannerError
from maplanner.crm.landing import mappings_of, own_mappings
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.eliding import ElidedButton
from maplanner.desktop.inspector.picking import pick_record
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, FormField, Mapping

if TYPE_CHECKING:
    from maplanner.checks.finding import Fix

_PAUSE_MS = 150


class LandingOffer(QWidget):
    """Maps one form field to fields of systems. Each press is one step that can be undone."""

    def __init__(self, bridge: PlanBridge, field_id: str) -> None:
        super().__init__()
        self._bridge = bridge
        self._field_id = field_id
        self._fix: Fix | None = None
        self.proposal = ElidedButton("")
        self.search = QPushButton(tr("Search fields …"))
        self.words = QLabel()
        self.words.setProperty("role", "hint")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.proposal.clicked.connect(self._take_proposal)
        self.search.clicked.connect(lambda: choose_landing(self._bridge, self._field_id, self.window()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.proposal)
        layout.addWidget(self.search)
        layout.addWidget(self.words)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._propose)
        self._propose()

    def refresh(self) -> None:
        """Propose anew, as the plan is now, once nobody types for a moment."""
        self._late.start(_PAUSE_MS)

    def _propose(self) -> None:
        reader = self._bridge.reader
        field = reader.find_or_none(FormField, self._field_id)
        has_fields = reader.count(CrmField) > 0
        self._fix = _proposal(self._bridge, field) if field is not None and has_fields else None
        self.proposal.setVisible(self._fix is not None)
        self.proposal.show_text(tr(self._fix.title) if self._fix is not None else "")
        self.search.setVisible(has_fields)
        self.words.setText(self._words(field, has_fields))
        self.words.setVisible(bool(self.words.text()))

    def _words(self, field: FormField | None, has_fields: bool) -> str:
        if not has_fields:
            return tr("Import the CRM's fields first, or begin with the standard ones.")
        if field is None or landings(field, self._bridge.reader) or not self._lands_by_key(field):
            return ""
        return tr("Lands already by another form that asks for the same key.")

    def _lands_by_key(self, field: FormField) -> bool:
        return bool(landings_by_key(field, self._bridge.reader))

    def _take_proposal(self) -> None:
        if self._fix is None:
            return
        try:
            with self._bridge.store.transact(tr(self._fix.title)) as transaction:
                self._fix.apply(transaction)
        except MaplannerError as error:
            self.words.setText(str(error))
            self.words.show()


def choose_landing(bridge: PlanBridge, field_id: str, window: QWidget) -> None:
    """Let a person search for the field in which a form field's data lands, and map it."""
    reader = bridge.reader
    field = reader.find_or_none(FormField, field_id)
    if field is None:
        return
    taken = {mapping.target for mapping in reader.referring(Mapping, "collected", field_id)}
    free = [each for each in reader.all(CrmField) if each.id not in taken and each.writable]
    title = field.title or field.key
    pick_record(
        window,
        free,
        reader,
        lambda target: _map(bridge, field_id, target),
        tr("Where does “{field}” land?").format(field=title if len(title) <= 40 else title[:39] + "…"),
    )


def landings(field: FormField, reader: RecordReader) -> list[str]:
    """Return the names of the fields that a form field is mapped to."""
    return _names(own_mappings(reader, field), reader)


def landings_by_key(field: FormField, reader: RecordReader) -> list[str]:
    """Return the names of the fields in which the same piece of data lands, from whichever form."""
    return list(dict.fromkeys(_names(mappings_of(reader, field), reader)))


def _names(mappings: list[Mapping], reader: RecordReader) -> list[str]:
    targets = [reader.find_or_none(CrmField, mapping.target) for mapping in mappings]
    return [title_of(target, reader) for target in targets if target is not None]


def _map(bridge: PlanBridge, field_id: str, target: str) -> None:
    if bridge.reader.get(field_id) is None or bridge.reader.get(target) is None:
        return
    name = title_of(bridge.reader.find(CrmField, target), bridge.reader)
    with bridge.store.transact(tr("Map to {field}").format(field=name)) as transaction:
        transaction.put(Mapping.new(collected=field_id, target=target))


def _proposal(bridge: PlanBridge, field: FormField) -> Fix | None:
    """Return the landing that the checks would propose, unless the field lands somewhere already."""
    if landings_by_key(field, bridge.reader):
        return None
    from maplanner.checks.survey import Survey
    from maplanner.checks.targets import proposed_landing

    return proposed_landing(Survey(bridge.store.snapshot()), field)
