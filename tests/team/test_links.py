"""Links to shared plans, presence and messages as they travel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maplanner.core.errors import CannotShare
from maplanner.team import wire
from maplanner.team.links import Dialect, ShareLink, name_from, plan_name
from maplanner.team.presence import COLORS, GONE_AFTER_SECONDS, People, Whereabouts, color_of
from maplanner.team.wire import DamagedMessage, Kind, Message


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://plans.example.org/Spring%20launch#inv-x", "wss://plans.example.org/Spring%20launch"),
        ("http://192.168.1.7:4780/#new-x", "ws://192.168.1.7:4780/"),
        ("http://[::1]:4780/Pl%C4%81ns#inv-x", "ws://[::1]:4780/Pl%C4%81ns"),
        ("ws://127.0.0.1:1234/room", "ws://127.0.0.1:1234/room"),
        ("hocuspocuss://127.0.0.1:1234/room#t", "wss://127.0.0.1:1234/"),
    ],
)
def test_links_lead_somewhere_and_stay_what_they_are(text: str, address: str) -> None:
    link = ShareLink.parse(f"  {text}\n")
    assert link.address == address
    assert str(link) == text
    assert "#" not in link.without_token
    assert ShareLink.parse(link.without_token).with_token(link.token) == link


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plans.example.org",
        "ftp://plans.example.org/x",
        "http://",
        "http:///x",
        "http://user:secret@host/x",
        "http://host:99999/x",
        "http://host/../x",
        "http://host/a%2Fb",
        "http://host/%00",
        "http://host/.hidden",
        "http://host/a..b",
        "http://host/" + "x" * 81,
        "ws://host/",
        "http://[::1/x",
    ],
)
def test_what_is_no_link_is_refused_in_words(text: str) -> None:
    with pytest.raises(CannotShare) as refusal:
        ShareLink.parse(text)
    assert refusal.value.advice


@given(st.text())
def test_every_title_gives_a_name_that_servers_take(title: str) -> None:
    name = name_from(title)
    assert plan_name(name) == name
    link = ShareLink(Dialect.MAPLANNER, True, "host", name, "t")
    assert ShareLink.parse(str(link)) == link


@given(st.binary())
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    try:
        message = wire.read(data)
    except DamagedMessage:
        return
    if message is not None:
        assert wire.read(message.to_bytes()) == message


@given(st.binary())
def test_any_bytes_about_people_are_understood_or_refused(body: bytes) -> None:
    people = People(own=1)
    try:
        people.hear(body)
    except DamagedMessage:
        return
    assert all(there.person for there in people.others().values())


@given(st.sampled_from([kind for kind in Kind if kind is not Kind.ASK_PEOPLE]), st.binary())
def test_messages_arrive_as_they_were_sent(kind: Kind, body: bytes) -> None:
    assert wire.read(Message(kind, body).to_bytes()) == Message(kind, body)


def test_messages_of_later_versions_are_left_alone() -> None:
    assert wire.read(wire.number(77) + b"whatever") is None
    for data in (b"\x00\x09\x00", b"\xff" * 20, "text", b""):
        with pytest.raises(DamagedMessage):
            wire.read(data)


def test_people_come_and_go_by_my_own_clock() -> None:
    now = 0.0
    mine, theirs = People(own=1, clock=lambda: now), People(own=2)
    there = Whereabouts(person="Jānis", color=color_of("Jānis"), campaign="c", x=1.0, y=2.0, selected=("s",))
    assert mine.hear(theirs.set_own(there)) == {2}
    assert mine.others() == {2: there}
    assert mine.hear(theirs.told()) == set(), "an old sign is no news"
    now = GONE_AFTER_SECONDS + 1
    assert mine.drop_silent() == {2}
    assert mine.others() == {}
    assert mine.hear(theirs.set_own(there)) == {2}
    assert mine.hear(theirs.set_own(None)) == {2}
    assert mine.others() == {}


def test_nobody_speaks_for_me_and_strange_states_do_no_harm() -> None:
    mine = People(own=1)
    mine.set_own(Whereabouts(person="Ilze"))
    forged = People(own=1)
    forged.set_own(None)
    forged.set_own(None)
    assert mine.hear(forged.set_own(None)) == set()
    assert mine.clients == {1}
    for state in (None, 5, [], {}, {"user": {"name": 7}}, {"user": "x"}, {"name": ""}):
        assert Whereabouts.from_state(state) is None
    odd = {
        "user": {"name": "J" * 500, "color": "red; }"},
        "x": "left",
        "y": 1e300,
        "view": [1, 2, "c", 4],
        "selected": 5,
    }
    there = Whereabouts.from_state(odd)
    assert there is not None
    assert there.color in COLORS
    assert (len(there.person), there.x, there.y, there.view, there.selected) == (120, None, 1e7, (), ())
