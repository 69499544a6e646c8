"""Looking for words in a text, as people do: without minding case and accents, and by whole words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain


@dataclass(frozen=True)
class Span:
    """A stretch of a text, from ``start`` up to but not including ``end``, in characters."""

    start: int
    end: int


@dataclass(frozen=True)
class Wording:
    """What is looked for.

    ``case`` tells “Lead” from “lead”, ``accents`` “Bērziņa” from “Berzina”; ``words`` finds no part of a
    longer word. Letters that stand for several (“ß” for “ss”) are found as a whole or not at all, and so
    are letters with their accents, whichever way a text writes them.
    """

    text: str
    case: bool = False
    accents: bool = False
    words: bool = False

    @cached_property
    def _wanted(self) -> str:
        return self._folded(self.text)[0]

    def spans(self, text: str) -> list[Span]:
        """Return where the wording stands in a text, from left to right; no two overlap."""
        wanted = self._wanted
        if not wanted or not text:
            return []
        folded, origin = self._folded(text)
        found: list[Span] = []
        at = folded.find(wanted)
        while at >= 0:
            span = self._span(text, origin, at, at + len(wanted))
            if span is not None:
                found.append(span)
            at = folded.find(wanted, at + (len(wanted) if span is not None else 1))
        return found

    def replaced(self, text: str, by: str) -> str:
        """Return a text with every place replaced."""
        return spliced(text, self.spans(text), by)

    def _span(self, text: str, origin: list[int] | None, start: int, end: int) -> Span | None:
        """Return the place in the text itself, unless it begins or ends inside a letter or a word."""
        if origin is not None:
            if (start and origin[start - 1] == origin[start]) or origin[end - 1] == origin[end]:
                return None
            start, end = origin[start], origin[end]
        if self.words and (_inside_word(text, start) or _inside_word(text, end)):
            return None
        return Span(start, end)

    def _folded(self, text: str) -> tuple[str, list[int] | None]:
        """Return a text ready to compare, and where each of its letters stood; ``None`` if none has moved."""
        if text.isascii():
            return (text if self.case else text.lower()), None
        letters: list[str] = []
        origin: list[int] = []
        for start, letter in _letters(text):
            plain = _plain(letter, self.case, self.accents)
            letters.append(plain)
            origin.extend([start] * len(plain))
        origin.append(len(text))
        return "".join(letters), origin


def spliced(text: str, spans: list[Span], by: str) -> str:
    """Return a text with other words in place of stretches that do not overlap, given from left to right."""
    starts = chain((0,), (span.end for span in spans))
    ends = chain((span.start for span in spans), (len(text),))
    return by.join(text[start:end] for start, end in zip(starts, ends, strict=True))


@lru_cache(maxsize=4096)
def _plain(letter: str, case: bool, accents: bool) -> str:
    """Return a letter as it is compared: without case and accents unless they count."""
    if not case:
        letter = letter.casefold()
    if accents:
        return unicodedata.normalize("NFC", letter)
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _letters(text: str) -> Iterator[tuple[int, str]]:
    """Yield each letter together with the accents that follow it, and where it begins."""
    start = 0
    for at in range(1, len(text)):
        if not unicodedata.combining(text[at]):
            yield start, text[start:at]
            start = at
    yield start, text[start:]


def _inside_word(text: str, at: int) -> bool:
    """Tell whether a place lies between two letters of one word."""
    return 0 < at < len(text) and _is_of_word(text[at - 1]) and _is_of_word(text[at])


def _is_of_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_" or bool(unicodedata.combining(letter))
