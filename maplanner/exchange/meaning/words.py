"""Words that tell what a shape, a line or a column means, in English, Latvian, Norwegian and Uzbek.

The lists lie in ``resources/words``, one file per language. A phrase that ends in ``*`` stands for every
word that begins so.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from maplanner.core.resources import resource_root

_APOSTROPHES: Final = str.maketrans(dict.fromkeys("‘’ʻʼ`´", "'") | {"‑": "-", "‐": "-"})
_LONGEST: Final = 2_000
"""So much of a text is looked through; what a shape is stands at its beginning."""
_WORD: Final = re.compile(r"(?<![^\W_])[^\W_]")


class Topic(StrEnum):
    """What words can tell."""

    KINDS = "kinds"
    OUTCOMES = "outcomes"
    UNITS = "units"
    COLUMNS = "columns"


@dataclass(frozen=True)
class Hit:
    """A phrase found in a text, and what it means; ``at`` is its place in the plain text."""

    meaning: str
    phrase: str
    at: int
    language: str


@dataclass(frozen=True)
class _Phrase:
    text: str
    is_beginning: bool
    meaning: str
    language: str

    def stands_at(self, text: str, at: int) -> bool:
        if not text.startswith(self.text, at):
            return False
        end = at + len(self.text)
        return self.is_beginning or end == len(text) or not text[end].isalnum()


def plain_words(text: str) -> str:
    """Return a text in small letters, with single blanks and one sort of apostrophe."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold().split())


def hits(text: str, topic: Topic) -> tuple[Hit, ...]:
    """Return every phrase of a topic in a text, those that say most first: the longest, then the first."""
    return _hits(plain_words(text[:_LONGEST]), topic)


def best_hit(text: str, topic: Topic, among: Collection[str] | None = None) -> Hit | None:
    """Return the phrase that says most about a text; only those that mean one of ``among`` count."""
    return next((hit for hit in hits(text, topic) if among is None or hit.meaning in among), None)


def meaning_of(text: str, topic: Topic) -> str | None:
    """Return what a text means that is one phrase of a topic from end to end, such as a column's title."""
    wanted = plain_words(text)
    for phrase in _by_beginning(topic).get(wanted[:1], ()):
        if phrase.stands_at(wanted, 0) and (phrase.is_beginning or phrase.text == wanted):
            return phrase.meaning
    return None


@lru_cache(maxsize=8_192)
def _hits(text: str, topic: Topic) -> tuple[Hit, ...]:
    return tuple(sorted(_found(text, topic), key=lambda hit: (-len(hit.phrase), hit.at)))


def _found(text: str, topic: Topic) -> Iterator[Hit]:
    phrases = _by_beginning(topic)
    for start in _WORD.finditer(text):
        at = start.start()
        for phrase in phrases.get(text[at], ()):
            if phrase.stands_at(text, at):
                yield Hit(phrase.meaning, phrase.text, at, phrase.language)


@cache
def _by_beginning(topic: Topic) -> dict[str, tuple[_Phrase, ...]]:
    """Return the phrases of a topic by their first letter, the longest first."""
    found: dict[str, list[_Phrase]] = {}
    for path in sorted((resource_root() / "words").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        for meaning, phrases in data[topic.value].items():
            for phrase in phrases:
                text = plain_words(phrase.removesuffix("*"))
                made = _Phrase(text, phrase.endswith("*"), meaning, data["language"])
                found.setdefault(text[0], []).append(made)
    return {letter: tuple(sorted(group, key=lambda each: -len(each.text))) for letter, group in found.items()}
