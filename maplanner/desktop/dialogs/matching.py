"""Finding what a person means by a few letters: near spelling, beginnings of words, initials."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

_NEAR = 85.0
"""From this likeness on, something that is only spelt alike stands below what is certainly meant."""


@dataclass(frozen=True)
class Searchable:
    """Texts in which a search looks, made ready once."""

    titles: tuple[str, ...]
    hints: tuple[str, ...]

    @cached_property
    def plain(self) -> list[str]:
        """The titles without case and accents."""
        return [folded(title) for title in self.titles]

    @cached_property
    def initials(self) -> list[str]:
        """The first letters of the words of each title."""
        return ["".join(word[0] for word in _words(title)) for title in self.plain]

    @cached_property
    def plain_hints(self) -> list[str]:
        """The hints without case and accents."""
        return [folded(hint) for hint in self.hints]

    def best(self, text: str, limit: int = 60) -> list[int]:
        """Return the places of the best matches, best first; all in their order for no text."""
        wanted = folded(text).strip()
        if not wanted:
            return list(range(min(limit, len(self.titles))))
        found: dict[int, float] = {}
        for scorer, texts, worth in (
            (fuzz.WRatio, self.plain, 1.0),
            (fuzz.partial_ratio, self.plain, 0.9),
            (fuzz.WRatio, self.plain_hints, 0.5),
        ):
            # Short texts are near to everything: for them only what truly contains them counts.
            cutoff = 90 if len(wanted) < 4 else 75
            matches = process.extract(
                wanted, texts, scorer=scorer, processor=None, limit=limit * 4, score_cutoff=cutoff
            )
            for _text, score, place in matches:
                found[place] = max(found.get(place, 0.0), score * worth)
        sure = self._sure(wanted)
        if sure:
            found = {place: score for place, score in found.items() if score >= _NEAR or place in sure}
        for place in sure:
            found.setdefault(place, 60.0)
        ranked = sorted(found, key=lambda place: (-found[place] - self._bonus(place, wanted), place))
        return ranked[:limit]

    def _sure(self, wanted: str) -> set[int]:
        """Return matches that no measure of likeness may drop: initials, and words that begin so."""
        pairs = enumerate(zip(self.plain, self.initials, strict=True))
        parts = wanted.split()
        return {
            place
            for place, (title, initials) in pairs
            if initials.startswith(wanted) or (parts[0] in title and _all_begin(title, parts))
        }

    def _bonus(self, place: int, wanted: str) -> float:
        title = self.plain[place]
        bonus = 0.0
        if title == wanted:
            bonus += 60
        elif title.startswith(wanted):
            bonus += 40
        elif _all_begin(title, wanted.split()):
            bonus += 30
        elif wanted in title:
            bonus += 15
        if len(wanted) > 1 and self.initials[place].startswith(wanted):
            bonus += 35
        return bonus


def searchable(titles: Sequence[str], hints: Sequence[str]) -> Searchable:
    """Return texts made ready for searching."""
    return Searchable(tuple(titles), tuple(hints))


def folded(text: str) -> str:
    """Return text without case and accents, so that “Uber” finds “Über”."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _words(text: str) -> list[str]:
    cleaned = "".join(letter if letter.isalnum() else " " for letter in text)
    return cleaned.split()


def _all_begin(title: str, parts: list[str]) -> bool:
    """Return whether every part begins some word of the title."""
    words = _words(title)
    return bool(parts) and all(any(word.startswith(part) for word in words) for part in parts)
