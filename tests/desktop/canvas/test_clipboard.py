"""The clipboard: within a plan, from plan to plan, and with other programs."""

from itertools import combinations

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage

from maplanner.desktop.canvas.clipboard import MIME
from maplanner.desktop.canvas.clipboard_data import LazyData
from maplanner.desktop.canvas.pasting import LONGEST_NOTE
from maplanner.document.records import (
    CrmField,
    CrmObject,
    Mapping,
    Note,
    Score,
    Segment,
    Step,
    System,
    ValuePair,
)
from tests.desktop.canvas import sketch
from tests.desktop.canvas.sketch import Bench

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def form(qtbot):
    """A form that lands in the CRM, a write, and an e-mail."""
    write = Step(
        id="write", campaign="spring", kind="crm_write", title="Write", x=600, props={"object": "lead"}
    )
    more = [sketch.step("a", x=300), write, ValuePair(id="v", mapping="form.map", value="x", becomes="y")]
    links = [sketch.link("form", "a", "submitted"), sketch.link("a", "write")]
    return Bench(qtbot, [*sketch.campaigns(), *sketch.crm(), *sketch.form("form"), *more, *links])


def put(**data) -> None:
    content = QMimeData()
    for mime, value in data.items():
        content.setData(mime.replace("__", "/"), QByteArray(value))
    QGuiApplication.clipboard().setMimeData(content)


def covers_nothing(bench: Bench) -> bool:
    scene = bench.view.canvas
    rects = [*scene.step_rects().values(), *(item.place for item in scene.notes.values())]
    return not any(one.meets(other) for one, other in combinations(rects, 2))


class TestPlaces:
    def test_pasting_again_and_again_covers_nothing(self, form):
        form.view.select(["form", "a"])
        form.view.copy()
        for _ in range(6):
            form.view.paste()
        assert len(form.store.all(Step)) == 15
        assert covers_nothing(form)

    def test_it_goes_to_the_mouse(self, form):
        form.view.select(["a"])
        form.view.copy()
        form.move(700, 500)
        form.key(Qt.Key.Key_V, CONTROL)
        (copy,) = form.view.selected_ids()
        x, y = form.middle(copy)
        assert abs(x - 700) <= 8
        assert abs(y - 500) <= 8

    def test_a_busy_place_is_avoided(self, form):
        form.view.select(["a"])
        form.view.copy()
        form.move(*form.middle("form"))
        form.key(Qt.Key.Key_V, CONTROL)
        assert covers_nothing(form)

    def test_duplicates_cover_nothing(self, form):
        form.key(Qt.Key.Key_A, CONTROL)
        form.key(Qt.Key.Key_D, CONTROL)
        form.key(Qt.Key.Key_D, CONTROL)
        assert len(form.store.all(Step)) == 9
        assert covers_nothing(form)

    def test_where_the_menu_was_opened(self, form):
        form.view.select(["a"])
        form.view.copy()
        form.press(200, 560, button=Qt.MouseButton.RightButton)
        form.release(200, 560, button=Qt.MouseButton.RightButton)
        form.view.hand.leave()
        form.view.paste()
        x, y = form.middle(form.view.selected_ids()[0])
        assert abs(x - 200) <= 8
        assert abs(y - 560) <= 8


class TestOtherPlans:
    def copied(self, form: Bench, *ids: str) -> None:
        form.view.select(ids)
        form.view.copy()

    def test_systems_and_fields_come_along_where_they_are_missing(self, form, qtbot):
        self.copied(form, "form", "write")
        other = Bench(qtbot, sketch.campaigns())
        before = other.content()
        other.view.paste()
        (system,) = other.store.all(System)
        (lead,) = other.store.all(CrmObject)
        (email,) = other.store.all(CrmField)
        (mapping,) = other.store.all(Mapping)
        assert (system.title, lead.system, lead.api_name, email.object) == ("CRM", system.id, "Lead", lead.id)
        assert mapping.target == email.id
        assert other.store.all(ValuePair)[0].mapping == mapping.id
        write = next(step for step in other.store.all(Step) if step.kind == "crm_write")
        assert write.props["object"] == lead.id
        assert other.messages[-1] == "Brought along: 1 system, 1 object, 1 field."
        other.bridge.undo()
        assert other.content() == before

    def test_what_is_called_the_same_there_stands_for_it(self, form, qtbot):
        self.copied(form, "form", "write")
        there = [
            System(id="their-crm", title="crm"),
            CrmObject(id="their-lead", system="their-crm", api_name="lead"),
            CrmField(id="their-mail", object="their-lead", api_name="EMAIL"),
        ]
        other = Bench(qtbot, [*sketch.campaigns(), *there])
        other.view.paste()
        assert [mapping.target for mapping in other.store.all(Mapping)] == ["their-mail"]
        assert len(other.store.all(CrmField)) == 1
        write = next(step for step in other.store.all(Step) if step.kind == "crm_write")
        assert write.props["object"] == "their-lead"
        assert other.messages[-1] == ""

    def test_a_field_that_their_crm_lacks_is_planned_there(self, form, qtbot):
        self.copied(form, "form")
        there = [System(id="c", title="CRM"), CrmObject(id="l", system="c", api_name="Lead")]
        other = Bench(qtbot, [*sketch.campaigns(), *there])
        other.view.paste()
        (field,) = other.store.all(CrmField)
        assert (field.object, field.api_name, field.source) == ("l", "Email", "planned")

    def test_a_score_that_is_missing_is_left_out_and_named(self, qtbot):
        condition = {"subject": "score", "ref": "warm", "operator": "at least", "value": 50}
        step = Step(id="d", campaign="spring", kind="decision", props={"condition": condition})
        joins = Step(id="j", campaign="spring", kind="segment_change", x=300, props={"leaves": ["s"]})
        records = [Score(id="warm", title="Interest"), Segment(id="s", title="Cold"), step, joins]
        bench = Bench(qtbot, [*sketch.campaigns(), *records])
        self.copied(bench, "d", "j")
        other = Bench(qtbot, [*sketch.campaigns(), Segment(id="t", title="cold")])
        other.view.paste()
        by_kind = {each.kind: each.props for each in other.store.all(Step)}
        assert by_kind["decision"]["condition"]["ref"] == ""
        assert by_kind["segment_change"]["leaves"] == ["t"]
        assert other.messages[-1] == "Left out, since this plan lacks it: score “Interest”."

    def test_words_that_look_like_an_identifier_stay(self, qtbot):
        task = Step(
            id="call", campaign="spring", kind="sales_task", props={"title": "call", "object": "call"}
        )
        bench = Bench(qtbot, [*sketch.campaigns(), task])
        self.copied(bench, "call")
        bench.view.paste()
        copy = bench.store.find(Step, bench.view.selected_ids()[0])
        assert copy.props["title"] == "call"


class TestOtherPrograms:
    def test_they_get_a_picture_and_words_when_they_ask(self, form):
        form.view.select(["form", "a"])
        form.view.copy()
        data = QGuiApplication.clipboard().mimeData()
        assert {MIME, "image/png", "image/svg+xml", "text/plain"} <= set(data.formats())
        image = QImage.fromData(data.data("image/png"))
        assert image.width() > 600
        svg = bytes(data.data("image/svg+xml").data()).decode()
        assert "E-mail" in svg
        assert data.text().splitlines() == [
            "FORM – 2 fields · 12 % fill it in",
            "  E-mail → Lead.Email",
            "  Budget → lands nowhere",
            "A – open 33 % · click 21 %",
        ]

    def test_nothing_is_drawn_before_somebody_asks(self):
        asked: list[str] = []
        data = LazyData({"image/png": lambda: asked.append("png") or b"", "text/plain": lambda: b"words"})
        assert data.hasFormat("image/png")
        assert data.text() == "words"
        assert asked == []

    def test_a_picture_of_all_or_of_the_selection(self, form):
        form.view.pasting.copy_picture()
        whole = QImage.fromData(QGuiApplication.clipboard().mimeData().data("image/png"))
        form.view.select(["a"])
        form.view.pasting.copy_picture()
        data = QGuiApplication.clipboard().mimeData()
        assert data.hasImage()
        assert not data.hasFormat(MIME)
        assert QImage.fromData(data.data("image/png")).width() < whole.width()

    def test_an_empty_drawing_is_no_picture(self, qtbot):
        bench = Bench(qtbot, sketch.campaigns())
        QGuiApplication.clipboard().setText("mine")
        bench.view.pasting.copy_picture()
        assert bench.messages[-1] == "There is nothing to draw yet."
        assert QGuiApplication.clipboard().text() == "mine"

    def test_words_make_a_note_of_their_size(self, form):
        QGuiApplication.clipboard().setText("Ķīmija\r\nun vēl\x00\x07 kas\u200b\n\n")
        form.view.paste()
        (note,) = form.store.all(Note)
        assert note.text == "Ķīmija\nun vēl kas"
        assert form.view.selected_ids() == [note.id]
        assert covers_nothing(form)
        QGuiApplication.clipboard().setText("word " * 400)
        form.view.paste()
        longer = form.store.all(Note)[-1]
        assert longer.height > note.height
        form.bridge.undo()
        form.bridge.undo()
        assert form.store.all(Note) == []

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            ({"text__plain": b"   \n\x00"}, "no words"),
            ({"text__plain": b"x" * (LONGEST_NOTE + 1)}, "too long"),
            ({"image__png": b"\x89PNG nonsense"}, "nothing that goes"),
            ({"application__x-something": b"\xff"}, "nothing that goes"),
            ({"text__uri-list": QUrl.fromLocalFile("/tmp/a.png").toEncoded().data()}, "holds files"),
            ({}, "is empty"),
        ],
    )
    def test_what_does_not_go_onto_a_drawing_is_named(self, form, data, words):
        before = form.content()
        put(**data)
        form.view.paste()
        assert words in form.messages[-1]
        assert form.content() == before

    def test_a_picture_of_another_program_is_named(self, form):
        content = QMimeData()
        content.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
        QGuiApplication.clipboard().setMimeData(content)
        form.view.paste()
        assert "holds a picture" in form.messages[-1]

    def test_a_huge_drawing_is_pasted_below_everything(self, qtbot):
        steps = [sketch.step(f"s{n}", x=230.0 * (n % 30), y=80.0 * (n // 30)) for n in range(600)]
        bench = Bench(qtbot, [*sketch.campaigns(), *steps])
        bench.view.camera.center_on(QPointF(1000, 600))
        bench.view.select_all()
        bench.view.copy()
        bench.view.paste()
        rects = bench.view.canvas.step_rects()
        lowest = max(rects[step.id].bottom for step in steps)
        assert min(rects[key].y for key in bench.view.selected_ids()) > lowest
