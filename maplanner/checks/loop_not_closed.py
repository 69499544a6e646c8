"""A campaign that gives data to the CRM and learns nothing from it."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, title_of
from maplanner.document.records import Campaign, DataFlow
from maplanner.document.vocabulary import SystemRole


def run(survey: Survey, campaign: Campaign) -> Iterator[Remark]:
    """Yield a remark for each CRM that a campaign fills and that gives nothing back, or nothing of use."""
    for crm in survey.crms_of(campaign.id):
        returned = survey.returned_by(crm)
        names = {"campaign": title_of(campaign), "system": survey.titled(crm)}
        if not returned.comes:
            text = "“{campaign}” fills {system}, but nothing comes back: no status, stage or purchase."
            yield Remark(campaign, text, names, fix=_flow_back(survey, crm), detail=crm)
        elif not returned.is_used:
            text = "“{campaign}” fills {system}; what comes back from there is used for nothing."
            yield Remark(campaign, text, names, severity=Severity.NOTE, detail=crm)


def _flow_back(survey: Survey, crm: str) -> Fix | None:
    tool = survey.usual_system(SystemRole.AUTOMATION)
    if tool is None:
        return None
    flow = DataFlow.new(source=crm, target=tool, moves="Status, stage, value")
    return Fix(f"Draw a flow back to “{survey.titled(tool)}”", puts=(flow,))


CHECK = Check(
    code="loop-not-closed",
    title="Loop that does not close",
    explanation=(
        "Data that only flows into the CRM is half a solution: without status, stage, purchase and value "
        "coming back, nobody learns which campaigns work, and customers get what they have bought already."
    ),
    example="“White paper” fills Salesforce, but nothing comes back: no status, stage or purchase.",
    remedy="Map fields of the CRM back to the tool, or draw the flow that brings them, and use them.",
    severity=Severity.WARNING,
    of={Campaign: run},
)
