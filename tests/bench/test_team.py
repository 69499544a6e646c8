"""Twenty people on one plan of 2,000 steps: how soon others see an edit, and what the server needs for it.

``MAPLANNER_TEAM_SECONDS`` sets for how long they edit (60 as a rule), ``MAPLANNER_TEAM_PEOPLE`` how many.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from maplanner.document.records import Campaign, FormField, Link, Plan, Record, Step
from tests.bench.team_people import Person
from tests.bench.team_server import PEOPLE, RATE, SECONDS, Crowd, Server, serving

PROCESSES = 4
STEPS = 2_000


def large_plan() -> list[Record]:
    campaigns = [Campaign(id=f"campaign_{n}", title=f"Campaign {n}") for n in range(10)]
    steps = [
        Step(id=f"step_{n:05d}", campaign=f"campaign_{n % 10}", kind="email", title=f"Step {n}", x=n, y=n)
        for n in range(STEPS)
    ]
    links = [
        Link(id=f"link_{n:05d}", source=f"step_{n:05d}", target=f"step_{(n + 10 * (1 + n % 7)) % STEPS:05d}")
        for n in range(STEPS)
    ]
    fields = [
        FormField(id=f"field_{n:05d}", step=f"step_{n % STEPS:05d}", title=f"F {n}") for n in range(2_000)
    ]
    return [Plan(title="Large"), *campaigns, *steps, *links, *fields]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path, large_plan()) as server:
        yield server


def test_joining_a_large_plan(server: Server) -> None:
    times = []
    for number in range(5):
        person = Person(f"Joiner {number}", server.link)
        times.append(person.join())
        assert person.store.count(Step) == STEPS
        person.shared.close()
    print(f"\njoining {STEPS:,} steps: {statistics.median(times) * 1000:.0f} ms (median of {len(times)})")
    assert statistics.median(times) < 1.0


def test_twenty_people_edit_at_once(server: Server) -> None:
    before = server.resident_bytes
    crowd = Crowd(server, PEOPLE, PROCESSES)
    crowd.go()
    told = crowd.told()
    delays = sorted(delay for each in told for delay in each["delays"])
    edits = sum(each["edits"] for each in told)
    prints = {mark for each in told for mark in each["fingerprints"]}
    median, late = statistics.median(delays), delays[int(len(delays) * 0.95)]
    after = server.resident_bytes
    time.sleep(2)
    size = sum(file.stat().st_size for file in server.file.parent.glob(f"{server.file.name}*"))
    print(
        f"\n{PEOPLE} people, {edits:,} edits in {SECONDS:g} s: seen by others after {median * 1000:.0f} ms "
        f"(median), {late * 1000:.0f} ms (95 %); server {before / 2**20:.0f} → {after / 2**20:.0f} MiB, "
        f"file {size / 2**20:.1f} MiB; clients {sum(each['cpu'] for each in told) / SECONDS:.2f} cores"
    )
    assert len(prints) == 1, "all copies end equal"
    assert edits >= PEOPLE * RATE * SECONDS * 0.9
    assert median < 0.1
    assert late < 0.5
    assert after < before + 200 * 2**20
    assert size < 40 * 2**20
