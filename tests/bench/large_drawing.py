"""A drawing of thousands of steps, and how long its frames take."""

from __future__ import annotations

import random
from collections.abc import Callable
from statistics import median
from time import process_time

from PySide6.QtCore import QEventLoop, QPointF, QTimer
from PySide6.QtWidgets import QApplication

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.canvas.view import CanvasView
from maplanner.document.records import Campaign, Link, Plan, Record, Step
from maplanner.document.store import Store
from maplanner.drawing.theme import theme

WIDTH, HEIGHT = 1920, 1080
OUTPUTS = ("sent", "opened", "clicked", "ignored")
ACROSS, DOWN = 264.0, 120.0

Edge = tuple[int, int, str]


def columns_for(steps: int) -> int:
    """Return how many steps stand in a row of the drawing."""
    return 45 if steps <= 2_000 else 100


def edges(steps: int, links: int) -> list[Edge]:
    """Return links of a wide and deep drawing by their ends' numbers: most lead to a neighbour, some far."""
    chance, columns = random.Random(7), columns_for(steps)
    seen: set[Edge] = set()
    while len(seen) < links:
        source = chance.randrange(steps - columns - 2)
        target = source + chance.choice([1, 1, 1, 2, columns, columns + 1])
        seen.add((source, target, chance.choice(OUTPUTS)))
    return sorted(seen)


def large_campaign(steps: int, links: int) -> list[Record]:
    """Return the records of such a drawing."""
    chance, columns = random.Random(8), columns_for(steps)
    records: list[Record] = [Plan(), Campaign(id="large", title="Large")]
    for n in range(steps):
        x, y = (n % columns) * ACROSS, (n // columns) * DOWN
        records.append(Step(id=f"s{n:05}", campaign="large", kind="email", title=f"Step {n}", x=x, y=y))
    for n, (source, target, output) in enumerate(edges(steps, links)):
        ends = {"source": f"s{source:05}", "target": f"s{target:05}"}
        records.append(Link(id=f"l{n:05}", output=output, share=chance.choice([None, 0.3]), **ends))
    return records


def opened(store: Store) -> CanvasView:
    """Open the drawing and paint it for the first time."""
    found = CanvasView(PlanBridge(store), "large", theme("light"))
    found.resize(WIDTH, HEIGHT)
    found.show()
    QApplication.processEvents()
    return found


def wait(milliseconds: int) -> None:
    """Let the program run."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settled(view: CanvasView, zoom: float) -> None:
    """Look at the middle of the drawing until all of it is painted sharply."""
    view.canvas.settle()
    view.set_zoom(zoom)
    view.camera.center_on(QPointF(5_000, 2_500))
    wait(300)


def frames(act: Callable[[int], object], count: int = 24) -> float:
    """Return the median of the processor time of a frame, from the act to the painted screen."""
    times = []
    for n in range(count):
        start = process_time()
        act(n)
        QApplication.processEvents()
        times.append(process_time() - start)
    return median(times)


def report(name: str, seconds: float, goal: float) -> None:
    """Say how long something took, and what it may take."""
    print(f"\n{name}: {seconds * 1000:.1f} ms of {goal * 1000:.0f}")
