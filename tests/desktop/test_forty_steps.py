"""Somebody draws a campaign of forty steps with mouse and keyboard, in the window, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from maplanner.app.session import PlanSession
from maplanner.desktop.application import Application
from maplanner.desktop.canvas.quick_add import QuickAdd
from maplanner.desktop.main_window import MainWindow
from maplanner.document.records import Campaign, Link, Note, Step
from maplanner.storage import read_plan
from tests.desktop.canvas.sketch import NO_KEY, Hands

CONTROL = Qt.KeyboardModifier.ControlModifier
COLUMN, ROW = 288.0, 184.0


@dataclass(frozen=True)
class Stroke:
    """One step to draw: what is typed into the list of kinds, from which step's output, and where."""

    name: str
    kind: str
    behind: str
    output: str
    column: int
    row: int


def strokes() -> list[Stroke]:
    """A search campaign with three tracks of e-mails and a way to sales: 39 steps behind an entry."""
    first = [
        Stroke("page", "landing", "entry", "next", 1, 0),
        Stroke("form", "form", "page", "next", 2, 0),
        Stroke("write", "write", "form", "submitted", 3, 0),
        Stroke("thanks", "e-mail", "write", "next", 4, 0),
        Stroke("known", "decision", "thanks", "sent", 5, 0),
    ]
    tracks = []
    for row, (start, output) in enumerate([("known", "yes"), ("known", "no"), ("thanks", "clicked")], 1):
        behind, leaves = start, output
        for place in range(5):
            wait, mail = f"wait {row}.{place}", f"mail {row}.{place}"
            tracks.append(Stroke(wait, "wait", behind, leaves, 2 * place + 6, row))
            tracks.append(Stroke(mail, "e-mail", wait, "next", 2 * place + 7, row))
            behind, leaves = mail, "sent"
    sales = [
        Stroke("points", "points", "mail 1.4", "clicked", 16, 2),
        Stroke("task", "task", "points", "next", 17, 2),
        Stroke("hand", "hand-off", "task", "next", 18, 2),
        Stroke("over", "end", "hand", "won", 19, 2),
    ]
    return [*first, *tracks, *sales]


class Drafter(Hands):
    """Draws in a window; remembers which step is meant by which name."""

    def __init__(self, window: MainWindow) -> None:
        view = window.tabs.canvas()
        assert view is not None
        super().__init__(view, window.bridge.store)
        self.ids: dict[str, str] = {}

    def see(self, *places: tuple[float, float]) -> None:
        """Turn the wheel until places can be reached with the mouse."""
        for _ in range(400):
            sight = self.view.viewport().rect().adjusted(60, 60, -60, -60)
            off = [self.at(*place) for place in places if not sight.contains(self.at(*place))]
            if not off:
                return
            away = off[-1] - sight.center()
            sideways = abs(away.x()) > abs(away.y())
            # Half a notch, as fine wheels turn: a whole one might go past where all is in sight.
            turn = -60 if (away.x() if sideways else away.y()) > 0 else 60
            self.wheel(turn, Qt.KeyboardModifier.ShiftModifier if sideways else NO_KEY)
        raise AssertionError(f"{places} cannot be brought into sight together")

    def wheel(self, turn: int, keys: Qt.KeyboardModifier) -> None:
        middle = QPointF(self.view.viewport().rect().center())
        event = QWheelEvent(
            middle,
            self.view.viewport().mapToGlobal(middle),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.view.viewport(), event)
        QApplication.processEvents()

    def pick(self, typed: str) -> str:
        """Type into the list of kinds, take the first, and return the new step."""
        before = {step.id for step in self.store.all(Step)}
        lists = self.view.findChildren(QuickAdd)
        assert any(each.isVisible() for each in lists), "the list of kinds is open"
        self.type_into_focus(typed)
        self.key_in_focus(Qt.Key.Key_Return)
        (new,) = {step.id for step in self.store.all(Step)} - before
        self.view.canvas.settle()
        return new

    def draw(self, stroke: Stroke) -> None:
        """Drag a link out of a step onto the bare drawing, and choose what stands there."""
        start = self.port(self.ids[stroke.behind], stroke.output)
        end = (stroke.column * COLUMN + 8, stroke.row * ROW + 31)
        self.see(start, end)
        self.drag(start, end)
        self.ids[stroke.name] = self.pick(stroke.kind)

    def connect(self, source: str, output: str, target: str) -> None:
        start, end = self.port(self.ids[source], output), self.middle(self.ids[target])
        self.see(start, end)
        self.drag(start, end)

    def rename(self, name: str, title: str) -> None:
        self.see(self.middle(self.ids[name]))
        self.click(*self.middle(self.ids[name]))
        self.key(Qt.Key.Key_F2)
        self.key_in_focus(Qt.Key.Key_A, CONTROL)
        self.type_into_focus(title)
        self.key_in_focus(Qt.Key.Key_Return)


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    application = Application(qapp, QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    PlanSession.new(tmp_path / "plan.maplan", template="empty").close()
    made = application.open_plan(tmp_path / "plan.maplan")
    assert made is not None
    made.resize(1920, 1080)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    for each in list(application.windows):
        each.let_go()
        each.deleteLater()
    application.deleteLater()
    qapp.setStyleSheet("")


def test_forty_steps_by_hand(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (campaign,) = window.bridge.reader.all(Campaign)
    window.tabs.open_campaign(campaign.id)
    hands = Drafter(window)
    hands.view.set_zoom(1.0)
    hands.view.setFocus()

    hands.see((93, 31))
    hands.double_click(93, 31)
    hands.ids["entry"] = hands.pick("search")
    for stroke in strokes():
        hands.draw(stroke)
    assert len(window.bridge.reader.all(Step)) == 40

    hands.connect("mail 2.4", "clicked", "points")
    hands.connect("mail 3.4", "sent", "points")
    hands.rename("form", "Pieteikuma veidlapa — ķēžu rēķins")
    expected = {(hands.ids[s.behind], s.output, hands.ids[s.name]) for s in strokes()}
    expected |= {
        (hands.ids["mail 2.4"], "clicked", hands.ids["points"]),
        (hands.ids["mail 3.4"], "sent", hands.ids["points"]),
    }
    assert hands.links() == expected
    assert window.bridge.reader.find(Step, hands.ids["form"]).title == "Pieteikuma veidlapa — ķēžu rēķins"
    kinds = sorted(step.kind for step in window.bridge.reader.all(Step))
    assert (kinds.count("email"), kinds.count("wait")) == (16, 15)
    rects = list(hands.view.canvas.step_rects().values())
    assert not any(one.meets(two) for place, one in enumerate(rects) for two in rects[:place])

    drawn = hands.content()
    _try_and_take_back(hands)
    assert hands.content() == drawn
    _tidy_and_take_back(window, hands, qtbot)
    assert hands.content() == drawn

    window.close()
    kept = read_plan(tmp_path / "plan.maplan")
    assert {(record.id, record.model_dump_json()) for record in kept.records()} == drawn


def _try_and_take_back(hands: Drafter) -> None:
    """Duplicate, delete, write a note; then undo each with the keyboard."""
    hands.see(hands.middle(hands.ids["thanks"]))
    hands.click(*hands.middle(hands.ids["thanks"]))
    hands.key(Qt.Key.Key_D, CONTROL)
    assert len(hands.store.all(Step)) == 41
    hands.key(Qt.Key.Key_Z, CONTROL)
    hands.click(*hands.middle(hands.ids["thanks"]))
    hands.key(Qt.Key.Key_Delete)
    assert len(hands.store.all(Step)) == 39
    hands.key(Qt.Key.Key_Z, CONTROL)
    assert len(hands.store.all(Link)) == 41
    hands.key(Qt.Key.Key_A, CONTROL)
    assert len(hands.view.selected_ids()) >= 40
    hands.key(Qt.Key.Key_Escape)
    assert hands.store.all(Note) == []


def _tidy_and_take_back(window: MainWindow, hands: Drafter, qtbot: QtBot) -> None:
    before = {step.id: (step.x, step.y) for step in hands.store.all(Step)}
    QTest.keyClick(hands.view, Qt.Key.Key_L, CONTROL)
    qtbot.waitUntil(lambda: {s.id: (s.x, s.y) for s in hands.store.all(Step)} != before, timeout=30_000)
    qtbot.wait(50)
    rects = list(hands.view.canvas.step_rects().values())
    assert not any(one.meets(two) for place, one in enumerate(rects) for two in rects[:place])
    window.commands.trigger("edit.undo")
