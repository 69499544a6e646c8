"""Making plans and looking into them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from maplanner.cli.arguments import JsonOption, PlanArgument
from maplanner.cli.output import add_row, print_json, say, show, table
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, CampaignGroup, Step


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("new")(new)
    app.command("info")(info)


def new(
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="The plan file to make.", show_default=False)],
    template: Annotated[
        str, typer.Option(metavar="NAME", help="What to begin with, such as “empty” or “sample”.")
    ] = "empty",
) -> None:
    """Make a plan, empty or from a template."""
    from maplanner.app.session import PlanSession

    with PlanSession.new(plan, template=template) as session:
        steps = session.store.count(Step)
        what = (
            f"{session.store.count(Campaign)} campaigns and {steps} steps" if steps else "nothing in it yet"
        )
        say(f"Made {plan}: “{session.title}”, with {what}.")


def info(plan: PlanArgument, json: JsonOption = False) -> None:
    """Say what is in a plan."""
    from maplanner.storage import read_plan

    snapshot = read_plan(plan)
    if json:
        print_json(_as_json(plan, snapshot))
        return
    _show(plan, snapshot)


def _as_json(plan: Path, snapshot: Snapshot) -> dict[str, Any]:
    steps = Counter(step.campaign for step in snapshot.all(Step))
    return {
        "records": snapshot.counts(),
        "title": snapshot.plan.title,
        "file": str(plan),
        "bytes": plan.stat().st_size,
        "campaigns": [
            {
                "id": campaign.id,
                "title": campaign.title,
                "direction": campaign.bound.value,
                "purpose": campaign.purpose.value,
                "state": campaign.state.value,
                "steps": steps[campaign.id],
            }
            for campaign in _campaigns(snapshot)
        ],
    }


def _campaigns(snapshot: Snapshot) -> list[Campaign]:
    return sorted(snapshot.all(Campaign), key=lambda campaign: campaign.order)


def _show(plan: Path, snapshot: Snapshot) -> None:
    own = snapshot.plan
    say(own.title)
    facts = (own.owner and f"owner {own.owner}", f"starts {own.start}", f"simulates {own.days:g} days")
    say(f"{plan} · {' · '.join(fact for fact in facts if fact)}")
    campaigns = _campaigns(snapshot)
    if campaigns:
        steps = Counter(step.campaign for step in snapshot.all(Step))
        overview = table("Campaign", "Group", "Direction", "Purpose", "State", "Steps", numbers=("Steps",))
        for campaign in campaigns:
            group = snapshot.find_or_none(CampaignGroup, campaign.group)
            add_row(
                overview,
                campaign.title,
                group.title if group else "",
                campaign.bound.value,
                campaign.purpose.value,
                campaign.state.value,
                steps[campaign.id],
            )
        say()
        show(overview)
    contents = table("Contents", "Count", numbers=("Count",))
    for name, count in snapshot.counts().items():
        if name != "plan":
            add_row(contents, _WORDS.get(name, name.replace("_", " ")), f"{count:,}")
    if contents.row_count:
        say()
        show(contents)


_WORDS = {
    "campaign": "campaigns",
    "campaign_group": "campaign groups",
    "system": "systems",
    "object": "objects of systems",
    "field": "fields of objects",
    "step": "steps",
    "link": "links",
    "form_field": "form fields and list columns",
    "note": "notes",
    "mapping": "mappings",
    "data_flow": "data flows",
    "problem": "problems",
    "score": "scores",
    "scoring_rule": "scoring rules",
    "threshold": "thresholds",
    "segment": "segments",
    "criterion": "criteria of segments",
    "goal": "goals",
    "scenario": "scenarios",
    "assumption": "assumptions",
}
