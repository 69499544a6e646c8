"""Questions about behaviours: which ways out a lead may take, must take, and takes in no time."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.document.values import (
    DateDelay,
    Delay,
    EmpiricalDelay,
    FixedDelay,
    UniformDelay,
    WindowDelay,
    WorkingDelay,
)
from maplanner.flow.behaviour import After, Before, Behaviour, Chance, Emit, Once, Operation, When

_BRANCHES = (Chance, When, Before, Once)
_PARTINGS = (Chance, When, Before)
"""Tuples, because a union would be made anew at each question."""


def operations(behaviour: Behaviour) -> Iterator[Operation]:
    """Yield every operation of a behaviour, those inside others too."""
    yield from _walk(behaviour.on_arrival)


def _walk(sequence: tuple[Operation, ...]) -> Iterator[Operation]:
    for operation in sequence:
        yield operation
        if isinstance(operation, After):
            yield from _walk(operation.then)
        elif isinstance(operation, _BRANCHES):
            yield from _walk(operation.then)
            yield from _walk(operation.otherwise)


def takes_time(delay: Delay | None) -> bool:
    """Tell whether a delay lets time pass, apart from chance: a window may be open, a date over."""
    match delay:
        case None | WindowDelay() | DateDelay():
            return False
        case FixedDelay():
            return delay.days > 0
        case UniformDelay():
            return delay.high > 0
        case WorkingDelay():
            return delay.hours > 0
        case EmpiricalDelay():
            return delay.points[-1].days > 0
    return True


def sure_outputs(behaviour: Behaviour, *, instant: bool = False) -> list[frozenset[str]]:
    """Return sets of outputs; from each set a lead surely leaves by at least one, whenever it arrives.

    What a condition decides is not sure, except that one of its sides happens.
    With ``instant`` only the ways that take no time count, and conditions count as
    sure either way: what they ask about does not change while no time passes.
    """
    return _sure(behaviour.on_arrival, instant)


def _sure(sequence: tuple[Operation, ...], instant: bool) -> list[frozenset[str]]:
    found: list[frozenset[str]] = []
    for operation in sequence:
        if isinstance(operation, Emit):
            found.append(frozenset({operation.output}))
        elif isinstance(operation, After):
            if not (instant and takes_time(operation.delay)):
                found += _sure(operation.then, instant)
        elif isinstance(operation, _PARTINGS):
            found += _sure_of_branches(operation, instant)
        elif isinstance(operation, Once):
            # Only a loop is asked about here, and the second round takes the other side.
            found += _sure(operation.otherwise, instant)
    return found


def _sure_of_branches(operation: Chance | When | Before, instant: bool) -> list[frozenset[str]]:
    slow = isinstance(operation, Chance) and instant and takes_time(operation.delay)
    then = [] if slow else _sure(operation.then, instant)
    otherwise = _sure(operation.otherwise, instant)
    if isinstance(operation, Chance) and operation.share >= 1:
        return then
    if isinstance(operation, Chance) and operation.share <= 0:
        return otherwise
    if isinstance(operation, When) and instant:
        return then + otherwise
    return [one | other for one in then for other in otherwise]


def instant_outputs(behaviour: Behaviour) -> frozenset[str]:
    """Return the outputs by which a lead may leave at the very moment it arrives."""
    return frozenset(_instant(behaviour.on_arrival))


def _instant(sequence: tuple[Operation, ...]) -> Iterator[str]:
    for operation in sequence:
        if isinstance(operation, Emit):
            yield operation.output
        elif isinstance(operation, After):
            if not takes_time(operation.delay):
                yield from _instant(operation.then)
        elif isinstance(operation, _BRANCHES):
            if not (isinstance(operation, Chance) and takes_time(operation.delay)):
                yield from _instant(operation.then)
            yield from _instant(operation.otherwise)
