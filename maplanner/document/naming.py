"""Names by the team's convention: built from choices, explained, and told from others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Abbreviation,
    Campaign,
    NamePart,
    NamingConvention,
    Record,
    Segment,
    Step,
)
from maplanner.document.vocabulary import DateForm, PartKind

LONGEST: Final = 300
"""Longer names fit no convention."""
_DATES: Final = {
    DateForm.MONTH: r"\d{4}-(?:0[1-9]|1[0-2])",
    DateForm.MONTH_CLOSED: r"\d{4}(?:0[1-9]|1[0-2])",
    DateForm.DAY: r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])",
    DateForm.DAY_CLOSED: r"\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])",
    DateForm.SHORT_DAY: r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])",
    DateForm.YEAR: r"\d{4}",
    DateForm.QUARTER: r"\d{4}Q[1-4]",
}
_OF_STEPS: Final = {"email": "emails", "form": "forms"}


@dataclass(frozen=True)
class Part:
    """A part of names with the abbreviations that it may be; any text where it has none."""

    record: NamePart
    words: tuple[Abbreviation, ...]

    @property
    def title(self) -> str:
        """What the part is called."""
        return self.record.title or self.record.kind.value

    @property
    def is_date(self) -> bool:
        """Whether it holds a date."""
        return self.record.kind is PartKind.DATE

    def word(self, short: str) -> Abbreviation | None:
        """Return the abbreviation that is written so, in capitals or not."""
        folded = short.casefold()
        return next((word for word in self.words if word.short.casefold() == folded), None)

    def means(self, text: str) -> str:
        """Return what a text in this part stands for."""
        word = self.word(text)
        return word.means or word.short if word is not None else text


@dataclass(frozen=True)
class Meaning:
    """A piece of a name: the part it fills, and what it stands for."""

    part: Part
    text: str
    means: str


@dataclass(frozen=True)
class Convention:
    """A naming convention with its parts, in order."""

    record: NamingConvention
    parts: tuple[Part, ...]

    @property
    def pattern(self) -> str:
        """How names look, in words: ``date_purpose_region``."""
        shown = (f"[{part.title}]" if part.record.optional else part.title for part in self.parts)
        return self.record.separator.join(shown)

    @property
    def example(self) -> str:
        """A name that fits; free text stands as what it is for."""
        choices = {part.record.id: _sample(part) for part in self.parts}
        return self.build(choices)

    def build(self, choices: Mapping[str, str]) -> str:
        """Return the name made of texts by the parts' identifiers; parts without one are left out."""
        return self.record.separator.join(
            choices[part.record.id] for part in self.parts if choices.get(part.record.id)
        )

    def lacking(self, choices: Mapping[str, str]) -> tuple[Part, ...]:
        """Return the parts that must be there and are not."""
        return tuple(p for p in self.parts if not p.record.optional and not choices.get(p.record.id))

    def explain(self, name: str) -> tuple[Meaning, ...] | None:
        """Return what each piece of a name stands for; ``None`` if the name does not fit.

        Abbreviations count only as they are written in the convention: capitals matter.
        """
        found = self._expression.fullmatch(name) if len(name) <= LONGEST else None
        if found is None or not self.parts or not name:
            return None
        pieces = zip(self.parts, found.groups(), strict=True)
        return tuple(Meaning(part, text, part.means(text)) for part, text in pieces if text is not None)

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        """The pattern of names. Where a part may be left out, so may the separator at its side."""
        separator = re.escape(self.record.separator)
        pattern = ""
        for place, part in enumerate(self.parts):
            piece = f"({self._piece(part)})"
            before_is_optional = all(earlier.record.optional for earlier in self.parts[:place])
            if place and not before_is_optional:
                piece = f"{separator}{piece}"
            elif place:
                piece = f"(?:(?<!^){separator})?{piece}" if self.record.separator else piece
            pattern += f"(?:{piece})?" if part.record.optional else piece
        return re.compile(pattern)

    def _piece(self, part: Part) -> str:
        if part.is_date:
            return _DATES[part.record.date_form]
        if part.words:
            shorts = sorted((word.short for word in part.words if word.short), key=len, reverse=True)
            return "|".join(map(re.escape, shorts)) or "(?!)"
        taken = re.escape(self.record.separator[:1])
        return f"[^{taken}]+" if taken else ".+?"


def _sample(part: Part) -> str:
    if part.is_date:
        return part.record.date_form.value
    return part.words[0].short if part.words else part.title


def conventions(reader: RecordReader) -> list[Convention]:
    """Return the plan's conventions in order."""
    found = sorted(reader.all(NamingConvention), key=lambda record: record.order)
    return [convention_of(reader, record) for record in found]


def convention_of(reader: RecordReader, record: NamingConvention) -> Convention:
    """Return a convention with its parts and abbreviations."""
    parts = sorted(reader.referring(NamePart, "convention", record.id), key=lambda part: part.order)
    return Convention(
        record,
        tuple(
            Part(
                part,
                tuple(sorted(reader.referring(Abbreviation, "part", part.id), key=lambda word: word.order)),
            )
            for part in parts
        ),
    )


def is_named_by(convention: NamingConvention, record: Record) -> bool:
    """Tell whether a convention is about a record's name."""
    if isinstance(record, Segment):
        return convention.segments
    if isinstance(record, Campaign):
        return convention.campaigns
    if isinstance(record, Step):
        return bool(getattr(convention, _OF_STEPS.get(record.kind, ""), False))
    return False


def named_things(reader: RecordReader, convention: NamingConvention) -> Iterator[Segment | Campaign | Step]:
    """Return what a convention names: segments, and on request campaigns, e-mails and forms."""
    things: list[Segment | Campaign | Step] = [*reader.all(Segment), *reader.all(Campaign), *reader.all(Step)]
    return (thing for thing in things if is_named_by(convention, thing))
