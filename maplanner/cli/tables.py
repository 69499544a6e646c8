"""Results of a simulation and an estimate as tables that people read."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from maplanner.cli.estimate_tables import show_remedies, show_return, show_sales, show_storage
from maplanner.cli.output import add_row, number, say, show, table
from maplanner.cli.work_tables import show_work

if TYPE_CHECKING:
    from maplanner.document.reading import Snapshot
    from maplanner.simulation import SimulationResult, StepResult


def show_simulation(snapshot: Snapshot, result: SimulationResult) -> None:
    """Print what came of a simulation: leads, steps campaign by campaign, thresholds, and CRM writes."""
    from maplanner.app.analysis import in_flow_order
    from maplanner.simulation import Range

    leads = Range.of(result.leads)
    say(
        f"{number(leads.mean)} leads in {result.days:g} days ({spread(leads)}), mean of {result.runs} runs, "
        f"seed {result.seed}."
    )
    say("Ranges hold nine runs of ten.")
    for sentence in about_precision(result):
        say(sentence)
    for left in result.left_out:
        say(f"Left out: {left.why}")
    say()
    found = result.step_by_id
    in_order = [found[step_id] for step_id in in_flow_order(snapshot) if step_id in found]
    more = _time_and_stock(result)
    for campaign, steps in groupby(in_order, key=lambda step: step.campaign_title):
        _show_steps(campaign, [(step, *more.get(step.step, ("", ""))) for step in steps])
    if result.thresholds:
        reached = table("Threshold", "Reached", "Range", numbers=("Reached", "Range"))
        for threshold in result.thresholds:
            times = Range.of(threshold.reached)
            add_row(reached, threshold.title, number(times.mean), spread(times))
        show(reached)
        say()
    _show_stages(snapshot, result)
    if result.writes:
        show_writes(result)


def about_precision(result: SimulationResult) -> list[str]:
    """Return sentences that say how precise the figures are, and what would make them more so."""
    found = result.precision
    if found is None or not found.reached or found.worst is None:
        return []
    titles = {step.step: step.title for step in result.steps}
    least = (
        f"The least sure mean, at “{titles.get(found.worst, '')}”, is right to ± {per_cent(found.reached)}"
    )
    if found.is_met and found.asked is not None:
        return [f"{least}, as asked."]
    more = f"about {found.runs_needed:,} runs"
    if found.asked is not None:
        return [f"{least}, not the {per_cent(found.asked)} asked for: that takes {more}."]
    return [f"{least}; ± {per_cent(found.for_precision)} takes {more}."]


def _show_stages(snapshot: Snapshot, result: SimulationResult) -> None:
    from maplanner.simulation.stages import stage_report

    rows = stage_report(snapshot, result)
    if not rows:
        return
    shown = table(
        "Stage", "Got no further", "Got here", "Went on", numbers=("Got no further", "Got here", "Went on")
    )
    for row in rows:
        onward = "" if row.onward is None else per_cent(row.onward.share)
        add_row(shown, row.title or "none yet", per_cent(row.here.share), per_cent(row.reached.share), onward)
    show(shown)
    say()


def _show_steps(campaign: str, steps: list[tuple[StepResult, str, str]]) -> None:
    from maplanner.simulation import Range

    numbers = ("Entered", "Range", "Median days", "Waiting")
    counted = table(campaign, "Kind", *numbers, numbers=numbers)
    for step, days, waiting in steps:
        entered = Range.of(step.entered)
        kind = step.kind.replace("_", " ")
        add_row(counted, step.title, kind, number(entered.mean), spread(entered), days, waiting)
    show(counted)
    say()


def _time_and_stock(result: SimulationResult) -> dict[str, tuple[str, str]]:
    """Return the median days to reach each step, and who waits there at the end, in words."""
    if result.details is None:
        return {}
    found = {}
    for step, reach, stock in zip(result.steps, result.details.reach, result.details.stock, strict=True):
        days = f"{reach.at(0.5):.1f}" if reach.count else ""
        found[step.step] = (days, number(float(stock[-1])) if stock[-1] else "")
    return found


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


def show_estimate(document: Mapping[str, Any], *, explained: bool = False) -> None:
    """Print what each system must carry, from an estimate as JSON values; ``explained`` adds every source."""
    for system in document["systems"]:
        say(system_name(system))
        _show_calls(system)
        for sentence in verdict(system):
            say(sentence)
        show_remedies(system)
        if explained:
            say()
            sources = table("Figure", "", "Where it comes from")
            for figure in system["explanation"]:
                add_row(sources, figure["what"], figure["figure"], figure["source"])
            show(sources)
        say()
    if not document["systems"]:
        say("The plan has no CRM yet, so there is nothing to carry.")
        say()
    show_storage(document["storage"])
    if document.get("sales") is not None:
        show_sales(document["sales"])
    if document.get("return") is not None:
        show_return(document["return"])
    if document.get("work") is not None:
        show_work(document["work"], explained=explained)


def _show_calls(system: Mapping[str, Any]) -> None:
    numbers = ("Median day", "Busiest day", "Busiest hour", "Of the limit")
    calls = table("API calls", *numbers, numbers=numbers)
    for way, found in system["calls_per_day"].items():
        share = system["share_of_limit"][way]
        add_row(
            calls,
            way.replace("_", " "),
            number(found["median"]),
            number(found["busiest"]),
            number(system["busiest_hour"][way]["mean"]),
            "" if share is None else per_cent(share),
        )
    show(calls)


def system_name(system: Mapping[str, Any]) -> str:
    """Return what a system is called: name, edition and seats."""
    seats = f"{system['seats']:,} seats" if system["seats"] else ""
    return ", ".join(part for part in (system["system"], system["edition"], seats) if part)


def verdict(system: Mapping[str, Any]) -> list[str]:
    """Return sentences that say whether a system's limit holds, and what is missing for an answer."""
    sentences = list(system["lacks"])
    shares = {way: share for way, share in system["share_of_limit"].items() if share is not None}
    if not shares:
        return sentences
    breaking = [way.replace("_", " ") for way, share in shares.items() if share > 1]
    if not breaking:
        worst = max(shares.values())
        sentences.append(
            f"The limit of {number(system['limit_per_day'])} calls a day holds every way: "
            f"the busiest day takes at most {per_cent(worst)} of what may be used."
        )
    else:
        sentences.append(
            f"The limit of {number(system['limit_per_day'])} calls a day breaks: {', '.join(breaking)}."
        )
    growth = system["growth_to_limit"].get(system["way"].replace(" ", "_"))
    if growth is not None and growth > 1:
        sentences.append(f"As planned ({system['way']}), {number(growth)} times as much would still fit.")
    return sentences


def per_cent(share: float) -> str:
    """Return a share as per cent, with two digits that count."""
    return f"{share:.0%}" if share >= 0.1 else f"{share * 100:.2g} %".replace(" %", "%")
