"""What the server keeps, in every database that it may keep it in.

PostgreSQL is tried where ``MAPLANNER_TEST_POSTGRESQL`` names one that may be written to, such as
``postgresql://user@127.0.0.1/tests``: each test makes a schema of its own in it and takes it away again.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from maplanner.core.errors import CannotShare
from maplanner.document.records import Step
from maplanner.storage.hub import HubStore
from maplanner.storage.hub_tables import engine_for
from tests.team.running import RunningHub, Teammate, equal, in_step, invitation, owner_of, pump_until

POSTGRESQL = os.environ.get("MAPLANNER_TEST_POSTGRESQL", "")
LONG = "Ļoti gara ķēde " * 40


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'plans.sqlite'}"
        return
    if not POSTGRESQL:
        pytest.skip("MAPLANNER_TEST_POSTGRESQL names no server")
    engine, schema = engine_for(POSTGRESQL), f"test_{secrets.token_hex(6)}"
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{POSTGRESQL}{'&' if '?' in POSTGRESQL else '?'}options=-csearch_path%3D{schema}"
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


def test_what_was_kept_is_there_again(database: str) -> None:
    store = HubStore(database)
    key = store.new_key()
    plan = store.make_plan("Pavasara kampaņa")
    store.append([(plan.id, b"one"), (plan.id, bytes(range(256)) * 4_096)])
    member, member_key = store.add_member(plan.id, "Jānis Bērziņš", "edit")
    _invited, token = store.invite(plan.id, "view", days=2, uses=2, made_by="Ilze")
    store.close()
    again = HubStore(database)
    assert again.is_key(key)
    assert again.plan("PAVASARA kampaņa") == plan
    assert again.plans() == [plan]
    assert again.load(plan.id) == [b"one", bytes(range(256)) * 4_096]
    assert again.sizes(plan.id) == (2, 3 + 2**20)
    found = again.member_by_key(plan.id, member_key)
    assert found is not None
    assert (found.id, found.name, found.role) == (member.id, "Jānis Bērziņš", "edit")
    assert [again.use_invitation(plan.id, token) is not None for _ in range(3)] == [True, True, False]
    again.close()


def test_invitations_expire_by_the_servers_clock(database: str) -> None:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    store = HubStore(database, clock=lambda: now)
    plan = store.make_plan("Spring")
    made, token = store.invite(plan.id, "edit", days=2, uses=5, made_by=LONG)
    assert store.invitations(plan.id)[0].expires == now + timedelta(days=2)
    assert store.use_invitation(plan.id, token) is not None
    now += timedelta(days=2)
    assert store.use_invitation(plan.id, token) is None
    assert store.invitations(plan.id) == []
    assert store.withdraw(plan.id, made.id)
    assert not store.withdraw(plan.id, made.id)
    store.close()


def test_names_of_any_sort_are_kept_or_refused_in_words(database: str) -> None:
    store = HubStore(database)
    plan = store.make_plan("Spring")
    for name in (LONG, "nul \0 byte", "half \ud800 a sign", "'; DROP TABLE member; --"):
        member, _key = store.add_member(plan.id, name, "edit")
        assert store.change_role(plan.id, member.id, "view")
    assert len(store.members(plan.id)) == 4
    assert store.plan("no such \0 plan") is None
    assert store.member_by_key(plan.id, "key-\0\ud800") is None
    store.close()


def test_two_do_not_make_plans_of_one_name(database: str) -> None:
    store, other = HubStore(database), HubStore(database)
    made: list[int] = []
    refused: list[str] = []

    def make(each: HubStore) -> None:
        for number in range(10):
            try:
                made.append(each.make_plan(f"Plan {number}").id)
            except CannotShare as error:
                refused.append(str(error))

    threads = [threading.Thread(target=make, args=(each,)) for each in (store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.plans()) == len(made) == 10
    assert len(refused) == 10
    assert all("already" in words for words in refused)
    store.remove_plan(made[0])
    assert len(other.plans()) == 9
    store.close()
    other.close()


def test_a_document_is_made_one_piece(database: str) -> None:
    store = HubStore(database)
    plan, other = store.make_plan("Spring"), store.make_plan("Autumn")
    store.append([(plan.id, b"%d" % number) for number in range(300)] + [(other.id, b"theirs")])
    assert store.load(plan.id) == [b"%d" % number for number in range(300)]
    store.compact(plan.id, b"all")
    store.append([(plan.id, b"more")])
    assert store.load(plan.id) == [b"all", b"more"]
    assert store.load(other.id) == [b"theirs"]
    store.close()


def test_a_backup_is_of_one_moment_while_others_go_on(database: str, tmp_path: Path) -> None:
    store, writer = HubStore(database), HubStore(database)
    stop = threading.Event()

    def go_on() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            plan = writer.make_plan(f"Plan {number}")
            writer.append([(plan.id, b"%d" % number)])
            writer.add_member(plan.id, "Jānis", "owner")
            if number % 3 == 0:
                writer.remove_plan(plan.id)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        for number in range(3):
            store.back_up(tmp_path / f"{number}.sqlite")
    finally:
        stop.set()
        thread.join()
    for number in range(3):
        copy = HubStore.in_file(tmp_path / f"{number}.sqlite")
        with copy._begun() as connection:
            lost = "SELECT count(*) FROM {} WHERE plan NOT IN (SELECT id FROM plan)"
            for table in ("plan_update", "member", "invitation"):
                assert connection.execute(text(lost.format(table))).scalar() == 0
        copy.close()
    store.close()
    writer.close()


def test_people_work_on_a_plan_and_find_it_after_a_new_start(database: str) -> None:
    with RunningHub(database) as hub, owner_of(hub) as ilze:
        mate = Teammate(hub.link(token=invitation(ilze)), "Jānis")
        pump_until([ilze, mate], lambda: in_step(mate) and equal(ilze, mate))
        with mate.store.transact("Rename") as transaction:
            transaction.change("s1", {"title": "Vēstule par atlaidēm"})
        pump_until([ilze, mate], lambda: equal(ilze, mate))
        key, port = mate.key, hub.hub.port
        mate.close()
        with ilze.store.transact("Rename") as transaction:
            transaction.change("s2", {"title": "before the end"})
        pump_until([ilze], lambda: b"before the end" in b"".join(hub.store.load(1)))
    with RunningHub(database, port=port) as hub:
        again = Teammate(hub.link(token=key), "Jānis")
        pump_until([again], lambda: in_step(again) and again.store.get("s2") is not None)
        titles = [again.store.find(Step, step).title for step in ("s1", "s2")]
        assert titles == ["Vēstule par atlaidēm", "before the end"]
        again.close()


def test_a_database_that_was_away_for_a_moment_gets_what_came_meanwhile(database: str) -> None:
    if database.startswith("sqlite"):
        pytest.skip("a file is not away")
    engine = engine_for(database)
    with RunningHub(database) as hub, owner_of(hub) as ilze:
        pump_until([ilze], lambda: hub.store.sizes(1)[0] > 0)
        with engine.begin() as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            connection.execute(text(f"{others} AND datname = current_database()"))
        with ilze.store.transact("Rename") as transaction:
            transaction.change("s1", {"title": "meanwhile"})
        pump_until([ilze], lambda: b"meanwhile" in b"".join(hub.store.load(1)))
    engine.dispose()


def test_two_programs_read_and_write_at_once(database: str) -> None:
    """What a command writes while the server looks somebody up turns nobody away."""
    store, other = HubStore(database), HubStore(database)
    plan = store.make_plan("Spring")
    _member, key = store.add_member(plan.id, "Jānis", "edit")
    failures: list[str] = []

    def look_up() -> None:
        for _ in range(150):
            try:
                assert store.member_by_key(plan.id, key) is not None
            except CannotShare as error:
                failures.append(str(error))

    thread = threading.Thread(target=look_up)
    thread.start()
    for _ in range(150):
        other.invite(plan.id, "view", days=1, uses=1, made_by="Ilze")
    thread.join()
    assert failures == []
    store.close()
    other.close()
