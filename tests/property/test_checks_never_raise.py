"""Whatever a plan holds, sound or not, checks answer, and answer the same for the same plan."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from maplanner.checks import run_checks
from maplanner.document.reading import Snapshot
from maplanner.document.records import (
    Campaign,
    Criterion,
    CrmField,
    CrmObject,
    FormField,
    Link,
    Mapping,
    Record,
    Score,
    ScoringRule,
    Segment,
    Step,
    System,
    Threshold,
)
from maplanner.document.vocabulary import EventType, FieldType, SystemRole
from maplanner.steps import KINDS

FEW = st.integers(0, 3)
KEYS = st.sampled_from(["", "email", "company", "budget"])
SHARES = st.none() | st.sampled_from([0.0, 0.3, 0.5, 1.0])
DELAYS = st.sampled_from([None, {"kind": "fixed", "days": 0.0}, {"kind": "exponential", "mean": 2.0}])
OUTPUTS = st.sampled_from(["next", "yes", "no", "submitted", "abandoned", "sent", "opened", "gone"])


def ids(name: str, count: int = 4) -> st.SearchStrategy[str]:
    """Identifiers of records that may exist, and of one that does not."""
    return st.sampled_from([f"{name}_{number}" for number in range(count)] + [f"{name}_gone", ""])


CONDITIONS = st.fixed_dictionaries(
    {
        "subject": st.sampled_from(["score", "account score", "segment", "threshold", "field", "identified"]),
        "ref": st.one_of(ids("score"), ids("segment"), ids("threshold"), KEYS),
        "operator": st.sampled_from(["at least", "below", "is", "is not"]),
    }
)
PROPS = st.fixed_dictionaries(
    {},
    optional={
        "object": ids("object"),
        "condition": CONDITIONS,
        "score": ids("score"),
        "threshold": ids("threshold"),
        "segment": ids("segment"),
        "leaves": st.lists(ids("segment"), max_size=2),
        "campaign": ids("campaign", 2),
        "on": st.sampled_from(["threshold reached", "points gained", "sent here by another campaign", "odd"]),
        "open_share": st.sampled_from([0.0, 0.5, 1.0, 7.0]),
        "delay": DELAYS,
    },
)


@st.composite
def plans(draw: st.DrawFn) -> Snapshot:
    """Records that need not obey any rule of the store."""
    records: list[Record] = [
        Campaign(id=f"campaign_{n}", title=f"C{n}") for n in range(draw(st.integers(1, 2)))
    ]
    records += [System(id=f"system_{n}", role=draw(st.sampled_from(SystemRole))) for n in range(2)]
    records += [CrmObject(id=f"object_{n}", system=f"system_{n}", api_name="Lead") for n in range(draw(FEW))]
    for n in range(draw(FEW)):
        values = {
            "object": draw(ids("object")),
            "required": draw(st.booleans()),
            "length": draw(st.none() | FEW),
        }
        records.append(
            CrmField(id=f"field_{n}", api_name=f"F{n}", type=draw(st.sampled_from(FieldType)), **values)
        )
    records += [Score(id=f"score_{n}") for n in range(draw(FEW))]
    records += [Threshold(id=f"threshold_{n}", score=draw(ids("score"))) for n in range(draw(FEW))]
    records += [Segment(id=f"segment_{n}") for n in range(draw(FEW))]
    records += [
        Criterion(id=f"criterion_{n}", segment=draw(ids("segment")), condition=draw(CONDITIONS))
        for n in range(draw(FEW))
    ]
    for n in range(draw(FEW)):
        event = draw(st.sampled_from(EventType))
        records.append(
            ScoringRule(id=f"rule_{n}", score=draw(ids("score")), event=event, step=draw(ids("step")))
        )
    return Snapshot.of(records + draw(drawings()))


@st.composite
def drawings(draw: st.DrawFn) -> list[Record]:
    """Steps, links, form fields and mappings."""
    kinds = st.sampled_from([*KINDS, "made by a newer version"])
    count = draw(st.integers(0, 8))
    records: list[Record] = [
        Step(
            id=f"step_{n}",
            campaign=draw(ids("campaign", 2)),
            kind=draw(kinds),
            title=draw(st.text(max_size=3)),
            props=draw(PROPS),
            once=draw(st.booleans()),
        )
        for n in range(count)
    ]
    for n in range(draw(st.integers(0, 2 * count))):
        values: dict[str, Any] = {"share": draw(SHARES), "delay": draw(DELAYS), "output": draw(OUTPUTS)}
        records.append(
            Link(id=f"link_{n}", source=draw(ids("step", 8)), target=draw(ids("step", 8)), **values)
        )
    for n in range(draw(FEW)):
        kind = draw(st.sampled_from(FieldType))
        values = {"step": draw(ids("step")), "key": draw(KEYS), "required": draw(st.booleans())}
        records.append(FormField(id=f"form_field_{n}", type=kind, title=draw(KEYS), **values))
    for n in range(draw(FEW)):
        source = draw(st.sampled_from([("collected", "form_field"), ("held", "field")]))
        values = {source[0]: draw(ids(source[1])), "target": draw(ids("field"))}
        records.append(Mapping(id=f"mapping_{n}", **values))
    return records


@given(plans())
def test_checks_answer_for_any_plan(plan: Snapshot) -> None:
    findings = run_checks(plan)
    assert [finding.to_json() for finding in findings] == [finding.to_json() for finding in run_checks(plan)]
    ranks = [finding.severity.rank for finding in findings]
    assert ranks == sorted(ranks)
    assert all(plan.get(finding.record) is not None for finding in findings)


@given(plans())
def test_findings_are_told_apart(plan: Snapshot) -> None:
    """No check says the same twice of one record."""
    said = [(finding.code, finding.record, finding.message, finding.field) for finding in run_checks(plan)]
    assert len(said) == len(set(said))
