"""What if: scenarios side by side, what moves a figure most, where a limit breaks."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

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
from maplanner.cli.output import add_row, number, print_json, progress_shown, say, show, table

if TYPE_CHECKING:
    from maplanner.simulation.experiments.breaking import Break
    from maplanner.simulation.experiments.comparing import Comparison
    from maplanner.simulation.experiments.sensitivity import Sensitivity
    from maplanner.simulation.intervals import Interval

SchedulerOption = Annotated[
    str, typer.Option(metavar="ADDRESS", help="A Dask scheduler that has the work done, as tcp://host:8786.")
]
MeasureOption = Annotated[
    str, typer.Option(metavar="FIGURE", help="The figure to look at, by its title or its key.")
]
_SWINGS_SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("compare")(compare)
    app.command("assumptions")(assumptions)
    app.command("sensitivity")(sensitivity)
    app.command("break-even")(break_even)


def compare(
    plan: PlanArgument,
    *,
    scenario: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A scenario, or “as drawn”; once for each. Without any: all."),
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option(metavar="FIGURE", help="Only this figure; once for each.")
    ] = None,
    days: DaysOption = None,
    runs: RunsOption = None,
    seed: SeedOption = None,
    threads: ThreadsOption = None,
    scheduler: SchedulerOption = "",
    json: JsonOption = False,
) -> None:
    """Set scenarios side by side, on the same luck; the first is what the others are compared with."""
    from maplanner.app import experiments
    from maplanner.storage import read_plan

    options = simulation_options(days, runs, seed, threads, None)
    with progress_shown("Comparing", simulates=True) as progress:
        found = experiments.compare(
            read_plan(plan), scenario or [], options, scheduler=scheduler, progress=progress
        )
    found = found.only(measure) if measure else found
    if json:
        print_json(found.to_json())
    else:
        show_comparison(found)


def assumptions(plan: PlanArgument, json: JsonOption = False) -> None:
    """List the assumptions of a plan that can be moved, with the keys that name them."""
    from maplanner.app import experiments
    from maplanner.storage import read_plan

    levers = experiments.chosen_levers(read_plan(plan), [])
    if json:
        print_json({"assumptions": [lever.to_json() for lever in levers]})
        return
    listed = table("Assumption", "Value", "Key", numbers=("Value",))
    for lever in levers:
        add_row(listed, lever.title, f"{lever.drawn:g}", lever.key)
    show(listed)


def sensitivity(
    plan: PlanArgument,
    measure: MeasureOption = "leads",
    *,
    assumption: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="An assumption by title or key; once for each. Without any: all."),
    ] = None,
    by: Annotated[
        float, typer.Option(metavar="SHARE", help="By how much of itself each is moved; 0.2 is 20 %.")
    ] = 0.2,
    days: DaysOption = None,
    runs: RunsOption = None,
    seed: SeedOption = None,
    threads: ThreadsOption = None,
    scenario: ScenarioOption = None,
    scheduler: SchedulerOption = "",
    json: JsonOption = False,
) -> None:
    """Say which assumption moves a figure most."""
    from maplanner.app import experiments
    from maplanner.storage import read_plan

    options = simulation_options(days, runs, seed, threads, None)
    with progress_shown("Trying assumptions", simulates=True) as progress:
        found = experiments.what_matters(
            read_plan(plan),
            measure,
            assumption or [],
            options,
            shift=by,
            scenario=scenario,
            scheduler=scheduler,
            progress=progress,
        )
    if json:
        print_json(found.to_json())
    else:
        show_sensitivity(found)


def break_even(
    plan: PlanArgument,
    *,
    assumption: Annotated[str, typer.Option(metavar="NAME", help="The assumption to move.")],
    measure: MeasureOption,
    at: Annotated[float, typer.Option(metavar="NUMBER", help="The mark that the figure shall reach.")],
    low: Annotated[float | None, typer.Option(metavar="NUMBER", help="Search from here.")] = None,
    high: Annotated[float | None, typer.Option(metavar="NUMBER", help="Search up to here.")] = None,
    days: DaysOption = None,
    runs: RunsOption = None,
    seed: SeedOption = None,
    threads: ThreadsOption = None,
    scenario: ScenarioOption = None,
    scheduler: SchedulerOption = "",
    json: JsonOption = False,
) -> None:
    """Say at which value of an assumption a figure reaches a mark, such as a limit."""
    from maplanner.app import experiments
    from maplanner.storage import read_plan

    if not math.isfinite(at):
        raise BadArgument("The mark must be a number.", advice="Give it as in --at 1000.")
    options = simulation_options(days, runs, seed, threads, None)
    with progress_shown("Searching", simulates=True) as progress:
        found = experiments.where_it_breaks(
            read_plan(plan),
            assumption,
            measure,
            at,
            options,
            low=low,
            high=high,
            scenario=scenario,
            scheduler=scheduler,
            progress=progress,
        )
    if json:
        print_json(found.to_json())
    else:
        show_break(found)


def show_comparison(found: Comparison) -> None:
    """Print figures side by side, each difference with where the true one lies."""
    say(f"Means of {found.runs} runs on the same luck. {_BRACKETS}")
    say()
    for heading, lines in groupby(found.lines, key=lambda line: line.measure.heading):
        columns = (found.titles[0], *(f"{title} (difference)" for title in found.titles[1:]))
        shown = table(heading, *columns, numbers=columns)
        for line in lines:
            others = zip(line.ranges[1:], line.differences, strict=True)
            cells = [f"{number(each.mean)}  {difference(apart)}" for each, apart in others]
            add_row(shown, line.measure.title, number(line.ranges[0].mean), *cells)
        show(shown)
        say()


_BRACKETS = "In brackets: where the true difference lies; one that may be nought may be chance."


def difference(apart: Interval) -> str:
    """Return a difference with its sign, and in brackets where the true one lies."""
    if not apart.mean and apart.is_clear:
        return "±0"
    middle, low, high = (_signed(each) for each in (apart.mean, apart.low, apart.high))
    return middle if low == high else f"{middle} ({low} – {high})"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(abs(value))}"


def show_sensitivity(found: Sensitivity) -> None:
    """Print the widest swings."""
    say(f"{found.measure.title}: {number(found.drawn.mean)} as drawn.")
    say()
    listed = table("Assumption", "From", "To", "Down", "Up", numbers=("From", "To", "Down", "Up"))
    for swing in found.swings[:_SWINGS_SHOWN]:
        ends = (f"{swing.low:g}", f"{swing.high:g}")
        add_row(listed, swing.lever.title, *ends, difference(swing.down), difference(swing.up))
    show(listed)
    if len(found.swings) > _SWINGS_SHOWN:
        say(f"and {len(found.swings) - _SWINGS_SHOWN} more that move it less.")
    say(_BRACKETS)


def show_break(found: Break) -> None:
    """Print where a figure reaches the mark, or that it never does."""
    if found.value is None or found.there is None:
        say(f"{found.measure.title} does not reach {number(found.mark)}.")
        for value, there in ((found.low, found.at_low), (found.high, found.at_high)):
            say(f"With {found.lever.title} at {value:.4g} it is {number(there.mean)}.")
        return
    say(
        f"{found.measure.title} reaches {number(found.mark)} when {found.lever.title} is {found.value:.4g} "
        f"(drawn: {found.lever.drawn:g}). There it is {number(found.there.mean)}."
    )
