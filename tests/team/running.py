"""A server in a thread and people who are connected to it, for tests."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from maplanner.core.ids import new_id
from maplanner.document.records import Campaign, Link, Plan, Record, Step
from maplanner.document.store import Store
from maplanner.storage.hub import HubStore
from maplanner.team.connection import Connection
from maplanner.team.hub.limits import Limits
from maplanner.team.hub.service import Hub, Settings
from maplanner.team.links import Dialect, ShareLink
from maplanner.team.mirror import seed
from maplanner.team.reports import Arrival, Standing
from maplanner.team.roles import Role
from maplanner.team.shared import SharedPlan

PATIENCE_SECONDS = 10.0
NAME = "Spring launch"


class RunningHub:
    """A server on 127.0.0.1 that keeps its plans in a file, or in a database of that address."""

    def __init__(
        self, place: Path | str, *, limits: Limits | None = None, port: int = 0, **settings: object
    ) -> None:
        self.store = HubStore(place) if isinstance(place, str) else HubStore.in_file(place)
        self.hub = Hub(self.store, Settings(port=port, limits=limits or Limits(), **settings))  # type: ignore[arg-type]
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hub")
        self._loop: asyncio.AbstractEventLoop | None = None

    def _run(self) -> None:
        asyncio.run(self.hub.run(self._note, signals=False))

    def _note(self, _hub: Hub) -> None:
        self._loop = asyncio.get_running_loop()
        self._started.set()

    def __enter__(self) -> RunningHub:
        self._thread.start()
        assert self._started.wait(PATIENCE_SECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        if self._loop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self.hub.stop)
        self._thread.join(PATIENCE_SECONDS)
        assert not self._thread.is_alive()

    def link(self, plan: str = NAME, token: str = "") -> ShareLink:
        return ShareLink(Dialect.MAPLANNER, False, f"127.0.0.1:{self.hub.port}", plan, token)


class Kept:
    """Keeps updates in memory."""

    def __init__(self, state: Iterable[bytes] = ()) -> None:
        self.updates = list(state)

    def keep(self, updates: Sequence[bytes], *, are_mine: bool) -> None:
        self.updates += updates


class Teammate:
    """Somebody who is connected, or was."""

    def __init__(
        self,
        link: ShareLink,
        person: str,
        state: Iterable[bytes] = (),
        *,
        store: Store | None = None,
        role: Role = Role.EDIT,
    ) -> None:
        self.store = Store(author=person) if store is None else store
        self.person = person
        self.kept = Kept(state)
        self.awake = threading.Event()
        self.shared = SharedPlan(
            self.store, link, person=person, keeper=self.kept, state=list(self.kept.updates), role=role
        )
        self.key = link.token
        self.arrivals: list[Arrival] = []
        self.told: list[str] = []
        self.shared.reports.hello = self._hello
        self.shared.reports.arrival = self.arrivals.append
        self.shared.reports.told = self.told.append
        self.connect()

    def _hello(self, told: dict[str, object]) -> None:
        if "key" in told:
            self.key = str(told["key"])
            self.shared.use_link(self.shared.link.with_token(self.key))

    def connect(self) -> None:
        self.shared.connect(
            Connection(self.shared.link, person=self.person, on_event=self.awake.set, longest_wait=0.2)
        )

    def go_offline(self) -> None:
        self.shared._end_network()
        self.shared._stand(Standing.OFFLINE)

    def pump(self) -> None:
        self.awake.clear()
        self.shared.pump()

    def close(self) -> None:
        self.shared.close()


def pump_until(people: Iterable[Teammate], is_so: Callable[[], bool]) -> None:
    """Let everybody take what comes until something holds; fail if it never does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it never came to that"
        for person in people:
            person.pump()
        time.sleep(0.002)


def in_step(*people: Teammate) -> bool:
    """Tell whether all are connected and have caught up."""
    return all(each.shared.standing is Standing.IN_STEP for each in people)


def equal(*people: Teammate) -> bool:
    """Tell whether all have the same plan."""
    plans = [{r.id: r.values() for r in each.store.records()} for each in people]
    return all(plan == plans[0] for plan in plans)


def small_plan() -> list[Record]:
    steps = [Step(id=f"s{n}", campaign="c", kind="email", title=f"Step {n}") for n in range(5)]
    return [
        Plan(title="Pavasaris"),
        Campaign(id="c", title="Spring"),
        *steps,
        Link(id="l", source="s0", target="s1"),
    ]


@contextmanager
def owner_of(hub: RunningHub, records: Iterable[Record] | None = None) -> Iterator[Teammate]:
    """Share a plan, as its owner."""
    kept = list(small_plan() if records is None else records)
    link = hub.link(token=hub.store.new_key())
    state = [seed(kept, new_id("share"))]
    owner = Teammate(link, "Ilze", state, store=Store(kept, author="Ilze"), role=Role.OWNER)
    pump_until([owner], lambda: in_step(owner))
    try:
        yield owner
    finally:
        owner.close()


def invited(hub: RunningHub, owner: Teammate, person: str, role: Role = Role.EDIT) -> Teammate:
    """Let somebody join whom the owner invites."""
    mate = Teammate(hub.link(token=invitation(owner, role)), person)
    pump_until([owner, mate], lambda: in_step(mate))
    return mate


def asked(owner: Teammate, **request: object) -> dict[str, object]:
    """Return the server's answer to a request."""
    answers: list[dict[str, object]] = []
    assert owner.shared.ask(request, answers.append)  # type: ignore[arg-type]
    pump_until([owner], lambda: bool(answers))
    return answers[0]


def invitation(owner: Teammate, role: Role = Role.EDIT, **more: object) -> str:
    """Return the token of a new invitation."""
    return str(asked(owner, do="invite", role=role.value, **more)["token"])
