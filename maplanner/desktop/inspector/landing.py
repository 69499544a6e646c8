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
from maplanner.desktop.mapping import map_field, verdict_on
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, FormField, Mapping

if TYPE_CHECKING:
    from maplanner.checks.finding import Fix
    from maplanner.crm.suggest import Suggestion

_PAUSE_MS = 150
_MOST_PROPOSED = 5


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


def choose_landing(bridge: PlanBridge, field_id: str, window: QWidget, object_id: str = "") -> None:
    """Let a person search for the field in which a form field's data lands, and map it.

    The likeliest come first. With an object only its own fields are offered.
    """
    reader = bridge.reader
    field = reader.find_or_none(FormField, field_id)
    if field is None:
        return
    taken = {mapping.target for mapping in own_mappings(reader, field)}
    there = reader.referring(CrmField, "object", object_id) if object_id else reader.all(CrmField)
    free = [each for each in there if each.id not in taken and each.writable]
    title = field.title or field.key
    pick_record(
        window,
        free,
        reader,
        lambda target: _map(bridge, field_id, target, window),
        tr("Where does “{field}” land?").format(field=title if len(title) <= 40 else title[:39] + "…"),
        first={each.field.id: tr(each.reason) for each in _likeliest(reader, field, free)},
    )


def _likeliest(reader: RecordReader, field: FormField, fields: list[CrmField]) -> list[Suggestion]:
    """Return the best few proposals; what other fields of the form fill already is none."""
    from maplanner.crm.suggest import suggestions

    others = reader.referring(FormField, "step", field.step)
    taken = {mapping.target for other in others for mapping in own_mappings(reader, other)}
    return suggestions(field, fields, taken)[:_MOST_PROPOSED]


def landings(field: FormField, reader: RecordReader) -> list[str]:
    """Return the names of the fields that a form field is mapped to."""
    return _names(own_mappings(reader, field), reader)


def landings_by_key(field: FormField, reader: RecordReader) -> list[str]:
    """Return the names of the fields in which the same piece of data lands, from whichever form."""
    return list(dict.fromkeys(_names(mappings_of(reader, field), reader)))


def _names(mappings: list[Mapping], reader: RecordReader) -> list[str]:
    targets = [reader.find_or_none(CrmField, mapping.target) for mapping in mappings]
    return [title_of(target, reader) for target in targets if target is not None]


def _map(bridge: PlanBridge, field_id: str, target: str, window: QWidget) -> None:
    """Map a field; where the data does not fit, ask first what is done to it on the way."""
    verdict = verdict_on(bridge.reader, field_id, target)
    if verdict.refused:
        return

    def write(conversion: str = "") -> None:
        if not verdict_on(bridge.reader, field_id, target).refused:
            map_field(bridge.store, field_id, target, conversion)

    if verdict.reason:
        from maplanner.desktop.dialogs.conversion import ConversionDialog

        ConversionDialog(window, verdict.reason, verdict.proposal, write).open()
    else:
        write()


def _proposal(bridge: PlanBridge, field: FormField) -> Fix | None:
    """Return the landing that the checks would propose, unless the field lands somewhere already."""
    if landings_by_key(field, bridge.reader):
        return None
    from maplanner.checks.survey import Survey
    from maplanner.checks.targets import proposed_landing

    return proposed_landing(Survey(bridge.store.snapshot()), field)
