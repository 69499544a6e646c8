"""The work of building a plan as tables that people read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maplanner.cli.output import add_row, number, say, show, table


def show_work(work: Mapping[str, Any], *, explained: bool = False) -> None:
    """Print what building takes, from an estimate as JSON values; ``explained`` adds every guess."""
    say("Work")
    currency = work["currency"]
    numbers = ("Pieces", "Hours", "80 %", f"Cost, {currency}")
    lines = table("Line", *numbers, "From", "Until", numbers=numbers)
    for line in work["lines"]:
        cost = line["cost"]
        add_row(
            lines,
            line["title"],
            number(line["quantity"]),
            number(line["hours"]["p50"]),
            number(line["hours"]["p80"]),
            "" if cost is None else number(cost["p50"]),
            line["start"] or "",
            line["finish"] or "never",
        )
    if work["lines"]:
        show(lines)
    say(_total("Hours", work["hours"], ""))
    say(_total("Cost", work["cost"], currency))
    say(_total("Weeks", work["weeks"], ""))
    for lack in work["lacks"]:
        say(lack)
    _show_programmes(work.get("programmes", ()), currency)
    if explained:
        _show_guesses(work)
    say()


def _total(what: str, spread: Mapping[str, Any] | None, unit: str) -> str:
    if spread is None or spread["p50"] is None:
        return f"{what}: not known."
    behind = f" {unit}" if unit else ""
    middle, most = number(spread["p50"]), number(spread["p80"])
    return f"{what}: {middle}{behind}; with 80 % certainty at most {most}{behind}."


def _show_programmes(programmes: Any, currency: str) -> None:
    if not programmes:
        return
    say()
    numbers = ("Content", "Hours to build", f"Cost, {currency}", "Hours to run", "A month")
    shown = table("Campaign", *numbers, numbers=numbers)
    for each in programmes:
        cost = each["build_cost"]
        add_row(
            shown,
            each["title"],
            number(each["pieces"]),
            number(each["build_hours"]),
            "" if cost is None else number(cost),
            number(each["run_hours"]["p50"]),
            number(each["run_hours_per_month"]),
        )
    show(shown)


def _show_guesses(work: Mapping[str, Any]) -> None:
    say()
    numbers = ("At least", "Most likely", "At most")
    guesses = table("Hours of one piece", "Role", *numbers, "Where it comes from", numbers=numbers)
    told: set[tuple[str, str]] = set()
    for line in work["lines"]:
        for role in line["roles"]:
            known = (line["item"], role["role"])
            if known not in told:
                told.add(known)
                points = (number(role["low"]), number(role["likely"]), number(role["high"]))
                add_row(guesses, line["item"], role["title"], *points, role["source"])
    show(guesses)
