"""Lists and panels follow own edits at once, and those of a crowd now and then."""

from PySide6.QtCore import QObject

from maplanner.desktop.late import Late
from maplanner.desktop.sharing.pacing import Intake
from maplanner.document.patch import Patch

MINE, THEIRS = Patch("Mine", (), "", None, "local"), Patch("Theirs", (), "", None, "remote")


def test_an_own_edit_is_followed_at_once(qtbot):
    done, parent = [], QObject()
    late = Late(lambda: done.append(True), parent, others_ms=60_000)
    late.follow(MINE)
    late.follow(MINE)
    qtbot.waitUntil(lambda: bool(done))
    late.follow(MINE)
    qtbot.waitUntil(lambda: len(done) == 2)


def test_a_crowd_is_followed_once_and_then_after_a_while(qtbot):
    done, parent = [], QObject()
    late = Late(lambda: done.append(True), parent, others_ms=60_000)
    late.follow(THEIRS)
    qtbot.waitUntil(lambda: bool(done))
    for _ in range(100):
        late.follow(THEIRS)
    assert late.isActive()
    assert late.remainingTime() > 50_000
    late.follow(MINE)
    qtbot.waitUntil(lambda: len(done) == 2)


def test_others_do_not_put_off_what_waits(qtbot):
    done, parent = [], QObject()
    late = Late(lambda: done.append(True), parent, own_ms=40, others_ms=60_000)
    late.follow(MINE)
    for _ in range(20):
        late.follow(THEIRS)
    qtbot.waitUntil(lambda: bool(done))


def test_as_much_is_taken_in_as_fits_into_half_a_frame():
    intake = Intake()
    for _ in range(40):
        intake.took(10, 0.020)
    assert intake.most(0) in range(3, 5)
    assert intake.pause_ms == 20
    for _ in range(40):
        intake.took(10, 0.001)
    assert intake.most(0) in range(70, 90)
    assert intake.pause_ms == 10


def test_whatever_waits_is_taken_in_before_long():
    intake = Intake()
    for _ in range(40):
        intake.took(1, 0.5)
    waiting, turns = 1_000, 0
    while waiting > 20:
        waiting -= intake.most(waiting)
        turns += 1
    assert turns < 20
    assert intake.most(0) >= 2, "it never stands still"
    assert intake.pause_ms == 100
