"""The text form: stable, lean, exact on the way back, and clear about what is wrong."""

import json
import re

import jsonschema
import pytest

from maplanner.core.errors import InvalidPlan
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, CanvasView, Plan, Record, Step
from maplanner.document.textform import plan_from_text, plan_schema, plan_to_text
from maplanner.document.values import Condition, WeeklyDelay


def text_of(*records: Record) -> str:
    return plan_to_text(Snapshot.of(list(records)))


def wrapped(records: str) -> str:
    return f'{{"format": "maplanner", "version": 1, "records": {records}}}'


PLAN = [
    Plan(title="Pavasara plāns"),
    Campaign(id="c", title="Ā", exit=Condition(subject="threshold", ref="t", operator="is")),
    Step(id="b", campaign="c", kind="wait", props={"delay": WeeklyDelay().model_dump()}),
    Step(id="a", campaign="c", kind="from the future", props={"x": [1, {"y": None}]}),
]


def test_text_comes_back_exactly() -> None:
    records = plan_from_text(text_of(*PLAN))
    assert {record.id: record for record in records} == {record.id: record for record in PLAN}


def test_text_does_not_depend_on_the_order_of_making() -> None:
    assert text_of(*PLAN) == text_of(*reversed(PLAN))


def test_defaults_are_left_out_and_letters_are_readable() -> None:
    text = text_of(*PLAN)
    assert "Pavasara plāns" in text
    assert json.loads(text)["records"]["step"][1] == {
        "id": "b",
        "campaign": "c",
        "kind": "wait",
        "props": {"delay": {"kind": "weekly", "weekday": 3, "hour": 15.0, "calendar": ""}},
    }


def test_what_a_newer_version_added_survives() -> None:
    text = wrapped('{"plan": [{"id": "plan", "mood": "good"}], "hologram": [{"id": "h", "depth": [1, 2]}]}')
    again = json.loads(text_of(*plan_from_text(text)))
    assert again["records"]["plan"][0]["mood"] == "good"
    assert again["records"]["hologram"] == [{"id": "h", "depth": [1, 2]}]


def test_what_is_mine_alone_is_not_written() -> None:
    assert "canvas_view" not in text_of(*PLAN, CanvasView(id="v", campaign="c"))


def test_the_plan_record_may_be_left_out() -> None:
    records = plan_from_text(wrapped('{"campaign": [{"id": "c"}]}'))
    assert any(isinstance(record, Plan) for record in records)


def test_the_schema_accepts_what_is_written_and_refuses_nonsense() -> None:
    schema = plan_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(text_of(*PLAN)), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(wrapped('{"step": [{"id": "a", "x": "left"}]}')), schema)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "line 1, column 2"),
        ("[]", "lacks “format”"),
        ('{"format": "maplanner"}', "version"),
        ('{"format": "maplanner", "version": 9, "records": {}}', "Update maplanner"),
        ('{"format": "maplanner", "version": 1}', "“records”"),
        (wrapped('{"step": {}}'), "“step” must be a list"),
        (wrapped('{"step": [7]}'), "step 1 is not a record"),
        (wrapped('{"step": [{"id": "a", "kind": "end"}]}'), "(a): campaign: is missing"),
        (wrapped('{"step": [{"id": "a", "kind": "end", "campaign": "c"}]}'), "there is no campaign “c”"),
        (wrapped('{"campaign": [{"id": "c"}, {"id": "c"}]}'), "two records have the id “c”"),
        (wrapped('{"campaign": [{"id": "c", "budget": -5}]}'), "(c): budget"),
        (wrapped('{"campaign": [{"id": "c", "budget": NaN}]}'), "NaN"),
        (wrapped('{"campaign": [{"id": "c", "budget": 1e999}]}'), "(c): budget"),
        ("[" * 100_000, "nested too deeply"),
        (
            wrapped('{"campaign": [{"id": "c", "z": ' + "[" * 900 + "]" * 900 + "}]}"),
            "(c): is nested too deeply",
        ),
        (wrapped('{"campaign": [{"id": "c", "title": "\\ud83d"}]}'), "(c): a text holds half of a letter"),
        (wrapped('{"campaign": [{"id": "c"}], "campaign": []}'), "“campaign” stands twice"),
        (wrapped("{}")[:-1] + ', "campaign": []}', "“campaign” stands beside “records”"),
        (wrapped('{"campaign": [{"id": "c",}]}'), "comma"),
        (
            wrapped('{"campaign": [{"id": "c1", "group": "new"}], "campaign_group": [{"id": "news"}]}'),
            "“news”?",
        ),
        (wrapped('{"score": [{"id": "s", "decay": {"days": 3}}]}'), "(s): decay: does not say its kind"),
        (wrapped('{"score": [{"id": "s", "decay": {"kind": "slow"}}]}'), "there is no “slow”, only 'linear'"),
        (wrapped('{"score": [{"id": "s", "decay": {"kind": "linear", "day": 1}}]}'), "no such field here"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, says: str) -> None:
    with pytest.raises(InvalidPlan, match=re.escape(says)):
        plan_from_text(text)


def test_links_across_campaigns_are_refused() -> None:
    text = wrapped(
        '{"campaign": [{"id": "c"}, {"id": "d"}],'
        ' "step": [{"id": "a", "campaign": "c", "kind": "end"}, {"id": "b", "campaign": "d", "kind": "end"}],'
        ' "link": [{"id": "ab", "source": "a", "target": "b"}]}'
    )
    with pytest.raises(InvalidPlan, match="two campaigns"):
        plan_from_text(text)
