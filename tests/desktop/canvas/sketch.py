"""Small plans and a pair of hands for the tests of the canvas."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.canvas.view import CanvasView
from maplanner.document.records import (
    Campaign,
    CrmField,
    CrmObject,
    FormField,
    Link,
    Mapping,
    Note,
    Record,
    Step,
    System,
)
from maplanner.document.store import Store
from maplanner.drawing.theme import theme

NO_KEY = Qt.KeyboardModifier.NoModifier


def step(name: str, kind: str = "email", x: float = 0.0, y: float = 0.0, campaign: str = "spring") -> Step:
    return Step(id=name, campaign=campaign, kind=kind, title=name.upper(), x=x, y=y)


def link(source: str, target: str, output: str = "sent", name: str = "", **more: object) -> Link:
    return Link(id=name or f"{source}>{target}", source=source, target=target, output=output, **more)


def campaigns() -> list[Record]:
    return [Campaign(id="spring", title="Spring"), Campaign(id="autumn", title="Autumn")]


def crm() -> list[Record]:
    return [
        System(id="crm", title="CRM"),
        CrmObject(id="lead", system="crm", api_name="Lead"),
        CrmField(id="lead.email", object="lead", api_name="Email"),
        CrmField(id="lead.company", object="lead", api_name="Company"),
    ]


def form(name: str = "form", x: float = 0.0, y: float = 0.0) -> list[Record]:
    """A form with two fields, one of which lands in the CRM."""
    return [
        step(name, "form", x, y),
        FormField(id=f"{name}.email", step=name, title="E-mail", key="email", order=1),
        FormField(id=f"{name}.budget", step=name, title="Budget", key="budget", order=2),
        Mapping(id=f"{name}.map", collected=f"{name}.email", target="lead.email"),
    ]


def chain(*names: str, gap: float = 280.0) -> list[Record]:
    """E-mails in a row, each sent to after the one before."""
    steps = [step(name, x=gap * place) for place, name in enumerate(names)]
    return [*campaigns(), *steps, *(link(a, b) for a, b in pairwise(names))]


def note(name: str, x: float = 0.0, y: float = 0.0) -> Note:
    return Note(id=name, campaign="spring", text="A note", x=x, y=y)


class Hands:
    """Hands on mouse and keyboard over a canvas."""

    def __init__(self, view: CanvasView, store: Store) -> None:
        self.view = view
        self.store = store

    def at(self, x: float, y: float) -> QPoint:
        """The point of the view over a point of the drawing."""
        return self.view.viewportTransform().map(QPointF(x, y)).toPoint()

    def middle(self, record_id: str) -> tuple[float, float]:
        rect = self.view.canvas.rect_of(record_id)
        assert rect is not None
        return rect.center.x, rect.center.y

    def port(self, step_id: str, output: str) -> tuple[float, float]:
        card = self.view.canvas.steps[step_id].card
        place = card.out_port(output)
        return card.x + place.x, card.y + place.y

    def press(self, x: float, y: float, keys=NO_KEY, button=Qt.MouseButton.LeftButton) -> None:
        QTest.mouseMove(self.view.viewport(), self.at(x, y))
        QTest.mousePress(self.view.viewport(), button, keys, self.at(x, y))

    def move(self, x: float, y: float) -> None:
        QTest.mouseMove(self.view.viewport(), self.at(x, y))
        QApplication.processEvents()

    def release(self, x: float, y: float, keys=NO_KEY, button=Qt.MouseButton.LeftButton) -> None:
        QTest.mouseRelease(self.view.viewport(), button, keys, self.at(x, y))
        QApplication.processEvents()

    def drag(self, start: tuple[float, float], end: tuple[float, float], keys=NO_KEY) -> None:
        self.press(*start, keys)
        self.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        self.move(*end)
        self.release(*end, keys)

    def click(self, x: float, y: float, keys=NO_KEY) -> None:
        self.press(x, y, keys)
        self.release(x, y, keys)

    def double_click(self, x: float, y: float) -> None:
        QTest.mouseDClick(self.view.viewport(), Qt.MouseButton.LeftButton, NO_KEY, self.at(x, y))
        QApplication.processEvents()

    def key(self, key: Qt.Key, keys=NO_KEY) -> None:
        QTest.keyClick(self.view, key, keys)
        QApplication.processEvents()

    def type_into_focus(self, text: str) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(target, QKeyEvent(kind, 0, NO_KEY, letter))

    def key_in_focus(self, key: Qt.Key, keys=NO_KEY) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, keys)
        QApplication.processEvents()

    def links(self) -> set[tuple[str, str, str]]:
        return {(each.source, each.output, each.target) for each in self.store.all(Link)}

    def titles(self) -> list[str]:
        return [each.title for each in self.store.all(Step)]

    def content(self) -> set[Record]:
        """All records, as values that can be compared."""
        return {(record.id, record.model_dump_json()) for record in self.store.records()}


class Bench(Hands):
    """A canvas of its own on the (invisible) screen."""

    def __init__(
        self, qtbot, records: list[Record], campaign: str = "spring", store: Store | None = None
    ) -> None:
        store = store or Store(records)
        self.bridge = PlanBridge(store)
        super().__init__(CanvasView(self.bridge, campaign, theme("light")), store)
        self.messages: list[str] = []
        self.view.message.connect(self.messages.append)
        qtbot.addWidget(self.view)
        self.view.resize(1300, 800)
        self.view.show()
        self.view.activateWindow()
        qtbot.waitUntil(self.view.isActiveWindow)
        self.view.set_zoom(1.0)
        self.view.camera.center_on(QPointF(500, 300))
        self.view.canvas.settle()
        self.view.setFocus()
