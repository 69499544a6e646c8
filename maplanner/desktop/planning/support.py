"""The support card: whom to call for every system, when, and on what terms; it can be printed."""

from __future__ import annotations

from PySide6.QtCore import Signal

from maplanner.crm.support import support_card
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.planning.grid import Cell, Grid, RecordScreen
from maplanner.desktop.words import tr
from maplanner.document.records import SupportContact, System

_SYSTEM, _PERSON, _PHONE, _EMAIL, _WEB, _HOURS, _TERMS = range(7)
_FIELDS = ("", "person", "phone", "email", "web", "hours", "terms")


class SupportScreen(RecordScreen):
    """A row for each contact; a system without one has a row in which to type."""

    print_requested = Signal()

    def __init__(self, bridge: PlanBridge) -> None:
        titles = ("System", "Contact", "Phone", "E-mail", "Web address", "Hours", "Service terms")
        grid = Grid(tr("Support contacts"), tuple(map(tr, titles)), (170, 150, 140, 190, 190, 120, 240))
        super().__init__(bridge, tr("Support card"), grid, (SupportContact, System))
        self.add_button(tr("Print …"), self.print_requested.emit)
        self.add_button(tr("Add a contact"), self.add, primary=True)
        self.add_delete(tr("Delete the contact"), lambda: self.remove_current(tr("Delete a contact")))
        grid.typed.connect(self._typed)
        self.refresh()

    def add(self) -> None:
        """Add another contact for the system of the chosen row."""
        record = self.bridge.reader.get(self.grid.current_id())
        system = record.system if isinstance(record, SupportContact) else record.id if record else None
        if system is None:
            systems = self.bridge.reader.all(System)
            system = systems[0].id if systems else None
        contact = SupportContact.new(system=system, person=tr("New contact"), order=self._next_order())
        self.put(tr("Add a contact"), contact)
        self.refresh()
        self.grid.edit_id(contact.id, _PERSON)

    def refresh(self) -> None:
        """Show the plan as it is now."""
        card = support_card(self.bridge.reader)
        rows: list[tuple[str, tuple[Cell, ...]]] = []
        for entry in card:
            title = entry.system.title if entry.system is not None else tr("No system")
            for contact in entry.contacts:
                rows.append((contact.id, self._cells(title, contact)))
                title = ""
            if entry.system is not None and not entry.contacts:
                hint = Cell(tr("nobody yet"), editable=True)
                rest = (Cell("", editable=True),) * (len(_FIELDS) - 2)
                rows.append((entry.system.id, (Cell(title, strong=True), hint, *rest)))
        lacking = sum(not entry.contacts for entry in card)
        said = tr("Somebody to call for {count} of {all} systems").format(
            count=len(card) - lacking, all=len(card)
        )
        self.summary.setText(said if card else tr("The plan has no system yet."))
        self.grid.show_rows(rows)

    def _cells(self, title: str, contact: SupportContact) -> tuple[Cell, ...]:
        values = (getattr(contact, field) for field in _FIELDS[1:])
        return (
            Cell(title, strong=True),
            *(Cell(value.replace("\n", " "), tip=value, editable=True) for value in values),
        )

    def _typed(self, row: int, column: int, text: str) -> None:
        record_id = self.grid.id_at(row)
        values: dict[str, object] = {_FIELDS[column]: text.strip()}
        if self.bridge.reader.find_or_none(System, record_id) is None:
            self.change(tr("Change a contact"), record_id, values)
            return
        contact = SupportContact.new(system=record_id, order=self._next_order(), **values)
        self.put(tr("Add a contact"), contact)

    def _next_order(self) -> float:
        return max((each.order for each in self.bridge.reader.all(SupportContact)), default=-1.0) + 1
