"""What the figures of a simulation rest on, and how sure they are, in a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.desktop.words import number, percent, tr

if TYPE_CHECKING:
    from maplanner.simulation import SimulationResult


_REASONS = 2
"""Reasons told in full; the findings have them all."""


def about(result: SimulationResult, scenario: str | None) -> str:
    """Return in a few sentences what the figures rest on, and how sure they are."""
    leads = number(float(result.leads.mean()))
    if result.preview is not None:
        text = tr(
            "A preview from {part} of about {leads} leads over {days} days: right to about ± {off}. "
            "In brackets: how far off. Press Simulate for all figures."
        ).format(
            part=number(result.preview.leads),
            leads=leads,
            days=number(result.days),
            off=percent(result.preview.precision),
        )
    else:
        text = tr("{leads} leads over {days} days, {runs} runs. In brackets: where 9 of 10 runs lie.").format(
            leads=leads, days=number(result.days), runs=number(result.runs)
        )
        text += _how_sure(result)
    text += _left_out(result)
    return tr("Scenario “{title}”: {text}").format(title=scenario, text=text) if scenario else text


def _left_out(result: SimulationResult) -> str:
    """Return why the first steps were left out, and how many others were."""
    reasons = list(dict.fromkeys(left.why for left in result.left_out))
    text = "".join(" " + tr("Left out: {why}").format(why=why) for why in reasons[:_REASONS])
    more = len(result.left_out) - len(reasons[:_REASONS])
    return text + (" " + tr("And {count} more.").format(count=number(more)) if more else "")


def _how_sure(result: SimulationResult) -> str:
    found = result.precision
    if found is None or not found.reached:
        return ""
    least = next((step.title for step in result.steps if step.step == found.worst), "")
    return " " + tr(
        "The least sure mean, “{step}”, is right to ± {off}; ± {better} takes about {runs} runs."
    ).format(
        step=least,
        off=percent(found.reached),
        better=percent(found.for_precision),
        runs=number(found.runs_needed),
    )
