"""Plans to draw: the paid-search campaign of a software firm, and campaigns of any size."""

import random

import numpy as np
from numpy.typing import NDArray

from maplanner.document.reading import Snapshot
from maplanner.document.records import (
    Campaign,
    CrmField,
    CrmObject,
    DataFlow,
    FormField,
    Link,
    Mapping,
    Note,
    Plan,
    Problem,
    Record,
    Step,
    System,
)
from maplanner.document.values import FixedDelay
from maplanner.document.vocabulary import (
    FieldType,
    Means,
    ProblemSeverity,
    SyncWay,
    SystemRole,
)
from maplanner.simulation.results import LinkResult, SimulationResult, StepResult

PAID_SEARCH = "campaign_search"

_STEPS = (
    ("term", "search_term", "“campaign planner”", 0, 0, "ads"),
    ("ad", "paid_ad", "Planner ad", 0, 96, "ads"),
    ("page", "landing_page", "Landing page", 256, 0, "site"),
    ("form", "form", "Guide form", 528, 0, "site"),
    ("thanks", "email", "Thank-you mail", 224, 288, "tool"),
    ("wait", "wait", "Wait", 504, 288, None),
    ("ready", "decision", "Ready for sales?", 40, 416, "tool"),
    ("write", "crm_write", "Write to CRM", 344, 416, "tool"),
    ("task", "sales_task", "Task for sales", 592, 416, "crm"),
    ("course", "email", "Five-mail course", 344, 512, "tool"),
)

_LINKS = (
    ("term", "next", "page", {}),
    ("ad", "next", "page", {}),
    ("page", "next", "form", {}),
    ("form", "submitted", "thanks", {}),
    ("thanks", "opened", "wait", {"delay": FixedDelay(days=0.0)}),
    ("wait", "next", "ready", {}),
    ("ready", "yes", "write", {"title": "ready"}),
    ("ready", "no", "course", {"title": "not yet"}),
    ("write", "next", "task", {}),
    ("course", "ignored", "ready", {"share": 0.5, "delay": FixedDelay(days=1.0)}),
)

_FIELDS = (
    ("email", "E-mail", "Email", True),
    ("last_name", "Last name", "LastName", True),
    ("company", "Company", "Company", False),
    ("postcode", "Postcode", "PostalCode", False),
    ("budget", "Budget", None, False),
)


def paid_search() -> Snapshot:
    """Return a plan with one campaign, from a search term to a task for sales; one field is not mapped."""
    records: list[Record] = [
        Plan(title="Nordlys Software · spring plan"),
        Campaign(id=PAID_SEARCH, title="Paid search: planning tool"),
        System(id="ads", title="Search ads", role=SystemRole.ADS),
        System(id="site", title="Web site", role=SystemRole.WEB_SITE),
        System(id="tool", title="Automation tool", role=SystemRole.AUTOMATION),
        System(id="crm", title="Salesforce", role=SystemRole.CRM, edition="Enterprise"),
        CrmObject(id="lead", system="crm", api_name="Lead", label="Lead"),
        Note(id="note", campaign=PAID_SEARCH, text="Ask the shop for\nits figures.", x=760, y=288),
        Problem(
            id="problem",
            about="crm",
            text="Budget is asked but never reaches sales.",
            severity=ProblemSeverity.HIGH,
            owner="marketing",
        ),
        DataFlow(
            id="flow", source="tool", target="crm", moves="Leads", means=Means.CONNECTOR, way=SyncWay.POLLED
        ),
    ]
    props = {"write": {"object": "lead"}}
    for name, kind, title, x, y, system in _STEPS:
        records.append(
            Step(
                id=name,
                campaign=PAID_SEARCH,
                kind=kind,
                title=title,
                x=x,
                y=y,
                system=system,
                props=props.get(name, {}),
            )
        )
    for number, (source, output, target, more) in enumerate(_LINKS):
        records.append(Link(id=f"link{number}", source=source, output=output, target=target, **more))
    for order, (key, title, target, required) in enumerate(_FIELDS):
        kind = FieldType.EMAIL if key == "email" else FieldType.TEXT
        records.append(
            FormField(id=key, step="form", title=title, key=key, type=kind, required=required, order=order)
        )
        if target:
            records.append(CrmField(id=f"lead.{key}", object="lead", api_name=target))
            records.append(Mapping(id=f"map.{key}", collected=key, target=f"lead.{key}"))
    return Snapshot.of(records)


LONG = "Ļoti garš nosaukums ar mīkstinājuma zīmēm, kas nekur neietilpst un nekad nebeidzas"

_KINDS = ("landing_page", "email", "wait", "decision", "points", "sales_task", "notification", "form")
_OUTPUT = {"email": "opened", "decision": "yes", "form": "submitted"}


def large(steps: int, *, seed: int = 1) -> Snapshot:
    """Return a plan with one campaign of so many steps in rows, each linked to the next, some to others."""
    rnd = random.Random(seed)
    columns = max(4, int((steps * 0.7) ** 0.5))
    records: list[Record] = [Plan(title="Large plan"), Campaign(id=PAID_SEARCH, title="Large campaign")]
    kinds = [rnd.choice(_KINDS) for _ in range(steps)]
    for number, kind in enumerate(kinds):
        x, y = (number % columns) * 272, (number // columns) * 112
        title = LONG if number % 7 == 3 else f"{kind.replace('_', ' ').capitalize()} {number}"
        records.append(
            Step(id=f"s{number}", campaign=PAID_SEARCH, kind=kind, title=title, x=x, y=y, open=False)
        )
    for number in range(steps - 1):
        output = _OUTPUT.get(kinds[number], "next")
        records.append(Link(id=f"l{number}", source=f"s{number}", output=output, target=f"s{number + 1}"))
        if rnd.random() < 0.3:
            there = min(steps - 1, max(0, number + rnd.choice((columns, -columns, 2, columns + 1))))
            if there != number:
                records.append(
                    Link(id=f"m{number}", source=f"s{number}", output=output, target=f"s{there}", share=0.082)
                )
    return Snapshot.of(records)


def simulated(plan: Snapshot, entered: dict[str, float], taken: dict[str, float]) -> SimulationResult:
    """Return results of one run in which steps and links saw the given numbers of leads, others none."""
    none = np.zeros(1, np.int64)

    def counts(number: float) -> NDArray[np.int64]:
        return np.array([number], np.int64)

    steps = tuple(
        StepResult(
            step=step.id,
            campaign=step.campaign,
            campaign_title="",
            title=step.title,
            kind=step.kind,
            entered=counts(entered.get(step.id, 0)),
            unique=none,
            turned_away=none,
            tasks=none,
            notifications=none,
            over_time=np.zeros(1),
        )
        for step in plan.all(Step)
    )
    links = tuple(LinkResult(link.id, counts(taken.get(link.id, 0))) for link in plan.all(Link))
    return SimulationResult(
        seed=1,
        days=180.0,
        runs=1,
        threads=1,
        seconds=0.1,
        leads=none,
        events=none,
        steps=steps,
        links=links,
        writes=(),
        scores=(),
        thresholds=(),
        segments=(),
    )
