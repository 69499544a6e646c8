"""The user guide in the window."""

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from maplanner.core.resources import docs_root
from maplanner.desktop.actions import ACTIONS
from maplanner.desktop.dialogs.guide import GuideWindow


def test_the_guide_is_shown_and_searched(qapp: QApplication, qtbot: QtBot) -> None:
    guide = GuideWindow()
    qtbot.addWidget(guide)
    assert "Draw a campaign" in guide.page.toPlainText()
    guide.field.setText("sticky no such words")
    assert not guide.find_next()
    guide.field.setText("tidy up")
    assert guide.find_next()
    first = guide.page.textCursor().position()
    assert guide.find_next()
    assert guide.page.textCursor().position() > first


def test_its_links_lead_to_pages_that_are_there(qapp: QApplication, qtbot: QtBot) -> None:
    guide = GuideWindow()
    qtbot.addWidget(guide)
    guide.page.setSource(QUrl("checks.md"))
    assert len(guide.page.toPlainText()) > 1000
    assert guide.back.isEnabled()
    guide.back.click()
    assert "Draw a campaign" in guide.page.toPlainText()


def test_f1_opens_it() -> None:
    assert [action.id for action in ACTIONS if "F1" in action.shortcuts] == ["help.guide"]
    assert (docs_root() / "guide.md").is_file()
