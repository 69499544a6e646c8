"""Which field a form field is probably meant for, with the reason.

Names are compared by what they mean first (lists of words in several languages, in
``resources/catalogues/words``), then letter by letter; a field that would refuse the data is never proposed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from maplanner.core.errors import MissingPart
from maplanner.core.resources import resource_root
from maplanner.crm.fit import Effect, Source, misfits, name_of
from maplanner.document.records import CrmField, FormField
from maplanner.document.vocabulary import FieldType

_ENOUGH: Final = 80.0
"""Below this likeness (of 100) nothing is proposed: a wrong proposal costs more than none."""
_PENALTY: Final[dict[Effect, float]] = {Effect.REFUSED: 1000.0, Effect.DAMAGED: 8.0, Effect.SOMETIMES: 0.0}
_SAME_TYPE: Final = 3.0
_CUSTOM: Final = 1.0
"""Of two that are alike, the standard field goes before the custom one."""

_SMALL_WORDS: Final = frozenset(
    {
        "a",
        "an",
        "the",
        "your",
        "my",
        "our",
        "please",
        "enter",
        "of",
        "for",
        "is",
        "in",
        "what",
        "which",
        "we",
        "you",
    }
)
_TYPES: Final[dict[str, FieldType]] = {
    "email": FieldType.EMAIL,
    "phone": FieldType.PHONE,
    "mobile phone": FieldType.PHONE,
    "website": FieldType.URL,
    "description": FieldType.LONG_TEXT,
    "employees": FieldType.INTEGER,
    "annual revenue": FieldType.MONEY,
    "birthdate": FieldType.DATE,
    "e-mail opt-out": FieldType.CHECKBOX,
    "do not call": FieldType.CHECKBOX,
}
"""What is usually asked for under a name, by what the name means; anything else is text."""
_BY_TYPE: Final[dict[FieldType, str]] = {FieldType.EMAIL: "email"}
"""What a field's type alone says about its meaning."""


@dataclass(frozen=True)
class Suggestion:
    """A field that the data may be meant for; ``likeness`` is at most about 100."""

    field: CrmField
    likeness: float
    reason: str


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    format: Literal["maplanner synonyms"]
    version: Literal[1]
    concepts: dict[str, tuple[str, ...]]


def suggest_target(
    source: Source, fields: Iterable[CrmField], taken: Collection[str] = ()
) -> Suggestion | None:
    """Return the field that ``source`` most probably belongs in, or ``None`` where none is alike enough.

    ``taken`` are identifiers of fields that something else fills already.
    """
    found = suggestions(source, fields, taken)
    return found[0] if found else None


def suggestions(source: Source, fields: Iterable[CrmField], taken: Collection[str] = ()) -> list[Suggestion]:
    """Return all fields alike enough, best first; equals in the order given."""
    free = (target for target in fields if target.id not in taken)
    found = [item for item in (_rated(source, target) for target in free) if item is not None]
    return sorted(found, key=lambda item: -item.likeness)


@dataclass(frozen=True)
class Proposal:
    """A mapping that is probably meant; ``misfit`` says what would be lost, empty where all fits."""

    source: Source
    target: CrmField
    likeness: float
    reason: str
    misfit: str = ""


def proposals(
    sources: Sequence[Source],
    targets: Sequence[CrmField],
    taken: Collection[str] = (),
    on_progress: Callable[[float], None] = lambda _share: None,
) -> list[Proposal]:
    """Return at most one target for each source and one source for each target, the surest pairs first.

    ``taken`` are identifiers of targets that something fills already. ``on_progress`` hears how much is done,
    from 0 to 1; what it raises ends the search.
    """
    found: list[Proposal] = []
    for place, source in enumerate(sources):
        on_progress(place / len(sources))
        for item in suggestions(source, targets, taken):
            lost = next((p.message for p in misfits(source, item.field) if p.effect is Effect.DAMAGED), "")
            found.append(Proposal(source, item.field, item.likeness, item.reason, lost))
    found.sort(key=lambda each: -each.likeness)
    chosen: list[Proposal] = []
    used: set[str] = set()
    for each in found:
        if each.source.id not in used and each.target.id not in used:
            chosen.append(each)
            used |= {each.source.id, each.target.id}
    return chosen


_NOT_ASKED: Final = frozenset(
    {
        "full name",
        "lead source",
        "rating",
        "status",
        "budget",
        "close date",
        "lead score",
        "campaign",
        "description",
    }
)
"""Names of what tools and sales also write themselves; all others are of things that people tell."""


def is_usually_asked(field: CrmField) -> bool:
    """Tell whether a field holds what people are asked for, such as a phone number, by its name or type."""
    if field.personal or field.type in {FieldType.EMAIL, FieldType.PHONE, FieldType.ADDRESS}:
        return True
    return bool(_names(field).concepts - _NOT_ASKED)


def usual_type(title: str) -> FieldType:
    """Return the type that a form field of this label usually has; text where its name says nothing."""
    meant = _read_names(title, "").concepts
    return next((_TYPES[concept] for concept in sorted(meant) if concept in _TYPES), FieldType.TEXT)


def _rated(source: Source, target: CrmField) -> Suggestion | None:
    likeness, reason = _likeness(source, target)
    if likeness < _ENOUGH:
        return None
    worst = max((_PENALTY[problem.effect] for problem in misfits(source, target)), default=0.0)
    likeness += (
        (_SAME_TYPE if source.type is target.type else 0.0) - (_CUSTOM if target.custom else 0.0) - worst
    )
    return Suggestion(target, likeness, reason) if likeness >= _ENOUGH - _PENALTY[Effect.DAMAGED] else None


def _likeness(source: Source, target: CrmField) -> tuple[float, str]:
    """Return how alike the names are, from 0 to 100, and why."""
    ours, theirs = _names(source), _names(target)
    if ours.squashed & theirs.squashed:
        return 100.0, f"Both are called “{name_of(target)}”."
    meant = ours.concepts or (frozenset({_BY_TYPE[source.type]}) if source.type in _BY_TYPE else frozenset())
    if meant & theirs.concepts:
        return 97.0, f"“{name_of(source)}” is another word for “{name_of(target)}”."
    if meant and theirs.concepts:
        return 0.0, ""
    from rapidfuzz import fuzz  # only here: the window starts without it

    # Names that differ in a number mean different things ("Address line 1", "Address line 2").
    pairs = ((a, b) for a, digits in ours.spaced for b, others in theirs.spaced if digits == others)
    best = max((fuzz.ratio(a, b, score_cutoff=_ENOUGH) for a, b in pairs), default=0.0)
    if best < _ENOUGH:
        return 0.0, ""
    return min(best, 96.0), f"“{name_of(source)}” and “{name_of(target)}” are alike."


@dataclass(frozen=True)
class _Names:
    """What a field is called, made ready to be compared thousands of times.

    ``squashed`` without spaces; ``concepts`` as far as words for them are known; ``spaced`` with the words
    in the order of the alphabet, each name with the numbers in it.
    """

    squashed: frozenset[str]
    concepts: frozenset[str]
    spaced: tuple[tuple[str, tuple[str, ...]], ...]


def _names(item: Source) -> _Names:
    if isinstance(item, FormField):
        return _read_names(item.title, item.key)
    return _read_names(item.label, item.api_name, of_system=True)


@lru_cache(maxsize=50_000)
def _read_names(title: str, name: str, *, of_system: bool = False) -> _Names:
    both = (title, _bare(name) if of_system else name)
    known = [each for each in both if _squashed(each)]
    spaced = tuple((" ".join(sorted(_spaced(each).split())), tuple(_digits(each))) for each in known)
    return _Names(frozenset(map(_squashed, known)), frozenset(_concepts_of(known)), spaced)


def _bare(api_name: str) -> str:
    """Return an API name without package prefix and ending: ``ns__Budget__c`` becomes ``Budget``."""
    parts = re.sub(r"__[a-z]{1,3}$", "", api_name).split("__")
    return parts[-1]


def _concepts_of(names: Iterable[str]) -> set[str]:
    words = _concepts()
    return {words[key] for key in (_squashed(name) for name in names) if key in words}


@cache
def _concepts() -> dict[str, str]:
    """Return what each word means, by the word without spaces and accents."""
    path = resource_root() / "catalogues" / "words" / "synonyms.json"
    try:
        words = _Words.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise MissingPart(
            f"The list of words {path} is damaged.", advice="Install maplanner again."
        ) from error
    return {_squashed(word): concept for concept, known in words.concepts.items() for word in known}


def _squashed(name: str) -> str:
    return _spaced(name).replace(" ", "")


@lru_cache(maxsize=20_000)
def _spaced(name: str) -> str:
    """Return a name in small plain letters and without small words: ``LastName`` becomes ``last name``."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    plain = "".join(_plain_letter(char) for char in unicodedata.normalize("NFKD", apart.casefold()))
    words = plain.split()
    return " ".join([word for word in words if word not in _SMALL_WORDS] or words)


def _plain_letter(char: str) -> str:
    if unicodedata.combining(char) or char in "'’-.":
        return ""
    return {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"}.get(char, char if char.isalnum() else " ")


def _digits(name: str) -> list[str]:
    return re.findall(r"\d+", name)


def suggest_values(values: Sequence[str], allowed: Sequence[str]) -> dict[str, str]:
    """Return for each value the value of a list that it probably becomes; others are left out."""
    from rapidfuzz import fuzz  # only here: the window starts without it

    exact = {_squashed(each): each for each in reversed(allowed)}
    found: dict[str, str] = {}
    for value in values:
        ours = _squashed(value)
        rated = ((fuzz.ratio(_spaced(value), _spaced(each)), each) for each in allowed)
        likeness, best = max(rated, key=lambda pair: pair[0], default=(0.0, ""))
        if ours in exact:
            found[value] = exact[ours]
        elif likeness >= _ENOUGH and _digits(value) == _digits(best):
            found[value] = best
    return found
