"""Twenty people on one plan of 2,000 steps: how soon others see an edit, and what the server needs for it.

``MAPLANNER_TEAM_SECONDS`` sets for how long they edit (60 as a rule), ``MAPLANNER_TEAM_PEOPLE`` how many.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from maplanner.core.ids import new_id
from maplanner.document.records import Campaign, FormField, Link, Plan, Record, Step
from maplanner.storage.hub import HubStore
from maplanner.team.links import ShareLink
from maplanner.team.mirror import seed
from tests.bench.team_people import Person

SECONDS = float(os.environ.get("MAPLANNER_TEAM_SECONDS", "60"))
PEOPLE = int(os.environ.get("MAPLANNER_TEAM_PEOPLE", "20"))
RATE = 5.0
PROCESSES = 4
STEPS = 2_000
NAME = "Large plan"


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


@dataclass
class Server:
    link: ShareLink
    file: Path
    process: subprocess.Popen[str]

    @property
    def resident_bytes(self) -> int:
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    file = tmp_path / "team-plans.sqlite"
    store = HubStore.in_file(file)
    store.new_key()
    plan = store.make_plan(NAME)
    store.append([(plan.id, seed(large_plan(), new_id("share")))])
    _invitation, token = store.invite(plan.id, "edit", days=1, uses=1_000, made_by="the bench")
    store.close()
    command = [sys.executable, "-m", "maplanner", "serve", "--port", "0", "--data", str(tmp_path), "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    place = ShareLink.parse(process.stdout.readline().split()[-1]).place
    try:
        yield Server(ShareLink.parse(f"http://{place}/{NAME.replace(' ', '%20')}#{token}"), file, process)
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


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
    told = _play(server)
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


def _play(server: Server) -> list[dict[str, list[float]]]:
    module = [sys.executable, "-m", "tests.bench.team_people", str(server.link)]
    shares = [PEOPLE // PROCESSES + (number < PEOPLE % PROCESSES) for number in range(PROCESSES)]
    processes = [
        subprocess.Popen(
            [*module, str(sum(shares[:number])), str(count), str(RATE), str(SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number, count in enumerate(shares)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [
        json.loads(process.communicate(timeout=SECONDS + 60)[0].splitlines()[-1]) for process in processes
    ]
