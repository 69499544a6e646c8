"""What the server needs of whoever keeps its plans, members and invitations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class PlanRow(Protocol):
    """A plan that is kept."""

    @property
    def id(self) -> int:
        """Its number, which logs may tell."""

    @property
    def name(self) -> str:
        """Its name on the server."""


class MemberRow(Protocol):
    """Somebody who may work on a plan."""

    @property
    def id(self) -> str:
        """Which member."""

    @property
    def name(self) -> str:
        """What they are called."""

    @property
    def role(self) -> str:
        """What they may do; a word of :class:`~maplanner.team.roles.Role`."""

    @property
    def seen(self) -> datetime:
        """When they were last here."""


class InvitationRow(Protocol):
    """A right to become a member."""

    @property
    def id(self) -> str:
        """Which invitation; not what one comes in by."""

    @property
    def role(self) -> str:
        """What whoever uses it may do."""

    @property
    def made_by(self) -> str:
        """Who invited."""

    @property
    def expires(self) -> datetime:
        """From when on it is worth nothing."""

    @property
    def uses_left(self) -> int:
        """How many people can still use it."""


class Register(Protocol):
    """Keeps plans, members and invitations; called from one thread at a time."""

    def is_key(self, token: str) -> bool:
        """Tell whether a token is the key to share new plans."""

    def plan(self, name: str) -> PlanRow | None:
        """Return a plan by name."""

    def make_plan(self, name: str) -> PlanRow:
        """Make room for a new plan."""

    def load(self, plan: int) -> list[bytes]:
        """Return the updates that a document consists of."""

    def append(self, updates: Sequence[tuple[int, bytes]]) -> None:
        """Add updates to documents."""

    def compact(self, plan: int, state: bytes) -> None:
        """Put one update in the place of all."""

    def members(self, plan: int) -> Sequence[MemberRow]:
        """Return a plan's members."""

    def member_by_key(self, plan: int, key: str) -> MemberRow | None:
        """Return the member who holds a key."""

    def add_member(self, plan: int, name: str, role: str) -> tuple[MemberRow, str]:
        """Add a member; return them with their key."""

    def change_role(self, plan: int, member: str, role: str) -> bool:
        """Give a member another role."""

    def remove_member(self, plan: int, member: str) -> bool:
        """Take a member off a plan."""

    def invitations(self, plan: int) -> Sequence[InvitationRow]:
        """Return the invitations that can still be used."""

    def invite(
        self, plan: int, role: str, *, days: float, uses: int, made_by: str
    ) -> tuple[InvitationRow, str]:
        """Make an invitation; return it with its token."""

    def use_invitation(self, plan: int, token: str) -> InvitationRow | None:
        """Use an invitation once."""

    def withdraw(self, plan: int, invitation: str) -> bool:
        """Make an invitation worthless."""

    def close(self) -> None:
        """Close what it is kept in."""
