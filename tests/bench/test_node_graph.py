"""The canvas against NodeGraphQt, an editor of node graphs in Qt, with the same steps and links in one run.

Both fill their scene, show everything, scroll, and drag a node, in processor time. NodeGraphQt is asked for
no undo history and for its plainest pipes. It needs the extra ``bench``.
"""

from time import process_time

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from maplanner.document.store import Store
from tests.bench.large_drawing import (
    ACROSS,
    DOWN,
    HEIGHT,
    OUTPUTS,
    WIDTH,
    columns_for,
    edges,
    frames,
    large_campaign,
    opened,
    settled,
)

node_graph_qt = pytest.importorskip("NodeGraphQt", reason="install the extra bench")
STEPS, LINKS = 2_000, 4_000
FRAME = 0.016
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::RuntimeWarning")


class Mail(node_graph_qt.BaseNode):
    __identifier__ = "bench"
    NODE_NAME = "Mail"

    def __init__(self):
        super().__init__()
        self.add_input("in", multi_input=True)
        for name in OUTPUTS:
            self.add_output(name)


def filled_graph():
    graph = node_graph_qt.NodeGraph()
    graph.register_node(Mail)
    graph.widget.resize(WIDTH, HEIGHT)
    columns = columns_for(STEPS)
    nodes = [
        graph.create_node(
            "bench.Mail", name=f"Step {n}", selected=False, push_undo=False,
            pos=[n % columns * ACROSS, n // columns * DOWN],
        )
        for n in range(STEPS)
    ]  # fmt: skip
    for source, target, output in edges(STEPS, LINKS):
        nodes[source].outputs()[output].connect_to(nodes[target].input(0), push_undo=False)
    graph.widget.show()
    QApplication.processEvents()
    return graph, nodes


def times_of_theirs():
    start = process_time()
    graph, nodes = filled_graph()
    found = {"fill": process_time() - start}
    viewer = graph.viewer()
    viewer.zoom_to_nodes([node.view for node in nodes])
    QApplication.processEvents()
    found["fit all"] = frames(lambda _n: viewer.viewport().repaint(), 8)
    viewer.reset_zoom()
    viewer.center_selection([nodes[STEPS // 2].view])
    QApplication.processEvents()
    found["pan"] = frames(lambda n: viewer._set_viewer_pan(24 if n % 10 < 5 else -24, 10), 12)
    view = nodes[STEPS // 2].view
    at = view.pos()
    found["drag"] = frames(lambda n: view.setPos(at + QPointF(8.0 * n, 8.0 * n)), 12)
    graph.widget.close()
    return found


def times_of_ours():
    start = process_time()
    view = opened(Store(large_campaign(STEPS, LINKS)))
    view.canvas.settle()
    found = {"fill": process_time() - start}
    view.fit_all()
    QApplication.processEvents()
    found["fit all"] = frames(lambda _n: view.viewport().repaint(), 8)
    settled(view, 1.0)
    step = view.canvas.steps[f"s{STEPS // 2:05}"]
    view.camera.center_on(QPointF(step.card.x, step.card.y))
    QApplication.processEvents()
    found["pan"] = frames(lambda n: view.camera.scroll(-24 if n % 10 < 5 else 24, -10), 12)
    x, y = step.card.x, step.card.y
    found["drag"] = frames(lambda n: view.canvas.hold({step.card.id: (x + 8.0 * n, y + 8.0 * n)}), 12)
    view.canvas.let_go()
    view.close()
    view.deleteLater()
    return found


def test_the_canvas_is_faster_than_a_node_editor(qapp):
    ours, theirs = times_of_ours(), times_of_theirs()
    print(f"\n{STEPS} steps, {LINKS} links, ms: ours, NodeGraphQt, ratio")
    for name, seconds in ours.items():
        ratio = theirs[name] / seconds
        print(f"  {name:8} {seconds * 1000:8.1f} {theirs[name] * 1000:8.1f} {ratio:6.1f} ×")
    assert all(theirs[name] > ours[name] for name in ("fill", "fit all", "pan"))
    assert ours["drag"] < FRAME, "NodeGraphQt's pipes run across nodes; ours look for a way around"
