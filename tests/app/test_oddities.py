"""What a plan written by hand may not have meant."""

from typing import Any

import pytest

from maplanner.app.oddities import oddities
from maplanner.app.templates import template_records
from maplanner.document.records import Campaign, Link, Record, Step, UnknownRecord


def step(kind: str = "email", **values: Any) -> Step:
    return Step(id="a", campaign="c", kind=kind, **values)


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (Campaign.model_validate({"id": "d", "titel": "D"}), "campaign “d”: there is no field “titel”. Did"),
        (Campaign.model_validate({"id": "d", "titel": "D"}), "Did you mean “title”?"),
        (UnknownRecord(id="u", written_as="steps"), "no type of record “steps”. Did you mean “step”?"),
        (step("emails"), "step “a”: there is no kind “emails”. Did you mean “email”?"),
        (step(props={"open_shar": 0.2}), "no property of email “open_shar”. Did you mean “open_share”?"),
        (step(props={"open_share": 33}), "Step “a”: open_share: Input should be less than or equal to 1."),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_the_word_that_was_meant(record: Record, says: str) -> None:
    (line,) = oddities([Campaign(id="c"), record])
    assert says in line


def test_a_link_from_an_output_that_is_not_there_is_named() -> None:
    plan = [Campaign(id="c"), step("wait"), Step(id="b", campaign="c", kind="end")]
    (line,) = oddities([*plan, Link(id="l", source="a", target="b", output="nxt")])
    assert line == "link “l”: a wait has no output “nxt”, only next. Nobody goes that way."
    assert oddities([*plan, Link(id="l", source="a", target="b")]) == ()


@pytest.mark.parametrize("name", ["empty", "sample", "reference-funnel"])
def test_templates_hold_nothing_odd(name: str) -> None:
    assert oddities(template_records(name)) == ()
