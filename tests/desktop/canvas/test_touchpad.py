"""Two fingers on a touchpad: scrolling by pixels and pinching, as systems report them."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication

from tests.desktop.canvas import sketch
from tests.desktop.canvas.sketch import Bench

SPOT = QPointF(300.0, 200.0)
CONTROL = Qt.KeyboardModifier.ControlModifier
TOUCHPAD = QPointingDevice(
    "touchpad", 7, QInputDevice.DeviceType.TouchPad, QPointingDevice.PointerType.Finger,
    QInputDevice.Capability.PixelScroll, 5, 1,
)  # fmt: skip


@pytest.fixture
def view(qtbot):
    return Bench(qtbot, sketch.chain("a", "b", "c")).view


def scroll(view, pixels: QPoint, angle: QPoint, keys=sketch.NO_KEY) -> None:
    event = QWheelEvent(
        SPOT, view.viewport().mapToGlobal(SPOT), pixels, angle, Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.ScrollUpdate, False, Qt.MouseEventSource.MouseEventNotSynthesized, TOUCHPAD,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def pinch(view, value: float, kind=Qt.NativeGestureType.ZoomNativeGesture) -> None:
    at = view.viewport().mapToGlobal(SPOT)
    event = QNativeGestureEvent(kind, TOUCHPAD, 2, SPOT, SPOT, at, value, QPointF())
    QApplication.sendEvent(view.viewport(), event)


def on_screen(view, at: QPointF) -> QPointF:
    return view.viewportTransform().map(at)


def test_two_fingers_scroll_by_the_pixels_they_move(view):
    there = view.camera.to_drawing(SPOT)
    scroll(view, QPoint(-17, 9), QPoint(-136, 72))
    assert on_screen(view, there) == SPOT + QPointF(-17.0, 9.0)
    assert view.zoom() == 1.0


def test_a_wheel_without_pixels_scrolls_by_its_steps(view):
    there = view.camera.to_drawing(SPOT)
    scroll(view, QPoint(), QPoint(0, -120))
    assert on_screen(view, there) == SPOT + QPointF(0.0, -60.0)


def test_control_and_two_fingers_zoom_smoothly_at_the_fingers(view):
    there = view.camera.to_drawing(SPOT)
    scroll(view, QPoint(0, 30), QPoint(0, 60), CONTROL)
    assert 1.05 < view.zoom() < 1.2
    now = on_screen(view, there)
    assert abs(now.x() - SPOT.x()) <= 1.0
    assert abs(now.y() - SPOT.y()) <= 1.0


@pytest.mark.parametrize("value", [0.25, -0.25])
def test_pinching_zooms_at_the_fingers(view, value):
    there = view.camera.to_drawing(SPOT)
    pinch(view, value)
    assert view.zoom() == pytest.approx(1.0 + value)
    now = on_screen(view, there)
    assert abs(now.x() - SPOT.x()) <= 1.0
    assert abs(now.y() - SPOT.y()) <= 1.0


def test_a_pinch_of_any_strength_stays_within_the_zooms_there_are(view):
    for value in (-3.0, 500.0, float("nan")):
        pinch(view, value)
        assert 0.05 <= view.zoom() <= 4.0


def test_other_gestures_of_a_touchpad_leave_the_zoom_alone(view):
    pinch(view, 45.0, Qt.NativeGestureType.RotateNativeGesture)
    assert view.zoom() == 1.0


def test_a_double_tap_with_two_fingers_shows_everything_and_then_100_per_cent(view):
    view.set_zoom(2.0)
    pinch(view, 1.0, Qt.NativeGestureType.SmartZoomNativeGesture)
    fitted = view.zoom()
    assert view.stays_fitted
    pinch(view, 1.0, Qt.NativeGestureType.SmartZoomNativeGesture)
    assert view.zoom() == 1.0 or fitted == 1.0
