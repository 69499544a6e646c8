"""A process of its own that lays out graphs with pygraphviz: text in, Graphviz's *plain* format out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TextIO


def main() -> None:
    """Read graphs, each ended by a line of its own with a brace, and write how they are laid out."""
    from pygraphviz import AGraph

    for text in _graphs(sys.stdin):
        sys.stdout.write(AGraph(string=text).draw(format="plain", prog="dot").decode("utf-8"))


def _graphs(source: TextIO) -> Iterator[str]:
    lines: list[str] = []
    for line in source:
        lines.append(line)
        if line == "}\n":
            yield "".join(lines)
            lines = []


if __name__ == "__main__":
    main()
