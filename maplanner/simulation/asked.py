"""All conditions that a plan asks about, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Criterion, ScoringRule
from maplanner.document.values import Condition
from maplanner.flow import behaviour as word


def all_conditions(reader: RecordReader, behaviours: Iterable[word.Behaviour]) -> Iterator[Condition]:
    """Yield the conditions of campaigns, segments, scoring rules, triggers and steps."""
    yield from (campaign.exit for campaign in reader.all(Campaign) if campaign.exit is not None)
    yield from (criterion.condition for criterion in reader.all(Criterion))
    yield from (rule.fact for rule in reader.all(ScoringRule) if rule.fact is not None)
    for behaviour in behaviours:
        yield from (each.condition for each in behaviour.sources if isinstance(each, word.OnCondition))
        yield from _inside(behaviour.on_arrival)


_LONE: Final = frozenset({word.Emit, word.Raise, word.Learn})
"""The most frequent of the operations that have no others inside."""


def _inside(operations: tuple[word.Operation, ...]) -> Iterator[Condition]:
    for operation in operations:
        if type(operation) in _LONE:
            continue
        if isinstance(operation, word.When):
            yield operation.condition
        for part in ("then", "otherwise"):
            yield from _inside(getattr(operation, part, ()))
