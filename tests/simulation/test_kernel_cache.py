"""Machine code is kept where the person's caches are, or elsewhere where that cannot be written."""

from __future__ import annotations

import tempfile
from pathlib import Path

import platformdirs
import pytest

from maplanner.simulation.kernel import compiling


def test_machine_code_is_kept_with_the_persons_caches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_args, **_options: str(tmp_path))
    folder = compiling.cache_folder()
    assert folder.parent == tmp_path
    assert folder.is_dir()


def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_args, **_options: str(blocked))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    assert compiling.cache_folder().parent == tmp_path


def test_code_of_another_version_is_never_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    before = compiling._fingerprint()
    monkeypatch.setattr(compiling.numba, "__version__", "0")
    assert compiling._fingerprint() != before
