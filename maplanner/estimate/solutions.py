"""Which solution fits: needs as gates, wants as a weighted rank, unknowns as questions (brief A4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from maplanner.document.reading import RecordReader
from maplanner.document.records import Solution
from maplanner.document.vocabulary import GoalLevel, Verdict
from maplanner.estimate.answering import Answers, Basis, GivenAnswer
from maplanner.estimate.explaining import Explanation, Input, Kept, Origin
from maplanner.estimate.goals import Register, ServedGoal, register_of
from maplanner.estimate.knowledge import considered
from maplanner.estimate.words import number, per_cent
from maplanner.steps.requirements import Requirement

_WORTH = {Verdict.YES: 1.0, Verdict.PARTLY: 0.5, Verdict.NO: 0.0, Verdict.UNKNOWN: 0.0}
"""How much of a want an answer meets; an unknown one counts only when it is known."""
_AT_BEST = _WORTH | {Verdict.UNKNOWN: 1.0}


@dataclass(frozen=True)
class Question:
    """One line of the comparison: a goal, or a requirement that follows from the drawing.

    ``key`` is the goal's identifier or the requirement's name; answers are kept under it.
    """

    key: str
    title: str
    text: str
    area: str
    level: GoalLevel
    asked: Requirement | ServedGoal

    @property
    def is_goal(self) -> bool:
        """Whether it is a goal of the team rather than what follows from the drawing."""
        return isinstance(self.asked, ServedGoal)


@dataclass(frozen=True)
class Want:
    """Something that ranks: a wanted goal, or a requirement that no goal wants.

    ``parts`` are the questions whose answers it is met by, each as much as the others, unless people answered
    the goal itself.
    """

    key: str
    title: str
    weight: float
    parts: tuple[str, ...]
    is_goal: bool


@dataclass(frozen=True)
class Candidate:
    """A solution with its answers by question, and what follows from them."""

    solution: Solution
    answers: dict[str, GivenAnswer]
    questions: tuple[Question, ...]
    wants: tuple[Want, ...]

    @property
    def title(self) -> str:
        """What people call it."""
        return self.solution.title or "untitled solution"

    @cached_property
    def missed(self) -> tuple[Question, ...]:
        """The needs that it does not meet; any one rules it out."""
        return tuple(
            question
            for question in self.questions
            if question.level is GoalLevel.NEED and self._misses(question)
        )

    @property
    def is_out(self) -> bool:
        """Whether it misses a need."""
        return bool(self.missed)

    @cached_property
    def unknown(self) -> tuple[Question, ...]:
        """What has to be asked, needs first; a goal is none where answers on its requirements are lacking."""
        open_ones = [
            question
            for question in self.questions
            if self.answers[question.key].verdict is Verdict.UNKNOWN
            and self.answers[question.key].basis is not Basis.DERIVED
        ]
        return tuple(sorted(open_ones, key=lambda question: question.level is GoalLevel.WANT))

    @cached_property
    def to_verify(self) -> tuple[Question, ...]:
        """What counts for now, but nobody of the team has verified."""
        return tuple(each for each in self.questions if self.answers[each.key].is_to_be_verified)

    @cached_property
    def partly(self) -> tuple[Question, ...]:
        """What it meets only with work."""
        return tuple(
            each
            for each in self.questions
            if self.answers[each.key].verdict is Verdict.PARTLY
            and self.answers[each.key].basis is not Basis.DERIVED
        )

    def met(self, want: Want, *, at_best: bool = False) -> float:
        """Return how far a want is met, from 0 to 1; ``at_best`` takes every unknown answer for a yes."""
        worth = _AT_BEST if at_best else _WORTH
        own = self.answers.get(want.key)
        if own is not None and own.basis is Basis.PEOPLE:
            return worth[own.verdict]
        values = [worth[self.answers[part].verdict] for part in want.parts if part in self.answers]
        return sum(values) / len(values) if values else 0.0

    @cached_property
    def wants_met(self) -> float:
        """The weighted share of wants that it meets as far as is known, from 0 to 1."""
        return self._share(at_best=False)

    @cached_property
    def wants_at_best(self) -> float:
        """The same if every unknown answer came out well."""
        return self._share(at_best=True)

    def _share(self, *, at_best: bool) -> float:
        wants = self.wants
        whole = sum(want.weight for want in wants)
        return sum(want.weight * self.met(want, at_best=at_best) for want in wants) / whole if whole else 0.0

    def _misses(self, question: Question) -> bool:
        answer = self.answers[question.key]
        # A goal that its requirements rule out is told of by these.
        return answer.verdict is Verdict.NO and answer.basis is not Basis.DERIVED

    def explanation(self) -> Explanation:
        """Return why so much of the wants is met."""
        inputs = tuple(
            Input(
                f"{want.title.rstrip('.')}: {per_cent(self.met(want))} met, weight",
                want.weight,
                origin=Origin("the plan"),
                kept=Kept(want.key, "weight") if want.is_goal else None,
            )
            for want in self.wants
        )
        shares = " + ".join(f"{number(want.weight)} × {per_cent(self.met(want))}" for want in self.wants)
        whole = number(sum(want.weight for want in self.wants))
        return Explanation(
            f"Wants met by {self.title}",
            per_cent(self.wants_met),
            f"({shares or '0'}) ÷ {whole}; a yes meets all, partly meets half",
            inputs,
            notes=(f"With every unknown answer a yes: {per_cent(self.wants_at_best)}.",),
        )

    def to_json(self) -> dict[str, Any]:
        """Return what follows for the candidate as JSON values."""
        return {
            "name": self.title,
            "id": self.solution.id,
            "out_because": [self.reason(question) for question in self.missed],
            "wants_met": round(self.wants_met, 6),
            "wants_at_best": round(self.wants_at_best, 6),
            "unknown": [question.title for question in self.unknown],
            "to_verify": [question.title for question in self.to_verify],
            "partly": [
                {"what": question.title, "work": self.answers[question.key].work} for question in self.partly
            ],
        }

    def reason(self, question: Question) -> str:
        """Return in a sentence why a missed need rules the candidate out."""
        answer = self.answers[question.key]
        said = answer.says or (answer.origin.words if answer.origin is not None else "")
        return f"Need: {question.title.rstrip('.')}. {said}".strip()


@dataclass(frozen=True)
class Comparison:
    """All candidates against all questions. ``lacks`` says what is missing for a comparison."""

    register: Register
    questions: tuple[Question, ...]
    wants: tuple[Want, ...]
    candidates: tuple[Candidate, ...]
    lacks: tuple[str, ...] = ()

    @property
    def ranked(self) -> tuple[Candidate, ...]:
        """The candidates: those that are in by wants met, then those that are out."""
        return tuple(
            sorted(
                self.candidates,
                key=lambda each: (
                    each.is_out,
                    -round(each.wants_met, 9),
                    -round(each.wants_at_best, 9),
                    each.solution.order,
                ),
            )
        )

    def question(self, key: str) -> Question | None:
        """Return the question with that key, or ``None``."""
        return next((each for each in self.questions if each.key == key), None)

    def to_json(self) -> list[dict[str, Any]]:
        """Return the candidates, best first, as JSON values."""
        return [each.to_json() for each in self.ranked]


def compare(reader: RecordReader) -> Comparison:
    """Return how the candidates of a plan stand to its goals and to what follows from its drawing."""
    register = register_of(reader)
    solutions = considered(reader)
    questions = tuple(_questions(register))
    lacks = []
    if not reader.count(Solution):
        lacks.append("The plan names no candidates yet: the common pairings are compared.")
    if not register.goals:
        lacks.append("No goals are set: nothing rules a solution out, and wants all weigh the same.")
    if not questions:
        lacks.append("Neither goals nor a drawing ask anything of a solution yet.")
    answers = Answers(reader)
    wants = tuple(_wants(register))
    candidates = tuple(
        Candidate(
            solution, {each.key: _answer(answers, solution, each) for each in questions}, questions, wants
        )
        for solution in solutions
    )
    return Comparison(register, questions, wants, candidates, tuple(lacks))


def _answer(answers: Answers, solution: Solution, question: Question) -> GivenAnswer:
    if isinstance(question.asked, ServedGoal):
        return answers.on_goal(solution, question.asked)
    return answers.on_requirement(solution, question.asked)


def _questions(register: Register) -> Iterator[Question]:
    for served in register.goals:
        goal = served.goal
        text = " ".join(f"{goal.basic} {goal.detail}".split())
        title = " ".join(goal.basic.split()) or "untitled goal"
        yield Question(goal.id, title, text or title, goal.area, goal.level, served)
    for each in register.requirements:
        rule = each.rule
        yield Question(each.name, each.title, rule.question, rule.area.value, each.level, each)


def _wants(register: Register) -> Iterator[Want]:
    for served in register.goals:
        if served.goal.level is GoalLevel.WANT:
            title = " ".join(served.goal.basic.split()) or "untitled goal"
            yield Want(served.goal.id, title, served.goal.weight, _parts(served), is_goal=True)
    for each in register.requirements:
        if not each.goals:
            yield Want(each.name, each.title, each.weight, (each.name,), is_goal=False)


def _parts(served: ServedGoal) -> tuple[str, ...]:
    return tuple(each.name for each in served.requirements) or (served.goal.id,)
