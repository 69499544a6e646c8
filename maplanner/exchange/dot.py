"""DOT: the drawing as text, for Graphviz."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from maplanner.core.errors import CannotExport
from maplanner.exchange.exporter import PictureExporter, PictureOptions

if TYPE_CHECKING:
    import pydot

    from maplanner.drawing.card import StepCard
    from maplanner.drawing.frames import FrameBox
    from maplanner.drawing.links import Wire
    from maplanner.drawing.picture import Cluster, Diagram, Picture
    from maplanner.drawing.theme import Theme

_POINTS_PER_PIXEL: Final = 0.75
_WIDEST: Final = 6.0


def make(drawing: Picture, options: PictureOptions) -> tuple[bytes, str]:
    """Return the graph as DOT. Graphviz lays it out anew; ``neato -n`` takes the places in ``pos``.

    Raises:
        CannotExport: The picture has no cards and links.
    """
    import pydot

    from maplanner.drawing.picture import Diagram
    from maplanner.drawing.theme import theme

    if not isinstance(drawing, Diagram):
        message = f"“{drawing.title}” has no cards and links that Graphviz could draw."
        raise CannotExport(message, advice="Choose PNG, SVG or PDF.")
    look = theme(options.theme)
    graph = pydot.Dot(graph_type="digraph", graph_name="drawing")
    _set_up(graph, drawing, look, options)
    for number, cluster in enumerate(drawing.clusters):
        graph.add_subgraph(_subgraph(number, cluster, drawing, look))
    most = max((wire.carried or 0.0 for wire in drawing.wires), default=0.0)
    for wire in drawing.wires:
        graph.add_edge(_edge(wire, most, look))
    return str(graph.to_string()).encode(), ""


def _subgraph(number: int, cluster: Cluster, drawing: Diagram, look: Theme) -> pydot.Subgraph:
    import pydot

    found = pydot.Subgraph(f"cluster_{number}")
    found.set("label", _quoted(cluster.title))
    found.set("fontcolor", _quoted(look.text))
    found.set("color", _quoted(look.border))
    found.set("style", '"rounded"')
    frames = [box for box in drawing.frames if box.id in cluster.members]
    framed = {member for box in frames for member in box.members}
    for box in frames:
        found.add_subgraph(_frame(box, drawing, look))
    _fill(found, drawing, cluster.members - framed, look, but=cluster.title)
    return found


def _frame(box: FrameBox, drawing: Diagram, look: Theme) -> pydot.Subgraph:
    import pydot

    from maplanner.drawing.frames import frame_color

    found = pydot.Subgraph(_quoted(f"cluster_{box.id}"))
    found.set("label", _quoted(box.title))
    found.set("fontcolor", _quoted(look.text))
    found.set("color", _quoted(frame_color(box.color, look)))
    found.set("style", '"rounded"')
    _fill(found, drawing, box.members, look)
    return found


def _fill(
    graph: pydot.Subgraph, drawing: Diagram, members: frozenset[str], look: Theme, but: str | None = None
) -> None:
    """Add cards and notes. A note that only names the campaign says what the cluster's own label says."""
    import pydot

    for card in drawing.cards:
        if card.id in members:
            graph.add_node(_node(card, look))
    for note in drawing.notes:
        if note.id in members and note.text != but:
            node = pydot.Node(_quoted(note.id), label=_quoted(note.text), shape="note", style='"filled"')
            node.set("fillcolor", _quoted(look.note))
            node.set("fontcolor", _quoted(look.note_text))
            graph.add_node(node)


def _set_up(graph: pydot.Dot, drawing: Diagram, look: Theme, options: PictureOptions) -> None:
    graph.set("rankdir", "LR")
    graph.set("fontname", '"Helvetica"')
    graph.set("fontcolor", _quoted(look.text))
    graph.set("bgcolor", '"transparent"' if options.transparent else _quoted(look.canvas))
    words = f"{drawing.title}\n{drawing.subtitle}" if options.title else ""
    if not drawing.cards:
        words = drawing.empty_words
    if words:
        graph.set("label", _quoted(words))
        graph.set("labelloc", "t")
    graph.set_node_defaults(
        shape="box", style='"rounded,filled"', fontname='"Helvetica"', fontsize="11", margin='"0.15,0.08"'
    )
    graph.set_edge_defaults(fontname='"Helvetica"', fontsize="9", arrowsize="0.7")


def _node(card: StepCard, look: Theme) -> pydot.Node:
    import pydot

    from maplanner.drawing.field_rows import RowSort

    center = card.rect.center
    lines = [f"{card.title} ({card.count})" if card.count else card.title, card.summary]
    lines += [f"{row.title}: {row.beside}" for row in card.rows if row.sort is not RowSort.MORE]
    node = pydot.Node(_quoted(card.id), label=_quoted("\n".join(line for line in lines if line)))
    node.set("color", _quoted(card.ink(look)))
    node.set("fillcolor", _quoted(look.card))
    node.set("fontcolor", _quoted(look.text))
    node.set("penwidth", "1.5")
    node.set("pos", _quoted(f"{center.x * _POINTS_PER_PIXEL:.1f},{-center.y * _POINTS_PER_PIXEL:.1f}"))
    return node


def _edge(wire: Wire, most: float, look: Theme) -> pydot.Edge:
    import pydot

    from maplanner.drawing.links import link_width

    edge = pydot.Edge(_quoted(wire.source), _quoted(wire.target))
    if wire.label:
        edge.set("label", _quoted(wire.label))
    edge.set("color", _quoted(look.link))
    edge.set("fontcolor", _quoted(look.secondary))
    edge.set("penwidth", f"{min(_WIDEST, link_width(wire.carried, most)):.2f}")
    return edge


def _quoted(text: str) -> str:
    """Return a quoted DOT string: backslashes mean themselves, line breaks are centred lines."""
    clean = "".join(letter for letter in text if letter == "\n" or letter.isprintable())
    escaped = clean.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


EXPORTER = PictureExporter("dot", "Graphviz DOT", ".dot", make)
