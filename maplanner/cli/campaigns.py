"""The campaign inventory."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from maplanner.cli.arguments import BadArgument, JsonOption, PlanArgument
from maplanner.cli.output import add_row, number, print_json, say, show, table


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("campaigns")(campaigns)


def campaigns(
    plan: PlanArgument,
    json: JsonOption = False,
    group_by: Annotated[
        str, typer.Option(metavar="FIELD", help="group, bound, purpose, state, owner or none.")
    ] = "group",
    archived: Annotated[bool, typer.Option("--archived", help="Show those that are put away, too.")] = False,
) -> None:
    """List the campaigns of a plan with groups, owners, dates, budgets, steps and findings."""
    from maplanner.app import analysis
    from maplanner.app.inventory import Grouping, grouped, inventory
    from maplanner.storage import read_plan

    if group_by not in set(Grouping):
        raise BadArgument(
            f"--group-by “{group_by[:40]}” is not possible.", advice=f"Give {', '.join(Grouping)}."
        )
    snapshot = read_plan(plan)
    rows = inventory(snapshot, analysis.check(snapshot).findings, archived=archived)
    groups = grouped(snapshot, rows, Grouping(group_by))
    if json:
        print_json({"group_by": group_by, "groups": [_as_json(group) for group in groups]})
        return
    for place, group in enumerate(groups):
        if place:
            say()
        _show(group, "" if group_by == Grouping.NONE else group.title or "Without a group")


def _as_json(group: Any) -> dict[str, Any]:
    return {
        "value": group.value,
        "title": group.title,
        "campaigns": [
            row.campaign.model_dump(mode="json", include=_FIELDS)
            | {"steps": row.steps, "findings": row.findings}
            for row in group.rows
        ],
    }


_FIELDS = {"id", "title", "bound", "purpose", "state", "owner", "start", "end", "budget", "archived"}


def _show(group: Any, title: str) -> None:
    if not group.rows:
        say(f"{title}: no campaigns")
        return
    columns = ("Campaign", "Direction", "Purpose", "State", "Owner", "Starts", "Ends")
    figures = ("Budget", "Steps", "Findings")
    shown = table(*columns, *figures, title=title, numbers=figures)
    for row in group.rows:
        campaign = row.campaign
        add_row(
            shown,
            f"{campaign.title} (archived)" if campaign.archived else campaign.title,
            campaign.bound.value,
            campaign.purpose.value,
            campaign.state.value,
            campaign.owner,
            campaign.start or "",
            campaign.end or "",
            number(campaign.budget) if campaign.budget is not None else "",
            row.steps,
            row.findings,
        )
    show(shown)
