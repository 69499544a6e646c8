"""Proposals in words: values with their units, fits with what they miss, leads held out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import JsonValue, TypeAdapter

from maplanner.desktop.words import number, percent, tr
from maplanner.document.values import Delay
from maplanner.steps.words import delay_text

if TYPE_CHECKING:
    from maplanner.simulation.learned.proposing import HeldOut, Proposal

_DELAYS: TypeAdapter[Delay] = TypeAdapter(Delay)


def value_words(value: JsonValue) -> str:
    """Return a value as a person reads it."""
    if isinstance(value, dict):
        return delay_text(_DELAYS.validate_python(value))
    if isinstance(value, list):
        return " · ".join(number(float(each), 2) for each in value if isinstance(each, int | float))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "–" if value is None else str(value)
    return percent(value) if 0 < value < 1 else number(value, 0 if value == round(value) else 2)


def held_words(proposal: Proposal) -> str:
    """Return what was predicted of the leads held out, and what happened."""
    found = proposal.held_out
    if found is None:
        return "–"
    text = tr("{observed}, predicted {predicted}").format(
        predicted=number(found.predicted, _digits(found.predicted)),
        observed=number(found.observed, _digits(found.observed)),
    )
    return text if found.fits else tr("{text}: does not fit").format(text=text)


def fit_words(proposal: Proposal) -> str:
    """Return the evidence in full: what it rests on, how well it fits, and what the leads held out did."""
    lines = [proposal.evidence]
    if proposal.times is not None:
        fits = [
            tr("{name}: misses by {miss}").format(name=tr(fit.name), miss=percent(fit.miss))
            for fit in proposal.times.fits
        ]
        measured = [
            tr("{share} within {days} days").format(share=percent(share), days=number(days, 2))
            for share, days in proposal.times.measured
        ]
        lines += [" · ".join(fits), " · ".join(measured)]
    elif proposal.share is not None:
        lines.append(
            tr("{share}; between {low} and {high} with 95 % confidence").format(
                share=percent(proposal.share.share),
                low=percent(proposal.share.low),
                high=percent(proposal.share.high),
            )
        )
    elif isinstance(proposal.proposed, list):
        lines.append(value_words(proposal.proposed))
    if proposal.held_out is not None:
        lines.append(_held_in_full(proposal.held_out))
    return "\n".join(lines)


def _held_in_full(found: HeldOut) -> str:
    digits = _digits(found.predicted)
    text = tr("Held out: {predicted} predicted, {observed} seen; chance allows {low} to {high}.")
    return text.format(
        predicted=number(found.predicted, digits),
        observed=number(found.observed, digits),
        low=number(max(found.low, 0.0), digits),
        high=number(found.high, digits),
    )


def _digits(value: float) -> int:
    return 0 if abs(value) >= 10 else 2
