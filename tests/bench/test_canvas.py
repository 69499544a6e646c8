"""How fast the canvas is with 2,000 steps and 4,000 links: opening, panning, zooming, dragging.

Goals on a core at 2.5 GHz: open in less than 0.5 s, any frame in less than 16 ms while panning, zooming or
dragging, at every zoom. Processor time counts, so that other work on the machine does not; bounds leave room
for a slower one.
"""

import random
from statistics import median
from time import process_time

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.canvas.view import CanvasView
from maplanner.document.records import Campaign, Link, Record, Step
from maplanner.document.store import Store
from maplanner.drawing.theme import theme

STEPS, LINKS, COLUMNS = 2_000, 4_000, 45
WIDTH, HEIGHT = 1920, 1080
FRAME = 0.016
NOISE = 2.0
"""How much slower than its goal a frame may be before a bound is broken."""


def large_campaign() -> list[Record]:
    """A wide and deep drawing: most links lead to a neighbour, some far."""
    chance = random.Random(7)
    records: list[Record] = [Campaign(id="large", title="Large")]
    for n in range(STEPS):
        x, y = (n % COLUMNS) * 264.0, (n // COLUMNS) * 120.0
        records.append(Step(id=f"s{n:04}", campaign="large", kind="email", title=f"Step {n}", x=x, y=y))
    seen: set[tuple[int, int, str]] = set()
    while len(seen) < LINKS:
        source = chance.randrange(STEPS - COLUMNS - 2)
        target = source + chance.choice([1, 1, 1, 2, COLUMNS, COLUMNS + 1])
        seen.add((source, target, chance.choice(["sent", "opened", "clicked", "ignored"])))
    for n, (source, target, output) in enumerate(sorted(seen)):
        share = chance.choice([None, 0.3])
        ends = {"source": f"s{source:04}", "target": f"s{target:04}"}
        records.append(Link(id=f"l{n:04}", output=output, share=share, **ends))
    return records


@pytest.fixture(scope="module")
def store() -> Store:
    return Store(large_campaign())


@pytest.fixture(scope="module")
def view(qapp, store):
    found = opened(store)
    yield found
    found.close()
    found.deleteLater()


def opened(store) -> CanvasView:
    found = CanvasView(PlanBridge(store), "large", theme("light"))
    found.resize(WIDTH, HEIGHT)
    found.show()
    QApplication.processEvents()
    return found


def settled(view: CanvasView, zoom: float) -> None:
    view.canvas.settle()
    view.set_zoom(zoom)
    view.camera.center_on(QPointF(5_000, 2_500))
    for _ in range(40):
        QApplication.processEvents()


def frames(view: CanvasView, act, count: int = 30) -> float:
    """Return the median time of a frame, from the act to the painted screen."""
    times = []
    for n in range(count):
        start = process_time()
        act(n)
        QApplication.processEvents()
        times.append(process_time() - start)
    return median(times)


def report(name: str, seconds: float) -> None:
    print(f"\n{name}: {seconds * 1000:.1f} ms")


def test_opening(qtbot, store):
    start = process_time()
    view = opened(store)
    seconds = process_time() - start
    qtbot.addWidget(view)
    report("open, first frame painted", seconds)
    assert seconds < 1.0


@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.2, 0.05])
def test_panning(view, zoom):
    settled(view, zoom)
    seconds = frames(view, lambda n: view.camera.scroll(-24 if n % 20 < 10 else 24, -10))
    report(f"pan at {zoom:.0%}", seconds)
    assert seconds < FRAME * NOISE


def test_zooming_through_all_scales(view):
    settled(view, 1.0)
    middle = QPointF(WIDTH / 2, HEIGHT / 2)
    for low, high in ((0.05, 0.49), (0.51, 0.7), (0.7, 1.4), (1.4, 4.0)):
        steps = [low * (high / low) ** (n / 15) for n in range(16)]
        view.set_zoom(low)
        QApplication.processEvents()
        seconds = frames(view, lambda n, steps=steps: view.camera.zoom_to(steps[n], middle), 16)
        report(f"zoom from {low:.0%} to {high:.0%}", seconds)
        assert seconds < FRAME * NOISE


@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.2])
def test_dragging_a_step(view, zoom):
    settled(view, zoom)
    step = min(view.canvas.steps.values(), key=lambda item: abs(item.card.x - 5000) + abs(item.card.y - 2500))
    x, y = step.card.x, step.card.y
    seconds = frames(view, lambda n: view.canvas.hold({step.card.id: (x + 8.0 * n, y + 8.0 * n)}))
    view.canvas.let_go()
    report(f"drag one step at {zoom:.0%}", seconds)
    assert seconds < FRAME * NOISE


def test_whole_frame(view):
    settled(view, 1.0)
    seconds = frames(view, lambda _n: view.viewport().repaint())
    report("whole frame at 100 %", seconds)
    view.fit_all()
    whole = frames(view, lambda _n: view.viewport().repaint())
    report("whole frame of everything", whole)
    assert max(seconds, whole) < FRAME * NOISE
