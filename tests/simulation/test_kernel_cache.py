"""Machine code is kept where the person's caches are, or elsewhere where that cannot be written."""

from __future__ import annotations

import ast
import os
import shutil
import tempfile
from importlib import import_module
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
    assert compiling.cache_folder().parent.parent == tmp_path


def test_a_full_disk_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full, other = tmp_path / "full", tmp_path / "other"
    other.mkdir()
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_args, **_options: str(full))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(other))
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: usage._replace(free=0 if full in Path(path).parents else 10**9)
    )
    assert other in compiling.cache_folder().parents


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="temporary folders are a person's own here")
def test_machine_code_that_others_could_have_put_there_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_args, **_options: str(blocked))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    open_to_all = compiling.cache_folder()
    open_to_all.parent.chmod(0o777)
    assert compiling.cache_folder() != open_to_all


def test_code_of_another_version_is_never_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    before = compiling._fingerprint()
    monkeypatch.setattr(compiling.numba, "__version__", "0")
    assert compiling._fingerprint() != before


def test_machine_code_is_named_after_all_that_it_was_made_from() -> None:
    """Code that looks where another version kept things would read anything."""
    package = Path(compiling.__file__).parent
    named = {path.resolve() for path in compiling.deciding_sources()}
    for source in package.glob("*.py"):
        if source.name == "driver.py":  # Python's side: nothing of it is compiled
            continue
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("maplanner.simulation."):
                module = import_module(node.module or "")
                assert Path(module.__file__ or "").resolve() in named, (source.name, node.module)
