"""Who may come in: tokens, memberships and what an owner may do with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from maplanner.core.errors import CannotShare
from maplanner.team.hub.register import InvitationRow, MemberRow, PlanRow, Register
from maplanner.team.roles import Role

Request = dict[str, JsonValue]

LONGEST_DAYS: Final = 366.0
MOST_USES: Final = 1_000


class NotAdmitted(Exception):
    """Somebody does not come in; ``status`` is the answer in HTTP's numbers."""

    def __init__(self, status: int, words: str) -> None:
        """Keep what to answer."""
        super().__init__(words)
        self.status = status
        self.words = words


STRANGER: Final = "Nobody comes in without a valid invitation. Ask the plan's owner for a new one."


@dataclass(frozen=True)
class Admission:
    """A member who comes in; ``key`` is what they come in by from now on, if it is new."""

    plan: PlanRow
    member: MemberRow
    role: Role
    key: str = ""


def admit(register: Register, plan_name: str, token: str, person: str) -> Admission:
    """Let a member in, make one of whoever holds an invitation, or make a new plan for the holder of a key.

    A plan that is not there is answered like one that is closed: strangers learn nothing.

    Raises:
        NotAdmitted: The token gives no right to come in.
    """
    if token.startswith("new-"):
        return _found(register, plan_name, token, person)
    plan = register.plan(plan_name)
    if plan is None or not token:
        raise NotAdmitted(401, STRANGER)
    member = register.member_by_key(plan.id, token)
    if member is not None:
        return Admission(plan, member, Role(member.role))
    invitation = register.use_invitation(plan.id, token)
    if invitation is None:
        raise NotAdmitted(401, STRANGER)
    member, key = register.add_member(plan.id, person or "Somebody", invitation.role)
    return Admission(plan, member, Role(member.role), key)


def _found(register: Register, plan_name: str, token: str, person: str) -> Admission:
    if not register.is_key(token):
        raise NotAdmitted(401, "This key to share plans is not valid. Ask whoever runs the server.")
    try:
        plan = register.make_plan(plan_name)
    except CannotShare as error:
        raise NotAdmitted(409, str(error)) from error
    member, key = register.add_member(plan.id, person or "Somebody", Role.OWNER)
    return Admission(plan, member, Role.OWNER, key)


# ---------------------------------------------------------------- what members ask for


def answer(register: Register, plan: int, member: str, request: Request) -> Request:
    """Return the answer to a member's request about members and invitations.

    Raises:
        CannotShare: It makes no sense, or only an owner may.
    """
    found = next((each for each in register.members(plan) if each.id == member), None)
    asked = request.get("do")
    if found is None:
        raise CannotShare("You were taken off this plan.")
    if asked == "people":
        return _people(register, plan, is_owner=found.role == Role.OWNER)
    does = _OWNERS.get(asked) if isinstance(asked, str) else None
    if does is None:
        raise CannotShare("This server does not know how to do that.", advice="Update maplanner there.")
    if found.role != Role.OWNER:
        raise CannotShare("Only an owner of the plan may do that.")
    return does(register, plan, found, request)


def _people(register: Register, plan: int, *, is_owner: bool) -> Request:
    told: Request = {
        "members": [
            {"id": each.id, "name": each.name, "role": each.role, "seen": each.seen.isoformat()}
            for each in register.members(plan)
        ]
    }
    if is_owner:
        told["invitations"] = [_told(each) for each in register.invitations(plan)]
    return told


def _told(invitation: InvitationRow) -> Request:
    return {
        "id": invitation.id,
        "role": invitation.role,
        "by": invitation.made_by,
        "expires": invitation.expires.isoformat(),
        "uses": invitation.uses_left,
    }


def _invite(register: Register, plan: int, owner: MemberRow, request: Request) -> Request:
    days, uses = request.get("days", 7), request.get("uses", 1)
    if not isinstance(days, int | float) or not 0 < days <= LONGEST_DAYS:
        raise CannotShare(f"An invitation holds for up to {LONGEST_DAYS:g} days.")
    if not isinstance(uses, int) or not 0 < uses <= MOST_USES:
        raise CannotShare(f"An invitation is for 1 to {MOST_USES} people.")
    made, token = register.invite(plan, _role(request), days=float(days), uses=uses, made_by=owner.name)
    return {"invitation": _told(made), "token": token}


def _withdraw(register: Register, plan: int, _owner: MemberRow, request: Request) -> Request:
    if not register.withdraw(plan, str(request.get("invitation"))):
        raise CannotShare("There is no such invitation any more.")
    return {}


def _change_role(register: Register, plan: int, _owner: MemberRow, request: Request) -> Request:
    member, role = str(request.get("member")), _role(request)
    _keep_an_owner(register, plan, member, becomes=role)
    if not register.change_role(plan, member, role):
        raise CannotShare("There is no such member any more.")
    return {"changed": member, "role": role.value}


def _remove(register: Register, plan: int, _owner: MemberRow, request: Request) -> Request:
    member = str(request.get("member"))
    _keep_an_owner(register, plan, member, becomes=None)
    if not register.remove_member(plan, member):
        raise CannotShare("There is no such member any more.")
    return {"removed": member}


def _keep_an_owner(register: Register, plan: int, member: str, *, becomes: Role | None) -> None:
    owners = {each.id for each in register.members(plan) if each.role == Role.OWNER}
    if owners == {member} and becomes is not Role.OWNER:
        raise CannotShare("A plan needs an owner.", advice="Make somebody else an owner first.")


def _role(request: Request) -> Role:
    try:
        return Role(str(request.get("role")))
    except ValueError:
        raise CannotShare("There is no such role.") from None


_OWNERS: Final[dict[str, Callable[[Register, int, MemberRow, Request], Request]]] = {
    "invite": _invite,
    "withdraw": _withdraw,
    "role": _change_role,
    "remove": _remove,
}
