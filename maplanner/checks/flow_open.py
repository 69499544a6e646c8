"""A data flow that nobody owns, or of which nobody said by what means it goes."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.document.records import DataFlow, System
from maplanner.document.vocabulary import Means


def run(survey: Survey, flow: DataFlow) -> Iterator[Remark]:
    """Yield a flow without an owner, and one without means."""
    names = {"flow": survey.title_of_flow(flow)}
    if not flow.owner.strip():
        text = "Nobody owns the flow {flow}."
        yield Remark(flow, text, names, fix=_owner(survey, flow), detail="owner")
    if flow.means is Means.OPEN:
        text = "Nothing says by what means the flow {flow} goes."
        yield Remark(flow, text, names, detail="means")


def _owner(survey: Survey, flow: DataFlow) -> Fix | None:
    """Let whoever owns the system at its end own the flow, else the one at its beginning."""
    for system_id in (flow.target, flow.source):
        system = survey.reader.find_or_none(System, system_id)
        if system is not None and system.owner.strip():
            return Fix(f"Let {system.owner} own it", changes=((flow.id, {"owner": system.owner}),))
    return None


CHECK = Check(
    code="flow-open",
    title="Flow without owner or means",
    explanation=(
        "A flow is only real once somebody answers for it, and it is decided whether a connector, "
        "an API, a file or a person carries it."
    ),
    example="Nobody owns the flow Mautic → Salesforce.",
    remedy="Fill in “Owner” and “How” of the flow.",
    severity=Severity.NOTE,
    of={DataFlow: run},
)
