"""Working out points from a threshold, on the command line."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maplanner.cli.arguments import BadArgument, JsonOption
from maplanner.cli.output import add_row, print_json, say, show, table

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.scoring.calibration import Calibration, ProposedPoints


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("calibrate")(calibrate)


def calibrate(
    plan: Annotated[
        list[str] | None, typer.Argument(metavar="[PLAN]", help="The plan file.", show_default=False)
    ] = None,
    *,
    threshold: Annotated[
        str | None,
        typer.Option(metavar="POINTS", help="From how many points a lead is ready; else the plan's mark."),
    ] = None,
    interactions: Annotated[
        list[str] | None,
        typer.Option(metavar="N …", help="Average interactions in each buying stage, one after another."),
    ] = None,
    history: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Learn points from this: lead, event, time, outcome; or a row for each lead."
        ),
    ] = None,
    signals: Annotated[
        list[str] | None,
        typer.Option(
            "--signal", metavar="COLUMN", help="In a table with a row for each lead: learn from this column."
        ),
    ] = None,
    outcome: Annotated[
        str, typer.Option(metavar="COLUMN", help="The column that says whether a lead bought.")
    ] = "",
    json: JsonOption = False,
) -> None:
    """Work out the points of one interaction: threshold ÷ average interactions over all stages."""
    path, counts = _plan_and_counts(plan or [], interactions)
    mark = None if threshold is None else _number("--threshold", threshold)
    if history is not None:
        from maplanner.cli.calibrating_history import calibrate_from

        calibrate_from(history, path, mark, signals or [], outcome, as_json=json)
        return
    if path is None:
        found = _shared_out(100.0 if mark is None else mark, counts)
        if json:
            print_json(_as_json(found), on_one_line=True)
        else:
            _tell(found)
        return
    _for_plan(path, mark, counts, as_json=json)


def _plan_and_counts(words: list[str], given: list[str] | None) -> tuple[Path | None, list[float]]:
    """Tell the plan's name from the numbers that follow the first one after ``--interactions``."""
    numbers: list[str] = list(given or [])
    names: list[str] = []
    for word in words:
        (numbers if given and _is_number(word) else names).append(word)
    if len(names) > 1:
        raise BadArgument(f"“{names[1][:40]}” is one plan too many.", advice="Give one plan file.")
    counts = [_number("--interactions", text) for text in numbers]
    return (Path(names[0]) if names else None), counts


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _number(name: str, typed: str) -> float:
    if not _is_number(typed):
        raise BadArgument(f"{name} “{typed[:40]}” is not possible.", advice="Give a number.")
    return float(typed)


def _shared_out(mark: float, counts: list[float]) -> Calibration:
    from maplanner.scoring.calibration import calibrate

    return calibrate(mark, counts)


def _for_plan(path: Path, mark: float | None, counts: list[float], *, as_json: bool) -> None:
    from maplanner.scoring.calibration import (
        proposed_points,
        rules_in_order,
        stages_in_order,
        usual_score,
        usual_threshold,
    )
    from maplanner.storage import read_plan

    snapshot = read_plan(path)
    score = usual_score(snapshot)
    if not counts:
        counts = [stage.interactions or 0.0 for stage in stages_in_order(snapshot)]
    found = _shared_out(usual_threshold(snapshot, score) if mark is None else mark, counts)
    rules = rules_in_order(snapshot, score) if score is not None else []
    proposed = proposed_points(rules, found.points)
    if as_json:
        print_json(_as_json(found) | {"rules": [_rule_as_json(each, snapshot) for each in proposed]})
        return
    _tell(found)
    if proposed:
        _show_rules(proposed, snapshot)


def _tell(found: Calibration) -> None:
    say(
        f"{found.threshold:g} points over {found.shares:g} interactions: {found.points} points each, "
        f"{found.left_over:g} left over."
    )
    if not found.points:
        say("A threshold above the number of interactions gives each of them a point.")


def _show_rules(proposed: list[ProposedPoints], reader: RecordReader) -> None:
    from maplanner.scoring.words import rule_title

    titles = ("Rule", "Now", "Calibrated", "Adjusted by sales", "New")
    shown = table(*titles, numbers=titles[1:])
    for each in proposed:
        figures = (each.rule.points, each.base, each.adjustment, each.points)
        add_row(shown, rule_title(each.rule, reader), *(f"{figure:g}" for figure in figures))
    show(shown)


def _rule_as_json(each: ProposedPoints, reader: RecordReader) -> dict[str, Any]:
    from maplanner.scoring.words import rule_title

    return {
        "id": each.rule.id,
        "rule": rule_title(each.rule, reader),
        "now": each.rule.points,
        "base": each.base,
        "adjustment": each.adjustment,
        "points": each.points,
    }


def _as_json(found: Calibration) -> dict[str, Any]:
    return {
        "shares": _whole(found.shares),
        "points": found.points,
        "left_over": _whole(found.left_over),
    }


def _whole(value: float) -> float | int:
    return int(value) if value.is_integer() else value
