"""Simulating: figures for people and programs, tables and event logs as files, and following one lead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maplanner.cli import status
from maplanner.cli.arguments import (
    BadArgument,
    DaysOption,
    JsonOption,
    PlanArgument,
    RunsOption,
    ScenarioOption,
    SeedOption,
    ThreadsOption,
    simulation_options,
)
from maplanner.cli.output import print_json, progress_shown, say
from maplanner.cli.tables import show_simulation

if TYPE_CHECKING:
    from maplanner.document.reading import Snapshot
    from maplanner.simulation import SimulationOptions, SimulationResult


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("simulate")(simulate)
    app.command("follow")(follow)


def simulate(
    plan: PlanArgument,
    *,
    days: DaysOption = None,
    runs: RunsOption = None,
    precision: Annotated[
        str | None,
        typer.Option(
            metavar="PERCENT",
            help="Run until the figures are this precise, such as 2 %; --runs is then the most.",
        ),
    ] = None,
    precision_of: Annotated[
        list[str] | None,
        typer.Option(metavar="STEP", help="The step whose figure has to be so precise; may be repeated."),
    ] = None,
    seed: SeedOption = None,
    threads: ThreadsOption = None,
    scenario: ScenarioOption = None,
    per: Annotated[
        str | None,
        typer.Option(metavar="hour|day|week", help="With --json, arrivals at each step over time as well."),
    ] = None,
    tables: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write all tables to a workbook (.xlsx) or a folder of CSV files."),
    ] = None,
    log: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write what happens to every lead, to a .csv or .parquet file."),
    ] = None,
    log_runs: Annotated[str, typer.Option(metavar="N", help="How many runs to log.")] = "1",
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="Run what can run: pass over steps that cannot.")
    ] = False,
    json: JsonOption = False,
) -> int:
    """Send simulated leads through a plan and count where they go."""
    from dataclasses import replace

    from maplanner.simulation.options import FOLLOWED_LEADS
    from maplanner.simulation.telling import Span, to_json
    from maplanner.storage import read_plan

    options = simulation_options(days, runs, seed, threads, scenario)
    span = _span(per)
    logged = _whole(log_runs, "log-runs", 1, 10_000)
    snapshot = read_plan(plan)
    options = replace(
        options,
        precision=_share(precision),
        precision_of=tuple(_step(snapshot, name) for name in precision_of or ()),
        by_hour=span is Span.HOUR,
        sample_leads=FOLLOWED_LEADS,
        leave_out=leave_out,
    )
    result = run_simulation(snapshot, options)
    if json:
        print_json(to_json(snapshot, result, span))
    else:
        show_simulation(snapshot, result)
    if tables is not None:
        _write_tables(snapshot, result, tables, quiet=json)
    if log is not None:
        _write_log(snapshot, options, log, logged, quiet=json)
    return status.DONE if result.precision is None or result.precision.is_met else status.FOUND_ERRORS


def run_simulation(snapshot: Snapshot, options: SimulationOptions) -> SimulationResult:
    """Simulate, and show a person how far it is."""
    from maplanner.app import analysis

    with progress_shown("Simulating", simulates=True) as progress:
        return analysis.simulate(snapshot, options, progress)


def _write_tables(snapshot: Snapshot, result: SimulationResult, path: Path, *, quiet: bool) -> None:
    from maplanner.app.result_files import write_tables

    for written in write_tables(snapshot, result, path):
        if not quiet:
            say(f"Wrote {written}.")


def _write_log(snapshot: Snapshot, options: SimulationOptions, path: Path, runs: int, *, quiet: bool) -> None:
    from maplanner.exchange.event_logs import write_event_log
    from maplanner.simulation.event_log import EventLog

    with progress_shown("Writing the event log", simulates=True) as progress:
        log = EventLog(snapshot, options, runs)
        written = write_event_log(log, path, progress=progress or (lambda _share: None))
    if not quiet:
        say(f"Wrote {written.lines:,} lines to {written.path}.")


def follow(
    plan: PlanArgument,
    *,
    step: Annotated[
        str | None, typer.Option(metavar="STEP", help="A lead that reaches this step; without it, the first.")
    ] = None,
    skip: Annotated[str, typer.Option(metavar="N", help="Pass over so many such leads.")] = "0",
    choose: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FORK=OPTION",
            help="Let fork number … come out as option number …, both as shown; may be repeated.",
        ),
    ] = None,
    scenario: ScenarioOption = None,
    json: JsonOption = False,
) -> None:
    """Follow one simulated lead through the plan: everything that happens to it, in order."""
    from maplanner.simulation.following import find_lead, walk
    from maplanner.storage import read_plan

    snapshot = read_plan(plan)
    forced = dict(_fork(each) for each in choose or ())
    wanted = None if step is None else _step(snapshot, step)
    who = find_lead(snapshot, wanted, skip=_whole(skip, "skip", 0, 1_000_000), scenario=scenario)
    found = walk(snapshot, who, forced, scenario=scenario)
    if json:
        print_json(found.to_json())
    else:
        _show_walk(found)


def _show_walk(found: Any) -> None:
    who = found.who
    say(f"Lead {who.lead + 1} of account {who.account + 1:,}, run {who.run + 1}, seed {who.seed}.")
    for moment in found.moments:
        for choice in moment.choices:
            options = ", ".join(
                f"{'→ ' if place == choice.taken else ''}{place}: {option.words}{_chance(option.share)}"
                for place, option in enumerate(choice.options)
            )
            say(f"{'':10}  fork {choice.number}: {options}{' (chosen)' if choice.forced else ''}")
        scores = ", ".join(
            f"{title} {value:.3g}" for title, value in zip(found.scores, moment.scores, strict=True)
        )
        say(f"{_moment(moment)}{f'   [{scores}]' if scores else ''}")
    last = found.moments[-1]
    for record in last.records:
        filled = f": {', '.join(record.fields)}" if record.fields else ""
        say(
            f"{record.system} {record.api_name}, made on {_when(record.created)}, "
            f"updated {record.updates} times{filled}"
        )


def _moment(moment: Any) -> str:
    from maplanner.simulation.following import day_and_time, sentence_of

    day, time = day_and_time(moment.day)
    value = "" if moment.value is None else f"{moment.value:.4g}"
    when = "" if moment.value is None else _when(moment.value)
    return f"day {day:4} {time}  {sentence_of(moment).format(title=moment.title, value=value, when=when)}"


def _when(days: float) -> str:
    from maplanner.simulation.following import day_and_time

    day, time = day_and_time(days)
    return f"day {day}, {time}"


def _chance(share: float | None) -> str:
    return "" if share is None else f" ({share:.3g})"


def _fork(text: str) -> tuple[int, int]:
    number, sign, option = text.partition("=")
    if not (sign and number.strip().isdecimal() and option.strip().isdecimal()):
        raise BadArgument(f"--choose “{text[:40]}” is not possible.", advice="Write it like 3=1.")
    return int(number), int(option)


def _step(snapshot: Snapshot, name: str) -> str:
    """Return the identifier of the step that is meant by its identifier or its title."""
    from maplanner.document.records import Step

    if snapshot.find_or_none(Step, name) is not None:
        return name
    found = [step.id for step in snapshot.all(Step) if step.title.strip() == name.strip()]
    if len(found) == 1:
        return found[0]
    if found:
        raise BadArgument(
            f"There are {len(found)} steps called “{name[:80]}”.",
            advice=f"Name one by its identifier: {', '.join(found[:8])}.",
        )
    raise BadArgument(f"There is no step “{name[:80]}”.", advice="Give a step's title or identifier.")


def _share(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        value = float(text.strip().removesuffix("%").strip()) / 100
    except ValueError:
        value = -1.0
    if not 0.0005 <= value <= 0.5:
        raise BadArgument(
            f"--precision “{text[:40]}” is not possible.", advice="Give per cent from 0.05 to 50."
        )
    return value


def _span(text: str | None) -> Any:
    from maplanner.simulation.telling import Span

    if text is None:
        return None
    if text not in set(Span):
        raise BadArgument(f"--per “{text[:40]}” is not possible.", advice="Give hour, day or week.")
    return Span(text)


def _whole(text: str, name: str, low: int, high: int) -> int:
    if not text.isdecimal() or not low <= int(text[:20]) <= high:
        raise BadArgument(
            f"--{name} “{text[:40]}” is not possible.",
            advice=f"Give a whole number from {low:,} to {high:,}.",
        )
    return int(text)
