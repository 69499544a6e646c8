"""A page while it is being read: what every format of diagrams has in common, with suspicion."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.drawn import Arrow, Drawn, Page, Shape
from maplanner.exchange.source_files import LeftOut, plain, plain_lines

MAX_SHAPES: Final = 20_000
"""How many shapes a file may draw, and how many arrows; nobody plans campaigns of that size."""

_LONGEST_TEXT: Final = 4000
_LONGEST_DETAIL: Final = 500
_MOST_DETAILS: Final = 60
_FARTHEST: Final = 1e7
_DEEPEST: Final = 60

Details = tuple[tuple[str, str], ...]


class Sketchbook:
    """All pages of one file, and what could not be placed on them."""

    def __init__(self, path: Path, format_name: str) -> None:
        """Begin without pages; the format's name is that of its reader."""
        self.path = path
        self.left_out = LeftOut(path.absolute())
        self._format = format_name
        self._pages: list[Sketch] = []
        self._left = {"shapes": MAX_SHAPES, "arrows": MAX_SHAPES}

    def page(self, title: str) -> Sketch:
        """Return a new page; one without a title is called as the file."""
        sketch = Sketch(self, plain(title)[:200] or plain(self.path.stem)[:200])
        self._pages.append(sketch)
        return sketch

    def count(self, what: str) -> None:
        """Note one more shape or arrow.

        Raises:
            UnreadableSource: There are more than anybody draws.
        """
        self._left[what] -= 1
        if self._left[what] < 0:
            message = f"{plain(self.path)} draws more than {MAX_SHAPES:,} {what}."
            raise UnreadableSource(message, advice="Save its parts as files of their own.")

    def drawn(self, what: str = "shapes") -> Drawn:
        """Return what was read; pages on which nothing is drawn are left out by name.

        Raises:
            UnreadableSource: Nothing is drawn at all.
        """
        pages = []
        for sketch in self._pages:
            page = sketch.finished()
            if page.shapes or page.arrows:
                pages.append(page)
            else:
                self.left_out.add(f"“{page.title}”", "nothing is drawn there")
        if not pages:
            message = f"{plain(self.path)} holds no {what}."
            raise UnreadableSource(message, advice="Check that the right file was chosen.")
        return Drawn(format=self._format, pages=tuple(pages), left_out=self.left_out.lines())


class Sketch:
    """One page. Every shape gets an id of its own; arrows end at shapes that are there."""

    def __init__(self, book: Sketchbook, title: str) -> None:
        """Begin without shapes."""
        self.title = title
        self.left_out = book.left_out
        self._book = book
        self._shapes: dict[str, Shape] = {}
        self._arrows: list[Arrow] = []

    def __contains__(self, shape: object) -> bool:
        """Tell whether a shape of that id was added."""
        return shape in self._shapes

    @property
    def is_empty(self) -> bool:
        """Whether nothing was drawn yet."""
        return not self._shapes and not self._arrows

    def add(self, shape: Shape) -> str:
        """Add a shape and return its id, which is another one when its own was taken or missing."""
        self._book.count("shapes")
        name = self._free(plain(shape.id)[:200] or "shape")
        text, notes = self._text(shape.text, name), self._text(shape.notes, name)
        self._shapes[name] = replace(
            shape,
            id=name,
            text=text,
            notes=notes,
            sort=plain(shape.sort)[:200],
            x=place(shape.x),
            y=place(shape.y),
            width=length(shape.width),
            height=length(shape.height),
            details=details(shape.details),
        )
        return name

    def connect(self, arrow: Arrow) -> None:
        """Add an arrow. What its ends name is looked up when the page is finished."""
        self._book.count("arrows")
        name = plain(arrow.id)[:200] or f"arrow {len(self._arrows) + 1}"
        text = self._text(arrow.text, name)
        outcome = plain(arrow.outcome)[:200]
        self._arrows.append(
            replace(arrow, id=name, text=text, outcome=outcome, details=details(arrow.details))
        )

    def finished(self) -> Page:
        """Return the page: ends and holders that are not on it are noted and left open."""
        self._set_free()
        arrows = tuple(self._ended(arrow) for arrow in self._arrows)
        return Page(title=self.title, shapes=tuple(self._shapes.values()), arrows=_told_apart(arrows))

    def _free(self, name: str) -> str:
        if name not in self._shapes:
            return name
        number = len(self._shapes) + 1
        while f"{name}~{number}" in self._shapes:
            number += 1
        return f"{name}~{number}"

    def _text(self, text: str, name: str) -> str:
        clean = plain_lines(text)
        if len(clean) > _LONGEST_TEXT:
            self.left_out.add(f"“{self.title}”, {name}", f"its text was cut after {_LONGEST_TEXT:,} letters")
            clean = clean[:_LONGEST_TEXT] + "…"
        return clean

    def _set_free(self) -> None:
        """Take shapes out of holders that are not on the page, and out of those that lie within them."""
        rooted: dict[str, int] = {}
        for start in list(self._shapes):
            walked: dict[str, None] = {}
            name = start
            while name not in rooted:
                walked[name] = None
                shape = self._shapes[name]
                if shape.within in walked:
                    why = "lies within itself; set free"
                    self.left_out.add(f"“{self.title}”, {(shape.text or name)[:80]}", why)
                if shape.within in walked or shape.within not in self._shapes:
                    self._shapes[name] = replace(shape, within=None)
                    break
                name = shape.within
            depth = rooted.get(name, 0)
            rooted.update((each, depth + up) for up, each in enumerate(reversed(walked), 1))
            if depth + len(walked) > _DEEPEST:
                message = f"{plain(self._book.path)} has shapes that lie more than {_DEEPEST} deep in others."
                raise UnreadableSource(message, advice="Nobody draws so; check where the file comes from.")

    def _ended(self, arrow: Arrow) -> Arrow:
        source, target = self._end(arrow, arrow.source), self._end(arrow, arrow.target)
        return replace(arrow, source=source, target=target)

    def _end(self, arrow: Arrow, shape: str | None) -> str | None:
        """Return the shape where an arrow ends; nothing where that shape is not on the page."""
        if shape is None or shape in self._shapes:
            return shape
        start = self._shapes.get(arrow.source or "")
        named = arrow.text or (start and f"from {start.text or start.id}") or arrow.id
        why = f"one end is at “{plain(shape)[:80]}”, which is no shape here; left open"
        self.left_out.add(f"“{self.title}”, arrow “{named[:80]}”", why)
        return None


def _told_apart(arrows: tuple[Arrow, ...]) -> tuple[Arrow, ...]:
    """Return arrows of which every one has an id of its own."""
    taken: set[str] = set()
    found = []
    for number, arrow in enumerate(arrows, 1):
        name = arrow.id
        while name in taken:
            name = f"{name}~{number}"
        taken.add(name)
        found.append(arrow if name == arrow.id else replace(arrow, id=name))
    return tuple(found)


def place(value: object) -> float | None:
    """Return a number that a drawing can have as a place, from a number or its digits, or ``None``."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) and abs(found) <= _FARTHEST else None


def length(value: object) -> float | None:
    """Return a number that a drawing can have as a width, or ``None``."""
    found = place(value)
    return None if found is None else abs(found)


def details(pairs: Iterable[tuple[str, str]]) -> Details:
    """Return pairs of which both sides say something, once each and no longer than a line."""
    clean = ((plain(name)[:80], plain(value)[:_LONGEST_DETAIL]) for name, value in pairs)
    return tuple(dict.fromkeys((name, value) for name, value in clean if name and value))[:_MOST_DETAILS]
