"""What a system allows in a day, and what is missing to know it."""

from __future__ import annotations

from dataclasses import dataclass

from maplanner.crm.limits import Limit, Limits, Product, limits_for, product_named
from maplanner.document.records import OwnLimit, System
from maplanner.estimate.allowed import origin_of
from maplanner.estimate.words import Figure, number, per_cent


@dataclass(frozen=True)
class Budget:
    """The daily limit of a system and what of it may be used.

    Where the vendor counts something else than calls, ``unit`` says what and
    ``units_per_call`` how many a call costs. ``words`` tells the limit to
    people, also where there is no figure.
    """

    limit_per_day: int | None
    usable_per_day: float | None
    words: str
    unit: str = "calls"
    units_per_call: float = 1.0
    explanation: tuple[Figure, ...] = ()
    lacks: tuple[str, ...] = ()


def budget_of(system: System, own: OwnLimit | None = None) -> Budget:
    """Return what a system allows in a day, for its edition and seats, less what others need.

    ``own`` is a daily limit that the team knows better.
    """
    name = system.title or "the system"
    if own is not None:
        return _own(system, own)
    product = product_named(system.product)
    if not system.product:
        return _unknown(f"Choose the product of {name} to compare its load with a limit.")
    if product is None:
        return _unknown(f"No limits are known of {system.product}.")
    limits = limits_for(system.product, system.edition, system.seats)
    if limits is None:
        named = (
            f"“{system.edition}” is no edition of {product.name} that limits are known of."
            if system.edition
            else ""
        )
        choices = ", ".join(product.edition_names)
        return _unknown(f"{named} Choose the edition of {name}: {choices}.".strip())
    if limits.daily is None:
        words = f"No daily limit is known of {product.name} {limits.edition.name}."
        return Budget(None, None, f"{words} {limits.edition.note}".strip())
    return _known(system, limits, limits.daily)


def _own(system: System, own: OwnLimit) -> Budget:
    """Return the limit that the team knows better."""
    product = product_named(system.product)
    unit = "calls"
    limits = limits_for(system.product, system.edition, system.seats)
    if limits is not None and limits.daily is not None:
        unit = limits.daily.unit
    usable = own.value * (1 - system.reserve)
    per_call, of_cost = (1.0, []) if product is None else _cost(product)
    explanation = (
        Figure(f"Limit a day, {system.title}", f"{number(own.value)} {unit}", origin_of(own).words),
        Figure("Kept for others", per_cent(system.reserve), "the plan"),
        Figure("May be used", f"{number(usable)} {unit} a day", "limit less what is kept for others"),
        *of_cost,
    )
    return Budget(round(own.value), usable, f"{number(own.value)} {unit} a day", unit, per_call, explanation)


def _unknown(lack: str) -> Budget:
    return Budget(None, None, "The limit is not known.", lacks=(lack,))


def _known(system: System, limits: Limits, daily: Limit) -> Budget:
    product = limits.product
    usable = daily.per_day * (1 - system.reserve)
    per_call, of_cost = _cost(product)
    trust = "" if daily.verified else f" ({daily.confidence.value})"
    explanation = [
        Figure(
            f"Limit a day, {product.name} {limits.edition.name}",
            f"{number(daily.per_day)} {daily.unit} = {daily.explanation}",
            f"{daily.source}, {daily.as_of}{trust}",
        ),
        Figure("Kept for others", per_cent(system.reserve), "the plan"),
        Figure("May be used", f"{number(usable)} {daily.unit} a day", "limit less what is kept for others"),
        *of_cost,
    ]
    rule = limits.edition.daily
    lacks: tuple[str, ...] = ()
    if rule is not None and rule.per_seat and not system.seats:
        lacks = (
            f"{system.title or product.name} has no seats yet; each adds {number(rule.per_seat)} a day.",
        )
    words = f"{number(daily.per_day)} {daily.unit} a day"
    return Budget(daily.per_day, usable, words, daily.unit, per_call, tuple(explanation), lacks)


def _cost(product: Product) -> tuple[float, list[Figure]]:
    """Return what a write costs in the vendor's own units: the dearer of creating and updating."""
    if product.costs is None:
        return 1.0, []
    cost = max(product.costs.operations.get(name, 1) for name in ("create", "update"))
    if cost == 1:
        return 1.0, []
    return float(cost), [Figure("A written record costs", number(cost), product.costs.source)]
