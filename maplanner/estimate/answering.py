"""How candidates answer goals and requirements: what people say, what limits show, what is known before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from maplanner.crm.limits import limits_for
from maplanner.document.reading import RecordReader
from maplanner.document.records import Answer, CrmField, CrmObject, Solution
from maplanner.document.vocabulary import Verdict
from maplanner.estimate.explaining import Origin
from maplanner.estimate.goals import ServedGoal
from maplanner.estimate.knowledge import known_of
from maplanner.steps.requirements import Requirement


class Basis(StrEnum):
    """What an answer rests on."""

    PEOPLE = "said"
    """Somebody of the team put it there."""
    LIMITS = "from the vendor's limits"
    STARTER = "to be verified"
    """It came with the program, with a source, and nobody of the team has asked yet."""
    DERIVED = "follows from its requirements"
    NOTHING = "nobody knows"


@dataclass(frozen=True)
class GivenAnswer:
    """One answer as it counts. ``record`` is the plan's own, if there is one."""

    verdict: Verdict
    basis: Basis
    says: str = ""
    origin: Origin | None = None
    work: str = ""
    hours: float | None = None
    record: Answer | None = None

    @property
    def is_to_be_verified(self) -> bool:
        """Whether it counts for now, but somebody should ask."""
        if self.record is not None:
            return not self.record.verified and self.verdict is not Verdict.UNKNOWN
        return self.basis is Basis.STARTER


NOBODY_KNOWS = GivenAnswer(Verdict.UNKNOWN, Basis.NOTHING)


class Answers:
    """The answers of all candidates of a plan."""

    def __init__(self, reader: RecordReader) -> None:
        """Read what people said; the rest is looked up when asked for."""
        self._reader = reader
        self._said: dict[tuple[str, str], Answer] = {}
        for answer in reader.all(Answer):
            self._said[answer.solution, answer.goal or answer.requirement] = answer

    def on_requirement(self, solution: Solution, requirement: Requirement) -> GivenAnswer:
        """Return how a candidate answers a requirement."""
        said = self._said.get((solution.id, requirement.name))
        if said is not None:
            return _by_people(said)
        computed = _COMPUTED.get(requirement.name)
        found = None if computed is None else computed(self._reader, solution, requirement)
        return found or _known_before(solution, requirement.name)

    def on_goal(self, solution: Solution, served: ServedGoal) -> GivenAnswer:
        """Return how a candidate answers a goal: as people say, else as its requirements are answered."""
        said = self._said.get((solution.id, served.goal.id))
        if said is not None:
            return _by_people(said)
        if not served.requirements:
            return NOBODY_KNOWS
        verdict = worst(self.on_requirement(solution, each).verdict for each in served.requirements)
        return GivenAnswer(verdict, Basis.DERIVED)


_FROM_BAD_TO_GOOD = (Verdict.NO, Verdict.UNKNOWN, Verdict.PARTLY, Verdict.YES)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on the whole from those on its parts."""
    return min(verdicts, key=_FROM_BAD_TO_GOOD.index, default=Verdict.UNKNOWN)


def _by_people(answer: Answer) -> GivenAnswer:
    partly = answer.verdict is Verdict.PARTLY
    return GivenAnswer(
        answer.verdict,
        Basis.PEOPLE,
        origin=Origin(answer.source or "the plan, without a source", as_of=answer.said_on),
        work=answer.work if partly else "",
        hours=answer.hours if partly else None,
        record=answer,
    )


def _known_before(solution: Solution, requirement: str) -> GivenAnswer:
    known = known_of(solution)
    fact = None if known is None else known.fact_on(requirement)
    if fact is None:
        return NOBODY_KNOWS
    return GivenAnswer(fact.verdict, Basis.STARTER, fact.says, Origin.of(fact), fact.work)


def _custom_fields(reader: RecordReader, solution: Solution, requirement: Requirement) -> GivenAnswer | None:
    """Compare the custom fields that each object needs with what the edition allows."""
    limits = limits_for(solution.crm, solution.edition, 0)
    allowed = None if limits is None else limits.edition.custom_fields
    if allowed is None:
        return None
    needed: dict[str, int] = {}
    for cause in requirement.causes:
        field = reader.find_or_none(CrmField, cause)
        holder = None if field is None else reader.find_or_none(CrmObject, field.object)
        if holder is not None:
            name = holder.label or holder.api_name
            needed[name] = needed.get(name, 0) + 1
    most = max(needed.values(), default=0)
    said = ", ".join(f"{name} {count:,}" for name, count in needed.items())
    return GivenAnswer(
        Verdict.YES if most <= allowed.per_object else Verdict.NO,
        Basis.LIMITS,
        f"Needed: {said}. Allowed on each object: {allowed.per_object:,}.",
        Origin.of(allowed),
    )


_Compute = Callable[[RecordReader, Solution, Requirement], GivenAnswer | None]
_COMPUTED: dict[str, _Compute] = {"custom-fields": _custom_fields}
"""Requirements that the vendors' limits answer."""
