"""The program's data is found in a checkout, and its absence is told in plain words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from maplanner.core import resources
from maplanner.core.errors import MissingPart
from maplanner.core.resources import resource_root


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    resource_root.cache_clear()
    yield
    resource_root.cache_clear()


def test_a_checkout_is_read_in_place() -> None:
    assert resource_root() == Path(__file__).resolve().parents[2] / "resources"


def test_a_wheel_has_them_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "maplanner"
    (package / "resources").mkdir(parents=True)
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resource_root() == package / "resources"


def test_lost_resources_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "maplanner")
    with pytest.raises(MissingPart, match="Install maplanner again"):
        resource_root()
