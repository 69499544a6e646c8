"""Looking after a team's server, and joining shared plans without a window."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maplanner.cli.arguments import JsonOption, PlanArgument
from maplanner.cli.output import add_row, print_json, say, show, table
from maplanner.cli.serve import DatabaseOption, DataOption
from maplanner.core.errors import CannotShare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maplanner.app.sharing import TeamSession
    from maplanner.storage.hub import HubPlan, HubStore

NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="The plan's name on the server.", show_default=False)
]
PublicOption = Annotated[
    str,
    typer.Option(metavar="LINK", help="How people reach the server, such as https://plans.example.org"),
]
PATIENCE_SECONDS = 30.0


def add_to(app: typer.Typer) -> None:
    """Add the commands, as a group of their own."""
    group = typer.Typer(help="Look after shared plans and who may work on them.", no_args_is_help=True)
    for command in (plans, key, members, invite, withdraw, role, remove, delete, backup, share, join, sync):
        group.command(command.__name__)(command)
    app.add_typer(group, name="team")


@contextmanager
def _opened(data: Path | None, database: str) -> Iterator[HubStore]:
    from maplanner.app.serving import open_store

    store = open_store(data, database)
    try:
        yield store
    finally:
        store.close()


def _plan(store: HubStore, name: str) -> HubPlan:
    plan = store.plan(name)
    if plan is None:
        raise CannotShare(
            f"There is no plan “{name[:80]}” on this server.", advice="See “maplanner team plans”."
        )
    return plan


def _role(name: str) -> str:
    from maplanner.team.roles import Role

    if name not in set(Role):
        raise CannotShare(f"There is no role “{name[:40]}”.", advice=f"Roles are {', '.join(Role)}.")
    return name


# ---------------------------------------------------------------- the server's plans and members


def plans(data: DataOption = None, database: DatabaseOption = "", json: JsonOption = False) -> None:
    """List the plans that the server keeps."""
    with _opened(data, database) as store:
        rows = [(plan, len(store.members(plan.id)), *store.sizes(plan.id)) for plan in store.plans()]
    if json:
        keys = ("name", "members", "updates", "bytes")
        print_json([dict(zip(keys, (plan.name, *rest), strict=True)) for plan, *rest in rows])
        return
    shown = table("Plan", "Members", "Bytes", numbers=("Members", "Bytes"))
    for plan, count, _updates, size in rows:
        add_row(shown, plan.name, count, f"{size:,}")
    show(shown)


def key(data: DataOption = None, database: DatabaseOption = "", public: PublicOption = "") -> None:
    """Make a new key to share plans by; the one before is worth nothing any more."""
    from maplanner.app.serving import link_to
    from maplanner.team.hub.service import Settings

    with _opened(data, database) as store:
        say(link_to(Settings(), Settings().port, store.new_key(), public=public))


def members(
    name: NameArgument, data: DataOption = None, database: DatabaseOption = "", json: JsonOption = False
) -> None:
    """List who may work on a plan, and which invitations are open."""
    with _opened(data, database) as store:
        plan = _plan(store, name)
        people, open_ones = store.members(plan.id), store.invitations(plan.id)
    if json:
        print_json(
            {
                "members": [
                    {"id": one.id, "name": one.name, "role": one.role, "seen": one.seen.isoformat()}
                    for one in people
                ],
                "invitations": [
                    {
                        "id": one.id,
                        "role": one.role,
                        "expires": one.expires.isoformat(),
                        "uses": one.uses_left,
                    }
                    for one in open_ones
                ],
            }
        )
        return
    shown = table("Who", "Role", "Last here", "Id")
    for one in people:
        add_row(shown, one.name, one.role, f"{one.seen:%Y-%m-%d %H:%M}", one.id)
    for each in open_ones:
        add_row(
            shown, f"invitation, {each.uses_left} left", each.role, f"until {each.expires:%Y-%m-%d}", each.id
        )
    show(shown)


def invite(  # noqa: PLR0917 - typer passes them by name
    name: NameArgument,
    role: Annotated[str, typer.Option(help="owner, edit, comment or view.")] = "edit",
    days: Annotated[float, typer.Option(help="How long it holds.", min=0.01, max=366)] = 7,
    uses: Annotated[int, typer.Option(help="For how many people it is.", min=1, max=1000)] = 1,
    data: DataOption = None,
    database: DatabaseOption = "",
    public: PublicOption = "",
) -> None:
    """Make an invitation to a plan, and print its link."""
    from maplanner.app.serving import link_to
    from maplanner.team.hub.service import Settings

    with _opened(data, database) as store:
        plan = _plan(store, name)
        _made, token = store.invite(plan.id, _role(role), days=days, uses=uses, made_by="the server")
    say(link_to(Settings(), Settings().port, token, plan=plan.name, public=public))


def withdraw(
    name: NameArgument,
    invitation: Annotated[str, typer.Argument(help="Its id, as “maplanner team members” shows it.")],
    data: DataOption = None,
    database: DatabaseOption = "",
) -> None:
    """Make an invitation worthless."""
    with _opened(data, database) as store:
        if not store.withdraw(_plan(store, name).id, invitation):
            raise CannotShare(f"There is no invitation “{invitation[:40]}”.")
    say("Withdrawn.")


MemberArgument = Annotated[str, typer.Argument(help="The member's id, as “maplanner team members” shows it.")]


def role(
    name: NameArgument,
    member: MemberArgument,
    role: Annotated[str, typer.Argument(help="owner, edit, comment or view.")],
    data: DataOption = None,
    database: DatabaseOption = "",
) -> None:
    """Give a member another role."""
    with _opened(data, database) as store:
        if not store.change_role(_plan(store, name).id, member, _role(role)):
            raise CannotShare(f"There is no member “{member[:40]}”.")
    say(f"{member} may now {role}." if role in ("edit", "comment", "view") else f"{member} is now an owner.")


def remove(
    name: NameArgument, member: MemberArgument, data: DataOption = None, database: DatabaseOption = ""
) -> None:
    """Take a member off a plan; a running server ends their connection within seconds."""
    with _opened(data, database) as store:
        if not store.remove_member(_plan(store, name).id, member):
            raise CannotShare(f"There is no member “{member[:40]}”.")
    say("Taken off the plan.")


def delete(
    name: NameArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Really delete it.")] = False,
    data: DataOption = None,
    database: DatabaseOption = "",
) -> None:
    """Delete a plan from the server; the members' own files stay."""
    with _opened(data, database) as store:
        plan = _plan(store, name)
        if not yes:
            raise CannotShare(f"“{plan.name}” would be deleted from the server.", advice="Say so with --yes.")
        store.remove_plan(plan.id)
    say(f"Deleted “{plan.name}”.")


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The file to make.", show_default=False)],
    data: DataOption = None,
    database: DatabaseOption = "",
) -> None:
    """Write all plans, members and invitations to one file; the server may run meanwhile."""
    with _opened(data, database) as store:
        store.back_up(target)
    say(f"Wrote {target}, {target.stat().st_size:,} bytes.")


# ---------------------------------------------------------------- a member without a window


def join(
    link: Annotated[str, typer.Argument(metavar="LINK", help="The link you were sent.", show_default=False)],
    plan: PlanArgument,
    name: Annotated[str, typer.Option(help="What the others see you as.")] = "",
) -> None:
    """Join a shared plan: make a plan file of it that stays in step whenever it is open."""
    from maplanner.app.sharing import TeamSession

    team = TeamSession.join(link, plan, person=name)
    try:
        _catch_up(team)
    except CannotShare:
        _close(team)
        plan.unlink(missing_ok=True)
        raise
    say(f"Joined “{team.session.title}” as {team.person}, who may {_may(team.shared.role)}.")
    _close(team)


def share(
    plan: PlanArgument,
    link: Annotated[str, typer.Argument(metavar="KEY", help="The server's key to share plans by.")],
    name: Annotated[str, typer.Option(help="The plan's name on the server; else its title.")] = "",
) -> None:
    """Share a plan by a server's key, and become its owner."""
    from maplanner.app.session import PlanSession
    from maplanner.app.sharing import TeamSession

    session = PlanSession.open(plan, remembered=False)
    try:
        team = TeamSession.share(session, link, name)
    except CannotShare:
        session.close()
        raise
    try:
        _catch_up(team)
    except CannotShare:
        team.leave()
        session.close()
        raise
    say(f"Shared as “{team.link.plan}”. Others come in by “maplanner team invite”, or from the window.")
    _close(team)


def sync(plan: PlanArgument) -> None:
    """Bring a shared plan and its file in step once."""
    from maplanner.app.session import PlanSession
    from maplanner.app.sharing import TeamSession

    session = PlanSession.open(plan, remembered=False)
    team = TeamSession.resume(session)
    if team is None:
        session.close()
        raise CannotShare(f"“{plan}” is not shared.", advice="Share it in the window, or join a plan.")
    try:
        _catch_up(team)
        say(f"“{session.title}” is in step.")
    finally:
        _close(team)


def _may(role: str) -> str:
    return {"owner": "edit and invite", "edit": "edit", "comment": "comment"}.get(role, "look")


def _close(team: TeamSession) -> None:
    team.close()
    team.session.close()


def _catch_up(team: TeamSession) -> None:
    """Connect, and wait until all has come and gone that should."""
    from maplanner.team.reports import Standing

    awake = threading.Event()
    team.start(awake.set)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while team.shared.standing is not Standing.IN_STEP:
        awake.wait(0.2)
        awake.clear()
        team.pump()
        if team.shared.standing is Standing.ENDED or time.monotonic() > deadline:
            raise CannotShare(team.shared.words or "The server does not answer.")
    team.pump()
