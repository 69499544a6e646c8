"""The support card: whom to call for each system (B6)."""

from __future__ import annotations

from dataclasses import dataclass

from maplanner.document.reading import RecordReader
from maplanner.document.records import SupportContact, System


@dataclass(frozen=True)
class CardEntry:
    """A system with its contacts; ``system`` is ``None`` for contacts that belong to none."""

    system: System | None
    contacts: tuple[SupportContact, ...]


def support_card(reader: RecordReader) -> list[CardEntry]:
    """Return every system with its contacts in order, then the contacts without a system."""
    contacts = sorted(reader.all(SupportContact), key=lambda contact: contact.order)
    entries = [
        CardEntry(system, tuple(contact for contact in contacts if contact.system == system.id))
        for system in reader.all(System)
    ]
    loose = tuple(contact for contact in contacts if contact.system is None)
    return [*entries, CardEntry(None, loose)] if loose else entries
