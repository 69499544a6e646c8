"""Several people in one process, each a real client of a server: what a bench of team work runs."""

from __future__ import annotations

import hashlib
import json
import random
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from maplanner.document.patch import Patch
from maplanner.document.reading import RecordReader
from maplanner.document.records import Scope, Step
from maplanner.document.store import Store
from maplanner.team.connection import Connection
from maplanner.team.links import ShareLink
from maplanner.team.presence import Whereabouts
from maplanner.team.reports import Standing
from maplanner.team.shared import SharedPlan

PUMP_SECONDS = 0.01


class _Keeps:
    def keep(self, updates: Sequence[bytes], *, are_mine: bool) -> None:
        """Keep nothing: plan files have benches of their own."""


@dataclass
class Person:
    """One client that edits at a rate and notes how old others' edits are when they arrive."""

    name: str
    link: ShareLink
    store: Store = field(default_factory=Store)
    delays: list[float] = field(default_factory=list)
    edits: int = 0

    def __post_init__(self) -> None:
        self.awake = threading.Event()
        self.shared = SharedPlan(self.store, self.link, person=self.name, keeper=_Keeps())
        self.store.subscribe(self._note)
        self.dice = random.Random(self.name)

    def join(self, deadline: float = 30.0) -> float:
        """Connect and catch up; return how long it took, in seconds."""
        begun = time.perf_counter()
        self.shared.connect(Connection(self.link, person=self.name, on_event=self.awake.set))
        while self.shared.standing is not Standing.IN_STEP:
            self.awake.wait(0.05)
            self.awake.clear()
            self.shared.pump()
            if time.perf_counter() - begun > deadline or self.shared.standing is Standing.ENDED:
                raise RuntimeError(f"{self.name} does not come in: {self.shared.words}")
        return time.perf_counter() - begun

    def edit(self, steps: list[str]) -> None:
        """Change a step, say when, and now and then tell the others where that is."""
        step = self.store.find(Step, self.dice.choice(steps))
        there = {"x": step.x + self.dice.uniform(-60, 60)}
        named = {"title": f"Step of {self.name}"} if self.dice.random() < 0.2 else {}
        with self.store.transact("Change a step") as transaction:
            transaction.change(step.id, there | named | {"notes": f"@{time.monotonic_ns()}"})
        if self.edits % 3 == 0:
            there_now = Whereabouts(
                self.name, campaign=step.campaign, x=step.x, y=step.y, selected=(step.id,)
            )
            self.shared.say_where(there_now)
        self.edits += 1

    def _note(self, patch: Patch) -> None:
        if patch.origin != "remote":
            return
        now = time.monotonic_ns()
        for change in patch.changes:
            said = (change.after or {}).get("notes")
            if change.before is not None and isinstance(said, str) and said.startswith("@"):
                self.delays.append((now - int(said[1:])) / 1e9)


def fingerprint(reader: RecordReader) -> str:
    """Return what tells two plans apart."""
    told = sorted(
        (record.id, record.values()) for record in reader.records() if record.scope is Scope.DOCUMENT
    )
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def play(people: list[Person], rate: float, seconds: float) -> None:
    """Let everybody edit at a rate for a while, then let all of it arrive."""
    steps = [step.id for step in people[0].store.all(Step)]
    begun = time.monotonic()
    due = {person.name: begun + person.dice.random() / rate for person in people}
    while (now := time.monotonic()) < begun + seconds:
        for person in people:
            if now >= due[person.name]:
                due[person.name] += 1 / rate
                person.edit(steps)
            person.shared.pump()
        time.sleep(PUMP_SECONDS)
    quiet_until = time.monotonic() + 4.0
    while time.monotonic() < quiet_until:
        for person in people:
            person.shared.pump()
        time.sleep(PUMP_SECONDS)


def main() -> None:
    """Run the people that the arguments ask for, and print what they saw as JSON."""
    link, first, count, rate, seconds = sys.argv[1:6]
    people = [Person(f"Person {int(first) + number}", ShareLink.parse(link)) for number in range(int(count))]
    joined = [person.join() for person in people]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    begun = time.process_time()
    play(people, float(rate), float(seconds))
    told = {
        "joined": joined,
        "delays": [delay for person in people for delay in person.delays],
        "edits": sum(person.edits for person in people),
        "fingerprints": [fingerprint(person.store) for person in people],
        "cpu": time.process_time() - begun,
    }
    for person in people:
        person.shared.close()
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
