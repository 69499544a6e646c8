"""One program for a person: later starts hand their plans over, and nothing left by a crash is in the way."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from maplanner.app import one_program
from maplanner.app.one_program import FirstProgram, hand_over, meeting_place


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Short enough for a socket, wherever tests write.
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(one_program, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


@pytest.fixture
def first() -> Iterator[FirstProgram]:
    made = FirstProgram.claimed()
    assert made is not None
    yield made
    made.close()


def asked(first: FirstProgram, plans: list[str]) -> tuple[bool, object]:
    """Hand plans over from another thread, as another program does, and return both sides' answers."""
    answers: list[bool] = []
    caller = threading.Thread(target=lambda: answers.append(hand_over(plans)))
    caller.start()
    heard = None
    while caller.is_alive() and heard is None:
        heard = first.heard()
    caller.join()
    return answers[0], heard


def test_a_later_start_hands_its_plans_over(first: FirstProgram, tmp_path: Path) -> None:
    plan = str(tmp_path / "ābols.maplan")
    done, heard = asked(first, [plan])
    assert done
    assert heard == {"open": [plan], "token": ""}
    assert asked(first, [])[1] == {"open": [], "token": ""}


def test_only_one_is_the_first(first: FirstProgram) -> None:
    assert FirstProgram.claimed() is None


def test_without_a_first_program_nobody_is_asked() -> None:
    assert not hand_over([])


def test_what_a_crash_left_is_not_in_the_way() -> None:
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(meeting_place()))
    left.close()
    assert meeting_place().exists()
    assert not hand_over([])
    first = FirstProgram.claimed()
    assert first is not None
    assert asked(first, [])[0]
    first.close()
    assert not meeting_place().exists()


def test_after_the_first_has_gone_another_is() -> None:
    for _ in range(2):
        first = FirstProgram.claimed()
        assert first is not None
        first.close()


@pytest.mark.parametrize("said", [b"\n", b"{}\n", b'{"open": "x"}\n', b"\xff\xfe\n", b"[]\n", b""])
def test_nonsense_is_not_answered(first: FirstProgram, said: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as link:
        link.connect(str(meeting_place()))
        link.sendall(said)
        link.shutdown(socket.SHUT_WR)
        assert first.heard() is None
        assert link.recv(8) == b""


def test_a_program_that_hangs_is_not_waited_for(first: FirstProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_program, "_PATIENCE_SECONDS", 0.05)
    assert not hand_over([])


def test_the_folder_of_the_session_is_used_if_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/tmp")
    assert meeting_place().parent == Path("/tmp")
    for name in ("x" * 120, "not there"):
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / name))
        assert meeting_place().parent == tmp_path
