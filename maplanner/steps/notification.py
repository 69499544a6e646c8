"""Tells somebody on the team about the lead."""

from __future__ import annotations

from enum import StrEnum

from maplanner.document.fields import spec
from maplanner.flow.behaviour import Behaviour, Emit, Notify
from maplanner.steps.kind import Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import one_line


class Channel(StrEnum):
    """By what the message comes."""

    EMAIL = "e-mail"
    CHAT = "chat"
    CRM = "CRM message"
    SMS = "text message"
    OTHER = "other"


class NotificationProps(Props):
    """What a notification needs to know."""

    recipient: str = spec(
        "sales", title="To", max_length=255, help="Who is told: a person, a role or a group."
    )
    channel: Channel = spec(Channel.EMAIL, title="By")
    text: str = spec("", title="Text", editor="text", max_length=10_000)


def behaviour(_props: NotificationProps, _context: StepContext) -> Behaviour:
    """Return the message; the lead goes on at once."""
    return Behaviour(on_arrival=(Notify(), Emit()))


def summary(props: NotificationProps, _context: StepContext) -> str:
    """Return who is told and by what."""
    return f"{one_line(props.recipient, 24) or 'nobody yet'} by {props.channel}"


KIND = Kind(
    name="notification",
    title="Notification",
    icon="bell",
    group=PaletteGroup.SALES,
    help="Tells somebody on the team, for instance the account owner, that something happened.",
    props=NotificationProps,
    behaviour=behaviour,
    summary=summary,
    order=3,
)
