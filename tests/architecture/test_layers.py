"""The layers hold, every folder has its place, and the window can be taken away."""

import importlib.metadata
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "maplanner"

MIGRATIONS = PACKAGE / "storage" / "migrations"  # Alembic loads these by their path, inside a run of its own

IMPORT_ALL = """
import importlib, pkgutil, sys, maplanner
names = [m.name for m in pkgutil.walk_packages(maplanner.__path__, "maplanner.")]
for name in names:
    if not name.endswith("__main__") and not name.startswith("maplanner.storage.migrations"):
        importlib.import_module(name)
print(maplanner.__file__)
print(*(n for n in sys.modules if n.startswith("maplanner.desktop")))
"""


def contracts() -> dict[str, dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


def layer_names() -> set[str]:
    lines = contracts()["layers"]["layers"]
    assert isinstance(lines, list)
    return {name.strip(" ()") for line in lines for name in line.split("|")}


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, **options)


def test_imports_follow_the_layers() -> None:
    lint_imports = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    result = run(sys.executable, "-c", lint_imports, "--no-cache", "--no-logo", cwd=ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_folder_has_a_layer() -> None:
    """Import-linter sees packages only; a folder that lacks its ``__init__`` would slip through."""
    folders = {p.parent for p in PACKAGE.rglob("*.py")} - {PACKAGE}
    assert {folder.relative_to(PACKAGE).parts[0] for folder in folders} <= layer_names()
    packages = {folder for folder in folders if not folder.is_relative_to(MIGRATIONS)}
    assert not [str(folder) for folder in packages if not (folder / "__init__.py").exists()]


def test_only_folders_and_the_entry_stand_at_the_top() -> None:
    assert {p.name for p in PACKAGE.glob("*.py")} <= {"__init__.py", "__main__.py"}


def test_the_contracts_stay_strict() -> None:
    layers, qt, sql = (contracts()[name] for name in ("layers", "qt", "sql"))
    assert layers["exhaustive"] is True
    assert layers.get("ignore_imports", []) == []
    assert _places(qt) == {"desktop", "drawing"}
    assert _places(sql) == {"storage"}


def _places(contract: dict[str, object]) -> set[str]:
    ignored = contract["ignore_imports"]
    assert isinstance(ignored, list)
    return {line.split(" -> ")[0].split(".")[1] for line in ignored}


@pytest.mark.slow
def test_all_else_imports_without_the_window(tmp_path: Path) -> None:
    copy = tmp_path / "maplanner"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(copy / "desktop", ignore_errors=True)
    (tmp_path / "resources").symlink_to(ROOT / "resources")
    result = run(sys.executable, "-c", IMPORT_ALL, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    origin, window_modules = result.stdout.splitlines()
    assert Path(origin).parent == copy
    assert not window_modules


@pytest.mark.skipif(not (PACKAGE / "cli").exists(), reason="there is no command line yet")
@pytest.mark.parametrize("heavy", ["PySide6", "numba", "sqlalchemy", "alembic"])
def test_the_command_line_starts_light(heavy: str) -> None:
    """``--help`` and shell completion must answer at once, also where Qt cannot be loaded."""
    probe = f"import sys, maplanner.cli.main; sys.exit({heavy!r} in sys.modules)"
    assert run(sys.executable, "-c", probe).returncode == 0, f"importing the command line loads {heavy}"


def test_one_version() -> None:
    import maplanner

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert maplanner.__version__ == declared == importlib.metadata.version("maplanner")
