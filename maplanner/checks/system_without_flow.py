"""A system that nothing moves to or from."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey, title_of
from maplanner.checks.system_not_joined import JOINED_ROLES
from maplanner.document.records import System


def run(survey: Survey, system: System) -> Iterator[Remark]:
    """Yield a system without a flow, in a plan that has several. Some roles are another check's."""
    if system.id in survey.connected() or survey.reader.count(System) < 2:
        return
    if system.role in JOINED_ROLES and survey.crm_ids():
        return
    yield Remark(system, "Nothing moves to or from “{system}”.", {"system": title_of(system)})


CHECK = Check(
    code="system-without-flow",
    title="System without a flow",
    explanation="A tool that gives nothing and gets nothing is forgotten on the map, or not needed.",
    example="Nothing moves to or from “Webinar room”.",
    remedy="Draw what moves to or from it, or delete it from the plan.",
    severity=Severity.NOTE,
    of={System: run},
)
