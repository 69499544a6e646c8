"""A shared plan's document in its file: many pieces come, few stay, and what they say stays the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from maplanner.app import sharing
from maplanner.app.session import PlanSession
from maplanner.app.sharing import FOLDED, TeamSession
from maplanner.core.errors import PlanFileError
from maplanner.document.records import Step
from maplanner.document.store import Store
from maplanner.storage.share import ShareBook
from maplanner.team.mirror import Mirror


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TeamSession:
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    session = PlanSession.new(tmp_path / "plan.maplan", template="sample")
    return TeamSession.share(session, "http://127.0.0.1:1/#new-key", "Plan", person="Ilze")


def updates_of_a_mate(team: TeamSession, count: int) -> list[bytes]:
    mate = Mirror(Store(), [team.shared.mirror.update_for(b"\x00")], person="Jānis")
    mate.settle_all("Join")
    step = next(iter(mate.store.all(Step))).id
    found: list[bytes] = []
    mate.store.subscribe(lambda patch: found.append(mate.write(patch) or b""))
    for number in range(count):
        with mate.store.transact("Rename") as transaction:
            transaction.change(step, {"title": f"Title {number}"})
    return found


def kept(team: TeamSession) -> dict[str, object]:
    copy = Mirror(Store(), team.book.updates())
    copy.settle_all("Read")
    return {record.id: record.values() for record in copy.store.records()}


def shown(team: TeamSession) -> dict[str, object]:
    copy = Mirror(Store(), [team.shared.mirror.update_for(b"\x00")])
    copy.settle_all("Read")
    return {record.id: record.values() for record in copy.store.records()}


def test_many_pieces_become_few(team: TeamSession) -> None:
    updates = updates_of_a_mate(team, 3 * FOLDED)
    for first in range(0, len(updates), 7):
        for update in updates[first : first + 7]:
            team.shared.mirror.take(update)
        team.keep(updates[first : first + 7], are_mine=False)
        assert team.book.pieces <= FOLDED + 4
    assert kept(team) == shown(team)
    assert team.book.pieces < FOLDED
    team.close()
    assert team.book.pieces == 1
    team.session.close()


def test_own_and_others_pieces_lie_in_one_file(team: TeamSession) -> None:
    for update in updates_of_a_mate(team, FOLDED - 1):
        team.shared.mirror.take(update)
        team.keep([update], are_mine=False)
    team.shared.mirror.settle()
    with team.session.store.transact("Rename") as transaction:
        transaction.change(next(iter(team.session.store.all(Step))).id, {"title": "mine"})
    assert kept(team) == shown(team)
    assert team.book.unsent() == []
    assert team.book.pieces < 4
    team.close()
    team.session.close()


def test_pieces_that_the_disk_did_not_take_are_not_lost(
    team: TeamSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    updates = updates_of_a_mate(team, FOLDED + 5)
    for update in updates:
        team.shared.mirror.take(update)

    def full(_book: ShareBook, *, at_ease: bool = False) -> object:
        raise PlanFileError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(ShareBook, "_begun", full)
        for update in updates[: FOLDED + 1]:
            team.keep([update], are_mine=False)
    assert team.book.pieces == 1
    for update in updates[FOLDED + 1 :]:
        team.keep([update], are_mine=False)
    assert kept(team) == shown(team)
    team.close()
    team.session.close()


def test_folding_waits_for_a_disk_that_is_full(team: TeamSession, monkeypatch: pytest.MonkeyPatch) -> None:
    updates = updates_of_a_mate(team, FOLDED + 1)
    for update in updates:
        team.shared.mirror.take(update)

    def full(_book: ShareBook, _piece: bytes) -> None:
        raise PlanFileError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(ShareBook, "fold", full)
        team.keep(updates[:FOLDED], are_mine=False)
    assert team.book.pieces == FOLDED + 1
    team.keep(updates[FOLDED:], are_mine=False)
    assert team.book.pieces == 2
    assert kept(team) == shown(team)
    assert sharing.MOST_PIECES > FOLDED
    team.close()
    team.session.close()
