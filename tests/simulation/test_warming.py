"""The kernel is compiled ahead, once, and loading the question costs nothing."""

import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from maplanner.simulation import warming


def test_warming_up_leaves_word_of_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path))
    assert not warming.is_warm()
    warming.warm_up()
    assert warming.is_warm()
    assert warming.start_warming() is None


def test_a_change_of_the_kernel_calls_for_warming_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path))
    warming.warm_up()
    monkeypatch.setattr(warming, "version", lambda _name: "another")
    assert not warming.is_warm()


def test_asking_whether_it_is_warm_loads_no_compiler() -> None:
    code = "import sys, maplanner.simulation.warming as w; w.is_warm(); print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
