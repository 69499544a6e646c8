"""How a system is synchronised: as its data flows say, else as its connector is known to work."""

from __future__ import annotations

from dataclasses import dataclass

from maplanner.crm.limits import Connector, Product, connectors, product_named
from maplanner.document.reading import RecordReader
from maplanner.document.records import DataFlow, System
from maplanner.document.vocabulary import SyncWay, SystemRole
from maplanner.estimate.load import Rhythm
from maplanner.estimate.words import Figure, number

_ASSUMED = "assumption; a data flow to the system can say otherwise"


@dataclass(frozen=True)
class PlannedRhythm:
    """How the plan synchronises a system, and how it would in batches and by polling.

    ``polls_count`` tells whether the connector's own calls count against the limit.
    """

    way: SyncWay
    batches: Rhythm
    polls: Rhythm
    explanation: tuple[Figure, ...]
    polls_count: bool = True

    @property
    def overhead_per_day(self) -> float:
        """Calls a day that polling costs even if nothing changes."""
        return self.polls.overhead * self.polls.cycles_per_day


def planned_rhythm(reader: RecordReader, system: System, objects: int) -> PlannedRhythm:
    """Return the rhythm of a system into which so many objects are written."""
    flows = sorted(reader.referring(DataFlow, "target", system.id), key=lambda flow: flow.id)
    connector = _connector(reader, flows)
    product = product_named(system.product)
    batches, of_batches = _batches(flows, product)
    polls, of_polls = _polls(flows, connector, product, objects)
    way = flows[0].way if flows else connector.way if connector is not None else SyncWay.REAL_TIME
    counted = connector is None or connector.counts
    return PlannedRhythm(way, batches, polls, (*of_batches, *of_polls), counted)


def _connector(reader: RecordReader, flows: list[DataFlow]) -> Connector | None:
    """Return the connector that is known: of a sending system, else of the plan's automation tool."""
    senders = [reader.find_or_none(System, flow.source) for flow in flows]
    tools = [each for each in reader.all(System) if each.role is SystemRole.AUTOMATION]
    for sender in (*senders, *tools):
        product = "" if sender is None else sender.product.casefold()
        for connector in connectors():
            if product and connector.name.replace("-", " ") in product:
                return connector
    return None


def _batches(flows: list[DataFlow], product: Product | None) -> tuple[Rhythm, list[Figure]]:
    flow = next((flow for flow in flows if flow.way is SyncWay.BATCHED), None)
    minutes, batch, source = _of_flow(flow)
    return _explained(SyncWay.BATCHED, Rhythm(minutes, batch), product, source)


def _polls(
    flows: list[DataFlow], connector: Connector | None, product: Product | None, objects: int
) -> tuple[Rhythm, list[Figure]]:
    flow = next((flow for flow in flows if flow.way is SyncWay.POLLED), None)
    minutes, batch, source = _of_flow(flow)
    overhead, why = float(objects), "assumption: one question for each object in every cycle"
    if flow is not None and flow.overhead is not None:
        overhead, why = flow.overhead, "the plan's data flow"
    elif connector is not None and (connector.overhead or connector.verified):
        # Who looks for changes must ask; that it costs nothing counts only where the vendor says so.
        overhead, why = float(connector.overhead), connector.source
    if connector is not None and flow is None and connector.minutes is not None:
        minutes, batch, source = connector.minutes, connector.batch, connector.source
    rhythm, figures = _explained(SyncWay.POLLED, Rhythm(minutes, batch, overhead), product, source)
    figures.append(Figure("Calls in every cycle, polled", number(overhead), why))
    idle = overhead * rhythm.cycles_per_day
    figures.append(
        Figure("Calls on a day without changes, polled", number(idle), "cycles × calls in a cycle")
    )
    if connector is not None and not connector.counts:
        figures.append(
            Figure(f"Calls of {connector.title}", "do not count against the limit", connector.source)
        )
    return rhythm, figures


def _of_flow(flow: DataFlow | None) -> tuple[float, int, str]:
    """Return minutes, batch and their source; without a flow, what a new one would start with."""
    if flow is not None:
        return flow.every, flow.batch, "the plan's data flow"
    usual = DataFlow.model_fields
    return float(usual["every"].default), int(usual["batch"].default), _ASSUMED


def _explained(
    way: SyncWay, rhythm: Rhythm, product: Product | None, source: str
) -> tuple[Rhythm, list[Figure]]:
    """Keep to what the vendor takes in one call, and say where the figures come from."""
    where = source
    most = rhythm.batch if product is None else product.records_per_call.records
    if product is not None and most < rhythm.batch:
        rhythm = Rhythm(rhythm.minutes, most, rhythm.overhead)
        where = product.records_per_call.source
    cycle = f"every {number(rhythm.minutes)} minutes, {number(rhythm.cycles_per_day)} a day"
    return rhythm, [
        Figure(f"Cycles, {way.value}", cycle, source),
        Figure(f"Records in one call, {way.value}", number(rhythm.batch), where),
    ]
