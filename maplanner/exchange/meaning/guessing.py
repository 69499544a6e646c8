"""What each shape of a page becomes in a plan, how sure that is, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from maplanner.exchange.diagrams.drawn import Page, Shape
from maplanner.exchange.meaning.sorts import (
    FRAME,
    NOTE,
    NOTHING,
    PART,
    Meaning,
    Sureness,
    meaning_of_sort,
)
from maplanner.exchange.meaning.words import Topic, best_hit, hits, plain_words
from maplanner.steps import KINDS

_NO_STEPS: Final = frozenset({NOTE, FRAME, NOTHING, PART})
_LATER: Final = {
    "trigger": "wait",
    "contact_list": "segment_change",
    "search_term": "page_visit",
    "paid_ad": "page_visit",
}
"""What stands for a kind that lets leads in where the shape stands in the middle of a way."""
DEEPEST: Final = 60
"""So many shapes are held by each other at most; what lies deeper counts as lying on the outer ones."""
_TWO_WAYS: Final = 2
_TELLING: Final = 4
"""So many letters a word has that hardly means anything else."""


@dataclass(frozen=True)
class Guess:
    """What a shape becomes: the name of a kind of step, ``note``, ``frame``, ``part`` or ``nothing``."""

    becomes: str
    sureness: Sureness
    why: str

    @property
    def is_step(self) -> bool:
        """Whether it becomes a step of its own."""
        return self.becomes not in _NO_STEPS


@dataclass(frozen=True)
class Reading:
    """A page and what each of its shapes is taken for, by the shape's identifier."""

    page: Page
    drawn_with: str
    guesses: Mapping[str, Guess]

    def of(self, becomes: str) -> list[Shape]:
        """Return the shapes that become something, in the page's order."""
        return [shape for shape in self.page.shapes if self.guesses[shape.id].becomes == becomes]

    @property
    def steps(self) -> list[Shape]:
        """Return the shapes that become steps, in the page's order."""
        return [shape for shape in self.page.shapes if self.guesses[shape.id].is_step]


def read_meaning(page: Page, drawn_with: str) -> Reading:
    """Return what each shape of a page is taken for; ``drawn_with`` is the format's name."""
    page = _told_apart(page)
    around = _Around(page)
    guesses = {shape.id: _guess(shape, drawn_with, around) for shape in page.shapes}
    for shape in page.shapes:
        if around.is_part(shape, guesses):
            guesses[shape.id] = Guess(PART, Sureness.LIKELY, "Drawn inside a step")
    return Reading(page, drawn_with, guesses)


def with_choices(reading: Reading, choices: Mapping[str, str]) -> Reading:
    """Return a reading in which a person's choices stand instead of guesses, by the shape's identifier."""
    guesses = dict(reading.guesses)
    for shape_id, becomes in choices.items():
        if shape_id in guesses and guesses[shape_id].becomes != becomes and _is_known(becomes):
            guesses[shape_id] = Guess(becomes, Sureness.CHOSEN, "You said so")
    return replace(reading, guesses=guesses)


def _is_known(becomes: str) -> bool:
    return becomes in KINDS or becomes in _NO_STEPS


def _told_apart(page: Page) -> Page:
    """Return the page with each identifier once: of two shapes with one, the second is called differently."""
    seen: Counter[str] = Counter()
    shapes = []
    for shape in page.shapes:
        seen[shape.id] += 1
        again = seen[shape.id] - 1
        shapes.append(replace(shape, id=f"{shape.id} ({again + 1})") if again else shape)
    return replace(page, shapes=tuple(shapes))


class _Around:
    """What is around each shape of a page: lines in and out, and what it holds."""

    def __init__(self, page: Page) -> None:
        self._shapes = {shape.id: shape for shape in page.shapes}
        ways = [arrow for arrow in page.arrows if arrow.target != arrow.source]
        self.into = Counter(arrow.target for arrow in ways)
        self.out_of = Counter(arrow.source for arrow in ways)
        self.outcomes = Counter(
            source
            for source, _said in {
                (arrow.source, plain_words(arrow.outcome or arrow.text) or arrow.id) for arrow in ways
            }
        )
        self.told = Counter(arrow.source for arrow in ways if arrow.text.strip() or arrow.outcome.strip())
        self.holds: set[str] = set()
        self.joined_inside: set[str] = set()
        for shape in page.shapes:
            for holder in self._holders(shape):
                self.holds.add(holder)
                if self.is_joined(shape.id):
                    self.joined_inside.add(holder)

    def is_joined(self, shape_id: str) -> bool:
        """Tell whether a line leads to or from a shape."""
        return bool(self.into[shape_id] or self.out_of[shape_id])

    def _holders(self, shape: Shape) -> list[str]:
        """Return the shapes that hold a shape, the nearest first; a ring ends where it closes."""
        found: list[str] = []
        holder = shape.within
        while holder in self._shapes and holder not in found and len(found) < DEEPEST:
            found.append(holder)
            holder = self._shapes[holder].within
        return found

    def is_part(self, shape: Shape, guesses: Mapping[str, Guess]) -> bool:
        """Tell whether a shape is drawn inside a step and leads nowhere by itself."""
        return not self.is_joined(shape.id) and any(guesses[each].is_step for each in self._holders(shape))


def _guess(shape: Shape, drawn_with: str, around: _Around) -> Guess:
    told = dict(shape.details).get("kind") or shape.sort
    if told in KINDS and (KINDS[told].accepts_links or not around.into[shape.id]):
        return Guess(told, Sureness.SURE, "The file says so")
    meaning = meaning_of_sort(drawn_with, shape.sort)
    if shape.id in around.holds and not _is_step_with_parts(shape, meaning, around):
        return Guess(FRAME, Sureness.SURE, "Other shapes lie in it")
    if meaning is not None and meaning.becomes in _NO_STEPS and meaning.sureness is Sureness.SURE:
        return _no_step(shape, meaning, around)
    found = _by_sort_and_words(shape, meaning, around)
    if found is not None:
        return _fitting(found, shape, around)
    return _by_place(shape, meaning, around)


def _is_step_with_parts(shape: Shape, meaning: Meaning | None, around: _Around) -> bool:
    """Tell whether a shape that holds others is one step, such as a box with an icon and a text in it."""
    if meaning is not None and meaning.becomes == FRAME:
        return False
    return around.is_joined(shape.id) and shape.id not in around.joined_inside


def _no_step(shape: Shape, meaning: Meaning, around: _Around) -> Guess:
    if meaning.becomes == NOTE and around.is_joined(shape.id) and not shape.text:
        return _by_place(shape, None, around)
    if meaning.becomes == NOTE and not _says_anything(shape):
        return Guess(NOTHING, Sureness.LIKELY, "Without text, and nothing leads to it")
    return Guess(meaning.becomes, Sureness.SURE, f"Drawn as “{shown_sort(shape)}”")


def _by_sort_and_words(shape: Shape, meaning: Meaning | None, around: _Around) -> Guess | None:
    """Return the guess of the shape's sort or of its words, whichever says more."""
    drawn = f"Drawn as “{shown_sort(shape)}”"
    if meaning is not None and meaning.sureness is Sureness.SURE and meaning.becomes in KINDS:
        hit = best_hit(shape.text, Topic.KINDS, meaning.unless) if meaning.unless else None
        if hit is None:
            return Guess(meaning.becomes, Sureness.SURE, drawn)
        return Guess(hit.meaning, Sureness.LIKELY, f"{drawn}, with the words “{hit.phrase}”")
    is_step = meaning is not None and meaning.becomes not in _NO_STEPS
    if not (is_step or around.is_joined(shape.id)):
        return None
    by_words = _by_words(shape, around)
    if by_words is not None:
        return by_words
    if meaning is not None and meaning.becomes in KINDS and meaning.sureness is Sureness.LIKELY:
        return Guess(meaning.becomes, Sureness.LIKELY, drawn)
    return None


def _by_words(shape: Shape, around: _Around) -> Guess | None:
    if shape.text.rstrip().endswith(("?", "？")) and around.out_of[shape.id]:
        return Guess("decision", Sureness.LIKELY, "It asks a question")
    found = hits(shape.text, Topic.KINDS)
    if not found:
        return None
    said = {hit.meaning for hit in found}
    is_plain = len(said) == 1 and len(found[0].phrase) >= _TELLING
    sureness = Sureness.SURE if is_plain else Sureness.LIKELY
    return Guess(found[0].meaning, sureness, f"The word “{found[0].phrase}”")


def _fitting(guess: Guess, shape: Shape, around: _Around) -> Guess:
    """Return a guess that can stand where the shape stands."""
    into, out_of = around.into[shape.id], around.out_of[shape.id]
    kind = KINDS[guess.becomes]
    if into and not kind.accepts_links:
        instead = "decision" if guess.becomes == "trigger" and out_of >= _TWO_WAYS else _LATER[guess.becomes]
        why = f"{guess.why}, but lines lead to it, so it lets nobody in"
        return Guess(instead, Sureness.UNSURE, why)
    if out_of and guess.becomes == "end":
        if not into:
            return Guess("trigger", Sureness.UNSURE, f"{guess.why}, but ways begin here")
        return Guess("sales_task", Sureness.UNSURE, f"{guess.why}, but ways lead on from it")
    if around.outcomes[shape.id] > _TWO_WAYS and guess.becomes == "decision":
        return Guess("split", Sureness.UNSURE, f"{guess.why}, with {out_of} ways out")
    if guess.becomes == "decision" and into >= _TWO_WAYS and out_of == 1:
        return Guess("split", Sureness.UNSURE, f"{guess.why}, but ways only come together here")
    return guess


def _by_place(shape: Shape, meaning: Meaning | None, around: _Around) -> Guess:
    """Return the guess for a shape that neither its sort nor its words tell of."""
    into, out_of = around.into[shape.id], around.out_of[shape.id]
    if not (into or out_of):
        return _unjoined(shape, meaning)
    if meaning is not None and meaning.becomes in KINDS:
        return _fitting(
            Guess(meaning.becomes, Sureness.UNSURE, f"Drawn as “{shown_sort(shape)}”"), shape, around
        )
    if _is_round(shape) and not into:
        return Guess("trigger", Sureness.LIKELY, "Round, and ways begin here")
    if _is_round(shape) and not out_of:
        return Guess("end", Sureness.LIKELY, "Round, and ways end here")
    if out_of >= _TWO_WAYS and around.told[shape.id]:
        becomes = "decision" if around.outcomes[shape.id] <= _TWO_WAYS else "split"
        return Guess(becomes, Sureness.UNSURE, f"No known word; {out_of} ways with words lead on")
    return Guess("sales_task", Sureness.UNSURE, "No known word; somebody does something here")


def _unjoined(shape: Shape, meaning: Meaning | None) -> Guess:
    if meaning is not None and meaning.becomes == FRAME and _says_anything(shape):
        return Guess(FRAME, Sureness.LIKELY, f"Drawn as “{shown_sort(shape)}”")
    if not _says_anything(shape):
        return Guess(NOTHING, Sureness.LIKELY, "Without text, and nothing leads to it")
    by_words = best_hit(shape.text, Topic.KINDS)
    if meaning is not None and meaning.becomes not in _NO_STEPS and by_words is not None:
        return Guess(by_words.meaning, Sureness.UNSURE, f"The word “{by_words.phrase}”; nothing leads to it")
    if meaning is not None and meaning.becomes in KINDS:
        return Guess(
            meaning.becomes, meaning.sureness, f"Drawn as “{shown_sort(shape)}”; nothing leads to it"
        )
    return Guess(NOTE, Sureness.LIKELY, "No lines join it")


def shown_sort(shape: Shape) -> str:
    """Return what a format calls a shape as a person may read it: “bpmn task” for ``mxgraph.bpmn.task//``."""
    words = re.split(r"[./_=:]+", shape.sort.removeprefix("mxgraph."))
    return " ".join(word for word in words if word and word != "none") or "plain shape"


def _says_anything(shape: Shape) -> bool:
    return bool(shape.text.strip() or shape.notes.strip())


def _is_round(shape: Shape) -> bool:
    sort = shape.sort.casefold()
    return any(word in sort for word in ("ellipse", "circle", "terminator", "stadium", "start", "round_end"))
