"""The support card: whom to call for each system."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.crm.support import support_card
from maplanner.report.parts import Column, Part, table
from maplanner.report.section import Audience, Section, Subject


def make(subject: Subject) -> Iterator[Part]:
    """Yield a line for every contact; systems without one say so."""
    rows = []
    for entry in support_card(subject.snapshot):
        title = entry.system.title if entry.system is not None else "No system"
        for contact in entry.contacts:
            told = (contact.person, contact.phone, contact.email, contact.web, contact.hours, contact.terms)
            rows.append((title, *told))
        if not entry.contacts:
            rows.append((title, "Nobody to call yet", "", "", "", "", ""))
    if rows:
        columns = (
            "System",
            "Contact",
            "Phone",
            "E-mail",
            "Web address",
            "Hours",
            Column("Service terms", wide=True),
        )
        yield table("Support card", columns, rows, "")


SECTION: Final = Section(
    "support",
    "Support card",
    160.0,
    frozenset({Audience.MARKETING, Audience.CRM, Audience.SALES}),
    make,
)
