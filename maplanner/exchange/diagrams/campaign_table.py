"""Lists of campaigns as CSV: a line for each step, with its campaign, its kind and what comes next."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.drawn import Arrow, DiagramReader, Drawn, Page, Shape
from maplanner.exchange.meaning.step_making import days_in
from maplanner.exchange.meaning.words import Topic, best_hit, meaning_of, plain_words
from maplanner.exchange.peeking import Peek
from maplanner.exchange.sheets import open_sheet
from maplanner.exchange.source_files import plain, plain_lines
from maplanner.steps import KINDS

_SUFFIXES: Final = frozenset({".csv", ".tsv"})
_NEEDED: Final = (frozenset({"step", "next"}), frozenset({"campaign", "step", "kind"}))
_NO_PEOPLE: Final = frozenset({"e-mail", "email", "e-mail address", "email address", "phone", "api name"})
_APART: Final = re.compile(r"\s*[;|\n]\s*")
_SAID: Final = re.compile(r"(?P<outcome>[^:→]{1,80})\s*(?::|→|->)\s*(?P<step>.+)", re.DOTALL)
_BEHIND: Final = re.compile(r"(?P<step>.+?)\s*\((?P<outcome>[^()]{1,80})\)", re.DOTALL)
_ENCODINGS: Final = ("utf-8-sig", "utf-16", "cp1257", "cp1252", "cp1251")
"""In which the titles of columns are tried; the rest of a list is read in the one that fits it best."""
_MOST_ROWS: Final = 20_000

Cells = Mapping[str, str]


def _recognises(peek: Peek) -> bool:
    if peek.suffix not in _SUFFIXES:
        return False
    return any(_names_steps(peek.beginning, encoding) for encoding in _ENCODINGS)


def _names_steps(beginning: bytes, encoding: str) -> bool:
    """Tell whether the first line, in an encoding, has the columns of a list of campaigns."""
    lines = beginning.decode(encoding, "replace").splitlines()
    first = next((line for line in lines if line.strip()), "")[:4000].replace("\0", "")
    return any(_fits(next(csv.reader([first], delimiter=sign), [])) for sign in ",;\t|")


def _fits(titles: list[str]) -> bool:
    if any(plain_words(title) in _NO_PEOPLE for title in titles):
        return False
    found = set(_columns(titles))
    return any(needed <= found for needed in _NEEDED)


def _columns(titles: list[str] | tuple[str, ...]) -> dict[str, int]:
    """Return the place of each column that is known by its title; of two alike the first."""
    found: dict[str, int] = {}
    for place, title in enumerate(titles):
        meaning = meaning_of(title, Topic.COLUMNS) if title.strip() else None
        if meaning is not None:
            found.setdefault(meaning, place)
    return found


def _read(path: Path) -> Drawn:
    sheet = open_sheet(path)
    columns = _columns(sheet.columns)
    if "step" not in columns:
        known = ", ".join(f"“{plain(title)}”" for title in sheet.columns[:12])
        message = f"{plain(path)} has no column with steps; its columns: {known}."
        raise UnreadableSource(message, advice="Name the columns “campaign”, “step”, “kind” and “next”.")
    others = {title: place for place, title in enumerate(sheet.columns) if place not in columns.values()}
    pages: dict[str, _Campaign] = {}
    left_out: list[str] = []
    for number, row in enumerate(sheet.rows()):
        if number >= _MOST_ROWS:
            raise UnreadableSource(f"{plain(path)} has more than {_MOST_ROWS:,} lines.", advice="Split it.")
        cells = {name: row.values[place].strip() for name, place in columns.items()}
        if not any(value.strip() for value in row.values):
            continue
        more = [(plain(title), row.values[place].strip()) for title, place in others.items()]
        page = pages.setdefault(cells.get("campaign", ""), _Campaign())
        page.add(row.number, cells, tuple(pair for pair in more if pair[1]), left_out)
    found = tuple(campaign.page(plain(title), left_out) for title, campaign in pages.items())
    return Drawn("campaign-table", found, tuple(left_out))


@dataclass
class _Campaign:
    """The lines of one campaign."""

    shapes: dict[str, Shape] = field(default_factory=dict)
    frames: dict[str, Shape] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    ways: list[tuple[int, str, str, str, str]] = field(default_factory=list)

    def add(self, number: int, cells: Cells, more: tuple[tuple[str, str], ...], left_out: list[str]) -> None:
        """Take in one line; a step that is told of twice has several ways on."""
        title = plain_lines(cells.get("step", ""))
        key = cells.get("id") or title
        if not key:
            left_out.append(f"Line {number}: it names no step.")
            return
        if key not in self.shapes:
            self.shapes[key] = self._shape(key, title, cells, more)
            for name in (key, title):
                self.names.setdefault(plain_words(name), key)
        for text in filter(None, _APART.split(cells.get("next", ""))):
            self.ways.append((number, key, text, cells.get("outcome", ""), cells.get("wait", "")))

    def _shape(self, key: str, title: str, cells: Cells, more: tuple[tuple[str, str], ...]) -> Shape:
        kind = _kind(cells.get("kind", ""))
        notes = [plain_lines(cells.get("notes", ""))]
        if cells.get("owner"):
            more = (*more, ("Owner", plain(cells["owner"])))
        shape = Shape(
            key, title, kind, _number(cells.get("x")), _number(cells.get("y")), notes="\n".join(notes)
        )
        days = _days(cells.get("wait", ""))
        if days is not None and kind == "wait":
            more = (*more, ("days", str(days)))
        return replace(shape, details=more, within=self._frame(plain(cells.get("frame", ""))))

    def _frame(self, title: str) -> str | None:
        if not title:
            return None
        key = f"frame {plain_words(title)}"
        self.frames.setdefault(key, Shape(key, title, "frame"))
        return key

    def page(self, title: str, left_out: list[str]) -> Page:
        """Return the page; what comes next is found by its number or its name."""
        return Page(title, (*self.frames.values(), *self.shapes.values()), tuple(self._arrows(left_out)))

    def _arrows(self, left_out: list[str]) -> Iterator[Arrow]:
        for place, (number, source, text, said, wait) in enumerate(self.ways):
            target, outcome = self._next(text, said)
            found = self.names.get(plain_words(target))
            if found is None:
                left_out.append(f"Line {number}: there is no step “{plain(target)[:80]}” in this campaign.")
                continue
            days = None if self.shapes[source].sort == "wait" else _days(wait)
            details = () if days is None else (("days", str(days)),)
            yield Arrow(f"way {place + 1}", source, found, plain(outcome), details=details)

    def _next(self, text: str, said: str) -> tuple[str, str]:
        """Return what comes next and the outcome: “Call”, “yes: Call” or “Call (opened)”."""
        found = _SAID.fullmatch(text) or _BEHIND.fullmatch(text)
        if found is None or plain_words(text) in self.names:
            return text, said
        return found["step"], found["outcome"].strip()


def _kind(text: str) -> str:
    """Return the name of the kind that a text means, or the text."""
    wanted = plain_words(text)
    for kind in KINDS.values():
        if wanted in {kind.name, plain_words(kind.title)}:
            return kind.name
    hit = best_hit(text, Topic.KINDS) if text else None
    return hit.meaning if hit is not None else plain(text)


def _days(text: str) -> float | None:
    """Return a time in days: “3” or “3 days” or “48 hours”."""
    number = _number(text)
    return number if number is not None and number >= 0 else days_in(text)


def _number(text: str | None) -> float | None:
    try:
        number = float((text or "").replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < 1e7 else None


DIAGRAM = DiagramReader(
    "campaign-table", "List of campaigns (CSV)", "CSV with the columns “step” and “next”", _recognises, _read
)
