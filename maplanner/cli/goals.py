"""The goals of a plan and what serves them, on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maplanner.cli.arguments import JsonOption, PlanArgument
from maplanner.cli.output import add_row, print_json, say, show, table

if TYPE_CHECKING:
    from maplanner.estimate.goals import Register


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("goals")(goals)


def goals(
    plan: PlanArgument,
    *,
    usual: Annotated[
        bool, typer.Option("--usual", help="First add those of the usual goals that the plan lacks.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """List the goals area by area, and what of the plan serves each."""
    from maplanner.estimate.goals import register_of
    from maplanner.storage import read_plan

    added = _add_usual(plan) if usual else 0
    register = register_of(read_plan(plan))
    if json:
        print_json(register.to_json() | {"added": added})
        return
    if usual:
        say(f"{added:,} goals added.")
        say()
    _show(register)


def _add_usual(plan: PlanArgument) -> int:
    from maplanner.app.session import PlanSession
    from maplanner.core.errors import PlanFileReadOnly
    from maplanner.estimate.goals import lacking_goals

    with PlanSession.open(plan, remembered=False) as session:
        if session.read_only:
            raise PlanFileReadOnly(f"{plan} cannot be written.", advice=session.notice)
        made = lacking_goals(session.store)
        if made:
            with session.store.transact("Add the usual goals") as transaction:
                transaction.put(*made)
    return len(made)


def _show(register: Register) -> None:
    if not register.goals:
        say("The plan has no goals yet. “maplanner goals PLAN --usual” adds the usual ones.")
    for area, served in register.areas():
        say(area or "No area")
        shown = table("", "Goal", "Weight", "Agreed", "Served by", numbers=("Weight",))
        for each in served:
            goal = each.goal
            by = [requirement.title for requirement in each.requirements]
            if each.elements:
                by.append(f"{len(each.elements)} tied by hand")
            text = " ".join(f"{goal.basic} {goal.detail}".split())
            agreed = "yes" if goal.agreed else ""
            add_row(shown, goal.level.value, text, f"{goal.weight:g}", agreed, ", ".join(by) or "nothing")
        show(shown)
        say()
    free = [asked for asked in register.requirements if not asked.goals]
    if free and register.goals:
        say("Asked for, but no goal wants it:")
        for asked in free:
            count = len(asked.causes)
            say(f"  {asked.title} ({count:,} {'element' if count == 1 else 'elements'})")
