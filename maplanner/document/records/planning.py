"""Scenarios, the integration checklist, support contacts, comments, findings that the team ignores."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from pydantic import JsonValue

from maplanner.document.fields import spec
from maplanner.document.records.base import Record


class Scenario(Record):
    """A named set of assumptions that differ from the drawing."""

    type_name: ClassVar[str] = "scenario"

    title: str = spec("", title="Title")
    notes: str = spec("", title="Notes", editor="text")
    order: float = spec(0.0, title="Order", hidden=True)


class Assumption(Record):
    """One field of one record that has another value in a scenario.

    ``path`` is the field (``budget``, ``props.open_share``) of the record ``about``.
    """

    type_name: ClassVar[str] = "assumption"

    scenario: str = spec(title="Scenario", ref="scenario", hidden=True)
    about: str = spec("", title="Of", editor="record")
    path: str = spec("", title="Field")
    value: JsonValue = spec(None, title="Value")


class ChecklistItem(Record):
    """A thing to do before the integration can start (brief B1).

    ``ticked_by`` names what the plan can tell by itself; where it is empty a person ticks ``done``.
    """

    type_name: ClassVar[str] = "checklist_item"

    title: str = spec("", title="To do")
    owner: str = spec("", title="Owner")
    due: date | None = spec(None, title="Due")
    done: bool = spec(False, title="Done")
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
