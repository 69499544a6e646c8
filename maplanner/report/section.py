"""What a section owes, which there are, and for whom each is."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from maplanner.core.errors import CannotExport

if TYPE_CHECKING:
    from maplanner.checks.completeness import Completeness
    from maplanner.checks.finding import Finding
    from maplanner.document.reading import Snapshot
    from maplanner.estimate import Estimate
    from maplanner.report.parts import Part
    from maplanner.simulation.results import SimulationResult

_PACKAGE: Final = "maplanner.report.sections"


class Audience(StrEnum):
    """Who reads a report."""

    MARKETING = "marketing"
    SALES = "sales"
    CRM = "crm"
    MANAGEMENT = "management"
    VENDOR = "vendor"

    @property
    def words(self) -> str:
        """What people call it."""
        return "CRM administrator" if self is Audience.CRM else self.value.capitalize()


EVERYONE: Final = frozenset(Audience)


@dataclass(frozen=True)
class Subject:
    """A plan and what is known of it. ``why_no_result`` says why nothing was simulated."""

    snapshot: Snapshot
    on: date
    findings: tuple[Finding, ...] = ()
    ignored: tuple[Finding, ...] = ()
    completeness: tuple[Completeness, ...] = ()
    result: SimulationResult | None = None
    estimate: Estimate | None = None
    why_no_result: str = ""


@dataclass(frozen=True)
class Section:
    """One section; ``make`` returns nothing where the plan has nothing to say of it.

    ``needs_result`` tells whether a simulation has to come first.
    """

    name: str
    title: str
    order: float
    audiences: frozenset[Audience]
    make: Callable[[Subject], Iterable[Part]]
    intro: str = ""
    needs_result: bool = False


@cache
def sections() -> tuple[Section, ...]:
    """Return all sections in the order in which they stand in a report."""
    package = import_module(_PACKAGE)
    modules = (import_module(f"{_PACKAGE}.{info.name}") for info in pkgutil.iter_modules(package.__path__))
    found = (getattr(module, "SECTION", None) for module in modules)
    return tuple(sorted((each for each in found if isinstance(each, Section)), key=lambda each: each.order))


def chosen_sections(names: Iterable[str] | None, audience: Audience | None) -> tuple[Section, ...]:
    """Return the sections of these names, or those for an audience, or all.

    Raises:
        CannotExport: There is no section of a name; the advice names those that there are.
    """
    if names is None:
        return tuple(each for each in sections() if audience is None or audience in each.audiences)
    wanted = [name.strip().casefold() for name in names if name.strip()]
    known = {each.name for each in sections()}
    for name in wanted:
        if name not in known:
            there_are = ", ".join(each.name for each in sections())
            raise CannotExport(f"A report has no section “{name}”.", advice=f"There are: {there_are}.")
    if not wanted:
        raise CannotExport("No section was chosen.", advice="Choose at least one.")
    return tuple(each for each in sections() if each.name in wanted)


def audience_named(named: str) -> Audience:
    """Return the audience that a person names.

    Raises:
        CannotExport: There is none of that name; the advice names those that there are.
    """
    wanted = named.strip().casefold()
    for audience in Audience:
        if wanted in (audience.value, audience.words.casefold()):
            return audience
    known = ", ".join(Audience)
    raise CannotExport(f"There is no audience “{named}”.", advice=f"Choose one of {known}.")
