"""Whatever is thrown at a drawing: it is drawn gracefully or refused in words, and nothing is lost."""

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from maplanner.app.session import PlanSession
from maplanner.desktop.canvas.clipboard import MIME
from maplanner.document.records import FormField, Link, Note, Step
from maplanner.document.textform import plan_to_text
from maplanner.drawing.picture import CampaignDrawing
from maplanner.drawing.rendering import png, svg
from maplanner.drawing.theme import theme
from tests.desktop.canvas import sketch
from tests.desktop.canvas.sketch import Bench

KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Z, Qt.Key.Key_X, Qt.Key.Key_V, Qt.Key.Key_D)
SCRIPTS = (
    "Ķīmijas žurnāls – šķēršļi",
    "市場開拓キャンペーン",
    "حملة الربيع ٢٠٢٧",
    "אביב 2027",
    "नमस्ते दुनिया",
    "🎉👩‍👩‍👧‍👦🏳️‍🌈",
    "Z̸̢̛̝a̷l̶g̵o̷",
    "\u202eright to left override",
    "tab\there\x00null\x07bell\x1b[31m",
    "line\nbreak\r\nand\u2028more",
    "\ufeff\u200b\u200d",
    "a" * 10_000,
    "word " * 2_000,
    "<b>&amp;</b> {curly} %s %d \\n",
)


@pytest.mark.parametrize("name", SCRIPTS, ids=[f"script-{place}" for place in range(len(SCRIPTS))])
def test_a_name_in_any_script_is_drawn_copied_and_exported(qtbot, name):
    records = [
        *sketch.campaigns(),
        Step(id="s", campaign="spring", kind="form", title=name),
        FormField(id="f", step="s", title=name, key="k"),
        Step(id="t", campaign="spring", kind="email", title=name, x=300),
        Link(id="l", source="s", output="submitted", target="t", title=name[:200]),
        Note(id="n", campaign="spring", text=name, y=300),
    ]
    bench = Bench(qtbot, records)
    bench.view.grab()
    bench.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    bench.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    bench.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    copies = [bench.store.get(key) for key in bench.view.selected_ids()]
    assert [each.title for each in copies if isinstance(each, Step)] == [name, name]
    assert QGuiApplication.clipboard().text()
    drawing = CampaignDrawing.from_reader(bench.store, "spring")
    assert svg(drawing, theme("light")).data.startswith(b"<?xml")
    assert png(drawing, theme("dark"), scale=0.5).data.startswith(b"\x89PNG")


def test_five_hundred_ways_out_of_one_step(qtbot):
    steps = [sketch.step(f"s{n}", x=400.0 + 220 * (n // 100), y=70.0 * (n % 100)) for n in range(500)]
    links = [sketch.link("hub", step.id, name=f"l{n}") for n, step in enumerate(steps)]
    bench = Bench(qtbot, [*sketch.campaigns(), sketch.step("hub"), *steps, *links])
    bench.view.canvas.settle()
    bench.view.grab()
    bench.view.select(["hub"])
    bench.key(Qt.Key.Key_Right)
    bench.drag(bench.middle("hub"), (60, 200))
    bench.view.select(["hub"])
    bench.key(Qt.Key.Key_Delete)
    assert bench.store.all(Link) == []
    bench.bridge.undo()
    assert len(bench.store.all(Link)) == 500


class TestWhileDragging:
    @pytest.mark.parametrize(
        "key", [Qt.Key.Key_Delete, Qt.Key.Key_Z, Qt.Key.Key_X, Qt.Key.Key_V, Qt.Key.Key_D]
    )
    def test_keys_do_nothing(self, qtbot, key):
        bench = Bench(qtbot, sketch.chain("a", "b", "c"))
        bench.view.select(["a"])
        bench.view.copy()
        bench.view.nudge(8, 0)
        before = bench.content()
        bench.press(*bench.middle("a"))
        bench.move(300, 300)
        bench.key(key, Qt.KeyboardModifier.ControlModifier)
        bench.key(Qt.Key.Key_Escape)
        bench.release(300, 300)
        assert bench.content() == before

    @pytest.mark.parametrize("gone", ["a", "b", "a>b", "spring"])
    def test_anything_may_vanish(self, qtbot, gone):
        bench = Bench(qtbot, sketch.chain("a", "b", "c"))
        bench.press(*bench.port("a", "sent"))
        bench.move(*bench.middle("c"))
        with bench.store.transact("Elsewhere") as transaction:
            transaction.remove(gone)
        bench.move(300, 300)
        bench.release(300, 300)
        assert bench.view.canvas.previews == []


class TestClipboardData:
    @pytest.mark.parametrize("cut", [1, 40, 200, 700])
    def test_half_of_it(self, qtbot, cut):
        bench = Bench(qtbot, sketch.chain("a", "b", "c"))
        bench.view.select_all()
        bench.view.copy()
        whole = bytes(QGuiApplication.clipboard().mimeData().data(MIME).data())
        before = bench.content()
        content = QMimeData()
        content.setData(MIME, QByteArray(whole[:-cut]))
        QGuiApplication.clipboard().setMimeData(content)
        bench.view.paste()
        assert "damaged" in bench.messages[-1]
        assert bench.content() == before

    def test_a_whole_plan_as_words_becomes_a_note(self, qtbot):
        bench = Bench(qtbot, sketch.campaigns())
        session = PlanSession.new(template="sample")
        text = plan_to_text(session.store.snapshot())
        session.close()
        QGuiApplication.clipboard().setText(text)
        bench.view.paste()
        assert len(bench.store.all(Note)) == (1 if len(text) <= 100_000 else 0)
        assert bench.messages[-1:] == [] or "too long" in bench.messages[-1]


def test_what_is_dropped_and_is_no_step_is_left_to_the_window(qtbot, tmp_path):
    bench = Bench(qtbot, sketch.chain("a", "b"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(bench.at(10, 10), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(bench.view.viewport(), enter)
    assert not enter.isAccepted()
    drop = QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(bench.view.viewport(), drop)
    assert len(bench.store.all(Step)) == 2
