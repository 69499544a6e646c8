"""How fast a long history is scored, on one core, with a score that fades."""

from __future__ import annotations

import time
from datetime import datetime

import numpy as np

from maplanner.app.recorded_scores import score_recorded
from maplanner.document.values import LinearDecay
from maplanner.document.vocabulary import EventType
from maplanner.scoring.history import RecordedEvents, Signal, in_order
from tests.builders import PlanBuilder

EVENTS = 1_000_000
LEADS = 50_000
ALLOWED_S = 2.0


def test_a_million_events_are_scored_in_two_seconds() -> None:
    plan = PlanBuilder()
    score = plan.score(decay=LinearDecay(points=5, days=14), cap=200)
    plan.threshold(score, 100)
    types = (EventType.EMAIL_OPENED, EventType.EMAIL_CLICKED, EventType.FORM_FILLED, EventType.PAGE_VISITED)
    for event in types:
        plan.rule(score, event=event, points=8, at_most=80)
    dice = np.random.default_rng(4)
    begin = datetime(2025, 1, 1).timestamp()  # noqa: DTZ001 - any moment will do
    read = RecordedEvents(
        tuple(f"lead {number}" for number in range(LEADS)),
        tuple(Signal(event.value) for event in types),
        dice.integers(0, LEADS, EVENTS).astype(np.int32),
        dice.integers(0, len(types), EVENTS).astype(np.int32),
        begin + dice.integers(0, 365 * 86_400, EVENTS).astype(float),
        np.ones(EVENTS),
        np.zeros(EVENTS, np.bool_),
        np.arange(EVENTS),
    )
    before = time.process_time()
    found = score_recorded(plan.snapshot(), in_order(read))
    took = time.process_time() - before
    told = found.explain(7)
    explained = time.process_time() - before - took
    print(f"{EVENTS:,} events in {took:.2f} s, one lead explained in {1000 * explained:.2f} ms")
    assert told.value == found.scored.value[7]
    assert took < ALLOWED_S
    assert explained < 0.1
