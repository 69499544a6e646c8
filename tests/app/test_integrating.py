"""The desktop's menu entry, type of file and icons."""

import configparser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from maplanner.app import integrating
from maplanner.app.session import SUFFIX
from maplanner.core.resources import resource_root


def entry_in(folder: Path) -> configparser.SectionProxy:
    entry = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(folder / "applications" / "maplanner.desktop", encoding="utf-8")
    return entry["Desktop Entry"]


def test_all_is_written_and_taken_away_again(tmp_path: Path) -> None:
    done = integrating.integrate(tmp_path)
    assert {file.suffix for file in done.files} == {".desktop", ".xml", ".svg"}
    assert all(file.is_file() for file in done.files)
    gone = integrating.separate(tmp_path)
    assert set(gone.files) == set(done.files)
    assert not any(file.exists() for file in done.files)
    assert integrating.separate(tmp_path).files == ()


def test_entry_type_and_icon_speak_of_each_other(tmp_path: Path) -> None:
    integrating.integrate(tmp_path)
    entry = entry_in(tmp_path)
    kind = ET.parse(tmp_path / "mime" / "packages" / "maplanner.xml").getroot()[0]
    assert entry["MimeType"].rstrip(";") == kind.get("type")
    name = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    glob, icon = kind.find("m:glob", name), kind.find("m:icon", name)
    assert glob is not None
    assert glob.get("pattern") == f"*{SUFFIX}"
    assert icon is not None
    icons = tmp_path / "icons" / "hicolor" / "scalable"
    assert (icons / "mimetypes" / f"{icon.get('name')}.svg").is_file()
    assert (icons / "apps" / f"{entry['Icon']}.svg").is_file()


@pytest.mark.parametrize(
    ("program", "written"),
    [("/opt/a/maplanner-gui", "/opt/a/maplanner-gui %F"), ("/opt/a b/$x", '"/opt/a b/\\\\$x" %F')],
)
def test_the_program_is_named_by_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, written: str
) -> None:
    monkeypatch.setattr(integrating, "_program", lambda: program)
    integrating.integrate(tmp_path)
    assert entry_in(tmp_path)["Exec"] == written
    assert entry_in(tmp_path)["TryExec"] == program


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "applications").write_text("in the way", encoding="utf-8")
    with pytest.raises(integrating.NotIntegrated):
        integrating.integrate(tmp_path)


def test_the_appearance_in_software_centres_names_the_entry() -> None:
    component = ET.parse(resource_root() / "desktop" / "metainfo" / "maplanner.metainfo.xml").getroot()
    assert component.findtext("launchable") == "maplanner.desktop"
    assert component.findtext("project_license") == "MIT"
