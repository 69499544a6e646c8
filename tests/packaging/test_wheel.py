"""What people install holds all that the program needs, and works from any folder."""

import configparser
import importlib.metadata
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_SHIPPED = {"__pycache__"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = ["-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-q", "-w", out, ROOT]
    result = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    (path,) = out.glob("maplanner-*.whl")
    return path


@pytest.fixture(scope="module")
def unpacked(wheel: Path) -> Path:
    folder = wheel.parent / "site-packages"
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def shipped(folder: Path) -> set[str]:
    """Return the files under ``folder`` that are part of the program, relative to it."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", folder]
        listed = subprocess.run(listing, capture_output=True, cwd=ROOT, check=True).stdout
        files = [ROOT / name.decode() for name in listed.split(b"\0") if name]
    else:  # an unpacked source archive has no history
        files = [p for p in folder.rglob("*") if p.is_file() and not NOT_SHIPPED.intersection(p.parts)]
    return {path.relative_to(folder).as_posix() for path in files if path.is_file()}


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_holds_every_module(unpacked: Path) -> None:
    assert shipped(ROOT / "maplanner") <= files_in(unpacked / "maplanner")
    assert (unpacked / "maplanner" / "py.typed").is_file()


def test_the_wheel_holds_every_resource(unpacked: Path) -> None:
    assert shipped(ROOT / "resources") <= files_in(unpacked / "maplanner" / "resources")


def test_the_wheel_holds_nothing_else(unpacked: Path) -> None:
    tops = {path.name for path in unpacked.iterdir()}
    assert {name.split("-")[0] for name in tops} == {"maplanner"}


def test_resources_are_found_from_another_folder(unpacked: Path, tmp_path: Path) -> None:
    probe = "from maplanner.core.resources import resource_root; print(resource_root())"
    result = subprocess.run(
        [sys.executable, "-P", "-c", probe],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert Path(result.stdout.strip()) == unpacked / "maplanner" / "resources"


def test_both_programs_are_declared(unpacked: Path) -> None:
    (metadata,) = unpacked.glob("maplanner-*.dist-info")
    entries = configparser.ConfigParser()
    entries.read(metadata / "entry_points.txt")
    assert set(entries["console_scripts"]) == {"maplanner"}
    assert set(entries["gui_scripts"]) == {"maplanner-gui"}


def test_the_licence_comes_along(unpacked: Path) -> None:
    distribution = importlib.metadata.Distribution.at(next(unpacked.glob("maplanner-*.dist-info")))
    assert distribution.metadata["License-Expression"] == "MIT"
    assert any(file.name == "LICENSE" for file in distribution.files or ())
