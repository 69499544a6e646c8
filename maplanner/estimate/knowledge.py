"""What is known of common solutions before anybody has asked: facts with source and date, all to be verified.

Each solution is one file in ``resources/solutions``. What no source says is left out; it stays unknown.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from maplanner.core.errors import MissingPart
from maplanner.core.resources import resource_root
from maplanner.crm.limits import Fact
from maplanner.document.reading import RecordReader
from maplanner.document.records import Solution
from maplanner.document.vocabulary import Verdict


class StarterFact(Fact):
    """What a source says on one requirement. ``says`` is that in a sentence, ``work`` what partly needs."""

    requirement: str
    verdict: Literal[Verdict.YES, Verdict.PARTLY, Verdict.NO]
    says: str
    work: str = ""


class StarterSolution(BaseModel):
    """A common pairing of automation tool and CRM. ``each_edition`` makes every edition a candidate."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["maplanner solution"] = Field(repr=False)
    version: Literal[1] = Field(repr=False)
    key: str = ""
    name: str
    tool: str
    crm: str
    editions: tuple[str, ...]
    each_edition: bool
    also: tuple[str, ...]
    facts: tuple[StarterFact, ...]

    def fact_on(self, requirement: str) -> StarterFact | None:
        """Return what is known on a requirement, or ``None``."""
        return next((fact for fact in self.facts if fact.requirement == requirement), None)


@cache
def starter_solutions() -> tuple[StarterSolution, ...]:
    """Return the common pairings, by name.

    Raises:
        MissingPart: The installation's data is damaged.
    """
    found = []
    for path in sorted((resource_root() / "solutions").glob("*.json")):
        try:
            read = StarterSolution.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            message = f"What is known of solutions in {path} is damaged."
            raise MissingPart(message, advice="Install maplanner again.") from error
        found.append(read.model_copy(update={"key": path.stem}))
    return tuple(sorted(found, key=lambda each: each.name.casefold()))


def known_of(solution: Solution) -> StarterSolution | None:
    """Return what is known of a candidate: as it was begun from, else by its tool's name."""
    by_key = {each.key: each for each in starter_solutions()}
    if solution.starter in by_key:
        return by_key[solution.starter]
    tool = solution.tool.strip().casefold()
    if not tool:
        return None
    for each in starter_solutions():
        if tool in {name.casefold() for name in (each.tool, *each.also)}:
            return each
    return None


def considered(reader: RecordReader) -> list[Solution]:
    """Return the candidates of a plan in their order; where it has none yet, the common pairings."""
    own = sorted(reader.all(Solution), key=lambda each: (each.order, each.id))
    return own or lacking_solutions(reader)


def lacking_solutions(reader: RecordReader) -> list[Solution]:
    """Return new candidates for those common pairings that a plan does not consider yet."""
    there = reader.all(Solution)
    known = {(each.starter, each.edition.casefold()) for each in there}
    titles = {each.title.strip().casefold() for each in there}
    last = max((each.order for each in there), default=0.0)
    made: list[Solution] = []
    for starter in starter_solutions():
        for edition in starter.editions if starter.each_edition else ("",):
            title = f"{starter.name}, {edition}" if edition else starter.name
            begun = any(key == starter.key for key, _ in known)
            taken = (starter.key, edition.casefold()) in known if edition else begun
            if (
                taken
                or title.casefold() in titles
                or reader.get(_identifier(starter.key, edition)) is not None
            ):
                continue
            made.append(
                Solution(
                    id=_identifier(starter.key, edition),
                    title=title,
                    tool=starter.tool,
                    crm=starter.crm,
                    edition=edition,
                    starter=starter.key,
                    order=last + len(made) + 1,
                )
            )
    return made


def _identifier(key: str, edition: str) -> str:
    """Return the identifier of a candidate that comes with the program: the same in every plan."""
    return "-".join(("solution", key, *edition.casefold().split()))
