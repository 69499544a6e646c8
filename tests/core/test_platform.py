"""The machine's parts: named once, looked for truthfully, and told in a form the set-up script can read."""

import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from maplanner.core import platform
from maplanner.core.platform import SystemLibrary

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(platform.__file__)

THERE = SystemLibrary("libc.so.6", "libc6", "drawing")
ABSENT = SystemLibrary("libnever-heard-of.so.7", "libnever7", "window")
ABSENT_TOO = SystemLibrary("libnever-heard-of-too.so.7", "libnever7", "drawing")

on_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="libraries are looked for on Linux only"
)


@pytest.fixture
def three_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "SYSTEM_LIBRARIES", (THERE, ABSENT, ABSENT_TOO))


@on_linux
@pytest.mark.usefixtures("three_libraries")
def test_only_what_cannot_be_loaded_is_missing() -> None:
    assert platform.missing_libraries() == (ABSENT, ABSENT_TOO)
    assert platform.missing_libraries("drawing") == (ABSENT_TOO,)
    assert platform.missing_libraries("window") == (ABSENT,)


@pytest.mark.usefixtures("three_libraries")
def test_nothing_is_missing_where_qt_brings_its_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert platform.missing_libraries() == ()


def test_a_package_is_named_once() -> None:
    assert platform.packages_for((ABSENT, ABSENT_TOO, THERE)) == ("libnever7", "libc6")
    assert platform.install_command(["a", "b"]) == "sudo apt-get install --no-install-recommends a b"


@on_linux
def test_a_font_is_found_where_people_put_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "_font_folders", lambda: [tmp_path / "absent", tmp_path / "fonts"])
    assert not platform.font_is_installed()
    (tmp_path / "fonts" / "mine").mkdir(parents=True)
    (tmp_path / "fonts" / "mine" / "letters.TTF").touch()
    assert platform.font_is_installed()


@on_linux
@pytest.mark.usefixtures("three_libraries")
def test_the_script_prints_a_line_for_each_missing_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert platform._main([]) == 1
    lines = [line.split(maxsplit=2) for line in capsys.readouterr().out.splitlines()]
    assert lines[:2] == [
        ["window", "libnever7", "libnever-heard-of.so.7"],
        ["drawing", "libnever7", "libnever-heard-of-too.so.7"],
    ]


@on_linux
def test_a_missing_window_library_alone_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "SYSTEM_LIBRARIES", (THERE, ABSENT))
    monkeypatch.setattr(platform, "font_is_installed", lambda: True)
    assert platform._main([]) == 0


def test_the_script_runs_before_anything_is_installed() -> None:
    """``-I -S`` hides every installed package, as on a machine where there are none yet."""
    result = subprocess.run(
        [sys.executable, "-I", "-S", SCRIPT, "--python"], capture_output=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, b"")


def test_supported_pythons_agree_with_the_package() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    bounds = [tuple(map(int, pair)) for pair in re.findall(r"(\d+)\.(\d+)", declared)]
    assert bounds == [platform.OLDEST_PYTHON, platform.FIRST_UNTRIED_PYTHON]
    assert not platform.python_is_supported((3, 10))
    assert platform.python_is_supported((3, 13))
    assert not platform.python_is_supported((3, 14))


def test_a_screen_is_what_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    assert not platform.screen_is_there()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert platform.screen_is_there()


def test_a_screen_that_is_named_need_not_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    assert not platform.screen_answers()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "w")
    assert not platform.screen_answers()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "w"))
        server.listen()
        assert platform.screen_answers()
