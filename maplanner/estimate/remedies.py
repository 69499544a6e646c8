"""What to change so that a system's limit holds: each tried on the simulated writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic import JsonValue

from maplanner.crm.limits import limits_for, product_named
from maplanner.document.records import DataFlow, System
from maplanner.document.vocabulary import SyncWay

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.estimate.system_load import SystemLoad


TIGHT: Final = 0.8
"""The part of a limit from which on there is reason to change something; an assumption."""


@dataclass(frozen=True)
class Remedy:
    """One thing to change, and what it makes of the busiest day's part of the limit.

    ``changes`` are the fields to set, (record, path, value); empty where nothing in the plan holds it yet.
    """

    title: str
    share: float
    changes: tuple[tuple[str, str, JsonValue], ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the limit holds with it."""
        return self.share <= 1.0

    def to_json(self) -> dict[str, Any]:
        """Return title, part of the limit, and the fields to set."""
        return {
            "title": self.title,
            "share_of_limit": self.share,
            "holds": self.holds,
            "changes": [
                {"record": about, "path": path, "value": value} for about, path, value in self.changes
            ],
        }


def remedies_of(
    reader: RecordReader, load: SystemLoad, again: Callable[[System], SystemLoad]
) -> tuple[Remedy, ...]:
    """Return what would lower the planned way's part of the limit, the most helpful first.

    ``again`` works the load out for a system as changed. Where there is no limit, or plenty of room inside
    it, nothing has to be changed.
    """
    now = load.share_of_limit(load.rhythm.way)
    if now is None or now < TIGHT:
        return ()
    found = [*_other_ways(reader, load), *_other_editions(load, again), *_without_reserve(load, again)]
    better = [remedy for remedy in found if remedy.share < now - 1e-9]
    return tuple(sorted(better, key=lambda remedy: remedy.share))


def _other_ways(reader: RecordReader, load: SystemLoad) -> Iterator[Remedy]:
    flows = reader.referring(DataFlow, "target", load.system.id)
    for way in load.loads:
        share = load.share_of_limit(way)
        if way is load.rhythm.way or share is None:
            continue
        changes = tuple((flow.id, "way", way.value) for flow in flows)
        yield Remedy(_TITLES[way].format(system=load.title), share, changes)


_TITLES = {
    SyncWay.REAL_TIME: "Send each change to {system} at once",
    SyncWay.BATCHED: "Gather changes and send them to {system} in batches",
    SyncWay.POLLED: "Let the connector of {system} look for changes",
}


def _other_editions(load: SystemLoad, again: Callable[[System], SystemLoad]) -> Iterator[Remedy]:
    product = product_named(load.system.product)
    for edition in () if product is None else product.editions:
        name = edition.name
        if name == load.system.edition or not edition.production:
            continue
        limits = limits_for(load.system.product, name, load.system.seats)
        if limits is None or limits.daily is None:
            continue
        share = again(load.system.changed({"edition": name})).share_of_limit(load.rhythm.way)
        if share is not None:
            yield Remedy(f"Choose the edition {name}", share, ((load.system.id, "edition", name),))


def _without_reserve(load: SystemLoad, again: Callable[[System], SystemLoad]) -> Iterator[Remedy]:
    if load.system.reserve <= 0.0:
        return
    share = again(load.system.changed({"reserve": 0.0})).share_of_limit(load.rhythm.way)
    if share is not None:
        yield Remedy("Keep nothing for other integrations", share, ((load.system.id, "reserve", 0.0),))
