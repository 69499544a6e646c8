"""Records say what their fields mean, and survive what a newer version added."""

import pytest

from maplanner.core.errors import InvalidRecord
from maplanner.core.units import Unit
from maplanner.document.fields import field_limits, field_specs, references
from maplanner.document.records import (
    RECORD_TYPES,
    Campaign,
    CanvasView,
    Link,
    Presence,
    Record,
    Scope,
    ScoringRule,
    Step,
)


@pytest.mark.parametrize("cls", RECORD_TYPES, ids=lambda cls: cls.type_name)
def test_every_field_has_a_title_and_every_reference_a_known_type(cls: type[Record]) -> None:
    names = {other.type_name for other in RECORD_TYPES}
    for name, meaning in field_specs(cls).items():
        assert meaning.title, name
    assert {meaning.ref for meaning in references(cls).values()} <= names


def test_type_names_are_unique() -> None:
    assert len({cls.type_name for cls in RECORD_TYPES}) == len(RECORD_TYPES)


def test_a_type_stands_behind_those_it_refers_to() -> None:
    seen: set[str] = set()
    for cls in RECORD_TYPES:
        assert {meaning.ref for meaning in references(cls).values()} <= seen | {cls.type_name}
        seen.add(cls.type_name)


def test_limits_and_units_come_from_the_declaration() -> None:
    assert field_limits(Campaign, "budget").low == 0
    assert field_specs(Campaign)["budget"].unit is Unit.MONEY
    assert field_limits(ScoringRule, "points").high == 1e6


def test_nested_properties_are_fields_of_their_own() -> None:
    step = Step(id="s", campaign="c", kind="email", props={"open_share": 0.2, "subject": "Hi"})
    assert step.values()["props.open_share"] == 0.2
    changed = step.changed({"props.open_share": 0.3, "props.subject": None, "title": "Mail"})
    assert changed.props == {"open_share": 0.3}
    assert changed.title == "Mail"
    assert step.props == {"open_share": 0.2, "subject": "Hi"}


def test_an_unacceptable_value_names_record_and_field() -> None:
    link = Link(id="l1", source="a", target="b")
    with pytest.raises(InvalidRecord, match=r"l1.*share"):
        link.changed({"share": 1.5})


def test_fields_of_a_newer_version_survive() -> None:
    step = Step.from_values({"id": "s", "campaign": "c", "kind": "email", "mood": "good"})
    assert step.changed({"title": "x"}).values()["mood"] == "good"


def test_scopes_say_what_is_saved() -> None:
    assert Step.scope is Scope.DOCUMENT
    assert Presence.scope is Scope.PRESENCE
    assert CanvasView.scope is Scope.SESSION
