"""Packed folders are read like folders, and never trusted."""

import io
import stat
import zipfile
from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.exchange import packed
from maplanner.exchange.packed import is_packed, unpacked
from maplanner.exchange.readers import read_catalogue
from tests.exchange.salesforce_builders import tag, xml

OBJECT = xml("CustomObject", tag("fields", tag("fullName", "Region__c") + tag("type", "Text")))


def archive(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return path


def test_a_packed_folder_is_read_like_a_folder(tmp_path: Path) -> None:
    path = archive(tmp_path / "retrieved.zip", {"unpackaged/objects/Lead.object": OBJECT})
    catalogue = read_catalogue(path)
    assert catalogue.objects[0].field("region__c") is not None
    assert "retrieved" in catalogue.source


def test_nothing_stays_behind(tmp_path: Path) -> None:
    with unpacked(archive(tmp_path / "a.zip", {"x/y.txt": "hello"})) as folder:
        assert (folder / "x" / "y.txt").read_text() == "hello"
    assert not folder.exists()


@pytest.mark.parametrize("name", ["../evil.object", "/etc/evil.object", "a/../../b", "c:/evil", "a" * 250])
def test_a_file_that_would_lie_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "a.zip", {name: OBJECT})
    with pytest.raises(UnreadableSource, match="impossible place"), unpacked(path):
        pass
    assert [each.name for each in tmp_path.iterdir()] == ["a.zip"]


def test_what_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = archive(tmp_path / "bomb.zip", {"objects/Lead.object": b"\0" * 2_000_000})
    assert bomb.stat().st_size < 10_000
    monkeypatch.setattr(packed, "MAX_FILE_BYTES", 1_000_000)
    with pytest.raises(UnreadableSource, match="more than can be read"):
        read_catalogue(bomb)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "many.zip", {f"f{number}": "" for number in range(30)})
    monkeypatch.setattr(packed, "MAX_UNPACKED_FILES", 20)
    with pytest.raises(UnreadableSource, match="30 files"):
        read_catalogue(path)


def test_a_damaged_archive_names_the_file(tmp_path: Path) -> None:
    content = archive(tmp_path / "a.zip", {"objects/Lead.object": OBJECT * 50}).read_bytes()
    for cut in (30, len(content) // 2, len(content) - 10):
        (tmp_path / "cut.zip").write_bytes(content[:cut])
        with pytest.raises(UnreadableSource, match=r"cut\.zip"):
            read_catalogue(tmp_path / "cut.zip")


def test_a_link_inside_is_passed_over(tmp_path: Path) -> None:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as file:
        link = zipfile.ZipInfo("objects/Lead.object")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    path = tmp_path / "a.zip"
    path.write_bytes(memory.getvalue())
    with unpacked(path) as folder:
        assert not [each for each in folder.rglob("*") if each.is_file()]


def test_a_workbook_is_no_packed_folder(tmp_path: Path) -> None:
    assert not is_packed(archive(tmp_path / "fields.xlsx", {"xl/workbook.xml": ""}))
    assert not is_packed(tmp_path)
    assert not is_packed(tmp_path / "missing.zip")
