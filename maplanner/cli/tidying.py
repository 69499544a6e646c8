"""Laying out drawings."""

from __future__ import annotations

from typing import Annotated

import typer

from maplanner.cli.arguments import PlanArgument
from maplanner.cli.output import say


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("tidy")(tidy)


def tidy(
    plan: PlanArgument,
    campaign: Annotated[
        str | None, typer.Option(metavar="NAME", help="Tidy up this campaign; without it, all of them.")
    ] = None,
) -> None:
    """Lay out the steps of drawings from left to right; those that keep their place stay."""
    from maplanner.app import tidying
    from maplanner.app.exporting import campaign_named, in_order
    from maplanner.app.session import PlanSession
    from maplanner.core.errors import PlanFileReadOnly

    with PlanSession.open(plan, remembered=False) as session:
        if session.read_only:
            raise PlanFileReadOnly(f"{plan} cannot be written.", advice=session.notice)
        snapshot = session.snapshot()
        meant = in_order(snapshot) if campaign is None else [campaign_named(snapshot, campaign)]
        moved = tidying.tidy(session.store, meant)
    say(f"{plan}: {moved:,} {'step has' if moved == 1 else 'steps have'} moved.")
