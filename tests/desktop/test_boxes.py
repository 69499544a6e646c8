"""The wheel scrolls forms and never changes what is chosen in them; dialogs fit the screen."""

from __future__ import annotations

from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QWidget
from pytestqt.qtbot import QtBot

from maplanner.desktop.boxes import ChoiceBox, DateBox
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.inspector.panel import Inspector
from maplanner.desktop.lettering import make_roomy, set_text_size
from maplanner.desktop.scoring.screen import ScoringScreen
from maplanner.document.records import Score
from maplanner.drawing.theme import ThemeName, theme
from tests.builders import PlanBuilder


def turn_wheel(widget: QWidget) -> bool:
    """Turn the wheel over a widget; tell whether the widget took it, so that nothing around it scrolls."""
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at,
        widget.mapToGlobal(at),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_boxes_leave_the_wheel_to_what_is_around_them(qtbot: QtBot) -> None:
    choice, date = ChoiceBox(), DateBox()
    choice.addItems(["one", "two", "three"])
    date.setDate(QDate(2027, 3, 1))
    for box in (choice, date):
        qtbot.addWidget(box)
        box.show()
        box.setFocus()
        assert not turn_wheel(box)
        assert not box.focusPolicy() & Qt.FocusPolicy.WheelFocus & ~Qt.FocusPolicy.StrongFocus
    assert choice.currentText() == "one"
    assert date.date() == QDate(2027, 3, 1)


def test_no_box_of_the_inspector_or_of_the_scoring_screen_hears_the_wheel(qtbot: QtBot) -> None:
    plan = PlanBuilder()
    score = plan.score()
    bridge = PlanBridge(plan.store())
    inspector, screen = (
        Inspector(bridge, theme(ThemeName.LIGHT)),
        ScoringScreen(bridge, theme(ThemeName.LIGHT)),
    )
    for widget in (inspector, screen):
        qtbot.addWidget(widget)
        widget.show()
    for ids in ([score.id], []):
        inspector.show_records(ids)
        boxes = [box for kind in (QComboBox, QDateEdit) for box in inspector.findChildren(kind)]
        assert boxes
        for box in [*boxes, *screen.findChildren(QComboBox)]:
            turn_wheel(box)
    assert bridge.store.find(Score, score.id) == score
    assert bridge.store.revision == 0


def test_a_dialog_is_never_larger_than_the_screen(qtbot: QtBot) -> None:
    dialog = QWidget()
    qtbot.addWidget(dialog)
    make_roomy(dialog, 400, 300)
    assert (dialog.width(), dialog.height()) == (400, 300)
    set_text_size(200)
    try:
        make_roomy(dialog, 10_000, 350)
    finally:
        set_text_size(100)
    room = dialog.screen().availableSize()
    assert room.width() - 100 < dialog.width() < room.width()
    assert dialog.height() == min(700, room.height() - 48)
