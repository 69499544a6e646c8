"""Many steps dragged at once: carried as a whole, and afterwards everything is as its records say."""

import pytest
from PySide6.QtCore import QPointF

from maplanner.desktop.canvas.scene import CanvasScene
from maplanner.document.store import Store
from maplanner.drawing.theme import theme
from tests.desktop.canvas import sketch

NAMES = [f"s{n:03}" for n in range(90)]
HELD = NAMES[:80]


@pytest.fixture
def store():
    return Store([*sketch.chain(*NAMES), sketch.note("memo", 40.0, 400.0)])


@pytest.fixture
def scene(qapp, store):
    found = CanvasScene(store, "spring", theme("light"))
    store.subscribe(found.apply)
    return found


def places(store, dx, dy, names=HELD):
    steps = [store.get(name) for name in names]
    return {step.id: (step.x + dx, step.y + dy) for step in steps}


def drag(scene, store):
    for far in (8.0, 64.0, 800.0):
        scene.hold(places(store, far, far / 2))


def test_what_is_carried_is_painted_once_and_elsewhere(scene, store):
    rect = scene.content_rect()
    drag(scene, store)
    assert scene.carrying.shift == QPointF(800.0, 400.0)
    assert all(name in scene.carrying.tiles and name not in scene.tiles for name in HELD)
    assert all(name in scene.tiles for name in NAMES[80:])
    assert not scene.steps[HELD[0]].isVisible()
    assert scene.content_rect().bottom == max(rect.bottom, scene.steps[HELD[0]].card.rect.bottom + 400.0)


def test_links_between_the_carried_go_along_and_others_are_straight(scene, store):
    drag(scene, store)
    assert "s000>s001" in scene.carrying.tiles
    (line,) = scene.carrying.lines()
    held, rest = scene.steps["s079"].card, scene.steps["s080"].card
    out = held.out_port("sent").moved(held.x, held.y)
    assert line.p1() == QPointF(*out) + scene.carrying.shift
    assert line.p2() == QPointF(*rest.in_port.moved(rest.x, rest.y))


def test_letting_go_shows_everything_as_before(scene, store):
    before = scene.shows()
    drag(scene, store)
    scene.let_go()
    assert scene.shows() == before
    assert not scene.carrying
    assert all(name in scene.tiles for name in (*NAMES, *scene.links, "memo"))
    assert all(link.isVisible() for link in scene.links.values())


def test_moving_them_for_good_is_as_opening_the_plan_anew(scene, store):
    drag(scene, store)
    with store.transact("Move") as edit:
        for name, (x, y) in places(store, 800.0, 400.0).items():
            edit.change(name, {"x": x, "y": y})
    scene.let_go()
    assert scene.shows() == CanvasScene(store, "spring", theme("light")).shows()


def test_a_step_that_is_deleted_meanwhile_is_gone(scene, store):
    drag(scene, store)
    with store.transact("Delete") as edit:
        edit.remove("s010")
    scene.hold(places(store, 816.0, 400.0, [name for name in HELD if name != "s010"]))
    scene.let_go()
    assert "s010" not in scene.tiles
    assert scene.shows() == CanvasScene(store, "spring", theme("light")).shows()


def test_things_that_go_unequally_far_are_moved_one_by_one(scene, store):
    drag(scene, store)
    scene.hold(places(store, 8.0, 8.0) | {"s003": (5.0, 7.0)})
    assert not scene.carrying
    assert scene.steps["s003"].card.rect[:2] == (5.0, 7.0)
    assert scene.steps["s004"].isVisible()
    before = CanvasScene(store, "spring", theme("light")).shows()
    scene.let_go()
    assert scene.shows() == before


def test_a_note_is_carried_with_the_steps(scene, store):
    scene.hold(places(store, 8.0, 8.0) | {"memo": (48.0, 408.0)})
    assert "memo" in scene.carrying.tiles
    scene.let_go()
    assert "memo" in scene.tiles
    assert scene.notes["memo"].isVisible()
