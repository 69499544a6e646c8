"""The demonstration, told to a marketer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maplanner.cli import status
from maplanner.cli.analysing import summary_of
from maplanner.cli.output import number, progress_shown, say
from maplanner.cli.tables import spread, system_name, verdict
from maplanner.document.records import Campaign, Mapping, Step
from maplanner.document.vocabulary import WriteOperation

if TYPE_CHECKING:
    from maplanner.app.demo import Demonstration


_DONE = {
    WriteOperation.CREATE: "created",
    WriteOperation.UPDATE: "updated",
    WriteOperation.UPSERT: "created or updated",
}


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder for the results.")] = Path("demo"),
) -> int:
    """Make the sample plan, check, simulate, estimate and draw it, and say what came out."""
    from maplanner.app.demo import demonstrate

    with progress_shown("Working through the sample plan", simulates=True) as progress:
        made = demonstrate(out, progress)
    _tell(made)
    if made.no_pictures is not None:
        raise made.no_pictures
    return status.DONE


def _tell(made: Demonstration) -> None:
    plan = made.snapshot
    say(f"The sample plan: {plan.plan.title}")
    say(
        f"  {plan.count(Campaign)} campaigns with {plan.count(Step)} steps; "
        f"{plan.count(Mapping)} pieces of data are mapped to where they land."
    )
    say()
    _tell_findings(made)
    _tell_simulation(made)
    _tell_estimate(made)
    say("Written:")
    for file in made.files:
        say(f"  {file}")
    if made.put_aside is not None:
        say(f"The plan that was there before is now {made.put_aside}")


def _tell_findings(made: Demonstration) -> None:
    say(f"What is missing: {summary_of(made.report)}")
    for finding in made.report.findings:
        if finding.severity.value != "note":
            place = ", ".join(part for part in (finding.campaign, finding.step) if part)
            say(f"  - {finding.message}{f' ({place})' if place else ''}")
    say()


def _tell_simulation(made: Demonstration) -> None:
    from maplanner.simulation import Range

    result = made.result
    leads = Range.of(result.leads)
    say(f"What will happen in {result.days:g} days (mean of {result.runs} simulated runs):")
    say(f"  {number(leads.mean)} leads come in ({spread(leads)} in nine runs of ten).")
    for threshold in result.thresholds:
        found = Range.of(threshold.reached)
        say(f"  {number(found.mean)} reach “{threshold.title}” ({spread(found)}).")
    handed = sum(Range.of(step.entered).mean for step in result.steps if step.kind == "hand_off")
    say(f"  {number(handed)} are handed over to sales.")
    for write in sorted(result.writes, key=lambda write: -Range.of(write.total).mean):
        total = number(Range.of(write.total).mean)
        say(
            f"  {write.system_title}: {write.api_name} is {_DONE[write.operation]} {total} times, "
            f"{number(write.busiest_day)} times on the busiest day."
        )
    say()


def _tell_estimate(made: Demonstration) -> None:
    say("What the CRM has to carry:")
    for system in made.estimate.to_json()["systems"]:
        say(f"  {system_name(system)}: API calls on the busiest day")
        for way, calls in system["calls_per_day"].items():
            say(f"    {way.replace('_', ' ')}: {number(calls['busiest'])}")
        for sentence in verdict(system):
            say(f"  {sentence}")
    say()
