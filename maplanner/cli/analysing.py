"""Checking and estimating."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from maplanner.cli import status
from maplanner.cli.arguments import (
    DaysOption,
    JsonOption,
    PlanArgument,
    RunsOption,
    ScenarioOption,
    SeedOption,
    ThreadsOption,
    simulation_options,
)
from maplanner.cli.output import print_json, say
from maplanner.cli.simulating import run_simulation
from maplanner.cli.tables import show_estimate

if TYPE_CHECKING:
    from maplanner.app.analysis import CheckReport


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("check")(check)
    app.command("estimate")(estimate)


def check(plan: PlanArgument, json: JsonOption = False) -> int:
    """Say what is incomplete or wrong in a plan, and how to mend it. The status is 1 if there are errors."""
    from maplanner.app import analysis
    from maplanner.storage import read_plan

    report = analysis.check(read_plan(plan))
    if json:
        print_json(report.to_json())
    else:
        show_findings(report)
    return status.FOUND_ERRORS if report.has_errors else status.DONE


def estimate(
    plan: PlanArgument,
    *,
    days: DaysOption = None,
    runs: RunsOption = None,
    seed: SeedOption = None,
    threads: ThreadsOption = None,
    scenario: ScenarioOption = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say where every figure comes from.")] = False,
    json: JsonOption = False,
) -> None:
    """Say what the CRM has to carry each day, against its limits."""
    from maplanner.app import analysis
    from maplanner.storage import read_plan

    options = simulation_options(days, runs, seed, threads, scenario)
    snapshot = read_plan(plan)
    found = analysis.estimate(snapshot, run_simulation(snapshot, options))
    if json:
        print_json(found.to_json())
    else:
        show_estimate(found.to_json(), explained=explain)


def show_findings(report: CheckReport) -> None:
    """Print findings for people, campaign by campaign."""
    for campaign, findings in groupby(report.findings, key=lambda finding: finding.campaign):
        say(campaign or "The whole plan")
        for finding in findings:
            place = " · ".join(part for part in (finding.step, finding.field) if part)
            say(f"  {_SIGNS[finding.severity.value]:8} {f'{place}: ' if place else ''}{finding.message}")
            if finding.fix is not None:
                say(f"{'':11}Possible fix: {finding.fix.title}.")
        say()
    show_completeness(report)
    say(summary_of(report))


def show_completeness(report: CheckReport) -> None:
    """Print how complete the data of objects and campaigns is, and what would raise it."""
    if not report.completeness:
        return
    say("Completeness")
    for each in report.completeness:
        say(f"  {each.share:4.0%}  {each.title}: {each.complete} of {each.needed} {_NEEDED[each.sort]}")
        for lack in each.lacks[:_LACKS_SHOWN]:
            say(f"{'':8}{lack.message}")
        if len(each.lacks) > _LACKS_SHOWN:
            say(f"{'':8}and {len(each.lacks) - _LACKS_SHOWN} more")
    say()


def summary_of(report: CheckReport) -> str:
    """Return one sentence that counts the findings."""
    ignored = f" {len(report.ignored)} ignored." if report.ignored else ""
    if not report.findings:
        return "Nothing to find fault with." + ignored
    counts = ((report.count(name), name) for name in ("error", "warning", "note"))
    found = ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in counts if count)
    return f"{found}.{ignored}"


_NEEDED = {"object": "needed fields arrive", "campaign": "pieces of data go their whole way"}
_LACKS_SHOWN = 3
_SIGNS = {"error": "error", "warning": "warning", "note": "note"}
