"""Scenarios, checklist, data sets, support contacts, comments, findings that the team ignores."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from pydantic import JsonValue

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records.base import Record
from maplanner.document.values import Share
from maplanner.document.vocabulary import ChecklistState, DuplicateKey


class Scenario(Record):
    """A named set of assumptions that differ from the drawing, or from another scenario's."""

    type_name: ClassVar[str] = "scenario"

    title: str = spec("", title="Title")
    based_on: str | None = spec(
        None,
        title="Based on",
        ref="scenario",
        on_delete="clear",
        help="Takes over that scenario's assumptions; its own come on top. Empty: the plan as drawn.",
    )
    notes: str = spec("", title="Notes", editor="text")
    order: float = spec(0.0, title="Order", hidden=True)


class Assumption(Record):
    """One field of one record that has another value in a scenario.

    ``path`` is the field (``budget``, ``props.open_share``) of the record ``about``.
    """

    type_name: ClassVar[str] = "assumption"

    scenario: str = spec(title="Scenario", ref="scenario", hidden=True)
    about: str = spec("", title="Of", editor="record")
    path: str = spec("", title="Field", editor="path")
    value: JsonValue = spec(None, title="Value")


class ChecklistItem(Record):
    """A thing to do before the integration can start (brief B1).

    ``ticked_by`` names what the plan can tell by itself; where it is empty a person sets ``state``.
    """

    type_name: ClassVar[str] = "checklist_item"

    title: str = spec("", title="To do")
    owner: str = spec("", title="Owner")
    due: date | None = spec(None, title="Due")
    state: ChecklistState = spec(ChecklistState.OPEN, title="State")
    ticked_by: str = spec("", title="Ticked by", hidden=True)
    notes: str = spec("", title="Notes", editor="text")
    order: float = spec(0.0, title="Order", hidden=True)


class SupportContact(Record):
    """Whom to call at a vendor, when, and on what terms (brief B6)."""

    type_name: ClassVar[str] = "support_contact"

    system: str | None = spec(None, title="System", ref="system", on_delete="clear")
    person: str = spec("", title="Contact")
    phone: str = spec("", title="Phone")
    email: str = spec("", title="E-mail")
    web: str = spec("", title="Web address")
    hours: str = spec("", title="Hours")
    terms: str = spec("", title="Service terms", editor="text")
    order: float = spec(0.0, title="Order", hidden=True)


class DataSet(Record):
    """A list of people that was checked before it is brought in, and what came of it (brief B5)."""

    type_name: ClassVar[str] = "data_set"

    title: str = spec("", title="Title", max_length=10_000)
    file: str = spec("", title="File", help="Its name only; the list itself is not kept in the plan.")
    step: str | None = spec(
        None,
        title="For the list",
        ref="step",
        on_delete="clear",
        help="The contact list that these people are.",
    )
    key: DuplicateKey = spec(DuplicateKey.EMAIL, title="Duplicates by")
    rows: int = spec(0, title="Rows", ge=0)
    clean: int = spec(0, title="Clean", ge=0)
    rejects: int = spec(0, title="Rejected", ge=0, help="Duplicates among them.")
    duplicates: int = spec(0, title="Duplicates", ge=0)
    checked_on: date | None = spec(None, title="Checked on")
    notes: str = spec("", title="Notes", editor="text")


class DataColumn(Record):
    """A column of a checked list: what field its values are meant for, and how many are there and right."""

    type_name: ClassVar[str] = "data_column"

    data_set: str = spec(title="Data set", ref="data_set", hidden=True)
    title: str = spec("", title="Column", max_length=10_000)
    collected: str | None = spec(None, title="List column", ref="form_field", on_delete="clear")
    held: str | None = spec(None, title="Field", ref="field", on_delete="clear")
    skipped: bool = spec(False, title="Left unmapped", help="On purpose; nothing is proposed for it again.")
    filled: Share = spec(0.0, title="Filled", unit=Unit.SHARE)
    invalid: int = spec(0, title="Invalid values", ge=0)
    order: float = spec(0.0, title="Order", hidden=True)


class Comment(Record):
    """Something a person said about an element; answers point to what they answer."""

    type_name: ClassVar[str] = "comment"

    about: str = spec("", title="About", editor="record")
    answers: str | None = spec(None, title="Answers", ref="comment", hidden=True)
    author: str = spec("", title="Author")
    said: datetime | None = spec(None, title="Said", hidden=True, help="In universal time.")
    text: str = spec("", title="Comment", editor="text", max_length=100_000)
    resolved: bool = spec(False, title="Resolved")


class IgnoredFinding(Record):
    """A finding that the team has decided to live with, and why."""

    type_name: ClassVar[str] = "ignored_finding"

    code: str = spec("", title="Check", max_length=255)
    about: str = spec("", title="About", editor="record")
    detail: str = spec("", title="Which", hidden=True, help="Tells two findings of a check apart.")
    reason: str = spec("", title="Reason", editor="text")
    author: str = spec("", title="Author")
    ignored_on: date | None = spec(None, title="Ignored on")
