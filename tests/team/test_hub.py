"""The server's limits, its doors and its books."""

import json
import logging
import ssl
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from maplanner.core.errors import CannotShare, MissingPart
from maplanner.document.records import Comment, Step
from maplanner.document.store import Store
from maplanner.storage.hub import HubStore
from maplanner.team.hub import service
from maplanner.team.hub.guard import comments_only
from maplanner.team.hub.limits import Allowance, Limits, Refusals
from maplanner.team.hub.room import COMPACT_AFTER
from maplanner.team.links import ShareLink
from maplanner.team.mirror import Mirror, seed
from maplanner.team.reports import Standing
from maplanner.team.roles import Role
from maplanner.team.wire import Kind, Message
from tests.team.running import RunningHub, Teammate, equal, in_step, invited, owner_of, pump_until, small_plan


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RunningHub]:
    with RunningHub(tmp_path / "plans.sqlite") as running:
        yield running


# ---------------------------------------------------------------- limits


def test_an_allowance_makes_whoever_takes_too_much_wait() -> None:
    now = 0.0
    bucket = Allowance(rate=10, burst=5, clock=lambda: now)
    assert [bucket.wait_for(1) for _ in range(5)] == [0.0] * 5
    assert bucket.wait_for(10) == pytest.approx(1.0)
    now = 10.0
    assert bucket.wait_for(5) == 0.0


def test_refusals_are_forgotten_after_a_minute() -> None:
    now = 0.0
    refusals = Refusals(2, clock=lambda: now)
    refusals.note("a")
    assert not refusals.too_many("a")
    refusals.note("a")
    assert refusals.too_many("a")
    assert not refusals.too_many("b")
    now = 61.0
    assert not refusals.too_many("a")


def test_a_client_that_floods_is_put_out_and_harms_nobody(tmp_path: Path) -> None:
    limits = Limits(messages_per_second=50, burst_messages=100, patience_seconds=1.0)
    with RunningHub(tmp_path / "plans.sqlite", limits=limits) as hub, owner_of(hub) as ilze:
        janis = invited(hub, ilze, "Jānis")
        for _ in range(400):
            janis.shared._send(Message(Kind.ASK_PEOPLE))
        with ilze.store.transact("Rename") as transaction:
            transaction.change("s1", {"title": "still quick"})
        pump_until([ilze, janis], lambda: not in_step(janis))
        assert "Too much" in janis.shared.words
        pump_until([ilze, janis], lambda: equal(ilze, janis) and in_step(janis))
        janis.close()


def test_a_message_that_is_too_large_is_refused_in_words(tmp_path: Path) -> None:
    with (
        RunningHub(tmp_path / "plans.sqlite", limits=Limits(message_bytes=20_000)) as hub,
        owner_of(hub) as ilze,
    ):
        with ilze.store.transact("Write a book") as transaction:
            transaction.change("s1", {"notes": "x" * 50_000})
        pump_until([ilze], lambda: ilze.shared.standing is Standing.ENDED)
        assert "larger than the server allows" in ilze.shared.words


def test_a_plan_does_not_outgrow_the_server(tmp_path: Path) -> None:
    with (
        RunningHub(tmp_path / "plans.sqlite", limits=Limits(plan_bytes=20_000)) as hub,
        owner_of(hub) as ilze,
    ):
        with ilze.store.transact("Write a book") as transaction:
            transaction.change("s1", {"notes": "x" * 50_000})
        pump_until([ilze], lambda: bool(ilze.told))
        assert "larger than the server allows" in ilze.told[0]


def test_who_guesses_tokens_is_soon_not_listened_to(tmp_path: Path) -> None:
    with RunningHub(tmp_path / "plans.sqlite", limits=Limits(refusals_per_minute=3)) as hub:
        statuses = []
        for guess in range(5):
            with pytest.raises(InvalidStatus) as refusal:
                connect(
                    f"ws://127.0.0.1:{hub.hub.port}/Plan",
                    additional_headers={"Authorization": f"Bearer guess{guess}"},
                )
            statuses.append(refusal.value.response.status_code)
    assert statuses == [401, 401, 401, 429, 429]


def test_connections_are_counted(tmp_path: Path) -> None:
    with (
        RunningHub(tmp_path / "plans.sqlite", limits=Limits(connections_per_member=1)) as hub,
        owner_of(hub) as ilze,
    ):
        with pytest.raises(InvalidStatus) as refusal:
            connect(
                hub.link().address,
                additional_headers={"Authorization": f"Bearer {ilze.key}"},
                compression=None,
            )
        assert refusal.value.response.status_code == 429


# ---------------------------------------------------------------- doors


def page(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return str(answer.read().decode())


def test_it_says_that_it_is_well_and_what_to_do_with_a_link(hub: RunningHub) -> None:
    with owner_of(hub):
        told = json.loads(page(hub.hub.port, "/health"))
        assert (told["status"], told["connections"], told["plans"]) == ("ok", 1, 1)
        assert "Join a shared plan" in page(hub.hub.port, "/Spring%20launch")


def test_it_speaks_tls_with_a_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with RunningHub(tmp_path / "plans.sqlite", tls=context) as hub:
        key = hub.store.new_key()
        link = ShareLink.parse(f"https://127.0.0.1:{hub.hub.port}/Spring#{key}")
        stranger = Teammate(link, "Ilze", [seed(small_plan(), "x")])
        pump_until([stranger], lambda: "not trusted" in stranger.shared.words)
        stranger.close()
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        ilze = Teammate(link, "Ilze", [seed(small_plan(), "x")])
        pump_until([ilze], lambda: in_step(ilze))
        ilze.close()


def test_behind_a_proxy_addresses_are_those_it_tells(tmp_path: Path) -> None:
    limits = Limits(refusals_per_minute=1)
    with RunningHub(tmp_path / "plans.sqlite", limits=limits, behind_proxy=True) as hub:
        statuses = []
        for caller in ("10.0.0.1", "10.0.0.1", "made up, 10.0.0.2"):
            with pytest.raises(InvalidStatus) as refusal:
                connect(f"ws://127.0.0.1:{hub.hub.port}/P", additional_headers={"X-Forwarded-For": caller})
            statuses.append(refusal.value.response.status_code)
    assert statuses == [401, 429, 401]


def test_who_is_taken_off_behind_its_back_is_put_out(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_LOOK_SECONDS", 0.0)
    with owner_of(hub) as ilze:
        janis = invited(hub, ilze, "Jānis")
        member = next(each for each in hub.store.members(1) if each.name == "Jānis")
        hub.store.change_role(1, member.id, "view")
        pump_until([ilze, janis], lambda: janis.shared.role == "view")
        hub.store.remove_member(1, member.id)
        pump_until([ilze, janis], lambda: janis.shared.standing is Standing.ENDED)
        janis.close()


def test_it_stops_with_a_word(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        hub.stop()
        pump_until([ilze], lambda: ilze.shared.standing is Standing.OFFLINE and bool(ilze.shared.words))


def test_logs_tell_nothing_of_what_is_in_a_plan(hub: RunningHub, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "maplanner"), owner_of(hub) as ilze:
        with ilze.store.transact("A secret step") as transaction:
            transaction.change("s1", {"title": "Secret title"})
        stranger = Teammate(hub.link(token="inv-guess"), "Noziedznieks")
        pump_until([ilze, stranger], lambda: stranger.shared.standing is Standing.ENDED)
        stranger.close()
    told = "\n".join(record.getMessage() for record in caplog.records)
    assert "plan 1: member" in told
    assert "turned away" in told
    for secret in ("ecret", "Spring", "Ilze", "inv-guess", ilze.key):
        assert secret not in told


# ---------------------------------------------------------------- books


def test_documents_are_compacted_while_people_work_and_when_they_leave(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        for number in range(COMPACT_AFTER + 50):
            with ilze.store.transact("Move") as transaction:
                transaction.change("s1", {"x": float(number)})
        pump_until([ilze], lambda: 0 < hub.store.sizes(1)[0] < COMPACT_AFTER)
        pump_until([ilze], lambda: kept(hub).find(Step, "s1").x == COMPACT_AFTER + 49)
    pump_until([], lambda: hub.store.sizes(1)[0] == 1)
    assert kept(hub).find(Step, "s1").x == COMPACT_AFTER + 49


def kept(hub: RunningHub) -> Store:
    """Return the plan as the server keeps it."""
    copy = Mirror(Store(), hub.store.load(1))
    copy.settle_all("Read")
    return copy.store


def test_invitations_expire_and_keys_are_kept_as_hashes(tmp_path: Path) -> None:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    store = HubStore.in_file(tmp_path / "h.sqlite", clock=lambda: now)
    plan = store.make_plan("Spring")
    key = store.new_key()
    _invitation, token = store.invite(plan.id, "edit", days=2, uses=2, made_by="Ilze")
    _member, member_key = store.add_member(plan.id, "Jānis", "edit")
    assert store.use_invitation(plan.id, token) is not None
    now += timedelta(days=3)
    assert store.use_invitation(plan.id, token) is None
    assert store.invitations(plan.id) == []
    assert store.member_by_key(plan.id + 1, member_key) is None
    with pytest.raises(CannotShare, match="already"):
        store.make_plan("SPRING")
    store.close()
    files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for secret in (key, token, member_key):
        assert secret.encode() not in files
    assert (tmp_path / "h.sqlite").stat().st_mode & 0o077 == 0


def test_a_backup_holds_everything(tmp_path: Path) -> None:
    store = HubStore.in_file(tmp_path / "h.sqlite")
    plan = store.make_plan("Spring")
    store.append([(plan.id, b"one"), (plan.id, b"two")])
    _member, key = store.add_member(plan.id, "Jānis", "comment")
    store.back_up(tmp_path / "b.sqlite")
    with pytest.raises(CannotShare, match="exists already"):
        store.back_up(tmp_path / "b.sqlite")
    store.close()
    copy = HubStore.in_file(tmp_path / "b.sqlite")
    assert copy.load(plan.id) == [b"one", b"two"]
    found = copy.member_by_key(plan.id, key)
    assert found is not None
    assert found.role == "comment"
    copy.close()


@pytest.mark.parametrize("url", ["nonsense", "oracle9://x", "sqlite:////nowhere/at/all.sqlite"])
def test_a_database_that_is_none_is_refused_in_words(url: str) -> None:
    with pytest.raises((CannotShare, MissingPart)):
        HubStore(url)


# ---------------------------------------------------------------- what a commenter may


def change(state: bytes, **edits: object) -> bytes:
    """Return the update of an edit by somebody else."""
    mirror = Mirror(Store(), [state], person="Critic")
    mirror.settle_all("Join")
    found: list[bytes | None] = []
    mirror.store.subscribe(lambda patch: found.append(mirror.write(patch)))
    with mirror.store.transact("Edit") as transaction:
        for record_id, values in edits.items():
            if isinstance(values, Comment):
                transaction.put(values)
            elif values is None:
                transaction.remove(record_id)
            else:
                transaction.change(record_id, values)  # type: ignore[arg-type]
    return found[0] or b""


def test_only_comments_pass_the_guard() -> None:
    state = seed([*small_plan(), Comment(id="k", about="s1", text="Old")], "x")
    fine = [
        change(state, n=Comment(id="n", about="s1", text="New")),
        change(state, k={"text": "Other"}),
        change(state, k=None),
    ]
    assert all(comments_only(state, update) for update in fine)
    bad = [
        change(state, s1={"title": "x"}),
        change(state, s1=None),
        change(state, k={"text": "y"}, s2={"title": "x"}),
        seed(small_plan(), "another"),
    ]
    assert [comments_only(state, update) for update in bad] == [None] * len(bad)


def test_operations_that_wait_for_others_do_not_slip_through() -> None:
    """An edit that takes effect only later is not passed on, nor does it take effect when its time comes."""
    state = seed(small_plan(), "x")
    mirror = Mirror(Store(), [state], person="Critic")
    mirror.settle_all("Join")
    updates: list[bytes] = []
    mirror.store.subscribe(lambda patch: updates.append(mirror.write(patch) or b""))
    with mirror.store.transact("First") as transaction:
        transaction.put(Step(id="new", campaign="c", kind="email"))
    with mirror.store.transact("Then") as transaction:
        transaction.change("new", {"title": "smuggled"})
    assert comments_only(state, updates[1]) is None


def test_a_wrong_turn_of_a_viewer_is_not_taken_for_an_edit(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        with ilze.store.transact("Delete") as transaction:
            transaction.remove("s2")
        viewer = invited(hub, ilze, "Viktors", Role.VIEW)
        viewer.shared._send(
            Message(Kind.ANSWER, viewer.shared.mirror.update_for(viewer.shared.mirror.state()))
        )
        with ilze.store.transact("Rename") as transaction:
            transaction.change("s1", {"title": "seen"})
        pump_until([ilze, viewer], lambda: viewer.store.find(Step, "s1").title == "seen")
        assert viewer.told == [], "what both have deleted is nothing new"
        viewer.close()


def test_a_text_where_bytes_belong_ends_the_connection(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        headers = {"Authorization": f"Bearer {ilze.key}"}
        with connect(hub.link().address, additional_headers=headers, compression=None) as socket:
            socket.send("hello")
            assert sum(1 for _ in ended_by(socket)) < 10
            assert socket.close_code == 4400


def ended_by(socket: ClientConnection) -> Iterator[bytes | str]:
    """Yield what comes until the server ends the connection."""
    while True:
        try:
            yield socket.recv(timeout=5)
        except ConnectionClosed:
            return
