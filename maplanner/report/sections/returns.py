"""The return: what campaigns cost, what they bring, and when the plan has paid for itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.estimate.returns import Return, Returns
from maplanner.report.naming import told_apart
from maplanner.report.parts import (
    Cell,
    Chart,
    Column,
    Figures,
    KeyFigure,
    Listing,
    Part,
    Series,
    Sort,
    table,
)
from maplanner.report.section import Audience, Section, Subject
from maplanner.simulation.results import Range

_PER: Final = (
    ("A lead", "leads"),
    ("A hand-off", "handed_over"),
    ("An opportunity", "opportunities"),
    ("A customer", "customers"),
)


def make(subject: Subject) -> Iterator[Part]:
    """Yield the whole, each campaign, and what one lead or customer costs."""
    returns = None if subject.estimate is None else subject.estimate.returns
    if returns is None:
        return
    total, currency = returns.total, returns.currency
    yield _whole(returns)
    if returns.lacks:
        yield Listing(returns.lacks)
    columns = (
        Column("Campaign", wide=True), Column("Media", Sort.NUMBER), Column("Making", Sort.NUMBER),
        Column("Running", Sort.NUMBER), Column("Sales", Sort.NUMBER), Column("Pipeline", Sort.NUMBER),
        Column("Revenue", Sort.NUMBER), Column("Left", Sort.NUMBER), Column("Return", Sort.SHARE),
        Column("Budget", Sort.NUMBER),
    )  # fmt: skip
    rows = [_row(each) for each in (*returns.campaigns, total)]
    yield table(f"Cost and return in {currency}", columns, rows, "No campaign costs or brings anything yet.")
    per = [
        (
            words,
            *(_rounded(each.cost_per(getattr(each.reached, name))) for each in (*returns.campaigns, total)),
        )
        for words, name in _PER
    ]
    heads = [
        Column(title, Sort.NUMBER)
        for title in told_apart(_title(each) for each in (*returns.campaigns, total))
    ]
    yield table(f"What one costs in {currency}", ["What", *heads], per, "")
    names = tuple(_title(each) for each in returns.campaigns)
    if names:
        cost = tuple(float(each.cost.mean()) for each in returns.campaigns)
        revenue = tuple(float(each.revenue.mean()) for each in returns.campaigns)
        yield Chart("Cost and revenue", names, (Series("Cost", cost), Series("Revenue", revenue)), currency)


def _whole(returns: Returns) -> Figures:
    """Return what comes of the whole plan."""
    total, currency = returns.total, returns.currency
    left = Range.of(total.left)
    paid = "not in sight" if returns.payback is None else returns.payback.isoformat()
    gain = "unknown" if total.gain is None else f"{total.gain:.0%} of the cost"
    return Figures(
        (
            KeyFigure("Cost", f"{total.cost.mean():,.0f} {currency}"),
            KeyFigure("Revenue", f"{total.revenue.mean():,.0f} {currency}", "mean of all runs"),
            KeyFigure("What is left", f"{left.mean:,.0f} {currency}", f"{left.p5:,.0f} to {left.p95:,.0f}"),
            KeyFigure("Return", gain),
            KeyFigure("Paid back", paid),
        )
    )


def _row(each: Return) -> tuple[Cell, ...]:
    return (
        _title(each), _rounded(float(each.media.mean())), _rounded(each.making), _rounded(each.running),
        _rounded(each.sales), _rounded(float(each.reached.pipeline.mean())),
        _rounded(float(each.revenue.mean())), _rounded(float(each.left.mean())), each.gain,
        _rounded(each.budget),
    )  # fmt: skip


def _title(each: Return) -> str:
    return each.title if each.campaign else "The whole plan"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


SECTION: Final = Section(
    "returns",
    "Return",
    130.0,
    frozenset({Audience.MANAGEMENT, Audience.MARKETING, Audience.SALES}),
    make,
    "What is spent and what comes of it, from the simulation and the estimated work.",
    needs_result=True,
)
