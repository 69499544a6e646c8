"""Files dropped on the window: what cannot be read is refused in words, and the plan stays as it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from maplanner.app.session import PlanSession
from maplanner.desktop.application import Application
from maplanner.desktop.dialogs.import_dialog import ImportDialog
from maplanner.desktop.main_window import MainWindow
from maplanner.document.records import Step


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    application = Application(qapp, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    with PlanSession.new(tmp_path / "plan.maplan", template="sample"):
        pass
    made = application.open_plan(tmp_path / "plan.maplan")
    assert made is not None
    yield made
    made.let_go()
    made.deleteLater()
    application.deleteLater()
    qapp.setStyleSheet("")


def picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)


def folder(path: Path) -> None:
    path.mkdir()


def lines(path: Path) -> None:
    path.write_text("a line of words\n" * 300_000, encoding="utf-8")


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def gone(path: Path) -> None:
    path.unlink(missing_ok=True)


FILES = {
    "photo.png": picture,
    "page.json": picture,
    "Mape ar garumzīmēm": folder,
    "notes.txt": lines,
    "empty.json": nothing,
    "missing.xml": gone,
}


def test_what_cannot_be_read_is_refused_in_words(window: MainWindow, tmp_path: Path, qtbot: QtBot):
    before = window.bridge.store.revision
    for name, make in FILES.items():
        make(tmp_path / name)
        drop(window, tmp_path / name)
        qtbot.waitUntil(lambda: bool(window.findChildren(ImportDialog)))
        dialog = window.findChildren(ImportDialog)[-1]
        qtbot.waitUntil(lambda dialog=dialog: bool(dialog.complaint.text()), timeout=20_000)
        assert not dialog.complaint.isHidden(), name
        dialog.reject()
        qtbot.waitUntil(lambda: not window.findChildren(ImportDialog))
    assert window.bridge.store.revision == before


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPoint(400, 300).toPointF(), Qt.DropAction.CopyAction, data, left, none)
    window.dropEvent(event)


HELD = ("edit.undo", "edit.redo", "edit.delete_selection", "edit.duplicate", "edit.cut")


def test_no_action_reaches_under_the_hand(window: MainWindow):
    canvas = window.tabs.canvas()
    assert canvas is not None
    step = window.bridge.reader.referring(Step, "campaign", canvas.campaign_id)[0]
    canvas.select([step.id])
    canvas.nudge(8, 0)
    before = window.bridge.store.revision
    rect = canvas.canvas.rect_of(step.id)
    assert rect is not None
    at = canvas.viewportTransform().map(QPoint(round(rect.center.x), round(rect.center.y)))
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    QTest.mouseMove(canvas.viewport(), at + QPoint(40, 30))
    assert canvas.hand.is_busy
    for action in HELD:
        window.commands.trigger(action)
        assert window.bridge.store.revision == before, action
    canvas.hand.cancel()
