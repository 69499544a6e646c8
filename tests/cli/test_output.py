"""What a person is told while a command works."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import platformdirs
import pytest

from maplanner.cli.output import progress_shown
from maplanner.simulation import warming


class Terminal(io.StringIO):
    """A text that says that a person reads it."""

    def isatty(self) -> bool:
        return True


def told(monkeypatch: pytest.MonkeyPatch) -> str:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress_shown("Simulating", simulates=True) as progress:
        assert progress is not None
        progress(0.0)
        before = terminal.getvalue()
        progress(0.5)
    return before + terminal.getvalue()


def test_the_first_simulation_says_that_it_is_prepared(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path))
    assert not warming.is_warm()
    assert "Preparing the simulation" in told(monkeypatch)
    assert warming.is_warm()
    again = told(monkeypatch)
    assert "Simulating" in again
    assert "Preparing" not in again


def test_nobody_who_does_not_read_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path))
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress_shown("Simulating", simulates=True) as progress:
        assert progress is None
