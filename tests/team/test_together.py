"""People on one plan through the server that comes along: over real connections on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from maplanner.core.errors import InvalidRecord
from maplanner.document.records import Comment, Step
from maplanner.team.presence import Whereabouts
from maplanner.team.reports import Standing
from maplanner.team.roles import Role, rule_for
from tests.team.running import (
    RunningHub,
    Teammate,
    asked,
    equal,
    in_step,
    invitation,
    invited,
    owner_of,
    pump_until,
)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RunningHub]:
    with RunningHub(tmp_path / "plans.sqlite") as running:
        yield running


def rename(person: Teammate, step: str, title: str) -> None:
    with person.store.transact("Rename a step") as transaction:
        transaction.change(step, {"title": title})


def title(person: Teammate, step: str) -> str:
    return person.store.find(Step, step).title


def test_two_people_see_each_others_edits_and_undo_only_their_own(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        janis = invited(hub, ilze, "Jānis")
        try:
            assert equal(ilze, janis)
            rename(ilze, "s1", "Hers")
            rename(janis, "s2", "His")
            pump_until([ilze, janis], lambda: equal(ilze, janis))
            ilze.store.undo()
            pump_until([ilze, janis], lambda: title(janis, "s1") == "Step 1")
            assert title(ilze, "s2") == "His"
            people = [each.person for each in janis.shared.mirror.activities()]
            assert sorted(people) == ["Ilze", "Ilze", "Jānis"]
        finally:
            janis.close()


def test_offline_work_merges_on_return_and_what_came_in_is_summed_up(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        janis = invited(hub, ilze, "Jānis")
        try:
            janis.go_offline()
            rename(janis, "s1", "in the tunnel")
            rename(ilze, "s2", "on the ground")
            rename(ilze, "s3", "on the ground")
            janis.arrivals.clear()
            janis.connect()
            pump_until([ilze, janis], lambda: equal(ilze, janis) and in_step(janis))
            assert (title(ilze, "s1"), title(janis, "s2")) == ("in the tunnel", "on the ground")
            (arrival,) = janis.arrivals
            assert [each.person for each in arrival.activities] == ["Ilze", "Ilze"]
            assert arrival.changes == 2
        finally:
            janis.close()


def test_work_goes_on_after_the_program_was_ended_and_begun_again(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        janis = invited(hub, ilze, "Jānis")
        janis.go_offline()
        rename(janis, "s1", "before the end")
        janis.close()
        rename(ilze, "s2", "meanwhile")
        again = Teammate(hub.link(token=janis.key), "Jānis", janis.kept.updates, store=janis.store)
        try:
            pump_until([ilze, again], lambda: in_step(again) and equal(ilze, again))
            assert (title(ilze, "s1"), title(again, "s2")) == ("before the end", "meanwhile")
        finally:
            again.close()


def test_a_server_that_comes_back_with_an_older_state_loses_nothing(tmp_path: Path) -> None:
    with RunningHub(tmp_path / "now.sqlite") as first, owner_of(first) as ilze:
        janis = invited(first, ilze, "Jānis")
        first.store.back_up(tmp_path / "older.sqlite")
        rename(ilze, "s1", "after the backup")
        pump_until([ilze, janis], lambda: equal(ilze, janis))
        port = first.hub.port
        first.stop()
        pump_until([ilze, janis], lambda: ilze.shared.standing is Standing.OFFLINE)
        rename(janis, "s2", "while it was away")
        with RunningHub(tmp_path / "older.sqlite", port=port) as second:
            pump_until([ilze, janis], lambda: in_step(ilze, janis) and equal(ilze, janis))
            assert (title(ilze, "s2"), title(janis, "s1")) == ("while it was away", "after the backup")
            newcomer = invited(second, ilze, "Zane")
            pump_until([ilze, newcomer], lambda: equal(ilze, newcomer))
            newcomer.close()
            janis.close()
            ilze.close()


def test_strangers_get_nothing(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        taken_back = asked(ilze, do="invite", role="edit")
        assert "error" not in asked(ilze, do="withdraw", invitation=taken_back["invitation"]["id"])  # type: ignore[index]
        used = invitation(ilze)
        invited_one = Teammate(hub.link(token=used), "Zane")
        pump_until([ilze, invited_one], lambda: in_step(invited_one))
        links = [
            hub.link(),
            hub.link(token="forged"),
            hub.link(token="inv-" + "x" * 32),
            hub.link(token=str(taken_back["token"])),
            hub.link(token=used),
            hub.link("Another plan", invitation(ilze)),
            hub.link(token="new-" + "x" * 32),
        ]
        for link in links:
            stranger = Teammate(link, "Somebody")
            pump_until([stranger], lambda person=stranger: person.shared.standing is Standing.ENDED)  # type: ignore[misc]
            assert stranger.store.counts() == {}
            assert "invitation" in stranger.shared.words or "key" in stranger.shared.words
            stranger.close()
        invited_one.close()


@pytest.mark.parametrize(
    "path", ["../Spring%20launch", "..%2Fplans.sqlite", "%00", "a/b", "Spring%20launch/../x", ""]
)
def test_path_tricks_in_names_lead_nowhere(hub: RunningHub, path: str) -> None:
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect

    with owner_of(hub) as ilze:
        for token in (ilze.key, hub.store.new_key()):
            with pytest.raises(InvalidStatus) as refusal:
                connect(
                    f"ws://127.0.0.1:{hub.hub.port}/{path}",
                    additional_headers={"Authorization": f"Bearer {token}"},
                )
            assert refusal.value.response.status_code == 401
        assert [plan.name for plan in hub.store.plans()] == ["Spring launch"]


def test_a_viewer_who_sends_edits_all_the_same_changes_nothing(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        viewer = invited(hub, ilze, "Viktors", Role.VIEW)
        viewer.shared.role = Role.EDIT  # a client that does not keep to the rules
        try:
            rename(viewer, "s1", "smuggled")
            with viewer.store.transact("Delete") as transaction:
                transaction.remove("s2")
            rename(ilze, "s3", "honest")
            pump_until([ilze, viewer], lambda: bool(viewer.told) and title(viewer, "s3") == "honest")
            assert title(ilze, "s1") == "Step 1"
            assert ilze.store.get("s2") is not None
            assert "look at this plan" in viewer.told[0]
        finally:
            viewer.close()


def test_whoever_was_refused_can_take_what_the_team_has(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        viewer = invited(hub, ilze, "Viktors", Role.VIEW)
        viewer.shared.role = Role.EDIT  # as it was, before the owner thought better of it
        try:
            rename(viewer, "s1", "not taken")
            with viewer.store.transact("Add") as transaction:
                transaction.put(Step(id="new", campaign="c", kind="email"))
            pump_until([ilze, viewer], lambda: bool(viewer.told))
            viewer.shared.take_theirs()
            pump_until([ilze, viewer], lambda: in_step(viewer) and equal(ilze, viewer))
            rename(ilze, "s2", "and on it goes")
            pump_until([ilze, viewer], lambda: title(viewer, "s2") == "and on it goes")
        finally:
            viewer.close()


def test_a_commenter_may_comment_and_nothing_else(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        critic = invited(hub, ilze, "Kritiķis", Role.COMMENT)
        critic.shared.role = Role.COMMENT
        try:
            with critic.store.transact("Comment") as transaction:
                transaction.put(Comment(id="k", about="s1", author="Kritiķis", text="Too long?"))
            pump_until([ilze, critic], lambda: ilze.store.get("k") is not None)
            rename(critic, "s1", "smuggled")
            with critic.store.transact("Both at once") as transaction:
                transaction.change("k", {"text": "and more"})
                transaction.change("s2", {"title": "smuggled"})
            pump_until([ilze, critic], lambda: bool(critic.told))
            rename(ilze, "s3", "honest")
            pump_until([ilze, critic], lambda: title(critic, "s3") == "honest")
            assert (title(ilze, "s1"), title(ilze, "s2")) == ("Step 1", "Step 2")
        finally:
            critic.close()


def test_roles_are_told_and_held_in_the_window_too() -> None:
    from maplanner.document.store import Store
    from tests.team.running import small_plan

    store = Store(small_plan())
    lift = store.add_rule(rule_for(Role.COMMENT))  # type: ignore[arg-type]
    with store.transact("Comment") as transaction:
        transaction.put(Comment(id="k", about="s1", text="Why?"))
    with pytest.raises(InvalidRecord, match="comment on this plan"), store.transact("Move") as transaction:
        transaction.change("s1", {"x": 5.0})
    lift()
    with store.transact("Move") as transaction:
        transaction.change("s1", {"x": 5.0})
    assert rule_for(Role.EDIT) is None


def test_an_owner_changes_roles_and_takes_people_off(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        janis = invited(hub, ilze, "Jānis")
        people = asked(ilze, do="people")
        ids = {each["name"]: each["id"] for each in people["members"]}  # type: ignore[union-attr,index,call-overload]
        assert set(ids) == {"Ilze", "Jānis"}
        assert "error" in asked(janis, do="invite", role="edit")
        assert "error" in asked(ilze, do="role", member=ids["Ilze"], role="view"), "a plan needs an owner"
        asked(ilze, do="role", member=ids["Jānis"], role="view")
        pump_until([ilze, janis], lambda: janis.shared.role is Role.VIEW)
        asked(ilze, do="remove", member=ids["Jānis"])
        pump_until([ilze, janis], lambda: janis.shared.standing is Standing.ENDED)
        assert "taken off" in janis.shared.words
        janis.close()


@pytest.mark.parametrize(
    "request_",
    [
        {"do": "fly"},
        {"do": "invite", "role": "king"},
        {"do": "invite", "role": "edit", "days": -1},
        {"do": "invite", "role": "edit", "days": "x"},
        {"do": "invite", "role": "edit", "uses": 0},
        {"do": "withdraw", "invitation": "none"},
        {"do": "remove", "member": "none"},
        {"do": ["people"]},
    ],
)
def test_requests_that_make_no_sense_are_answered_in_words(
    hub: RunningHub, request_: dict[str, object]
) -> None:
    with owner_of(hub) as ilze:
        assert str(asked(ilze, **request_)["error"])


def test_people_see_where_others_are_and_that_they_left(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        janis = invited(hub, ilze, "Jānis")
        janis.shared.say_where(Whereabouts(person="Jānis", campaign="c", x=3.5, y=4, selected=("s1",)))
        pump_until([ilze, janis], lambda: bool(ilze.shared.people.others()))
        (there,) = ilze.shared.people.others().values()
        assert (there.person, there.campaign, there.x, there.selected) == ("Jānis", "c", 3.5, ("s1",))
        janis.close()
        pump_until([ilze], lambda: not ilze.shared.people.others())


def test_two_plans_of_one_name_are_never_mixed(tmp_path: Path) -> None:
    with RunningHub(tmp_path / "one.sqlite") as first, owner_of(first) as ilze:
        key, port = ilze.key, first.hub.port
        member = first.store.members(1)[0]
    with RunningHub(tmp_path / "two.sqlite", port=port) as second:
        with owner_of(second):
            pass
        _, other_key = second.store.add_member(1, member.name, "edit")
        stray = Teammate(second.link(token=other_key), "Ilze", ilze.kept.updates, store=ilze.store)
        pump_until([stray], lambda: stray.shared.standing is Standing.ENDED)
        assert "Another plan" in stray.shared.words
        stray.close()
    assert key


def test_what_arrives_damaged_ends_one_connection_and_harms_nobody(hub: RunningHub) -> None:
    with owner_of(hub) as ilze:
        janis = invited(hub, ilze, "Jānis")
        try:
            for data in (
                b"",
                b"\xff" * 9,
                b"\x00\x02\x05abc",
                b"\x00\x07\x00",
                b"\x01\x02\x01",
                b"\x64\x03[1]",
            ):
                janis.shared._send_bytes(data)
                pump_until([janis], lambda: not in_step(janis))
                pump_until([janis], lambda: in_step(janis))
            rename(janis, "s1", "still here")
            pump_until([ilze, janis], lambda: title(ilze, "s1") == "still here")
        finally:
            janis.close()
