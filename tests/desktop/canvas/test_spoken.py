"""What a screen reader learns of a drawing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from maplanner.document.records import Frame, Note
from tests.desktop.canvas import sketch
from tests.desktop.canvas.sketch import Bench


@pytest.fixture
def bench(qtbot):
    records = [
        *sketch.chain("a", "b", "c"),
        Note(id="n", campaign="spring", text="Jautāt pārdošanai", x=0, y=400),
        Frame(id="f", campaign="spring", title="Sākums", x=-40, y=-80, width=700, height=300),
    ]
    return Bench(qtbot, records)


def interface(bench: Bench):
    return QAccessible.queryAccessibleInterface(bench.view)


def names(bench: Bench) -> list[str]:
    canvas = interface(bench)
    return [canvas.child(at).text(QAccessible.Text.Name) for at in range(canvas.childCount())]


def test_all_that_is_drawn_has_a_name_in_reading_order(bench):
    assert names(bench) == [
        "Frame: Sākums",
        "E-mail: A",
        "E-mail: B",
        "E-mail: C",
        "Note: Jautāt pārdošanai",
        "Link from A to B",
        "Link from B to C",
    ]


def test_a_step_says_where_it_comes_from_and_leads_to(bench):
    about = interface(bench).child(2).text(QAccessible.Text.Description)
    assert "Comes from A" in about
    assert "Leads to C" in about
    assert "Leads nowhere" in interface(bench).child(3).text(QAccessible.Text.Description)


def test_the_keyboard_takes_a_screen_reader_along(bench):
    bench.view.setFocus()
    bench.key(Qt.Key.Key_Tab)
    bench.key(Qt.Key.Key_Tab)
    focused = interface(bench).focusChild()
    assert focused.text(QAccessible.Text.Name) == "E-mail: A"
    assert focused.state().selected
    assert bench.view.accessibleDescription().startswith("E-mail: A. ")
    assert interface(bench).indexOfChild(focused) == 1
    assert focused.parent() == interface(bench)


def test_places_are_those_on_the_screen(bench):
    step = interface(bench).child(1)
    place = step.rect().center()
    found = interface(bench).childAt(place.x(), place.y())
    assert found.text(QAccessible.Text.Name) == "E-mail: A"


def test_what_is_deleted_is_not_there_any_more(bench):
    step = interface(bench).child(3)
    assert step.isValid()
    bench.view.select(["c"])
    bench.view.delete_selection()
    assert "E-mail: C" not in names(bench)
    assert bench.view.telling.ids() == ["f", "a", "b", "n", "a>b"]


def test_several_selected_things_are_counted(bench):
    bench.view.select_all()
    QApplication.processEvents()
    assert bench.view.accessibleDescription() == "5 things are selected"


def test_links_notes_and_frames_are_reached_by_keys(bench):
    bench.view.select(["b"])
    bench.key(Qt.Key.Key_BracketRight)
    assert bench.view.selected_ids() == ["b>c"]
    bench.key(Qt.Key.Key_BracketRight)
    assert bench.view.selected_ids() == ["b>c"]
    bench.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert bench.view.selected_ids() == ["c"]
    bench.key(Qt.Key.Key_BracketLeft)
    assert bench.view.selected_ids() == ["b>c"]
    bench.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert bench.view.selected_ids() == ["b"]
    bench.view.select([])
    met = []
    for _turn in range(5):
        bench.key(Qt.Key.Key_Tab)
        met += bench.view.selected_ids()
    assert met == ["f", "a", "b", "c", "n"]


def test_a_ring_shows_what_the_keyboard_is_on(bench):
    bench.view.setFocus()
    bench.click(*bench.middle("a"))
    assert bench.view.selected_ids() == ["a"]
    assert bench.view.ring.record_id == ""
    bench.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert bench.view.ring.record_id == "b"
    bench.click(*bench.middle("c"))
    assert bench.view.ring.record_id == ""
