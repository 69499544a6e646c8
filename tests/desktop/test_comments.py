"""Comments in the window: said, answered, resolved, found again."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from maplanner.app.session import PlanSession
from maplanner.desktop import commenting
from maplanner.desktop.application import Application
from maplanner.document.records import Comment, Step
from tests.desktop.canvas import sketch


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, qtbot):
    session = PlanSession.new(tmp_path / "plan.maplan", template="empty")
    with session, session.store.transact("Draw") as transaction:
        transaction.put(*sketch.chain("a", "b"))
    application = Application(qapp, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    made = application.open_plan(tmp_path / "plan.maplan")
    assert made is not None
    made.tabs.open_campaign("spring")
    yield made
    made.let_go()
    made.deleteLater()
    application.deleteLater()
    qapp.setStyleSheet("")


def say(window, text: str) -> None:
    window.comments.talk.field.setPlainText(text)
    QTest.keyClick(window.comments.talk.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_thread_from_the_first_word_to_its_end(window) -> None:
    store, panel = window.bridge.store, window.comments
    canvas = window.tabs.canvas()
    canvas.select(["a"])
    window.commands.trigger("comment.add")
    assert panel.talk.heading.text() == "A"
    say(window, "Kurš saraksts?")
    first = store.all(Comment)[0]
    assert (first.about, first.text, first.answers) == ("a", "Kurš saraksts?", None)
    assert first.said is not None
    assert canvas.canvas.steps["a"].card.comments == 1
    say(window, "The short one.")
    assert canvas.canvas.steps["a"].card.comments == 2
    panel.talk.close_thread.click()
    panel.refresh()
    assert store.find(Comment, first.id).resolved
    assert canvas.canvas.steps["a"].card.comments == 0
    assert panel.list.topLevelItemCount() == 0
    panel.state.setCurrentIndex(panel.state.findData("resolved"))
    assert panel.list.topLevelItemCount() == 1
    for _ in range(3):
        store.undo()
    assert not store.all(Comment)


def test_an_answer_opens_a_resolved_thread_again(window) -> None:
    store = window.bridge.store
    first = commenting.comment_on(store, "a", "Done?")
    commenting.resolve(store, first.id, resolved=True)
    commenting.answer(store, first.id, "Not yet")
    assert not store.find(Comment, first.id).resolved
    store.undo()
    assert store.find(Comment, first.id).resolved
    assert len(commenting.threads(store)[0].comments) == 1


def test_a_click_goes_to_what_a_thread_is_about(window) -> None:
    commenting.comment_on(window.bridge.store, "b", "Here")
    window.comments.refresh()
    item = window.comments.list.topLevelItem(0)
    window.comments.list.setCurrentItem(item)
    window.comments.list.itemClicked.emit(item, 0)
    assert window.tabs.canvas().selected_ids() == ["b"]


def test_deleting_a_step_deletes_its_comments_and_undo_brings_them_back(window, qtbot) -> None:
    store, panel = window.bridge.store, window.comments
    commenting.comment_on(store, "b", "Here")
    canvas = window.tabs.canvas()
    canvas.select(["b"])
    canvas.delete_selection()
    assert store.find_or_none(Step, "b") is None
    qtbot.waitUntil(lambda: panel.list.topLevelItemCount() == 0)
    store.undo()
    qtbot.waitUntil(lambda: panel.list.topLevelItemCount() == 1)


def test_only_what_is_selected(window) -> None:
    store, panel = window.bridge.store, window.comments
    commenting.comment_on(store, "a", "One")
    commenting.comment_on(store, "b", "Two")
    panel.mine.setChecked(True)
    window.tabs.canvas().select(["b"])
    assert [panel.list.topLevelItem(row).text(1) for row in range(panel.list.topLevelItemCount())] == ["Two"]


def test_escape_gives_up_a_comment(window) -> None:
    window.tabs.canvas().select(["a"])
    window.commands.trigger("comment.add")
    window.comments.talk.field.setPlainText("Never mind")
    QTest.keyClick(window.comments.talk.field, Qt.Key.Key_Escape)
    assert not window.bridge.store.all(Comment)
    assert not window.comments.talk.is_writing
