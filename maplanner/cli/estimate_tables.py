"""Storage, sales and return of an estimate, as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from maplanner.cli.output import add_row, number, say, show, table


def show_storage(storage: Sequence[Mapping[str, Any]]) -> None:
    """Print how much storage new records take, and when it will be full."""
    for each in storage:
        if not each["objects"]:
            continue
        said = f"{each['system']}: new records take {number(each['megabytes_a_year'])} MB a year"
        if each["allowed_mb"] is not None:
            said += f" of {number(each['allowed_mb'])} MB"
        full = f"; full on {each['full_on']}" if each["full_on"] else ""
        say(f"{said}{full}.")


def show_remedies(system: Mapping[str, Any]) -> None:
    """Print what would help where a limit is tight."""
    for remedy in system["remedies"]:
        say(f"  Would help: {remedy['title']} – {remedy['share_of_limit']:.0%} of the limit.")


def show_sales(sales: Mapping[str, Any]) -> None:
    """Print what sales must bear."""
    listed = table("Sales", "In all", "A day", "Busiest day", numbers=("In all", "A day", "Busiest day"))
    for title, key in (
        ("Leads handed over", "handed_over"),
        ("Tasks", "tasks"),
        ("Notifications", "notifications"),
    ):
        found = sales[key]
        busiest = "" if found["busiest_day"] is None else number(found["busiest_day"]["mean"])
        add_row(listed, title, number(found["total"]["mean"]), f"{found['a_day']:.1f}", busiest)
    show(listed)
    for team in sales["teams"]:
        taken = team["utilisation"]["mean"]
        say(f"{team['title']}: {number(team['people'])} people, {taken:.0%} of their time taken.")
    for lack in sales["lacks"]:
        say(lack)
    say()


def show_return(found: Mapping[str, Any]) -> None:
    """Print what each campaign and the whole plan cost and bring."""
    numbers = ("Leads", "Customers", "Cost", "Revenue", "Left", "Return", "A lead costs")
    listed = table(f"Return, {found['currency']}", *numbers, numbers=numbers)
    for row in (*found["campaigns"], found["total"]):
        gain, lead = row["return"], row["cost_per"]["lead"]
        add_row(
            listed,
            row["title"] or "Whole plan",
            number(row["leads"]["mean"]),
            number(row["customers"]["mean"]),
            number(row["cost"]["mean"]),
            number(row["revenue"]["mean"]),
            number(row["left"]["mean"]),
            "" if gain is None else f"{gain:+.0%}",
            "" if lead is None else f"{lead:,.2f}",
        )
    show(listed)
    if found["payback_on"]:
        say(f"Paid back on {found['payback_on']}, if leads come as in the simulated time.")
    for lack in found["lacks"]:
        say(lack)
    say()
