"""Results of a simulation and an estimate as tables that people read."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from maplanner.cli.output import add_row, number, say, show, table

if TYPE_CHECKING:
    from maplanner.simulation import SimulationResult, StepResult


def show_simulation(result: SimulationResult) -> None:
    """Print what came of a simulation: leads, steps campaign by campaign, scores, and CRM writes."""
    from maplanner.simulation import Range

    leads = Range.of(result.leads)
    say(
        f"{number(leads.mean)} leads in {result.days:g} days ({spread(leads)}), mean of {result.runs} runs, "
        f"seed {result.seed}."
    )
    say("Ranges hold nine runs of ten.")
    say()
    for campaign, steps in groupby(result.steps, key=lambda step: step.campaign_title):
        _show_steps(campaign, list(steps))
    if result.thresholds:
        reached = table("Threshold", "Reached", "Range", numbers=("Reached", "Range"))
        for threshold in result.thresholds:
            found = Range.of(threshold.reached)
            add_row(reached, threshold.title, number(found.mean), spread(found))
        show(reached)
        say()
    if result.writes:
        show_writes(result)


def _show_steps(campaign: str, steps: list[StepResult]) -> None:
    from maplanner.simulation import Range

    counted = table(campaign, "Kind", "Entered", "Range", numbers=("Entered", "Range"))
    for step in steps:
        entered = Range.of(step.entered)
        add_row(counted, step.title, step.kind.replace("_", " "), number(entered.mean), spread(entered))
    show(counted)
    say()


def show_writes(result: SimulationResult) -> None:
    """Print what is written to each system."""
    from maplanner.simulation import Range

    writes = table(
        "Written to", "Object", "Operation", "In all", "Median day", "Busiest day",
        numbers=("In all", "Median day", "Busiest day"),
    )  # fmt: skip
    for write in result.writes:
        add_row(
            writes,
            write.system_title,
            write.api_name,
            write.operation.value,
            number(Range.of(write.total).mean),
            number(write.median_per_day),
            number(write.busiest_day),
        )
    show(writes)


def spread(found: Any) -> str:
    """Return the range in which nine runs of ten lie."""
    return f"{number(found.p5)} – {number(found.p95)}"


def show_estimate(document: Mapping[str, Any]) -> None:
    """Print what each system must carry, from an estimate as JSON values."""
    for system in document["systems"]:
        limit = system["limit_per_day"]
        name = " ".join(part for part in (system["system"], system["edition"]) if part)
        allowed = f"at most {number(limit)} calls a day" if limit else "no daily limit known"
        calls = table(
            f"{name}: {allowed}", "Median day", "Busiest day", "Of the limit",
            numbers=("Median day", "Busiest day", "Of the limit"),
        )  # fmt: skip
        for way, found in system["calls_per_day"].items():
            share = f"{found['busiest'] / limit:.1%}" if limit else ""
            add_row(calls, way, number(found["median"]), number(found["busiest"]), share)
        show(calls)
        say()
    if not document["systems"]:
        say("Nothing is written to any system yet, so there is nothing to carry.")
