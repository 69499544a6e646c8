"""What recorded leads say of a plan's assumptions: shown with the evidence, and taken over on request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maplanner.cli.arguments import JsonOption, PlanArgument
from maplanner.cli.output import add_row, print_json, progress_shown, say, show, table

if TYPE_CHECKING:
    from pydantic import JsonValue

    from maplanner.simulation.learned.proposing import HeldOut, LearnedPlan

_UNHEARD_SHOWN = 8


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("learn")(learn)


def learn(
    plan: PlanArgument,
    history: Annotated[
        Path,
        typer.Option(
            metavar="FILE", help="A table of lead, event and time, as CSV or XLSX.", show_default=False
        ),
    ],
    *,
    meaning: Annotated[
        list[str] | None,
        typer.Option(
            "--as",
            metavar="EVENT=STEP",
            help="Which step an event means, or what is done there, such as “opened=Welcome: e-mail opened”; "
            "“(outcome)” is the outcome. Once for each.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Take over only this proposal; once for each.")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Take the proposals over into the plan.")] = False,
    json: JsonOption = False,
) -> None:
    """Propose shares, times and arrivals from what recorded leads did; with --apply, take them over."""
    from maplanner.app import learning
    from maplanner.app.session import PlanSession
    from maplanner.storage import read_plan

    snapshot = read_plan(plan)
    meanings = dict(learning.meaning_of(snapshot, each) for each in meaning or ())
    with progress_shown("Reading") as progress:
        found = learning.learn_from(history, snapshot, progress, meanings)
    wanted = learning.chosen(found, only) if only else list(found.proposals)
    changed = None
    if apply:
        with PlanSession.open(plan, remembered=False) as session:
            changed = learning.take_over(session.store, wanted)
    if json:
        print_json(found.to_json() | {"applied": changed})
        return
    show_learned(found)
    if changed is not None:
        say(f"Changed in the plan: {changed} {'field' if changed == 1 else 'fields'}.")


def show_learned(found: LearnedPlan) -> None:
    """Print each proposal with what it rests on, and how leads that were held out bear it out."""
    say(f"{found.leads:,} leads in {found.days:,.0f} days.")
    say()
    listed = table("Assumption", "Now", "Proposed", "Held out", "Evidence", numbers=("Now", "Proposed"))
    for each in found.proposals:
        add_row(
            listed,
            each.title,
            value_words(each.now),
            value_words(each.proposed),
            _held(each.held_out),
            each.evidence,
        )
    show(listed)
    for remark in found.remarks:
        say(remark)
    if found.unheard:
        named = ", ".join(f"“{event}” ({count:,})" for event, count in found.unheard[:_UNHEARD_SHOWN])
        say(f"Events that say nothing of this plan: {named}. Say with --as which steps they mean.")


def value_words(value: JsonValue) -> str:
    """Return a value as one short text: a number, or a distribution with its figures."""
    if isinstance(value, dict):
        figures = [f"{number:.3g}" for name, number in value.items() if isinstance(number, int | float)]
        kind = str(value.get("kind", ""))
        return f"{kind} {', '.join(figures)}".strip()
    if isinstance(value, list):
        return " ".join(f"{number:.2g}" for number in value if isinstance(number, int | float))
    return f"{value:.4g}" if isinstance(value, int | float) else "–" if value is None else str(value)


def _held(found: HeldOut | None) -> str:
    if found is None:
        return ""
    return f"{found.predicted:.3g} → {found.observed:.3g} {'fits' if found.fits else 'does not fit'}"
