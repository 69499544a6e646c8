"""What a member of a shared plan may do, and what keeps them to it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from maplanner.core.errors import InvalidRecord
from maplanner.document.records import Comment, Scope

if TYPE_CHECKING:
    from maplanner.document.rules import Rule
    from maplanner.document.store import Transaction


class Role(StrEnum):
    """What a member may do; each role may do what those behind it may."""

    OWNER = "owner"
    EDIT = "edit"
    COMMENT = "comment"
    VIEW = "view"

    @property
    def may_edit(self) -> bool:
        """Whether everything in the plan may be changed."""
        return self in (Role.OWNER, Role.EDIT)

    @property
    def may_write(self) -> bool:
        """Whether anything may be changed at all."""
        return self is not Role.VIEW


REFUSALS = {
    Role.VIEW: "You may look at this plan, not change it.",
    Role.COMMENT: "You may comment on this plan, not change it.",
}
"""Why an edit is refused, by role."""


def rule_for(role: Role) -> Rule | None:
    """Return the store's rule that keeps a member to a role; ``None`` where everything is allowed.

    The server refuses what is not allowed anyhow; the rule spares people work that would be lost.
    """
    if role.may_edit:
        return None

    def holds(transaction: Transaction) -> None:
        if transaction.repairs:
            return
        for record_id, before in transaction.originals.items():
            after = transaction.get(record_id)
            if before != after and not _allowed(role, before) | _allowed(role, after):
                raise InvalidRecord(REFUSALS[role], advice="Ask the plan's owner for more.")

    return holds


def _allowed(role: Role, record: object) -> bool:
    if record is None:
        return False
    if getattr(record, "scope", Scope.DOCUMENT) is not Scope.DOCUMENT:
        return True
    return role is Role.COMMENT and isinstance(record, Comment)
