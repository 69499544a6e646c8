"""Whatever a server does, whoever asks gets an answer or a message, in time."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from maplanner.core.errors import Cancelled, UnreadableSource
from maplanner.exchange import web
from maplanner.exchange.web import Address, WebSession
from tests.exchange.answering import Answer, Asked, answering


def session(address: str, **more: object) -> WebSession:
    return WebSession(Address.parse(address), {"Authorization": "Bearer s3cret"}, **more)  # type: ignore[arg-type]


@contextmanager
def raw_server(*pieces: bytes, pause: float = 0.0) -> Iterator[str]:
    """Accept one connection and send these bytes, with a pause after each, until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(5)
    over = threading.Event()

    def serve() -> None:
        try:
            peer, _ = listener.accept()
        except OSError:
            return
        with peer:
            for piece in pieces:
                try:
                    peer.sendall(piece)
                except OSError:
                    return
                if over.wait(pause):
                    return
            if pause:
                over.wait(5)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        over.set()
        listener.close()
        thread.join()


def test_json_comes_back_packed_or_not() -> None:
    packed = Answer(gzip.compress(b'{"a": 1}'), headers={"Content-Encoding": "gzip"})
    answers = {"/api/plain": Answer({"a": 1}), "/api/packed": packed}
    with answering(lambda asked: answers[asked.path]) as server:
        asking = session(server.address + "/api/")
        assert asking.get("plain") == asking.get("/packed") == {"a": 1}
        assert server.asked[0].headers["authorization"] == "Bearer s3cret"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer([{"message": "Session expired"}], 401), "code 401: Session expired.*may have run out"),
        (Answer({}, 403), "code 403.*right to read"),
        (Answer({}, 404), "code 404"),
        (Answer({}, 429, {"Retry-After": "30"}), "code 429.*Wait 30 seconds"),
        (Answer(b"<html>", 500), "problem of its own"),
        (Answer(b"<!doctype html><p>Log in"), "a web page instead of data"),
        (Answer(b"\x00\xff\x01"), "no JSON instead of data"),
        (Answer(b"[" * 100_000), "no JSON instead of data"),
        (Answer(b"not gzip", headers={"Content-Encoding": "gzip"}), "breaks off"),
    ],
)
def test_a_refusal_or_garbage_is_told_in_words(answer: Answer, said: str) -> None:
    with (
        answering(lambda _: answer) as server,
        pytest.raises(UnreadableSource, match=rf"127\.0\.0\.1.*{said}") as caught,
    ):
        session(server.address).get("/x")
    assert "s3cret" not in str(caught.value)


def test_an_answer_without_end_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MAX_ANSWER_BYTES", 300_000)
    bomb = Answer(gzip.compress(b"0" * 3_000_000), headers={"Content-Encoding": "gzip"})
    for answer in (Answer(b"0" * 3_000_000), bomb):
        with (
            answering(lambda _, told=answer: told) as server,
            pytest.raises(UnreadableSource, match="more than"),
        ):  # type: ignore[misc]
            session(server.address).get("/x")


HEAD = b"HTTP/1.1 200 OK\r\nX: 1\r\nY: 2"
DRIPPING = tuple(HEAD[at : at + 1] for at in range(len(HEAD)))


@pytest.mark.parametrize("pieces", [(), (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",), DRIPPING])
def test_a_server_that_hangs_or_drips_is_left_in_time(pieces: tuple[bytes, ...]) -> None:
    with (
        raw_server(*pieces, pause=0.3) as address,
        pytest.raises(UnreadableSource, match=r"within 0\.5 seconds"),
    ):
        session(address, patience=0.5).get("/x")


def test_asking_can_be_stopped_while_a_server_hangs() -> None:
    begun = time.monotonic()
    with raw_server(pause=0.1) as address, pytest.raises(Cancelled):
        session(address, cancelled=lambda: time.monotonic() > begun + 0.2).get("/x")


@pytest.mark.parametrize(
    "said", [b"SSH-2.0-OpenSSH\r\n", b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"]
)
def test_what_is_no_web_server_is_told(said: bytes) -> None:
    with (
        raw_server(said) as address,
        pytest.raises(UnreadableSource, match=r"language of web servers|reached"),
    ):
        session(address).get("/x")


def test_nobody_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(UnreadableSource, match="cannot be reached"):
        session(f"http://127.0.0.1:{port}").get("/x")


def test_a_secret_never_follows_to_another_server() -> None:
    with answering(lambda _: Answer({})) as other:
        away = Answer(status=302, headers={"Location": f"{other.address}/steal"})
        with answering(lambda _: away) as server, pytest.raises(UnreadableSource, match="another server"):
            session(server.address).get("/x")
        assert other.asked == []


def test_sending_on_within_a_server_is_followed_but_not_for_ever() -> None:
    def answer(asked: Asked) -> Answer:
        if asked.path == "/old":
            return Answer(status=301, headers={"Location": "/new"})
        return (
            Answer({"here": True})
            if asked.path == "/new"
            else Answer(status=302, headers={"Location": asked.path})
        )

    with answering(answer) as server:
        assert session(server.address).get("/old") == {"here": True}
        with pytest.raises(UnreadableSource, match="in a circle"):
            session(server.address).get("/round")
        with pytest.raises(UnreadableSource, match="sends on"):
            session(server.address).post("/old", {})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("http://crm.example.org", "in the open"),
        ("https://ana:pw@crm.example.org", "more than an address"),
        ("https://crm.example.org/?token=1", "more than an address"),
        ("ftp://crm.example.org", "no address"),
        ("https://", "no address"),
        ("https://a:99999999", "no address"),
        ("crm.example.org", "no address"),
    ],
)
def test_an_address_that_cannot_be_asked_is_told(text: str, said: str) -> None:
    with pytest.raises(UnreadableSource, match=said) as caught:
        Address.parse(text)
    assert "pw" not in str(caught.value)


def test_an_address_is_told_apart() -> None:
    address = Address.parse(" https://acme.my.salesforce.com:8443/services/ ")
    assert (address.origin, address.path) == ("https://acme.my.salesforce.com:8443", "/services")
    assert Address.parse("http://[::1]:8000").origin == "http://[::1]:8000"
