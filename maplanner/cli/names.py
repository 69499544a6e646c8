"""Names by the team's convention, on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from maplanner.cli.arguments import JsonOption, PlanArgument
from maplanner.cli.output import add_row, print_json, say, show, table

if TYPE_CHECKING:
    from maplanner.document.naming import Convention
    from maplanner.document.renaming import CheckedName


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("names")(names)


def names(
    plan: PlanArgument,
    *,
    rename: Annotated[
        bool, typer.Option("--rename", help="Give every name that does not fit its proposed one.")
    ] = False,
    only: Annotated[
        str, typer.Option("--only", metavar="NAME", help="With --rename: only what has this name now.")
    ] = "",
    json: JsonOption = False,
) -> None:
    """Check names by the plan's naming conventions, explain those that fit and propose others."""
    from maplanner.document.naming import conventions
    from maplanner.document.renaming import check_names
    from maplanner.storage import read_plan

    renamed = _rename(plan, only) if rename else 0
    snapshot = read_plan(plan)
    checked = [(each, check_names(snapshot, each)) for each in conventions(snapshot)]
    if json:
        print_json({"conventions": [_as_json(*each) for each in checked], "renamed": renamed})
        return
    if not checked:
        say("The plan has no naming convention.")
    for convention, found in checked:
        _tell(convention, found)
    if rename:
        say(f"{renamed:,} renamed.")


def _rename(plan: Any, only: str) -> int:
    """Rename what can be renamed, as one step of the plan's history; return how many that were.

    With ``only`` nothing but what has that name now.
    """
    from maplanner.app.session import PlanSession
    from maplanner.core.errors import PlanFileReadOnly
    from maplanner.document.naming import conventions
    from maplanner.document.renaming import check_names, renames

    with PlanSession.open(plan, remembered=False) as session:
        if session.read_only:
            raise PlanFileReadOnly(f"{plan} cannot be written.", advice=session.notice)
        snapshot = session.snapshot()
        new: dict[str, str] = {}
        for convention in conventions(snapshot):
            checked = check_names(snapshot, convention)
            wanted = {each.record.id for each in checked if not only or each.name == only}
            found = renames(checked)
            new = {record_id: name for record_id, name in found.items() if record_id in wanted} | new
        with session.store.transact("Rename by the convention") as transaction:
            for record_id, name in new.items():
                transaction.change(record_id, {"title": name})
    return len(new)


def _as_json(convention: Convention, checked: list[CheckedName]) -> dict[str, Any]:
    return {
        "convention": convention.record.title,
        "pattern": convention.pattern,
        "example": convention.example,
        "names": [
            {
                "id": each.record.id,
                "type": each.record.type_name,
                "name": each.name,
                "fits": each.fits,
                "explained": each.explained or None,
                "reason": each.reason or None,
                "proposal": each.proposal.name if each.proposal is not None else None,
                "lacking": [part.title for part in each.proposal.lacking]
                if each.proposal is not None
                else [],
                "clash": each.clash,
            }
            for each in checked
        ],
    }


def _tell(convention: Convention, checked: list[CheckedName]) -> None:
    say(f"{convention.record.title or 'Names'}: {convention.pattern}, such as {convention.example}")
    shown = table("Name", "Says", "Proposed")
    for each in checked:
        proposed = each.proposal.name if each.proposal is not None else ""
        if each.proposal is not None and each.proposal.lacking:
            proposed = f"{proposed} …".strip()
        says = each.explained or (f"{each.reason} Another has that name." if each.clash else each.reason)
        add_row(shown, each.name, says, proposed)
    if checked:
        show(shown)
    off = sum(not each.fits for each in checked)
    say(f"{off:,} of {len(checked):,} names do not fit.")
