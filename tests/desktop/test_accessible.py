"""Everything that takes a hand or tells something has a name that a screen reader can say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QGraphicsView,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from maplanner.app.session import PlanSession
from maplanner.desktop import screens
from maplanner.desktop.application import Application
from maplanner.desktop.main_window import MainWindow
from maplanner.document.records import Step
from maplanner.steps import KINDS

_TAKES_A_HAND = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGraphicsView,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTextEdit,
)
_SPEAK_FOR_THEIR_PARTS = (QComboBox, QAbstractSpinBox, QTabBar)
"""Their lists, fields and buttons are read as part of them."""


def nameless(root: QWidget) -> set[str]:
    """Return where each control without a name lies."""
    return {
        _place(each, root)
        for each in root.findChildren(QWidget)
        if isinstance(each, _TAKES_A_HAND) and _counts(each, root) and not _name(each).strip()
    }


def _counts(widget: QWidget, root: QWidget) -> bool:
    if isinstance(widget, QHeaderView) or widget.objectName().startswith("qt_"):
        return False
    return widget.isVisibleTo(root) and not any(
        isinstance(above, _SPEAK_FOR_THEIR_PARTS) for above in _above(widget)
    )


def _above(widget: QObject) -> Iterator[QObject]:
    parent = widget.parent()
    while parent is not None:
        yield parent
        parent = parent.parent()


def _name(widget: QWidget) -> str:
    read = QAccessible.queryAccessibleInterface(widget)
    return (read.text(QAccessible.Text.Name) if read is not None else "") or widget.accessibleName()


def _place(widget: QWidget, root: QWidget) -> str:
    names = [type(widget).__name__]
    for above in _above(widget):
        if above is root:
            break
        names.append(type(above).__name__)
    return " in ".join(names[:5])


def screens_of(window: MainWindow) -> list[str]:
    """Return the names of all screens that the window offers."""
    known = [value for name, value in vars(screens).items() if name.isupper() and isinstance(value, str)]
    offered = [name for name in known if window.tabs.knows(name)]
    assert len(offered) >= 6
    return offered


@pytest.fixture(scope="module")
def window(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    folder = tmp_path_factory.mktemp("accessible")
    PlanSession.new(folder / "plan.maplan", template="sample").close()
    application = Application(qapp, QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat))
    made = application.open_plan(folder / "plan.maplan")
    assert made is not None
    yield made
    made.let_go()
    made.deleteLater()
    application.deleteLater()
    qapp.setStyleSheet("")


def test_every_control_of_the_window_and_its_screens_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    assert nameless(window) == set()
    for name in screens_of(window):
        assert window.tabs.show_named(name)
    window.tabs.show_lists()
    qtbot.wait(10)
    assert nameless(window) == set()


def test_every_control_of_the_inspector_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    first = {step.kind: step.id for step in window.bridge.reader.all(Step) if step.kind in KINDS}
    for kind, step_id in first.items():
        window.inspector.show_records([step_id])
        qtbot.wait(5)
        assert nameless(window.inspector) == set(), kind


@pytest.mark.parametrize("name", ["check_list", "print", "export", "import_source"])
def test_every_control_of_the_dialogs_has_a_name(
    window: MainWindow, qtbot: QtBot, name: str, tmp_path: Path
) -> None:
    argument = ()
    if name == "check_list":
        path = tmp_path / "list.csv"
        path.write_text("E-mail;Name\na@example.lv;Anna\n", encoding="utf-8")
        argument = (path,)
    getattr(window.files, name)(*argument)
    dialog = window.findChildren(QDialog, options=Qt.FindChildOption.FindDirectChildrenOnly)[-1]
    qtbot.waitUntil(dialog.isVisible)
    if name == "check_list":
        qtbot.waitUntil(lambda: not dialog.is_busy())
    assert nameless(dialog) == set()
    dialog.close()


def test_screens_are_reached_by_keyboard(window: MainWindow) -> None:
    """Each screen has something that Tab can reach."""
    for name in screens_of(window):
        window.tabs.show_named(name)
        page = window.tabs.currentWidget()
        assert page is not None
        wanted = [each for each in page.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert wanted, name
