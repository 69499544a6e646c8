"""Analytics, a shop, an e-mail tool or a web site that is not joined with the CRM."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, title_of
from maplanner.document.records import DataFlow, System
from maplanner.document.vocabulary import SystemRole

JOINED_ROLES = (SystemRole.ANALYTICS, SystemRole.SHOP, SystemRole.EMAIL, SystemRole.WEB_SITE)
"""What a CRM must know of, directly or through another tool."""


def run(survey: Survey, system: System) -> Iterator[Remark]:
    """Yield a system of such a role from which no data comes to a CRM, nor from there to it."""
    crms = survey.crm_ids()
    if not crms or system.role not in JOINED_ROLES or system.id in survey.joined_with_crm():
        return
    names = {"system": title_of(system), "role": system.role.value}
    text = "“{system}” ({role}) is not joined with the CRM, neither directly nor through another tool."
    yield Remark(system, text, names, fix=_join(survey, system, crms))


def _join(survey: Survey, system: System, crms: frozenset[str]) -> Fix | None:
    """Draw a flow to the automation tool, if that is joined, else to the only CRM."""
    tool = survey.usual_system(SystemRole.AUTOMATION)
    target = tool if tool in survey.joined_with_crm() else next(iter(crms)) if len(crms) == 1 else None
    if target is None:
        return None
    flow = DataFlow.new(source=system.id, target=target)
    return Fix(f"Draw a flow to “{survey.titled(target)}”", puts=(flow,))


CHECK = Check(
    code="system-not-joined",
    title="System that is not joined with the CRM",
    explanation=(
        "Analytics, purchases, e-mail and web content tell what customers do. "
        "What they know must reach the CRM, or nobody in sales sees it."
    ),
    example="“Shop” (shop) is not joined with the CRM, neither directly nor through another tool.",
    remedy="Draw the data flow that joins it, or map its fields.",
    severity=Severity.WARNING,
    of={System: run},
)
