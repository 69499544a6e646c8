"""Damage on the way, clocks that are wrong, programs of other versions, and far too much at once."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from maplanner.document.records import Step
from maplanner.document.store import Store
from maplanner.team.activity import Activity
from maplanner.team.connection import Connection, Event, Opened, Received
from maplanner.team.links import Dialect, ShareLink
from maplanner.team.mirror import ABOUT, FORMAT, Mirror, seed
from maplanner.team.reports import Standing
from maplanner.team.shared import NEWER_PLAN, SharedPlan
from maplanner.team.wire import Kind, Message
from tests.team.running import (
    Kept,
    RunningHub,
    equal,
    in_step,
    invited,
    owner_of,
    pump_until,
    small_plan,
)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RunningHub]:
    with RunningHub(tmp_path / "plans.sqlite") as running:
        yield running


class BadNetwork(Connection):
    """A connection of which some of what comes is lost, comes twice, late, or garbled."""

    def __init__(
        self, link: ShareLink, *, person: str, on_event: Callable[[], None], dice: random.Random
    ) -> None:
        super().__init__(link, person=person, on_event=on_event, longest_wait=0.2)
        self.dice = dice
        self.is_bad = True
        self.late: list[Event] = []

    def events(self) -> list[Event]:
        """Return what came, or something like it."""
        came = super().events()
        if not self.is_bad:
            came, self.late = self.late + came, []
            return came
        found: list[Event] = []
        for event in came:
            found += self._spoilt(event) if isinstance(event, Received) else [event]
        return found

    def _spoilt(self, event: Received) -> list[Event]:
        match self.dice.randrange(6):
            case 0:
                return []
            case 1:
                return [event, event]
            case 2:
                self.late.insert(self.dice.randrange(len(self.late) + 1), event)
                return []
            case 3:
                cut = self.dice.randrange(len(event.data))
                return [Received(event.data[:cut]), Received(b"\xff" + self.dice.randbytes(9))]
            case 4 if self.late:
                return [event, self.late.pop()]
            case _:
                return [event]


@pytest.mark.parametrize("chance", [1, 2, 3])
def test_a_network_that_loses_doubles_swaps_and_garbles_changes_nothing_in_the_end(
    hub: RunningHub, chance: int
) -> None:
    dice = random.Random(chance)
    with owner_of(hub) as ilze:
        mate = invited(hub, ilze, "Jānis")
        mate.shared._end_network()
        mate.shared.link = mate.shared.link.with_token(mate.key)
        network = BadNetwork(mate.shared.link, person="Jānis", on_event=mate.awake.set, dice=dice)
        mate.shared._clock = lambda: time.monotonic() * 100  # a minute until it asks again is long for a test
        mate.shared.connect(network)
        for number in range(40):
            for person in (ilze, mate):
                with person.store.transact("Edit") as transaction:
                    transaction.change(f"s{dice.randrange(5)}", {"title": f"{person.person} {number}"})
                person.pump()
            time.sleep(0.005)
        network.is_bad = False
        pump_until([ilze, mate], lambda: in_step(ilze, mate) and equal(ilze, mate))
        assert mate.store.count(Step) == 5
        mate.close()


def test_a_program_that_is_too_old_leaves_the_plan_alone_and_keeps_its_own_work(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        mate = invited(hub, ilze, "Jānis")
        mirror = ilze.shared.mirror
        before = mirror.state()
        mirror.document.get(ABOUT, type=type(mirror._about))["format"] = str(FORMAT + 1)
        ilze.shared._send(Message(Kind.UPDATE, mirror.update_for(before)))
        pump_until([ilze, mate], lambda: mate.shared.standing is Standing.ENDED)
        assert mate.shared.words == NEWER_PLAN
        with mate.store.transact("Rename") as transaction:
            transaction.change("s1", {"title": "while too old"})
        mate.pump()
        assert ilze.store.find(Step, "s1").title == "Step 1"
        kept = Mirror(Store(), mate.kept.updates)
        kept.settle_all("Read")
        assert kept.store.find(Step, "s1").title == "while too old", "what I did waits for my update"
        mate.close()


def test_messages_of_a_newer_program_are_passed_over(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        mate = invited(hub, ilze, "Jānis")
        mate.shared._send_bytes(bytes([99, 5, 1, 2, 3, 4, 5]))
        with mate.store.transact("Rename") as transaction:
            transaction.change("s1", {"title": "heard all the same"})
        pump_until([ilze, mate], lambda: ilze.store.find(Step, "s1").title == "heard all the same")
        mate.close()


def test_clocks_that_are_wrong_decide_nothing(hub: RunningHub) -> None:
    ahead, behind = timedelta(days=3_650), timedelta(days=-3_650)
    with owner_of(hub) as ilze:
        mate = invited(hub, ilze, "Jānis")
        ilze.store._clock = lambda: datetime.now(UTC) + ahead
        mate.store._clock = lambda: datetime.now(UTC) + behind
        for number, person in enumerate((ilze, mate, ilze, mate)):
            with person.store.transact(f"Step {number}") as transaction:
                transaction.change("s1", {"title": f"Title {number}"})
            pump_until([ilze, mate], lambda: equal(ilze, mate))
        assert mate.store.find(Step, "s1").title == "Title 3", "the last edit counts, whatever the clocks say"
        told = mate.shared.mirror.activities()[-4:]
        assert [each.label for each in told] == [f"Step {number}" for number in range(4)]
        assert all(each.at is None or each.at <= datetime.now(UTC) for each in told)
        mate.close()


def test_times_that_are_none_are_told_as_none() -> None:
    for said in ("", "yesterday", "99999-01-01", "2026-13-45T00:00:00", 7, None):
        found = Activity.from_text(
            f'{{"by":"X","do":"Y","at":{said if said is None else repr(said)}}}'.replace("'", '"').replace(
                "None", "null"
            )
        )
        assert found is not None
        assert found.at is None


# ---------------------------------------------------------------- far too much at once


class Flood:
    """A network that has brought many messages."""

    def __init__(self, events: list[Event]) -> None:
        self.box = events
        self.sent: list[bytes] = []

    def start(self) -> None:
        """Do nothing."""

    def send(self, data: bytes) -> None:
        self.sent.append(data)

    def events(self) -> list[Event]:
        found, self.box = self.box, []
        return found

    def hurry(self) -> None:
        """Do nothing."""

    def use(self, link: ShareLink) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""


def edits(state: bytes, count: int) -> list[bytes]:
    """Return the updates of somebody who edits one step again and again."""
    other = Mirror(Store(), [state], person="Jānis")
    other.settle_all("Join")
    found: list[bytes] = []
    other.store.subscribe(lambda patch: found.append(other.write(patch) or b""))
    for number in range(count):
        with other.store.transact("Rename") as transaction:
            transaction.change("s1", {"title": f"Title {number}"})
    return found


def flooded(count: int) -> tuple[SharedPlan, Kept, Flood]:
    state = seed(small_plan(), "x")
    kept = Kept([state])
    shared = SharedPlan(
        Store(small_plan()),
        ShareLink(Dialect.MAPLANNER, False, "127.0.0.1:1", "x", ""),
        person="Ilze",
        keeper=kept,
        state=[state],
    )
    network = Flood([Opened(), Received(Message(Kind.ANSWER, b"\0\0").to_bytes())])
    shared.connect(network)
    shared.pump()
    network.box = [Received(Message(Kind.UPDATE, update).to_bytes()) for update in edits(state, count)]
    return shared, kept, network


def test_many_messages_are_taken_in_portions_and_none_is_lost() -> None:
    shared, kept, _network = flooded(100)
    store = shared.mirror.store
    assert shared.pump(30) == 30
    assert shared.waiting == 70
    assert store.find(Step, "s1").title == "Title 29"
    assert len(kept.updates) == 1 + 30
    assert shared.pump(30) == 30
    assert shared.pump() == 40
    assert shared.waiting == 0
    assert store.find(Step, "s1").title == "Title 99"
    shared.close()


def test_a_portion_becomes_one_step_of_the_history() -> None:
    shared, _kept, _network = flooded(50)
    patches: list[str] = []
    shared.mirror.store.subscribe(lambda patch: patches.append(patch.author))
    shared.pump(25)
    shared.pump(25)
    assert patches == ["Jānis", "Jānis"]
    shared.close()


def test_what_is_left_when_a_connection_ends_comes_again_with_the_next() -> None:
    shared, _kept, _network = flooded(10)
    shared.pump(4)
    again = Flood([Opened()])
    shared.connect(again)
    assert shared.waiting == 0
    shared.pump()
    assert again.sent, "it asks for what it lacks"
    shared.close()


def test_a_twentieth_who_moves_is_told_once() -> None:
    shared, _kept, network = flooded(0)
    told: list[bool] = []
    shared.reports.people = lambda: told.append(True)
    people = [SharedPlanVoice(number) for number in range(20)]
    network.box = [Received(each.says(turn)) for turn in range(5) for each in people]
    shared.pump()
    assert len(told) == 1
    assert len(shared.people.others()) == 20
    shared.close()


class SharedPlanVoice:
    """Somebody else's signs of life."""

    def __init__(self, number: int) -> None:
        from maplanner.team.presence import People

        self.people = People(own=1_000 + number)
        self.name = f"Person {number}"

    def says(self, turn: int) -> bytes:
        from maplanner.team.presence import Whereabouts

        there = Whereabouts(self.name, x=float(turn), y=0.0)
        return Message(Kind.PEOPLE, self.people.set_own(there)).to_bytes()
