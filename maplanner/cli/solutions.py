"""Candidates against goals and requirements, on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from maplanner.cli.arguments import JsonOption, PlanArgument
from maplanner.cli.output import add_row, print_json, say, show, table

if TYPE_CHECKING:
    from maplanner.estimate.sensitivity import Sensitivity
    from maplanner.estimate.solutions import Comparison


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("solutions")(solutions)


def solutions(plan: PlanArgument, json: JsonOption = False) -> None:
    """Say which solutions miss a need, rank the rest by wants met, and list what nobody knows yet."""
    from maplanner.estimate.sensitivity import sensitivity_of
    from maplanner.estimate.solutions import compare
    from maplanner.storage import read_plan

    comparison = compare(read_plan(plan))
    if json:
        print_json(comparison.to_json())
        return
    _show(comparison)
    _show_sensitivity(comparison, sensitivity_of(comparison))


def _show(comparison: Comparison) -> None:
    for lack in comparison.lacks:
        say(lack)
    numbers = ("Wants met", "At best", "Unknown", "To verify")
    ranked = table("", "Solution", *numbers, numbers=numbers)
    for place, each in enumerate(comparison.ranked, 1):
        add_row(
            ranked,
            "out" if each.is_out else f"{place}",
            each.title,
            f"{each.wants_met:.0%}",
            f"{each.wants_at_best:.0%}",
            len(each.unknown),
            len(each.to_verify),
        )
    show(ranked)
    say("“At best” takes every unknown answer for a yes.")
    for each in comparison.ranked:
        for question in each.missed:
            say(f"{each.title} is out. {each.reason(question)}")
    unknown = [each for each in comparison.ranked if each.unknown and not each.is_out]
    if unknown:
        say()
        say("To ask the vendors (“maplanner questionnaire PLAN -o FILE.xlsx” writes it down):")
        for each in unknown:
            say(f"  {each.title}: {', '.join(question.title.rstrip('.') for question in each.unknown)}")


def _show_sensitivity(comparison: Comparison, found: Sensitivity) -> None:
    inside = [each for each in comparison.ranked if not each.is_out]
    if len(inside) < 2 or not comparison.wants:
        return
    say()
    say("If the weights were off by anything up to twice what they are, first would be:")
    for each in inside:
        share = found.first.get(each.solution.id, 0.0)
        if share >= 0.005:
            say(f"  {share:4.0%}  {each.title}")
    for turn in found.turns[:3]:
        way = "from" if turn.rises else "below"
        say(f"{turn.leader} comes first {way} a weight of {turn.weight:.2g} for “{turn.want.title}”.")
