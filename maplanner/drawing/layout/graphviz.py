"""Layout by Graphviz's ``dot``: the program where one is installed, else the copy that pygraphviz brings.

Either runs in a process group of its own, which is killed when it takes too long or nobody wants the result.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from maplanner.core.errors import Cancelled, CannotTidy, MissingPart
from maplanner.core.platform import install_command, missing_libraries, packages_for
from maplanner.drawing.geometry import Point
from maplanner.drawing.layout.engine import Box, Join, Part, Spacing

TIME_LIMIT: Final = 10.0
"""Seconds that a layout may take."""
BUNDLED: Final = [sys.executable, "-P", str(Path(__file__).with_name("bundled_graphviz.py"))]
"""Runs the file by itself: importing the package around it would take longer than most layouts."""
_LOOK: Final = 0.02
"""Seconds between two looks at whether the result is still wanted."""
_INCH: Final = 72.0
_FIELD: Final = 11.0
"""Height of a field of a record: dot knows no other places for ports, and makes none lower."""
_HEAD: Final = (
    "digraph {{ rankdir=LR; ranksep={columns:.4f}; nodesep={rows:.4f};\n"
    'node [shape=record, fixedsize=true, fontsize=1, margin=0, fontname="", fontpath=""];\n'
)


class GraphvizEngine:
    """Has ``dot`` place boxes. ``command`` reads graphs and writes them in Graphviz's *plain* format."""

    def __init__(self, command: Sequence[str] | None = None, time_limit: float = TIME_LIMIT) -> None:
        """Use a command, or what is installed."""
        self._command = command
        self._time_limit = time_limit

    def arrange(
        self, parts: Sequence[Part], spacing: Spacing, cancelled: Callable[[], bool]
    ) -> list[dict[str, Point]]:
        """Return for each part where the upper left corner of each of its boxes goes.

        Raises:
            CannotTidy: Graphviz takes too long or fails.
            Cancelled: ``cancelled`` said so.
            MissingPart: There is no Graphviz.
        """
        if not parts:
            return []
        text = "".join(graph_text(part, spacing) for part in parts)
        written = _run(self._command or command(), text, self._time_limit, cancelled)
        graphs = list(_graphs(written))
        if len(graphs) != len(parts):
            raise CannotTidy("Graphviz did not lay out all of the drawing.", advice=_MEND)
        return [_places(part, rows) for part, rows in zip(parts, graphs, strict=True)]


_MEND: Final = "Nothing was moved. “maplanner doctor” shows what is installed."


def command() -> list[str]:
    """Return the command that lays out graphs from its standard input.

    Raises:
        MissingPart: There is none.
    """
    program = shutil.which("dot")
    if program is not None:
        return [program, "-Tplain"]
    if find_spec("pygraphviz") is None:
        raise MissingPart(
            "Tidying up takes Graphviz, which is not installed.",
            advice="Install it with “pip install pygraphviz”, or as the package “graphviz” of your system.",
        )
    missing = missing_libraries("tidying")
    if missing:
        names = ", ".join(library.name for library in missing)
        raise MissingPart(
            f"Tidying up takes parts of the system that are missing: {names}.",
            advice=f"Install them with “{install_command(packages_for(missing))}”.",
        )
    return BUNDLED


def graph_text(part: Part, spacing: Spacing) -> str:
    """Return a part in Graphviz's language, its boxes by their number."""
    number = {box.id: f"n{at}" for at, box in enumerate(part.boxes)}
    lines = [_HEAD.format(columns=spacing.columns / _INCH, rows=spacing.rows / _INCH)]
    for box in part.boxes:
        fields = "|".join(f"<p{at}>" for at in range(_fields(box)))
        height = _fields(box) * _FIELD / _INCH
        lines.append(
            f'{number[box.id]} [width={box.width / _INCH:.4f}, height={height:.4f}, label="{fields}"];\n'
        )
    boxes = {box.id: box for box in part.boxes}
    lines.extend(_edge(join, boxes[join.source], boxes[join.target], number) for join in part.joins)
    return "".join(lines) + "}\n"


def _edge(join: Join, source: Box, target: Box, number: dict[str, str]) -> str:
    tail = _field_at(source, join.leaves)
    # As far from the way in as the tail is: what dot draws level then stands in one row.
    head = _field_at(target, target.into + join.leaves - source.into)
    return f"{number[join.source]}:p{tail}:e -> {number[join.target]}:p{head}:w [weight={join.weight}];\n"


def _field_at(box: Box, y: float) -> int:
    return min(_fields(box) - 1, max(0, int((y + _padding(box)) // _FIELD)))


def _padding(box: Box) -> float:
    """Return what is added above a box so that its way in meets the middle of a field."""
    middle = _FIELD / 2
    return ceil((box.into - middle) / _FIELD) * _FIELD + middle - box.into


def _fields(box: Box) -> int:
    return ceil((box.height + _padding(box)) / _FIELD)


def _run(words: Sequence[str], text: str, time_limit: float, cancelled: Callable[[], bool]) -> str:
    # A pipe would have to be written and read at the same time, and looked at for the time limit.
    with TemporaryFile() as source:
        source.write(text.encode("ascii"))
        source.seek(0)
        with _started(words, source) as process:
            try:
                written = _written(process, time.monotonic() + time_limit, cancelled)
            finally:
                _kill(process)
    if process.returncode != 0:
        raise CannotTidy("Graphviz could not lay out the drawing.", advice=_MEND)
    return written


def _started(words: Sequence[str], source: IO[bytes]) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(
            words,
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            encoding="ascii",
            errors="replace",
        )
    except OSError as error:
        raise CannotTidy(f"Graphviz does not start: {error.strerror}.", advice=_MEND) from error


def _written(process: subprocess.Popen[str], deadline: float, cancelled: Callable[[], bool]) -> str:
    while True:
        try:
            return process.communicate(timeout=_LOOK)[0]
        except subprocess.TimeoutExpired:
            if cancelled():
                raise Cancelled("Tidying up was stopped.") from None
            if time.monotonic() > deadline:
                raise CannotTidy(
                    "Tidying up takes too long for so large a drawing. Nothing was moved.",
                    advice="Select a part of it and tidy that up.",
                ) from None


def _kill(process: subprocess.Popen[str]) -> None:
    """End the process and all it has started, if they still run."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def _graphs(written: str) -> Iterator[dict[str, list[float]]]:
    """Yield the numbers of each node, graph by graph: middle (y upwards), width and height in inches."""
    nodes: dict[str, list[float]] = {}
    for line in written.splitlines():
        words = line.split(maxsplit=6)
        if words[:1] == ["node"]:
            nodes[words[1]] = [float(word) for word in words[2:6]]
        elif words == ["stop"]:
            yield nodes
            nodes = {}


def _places(part: Part, nodes: dict[str, list[float]]) -> dict[str, Point]:
    found: dict[str, Point] = {}
    for at, box in enumerate(part.boxes):
        if f"n{at}" not in nodes:
            raise CannotTidy("Graphviz left a step out.", advice=_MEND)
        x, y, _width, height = nodes[f"n{at}"]
        found[box.id] = Point(x * _INCH - box.width / 2, -(y + height / 2) * _INCH + _padding(box))
    return found
