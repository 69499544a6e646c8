"""Names that do not fit the convention: why, and how each would be called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from maplanner.document.naming import LONGEST, Convention, Part, named_things
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Segment, Step
from maplanner.document.vocabulary import DateForm, PartKind

_WORD: Final = re.compile(r"[^\W_]+", re.UNICODE)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WRITTEN: Final = (
    re.compile(
        r"(?<!\d)(?P<y>(?:19|20)\d\d)[-./ _]?(?P<m>0[1-9]|1[0-2])"
        r"(?:[-./ _]?(?P<d>0[1-9]|[12]\d|3[01]))?(?!\d)"
    ),
    re.compile(
        r"(?<!\d)(?P<d>0?[1-9]|[12]\d|3[01])[./-](?P<m>0?[1-9]|1[0-2])[./-](?P<y>(?:19|20)\d\d)(?!\d)"
    ),
    re.compile(r"(?<!\d)(?P<m>0[1-9]|1[0-2])[./-](?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(
        rf"(?<![^\W\d_])(?P<n>{'|'.join(_MONTHS)})[a-z]*[ _.-]*(?P<y>(?:19|20)\d\d)(?!\d)", re.IGNORECASE
    ),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[ _-]?Q(?P<q>[1-4])(?!\d)", re.IGNORECASE),
    re.compile(r"Q(?P<q>[1-4])[ _/-]?(?P<y>(?:19|20)\d\d)(?!\d)", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?!\d)"),
)


@dataclass(frozen=True)
class Proposal:
    """What a name would be: its pieces by part, and the parts for which nothing in the old name speaks."""

    name: str
    choices: dict[str, str]
    lacking: tuple[Part, ...]

    @property
    def is_complete(self) -> bool:
        """Whether it fits as it is."""
        return not self.lacking


@dataclass(frozen=True)
class CheckedName:
    """A record's name: what it stands for where it fits, else why not and what it could be."""

    record: Segment | Campaign | Step
    name: str
    explained: str
    reason: str = ""
    proposal: Proposal | None = None
    clash: bool = False
    """Whether another record has the proposed name, or would get it too."""

    @property
    def fits(self) -> bool:
        """Whether the name is by the convention."""
        return self.proposal is None

    @property
    def can_be_renamed(self) -> bool:
        """Whether the proposal can be taken as it is."""
        return self.proposal is not None and self.proposal.is_complete and not self.clash


def check_names(reader: RecordReader, convention: Convention) -> list[CheckedName]:
    """Return every name that the convention is about, with a proposal for each that does not fit."""
    checked = [check_name(convention, record, reader) for record in named_things(reader, convention.record)]
    count: dict[tuple[type, str], int] = {}
    for each in checked:
        name = each.name if each.proposal is None else each.proposal.name
        count[type(each.record), name] = count.get((type(each.record), name), 0) + 1
    return [
        each
        if each.proposal is None or count[type(each.record), each.proposal.name] == 1
        else CheckedName(each.record, each.name, "", each.reason, each.proposal, clash=True)
        for each in checked
    ]


def check_name(
    convention: Convention, record: Segment | Campaign | Step, reader: RecordReader | None = None
) -> CheckedName:
    """Return whether a record's name fits, and what it could be."""
    meanings = convention.explain(record.title)
    if meanings is not None:
        told = ", ".join(f"{meaning.part.title}: {meaning.means}" for meaning in meanings)
        return CheckedName(record, record.title, told)
    began = _began(record, reader)
    proposal = propose(convention, record.title, began)
    return CheckedName(record, record.title, "", _reason(convention, record.title, proposal), proposal)


def _began(record: Segment | Campaign | Step, reader: RecordReader | None) -> date | None:
    """Return when a campaign, or a step's campaign, starts."""
    if isinstance(record, Step) and reader is not None:
        campaign = reader.find_or_none(Campaign, record.campaign)
        return campaign.start if campaign is not None else None
    return record.start if isinstance(record, Campaign) else None


def _reason(convention: Convention, name: str, proposal: Proposal) -> str:
    if not convention.parts:
        return "The convention has no parts yet."
    if not name.strip():
        return "It has no name."
    if len(name) > LONGEST:
        return "The name is too long."
    if proposal.lacking:
        return f"Without {', '.join(part.title for part in proposal.lacking)}."
    if proposal.name.casefold() == name.casefold():
        return "Capitals differ."
    return f"It should look like {convention.example}."


def propose(convention: Convention, name: str, began: date | None = None) -> Proposal:
    """Return the name that a text would have by the convention, from what the text says.

    ``began`` stands in for a date that the text does not hold.
    """
    rest = _Rest(name)
    choices: dict[str, str] = {}
    for part in convention.parts:
        if part.is_date:
            choices[part.record.id] = _date_text(part.record.date_form, rest.take_date(), began)
    for part in convention.parts:
        if part.words:
            choices[part.record.id] = rest.take_word(part)
    open_parts = [part for part in convention.parts if not part.words and not part.is_date]
    _share_out(rest.left(), open_parts, convention.record.separator, choices)
    return Proposal(convention.build(choices), choices, convention.lacking(choices))


def _share_out(words: list[str], parts: list[Part], separator: str, choices: dict[str, str]) -> None:
    """Give what is left of a name to the parts that take any text: one word each, the rest to the last one.

    Where a part is free text, that one takes the rest.
    """
    wanted = [part for part in parts if not part.record.optional] or parts[:1]
    greedy = next((p for p in wanted if p.record.kind is PartKind.FREE), wanted[-1] if wanted else None)
    joiner = "-" if separator != "-" else ""
    left = list(words)
    for place, part in enumerate(wanted):
        if part is greedy:
            behind = len(wanted) - place - 1
            cut = max(len(left) - behind, min(1, len(left)))
            choices[part.record.id], left = joiner.join(left[:cut]), left[cut:]
        elif left:
            choices[part.record.id] = left.pop(0)


@dataclass
class _Rest:
    """What of a name nobody has claimed yet."""

    text: str
    _date: tuple[int, int | None, int | None, int | None] | None = None
    _looked: bool = field(default=False)

    def take_date(self) -> tuple[int, int | None, int | None, int | None] | None:
        """Return year, month, day and quarter of the date in the name, and claim it; once for all dates."""
        if not self._looked:
            self._looked = True
            found = next((match for pattern in _WRITTEN if (match := pattern.search(self.text))), None)
            if found is not None:
                self._date = _date_of(found)
                self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"
        return self._date

    def take_word(self, part: Part) -> str:
        """Return the abbreviation whose short form or meaning is in the name, and claim it; longest first."""
        phrases = [
            (text, word.short) for word in part.words for text in (word.means, word.short) if text.strip()
        ]
        for phrase, short in sorted(phrases, key=lambda pair: -len(pair[0])):
            parts = _WORD.findall(phrase)
            if not parts:
                continue
            pattern = r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, parts)) + r"s?(?![^\W_])"
            found = re.search(pattern, self.text, re.IGNORECASE)
            if found is not None:
                self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"
                return short
        return ""

    def left(self) -> list[str]:
        """Return the words that are left."""
        return _WORD.findall(self.text)


def _date_of(found: re.Match[str]) -> tuple[int, int | None, int | None, int | None]:
    said = found.groupdict()
    month = int(said["m"]) if said.get("m") else None
    if said.get("n"):
        month = _MONTHS.index(said["n"].casefold()) + 1
    day = int(said["d"]) if said.get("d") else None
    return int(said["y"]), month, day, int(said["q"]) if said.get("q") else None


def _date_text(
    form: DateForm, said: tuple[int, int | None, int | None, int | None] | None, began: date | None
) -> str:
    """Return a date as the convention writes it; empty where what is known is too coarse."""
    if said is None:
        said = (began.year, began.month, began.day, None) if began is not None else None
    if said is None:
        return ""
    year, month, day, quarter = said
    if month is not None and quarter is None:
        quarter = (month - 1) // 3 + 1
    if form is DateForm.YEAR:
        return f"{year}"
    if form is DateForm.QUARTER:
        return f"{year}Q{quarter}" if quarter is not None else ""
    if month is None:
        return ""
    if form in (DateForm.MONTH, DateForm.MONTH_CLOSED):
        return f"{year}-{month:02}" if form is DateForm.MONTH else f"{year}{month:02}"
    if day is None:
        return ""
    dashed = f"{year}-{month:02}-{day:02}"
    closed = dashed.replace("-", "")
    return {DateForm.DAY: dashed, DateForm.DAY_CLOSED: closed}.get(form, closed[2:])


def renames(checked: Iterable[CheckedName]) -> dict[str, str]:
    """Return the new name of each record whose proposal can be taken as it is."""
    return {
        each.record.id: each.proposal.name
        for each in checked
        if each.proposal is not None and each.can_be_renamed
    }
