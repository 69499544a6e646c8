"""Who uses what, and who would miss it."""

import pytest

from maplanner.document.reading import Snapshot
from maplanner.document.records import (
    Campaign,
    Comment,
    Criterion,
    CrmField,
    CrmObject,
    FormField,
    Link,
    Mapping,
    Note,
    Problem,
    Score,
    ScoringRule,
    Segment,
    Stage,
    Step,
    System,
    Threshold,
)
from maplanner.document.usage import uses_elsewhere, uses_of, ways_into, with_parts
from maplanner.document.values import Condition

READER = Snapshot.of(
    [
        System(id="crm"),
        CrmObject(id="lead", system="crm"),
        CrmField(id="mail", object="lead"),
        Stage(id="aware"),
        Score(id="score"),
        ScoringRule(id="rule", score="score", step="form"),
        Threshold(id="warm", score="score"),
        Segment(id="cold"),
        Criterion(id="criterion", segment="cold", condition=Condition(subject="threshold", ref="warm")),
        Criterion(
            id="asks", segment="cold", condition=Condition(subject="field", ref="budget", operator="is")
        ),
        Campaign(id="c", exit=Condition(subject="segment", ref="cold", operator="is")),
        Campaign(id="d"),
        Step(id="form", campaign="c", kind="form", stage="aware", system="crm"),
        FormField(id="f.mail", step="form", key="mail"),
        FormField(id="f.budget", step="form", key="budget"),
        Mapping(id="m", collected="f.mail", target="mail"),
        Step(id="write", campaign="c", kind="crm_write", props={"object": "lead"}),
        Link(id="l", source="form", output="submitted", target="write"),
        Step(
            id="leave",
            campaign="d",
            kind="segment_change",
            props={"segment": "", "leave": ["cold"], "c": {"subject": "field", "ref": "cold"}},
        ),
        Step(id="start", campaign="d", kind="campaign_start", props={"campaign": "c"}),
        Note(id="n", campaign="c"),
        Problem(id="p", about="form"),
        Comment(id="talk", about="crm"),
    ]
)


def found(uses) -> set[tuple[str, str]]:
    return {(use.user.id, use.path) for use in uses}


@pytest.mark.parametrize(
    ("record", "users"),
    [
        ("crm", {("form", "system")}),
        ("lead", {("write", "props.object")}),
        ("mail", {("m", "target")}),
        ("aware", {("form", "stage")}),
        ("warm", {("criterion", "condition")}),
        ("cold", {("c", "exit"), ("leave", "props.leave")}),
        ("form", {("rule", "step"), ("p", "about")}),
        ("c", {("start", "props.campaign")}),
        ("f.mail", set()),
        ("n", set()),
    ],
)
def test_a_record_knows_its_users(record, users):
    assert found(uses_of(READER, [record])) == users


def test_what_belongs_to_it_goes_with_it():
    assert with_parts(READER, ["form"]) == {"form", "f.mail", "f.budget", "m", "l"}
    assert with_parts(READER, ["c"]) >= {"c", "form", "write", "n", "f.mail", "m", "l"}
    assert with_parts(READER, ["crm"]) == {"crm", "lead", "mail"}


def test_those_who_would_miss_it_are_others():
    assert found(uses_elsewhere(READER, ["write"])) == set()
    assert found(uses_elsewhere(READER, ["form", "write"])) == {
        ("rule", "step"),
        ("p", "about"),
        ("asks", "condition"),
    }
    assert found(uses_elsewhere(READER, ["crm"])) == {
        ("form", "system"),
        ("write", "props.object"),
        ("m", "target"),
    }
    assert found(uses_elsewhere(READER, ["score"])) == {("criterion", "condition")}


def test_data_that_another_form_asks_for_is_not_missed():
    other = [Step(id="other", campaign="d", kind="form"), FormField(id="o", step="other", key="budget")]
    assert found(uses_elsewhere(READER.replacing(other), ["f.budget"])) == set()
    assert found(uses_elsewhere(READER, ["f.budget"])) == {("asks", "condition")}


def test_what_is_deleted_with_it_is_told_from_what_forgets_it():
    goes = {use.user.id: use.goes_too for use in uses_of(READER, ["mail", "form", "aware"])}
    assert goes == {"m": True, "rule": True, "p": False}
    assert [use.user.id for use in ways_into(READER, "write")] == ["l"]
