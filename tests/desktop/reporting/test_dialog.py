"""The report dialog: sections by audience, a preview of what is chosen, a file of each format."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from maplanner.app import reporting
from maplanner.app.templates import template_records
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.reporting.dialog import ReportDialog
from maplanner.document.store import Store
from maplanner.report.section import sections


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReportDialog:
    def no_simulation(*_arguments: object) -> None:
        raise reporting.CannotSimulate("Not in this test.")

    monkeypatch.setattr(reporting.analysis, "simulate", no_simulation)
    made = ReportDialog(PlanBridge(Store(template_records("sample"))), None, folder=tmp_path)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: not made.progress.isVisible(), timeout=20_000)
    return made


def test_every_section_is_ticked_and_shown(dialog: ReportDialog) -> None:
    assert dialog.chosen() == [section.name for section in sections()]
    text = dialog.preview.toPlainText()
    assert "Field list" in text
    assert "Guide form" in text
    assert "Not in this test." in text
    items = [dialog.sections.item(row).text() for row in range(dialog.sections.count())]
    assert "Checklist: nothing yet" in items


def test_an_audience_ticks_its_sections(dialog: ReportDialog) -> None:
    dialog.audience.setCurrentIndex(dialog.audience.findData("sales"))
    assert "mappings" not in dialog.chosen()
    assert "scoring" in dialog.chosen()
    dialog.show_preview()
    assert "Mappings" not in dialog.preview.toPlainText()
    assert dialog.report().for_whom == "For Sales"


def test_each_format_is_saved(dialog: ReportDialog) -> None:
    for name, begins in (("html", b"<!doctype"), ("pdf", b"%PDF"), ("xlsx", b"PK")):
        dialog.format.setCurrentIndex(dialog.format.findData(name))
        path = Path(dialog.path.text())
        assert path.suffix == f".{name}"
        dialog.accept()
        assert path.read_bytes().startswith(begins)
        assert dialog.open_file.isVisible()
        assert path.name in dialog.message.text()


def test_what_cannot_be_saved_is_said(dialog: ReportDialog, tmp_path: Path) -> None:
    dialog.path.setText(str(tmp_path / "nowhere" / "r.html"))
    dialog.accept()
    assert "no folder" in dialog.message.text()
    dialog.path.setText(" ")
    dialog.accept()
    assert dialog.message.text() == "Choose where to save it."
    for row in range(dialog.sections.count()):
        dialog.sections.item(row).setCheckState(Qt.CheckState.Unchecked)
    dialog.show_preview()
    assert "No section was chosen" in dialog.preview.toPlainText()
    assert not dialog.save.isEnabled()
