"""The inspector reads from a declaration which editor a field needs."""

import pytest
from pydantic import BaseModel

from maplanner.desktop.inspector.shape import Form, shapes
from maplanner.document.records import RECORD_TYPES, Campaign, Link, Score, System
from maplanner.document.values import Condition, HalfLifeDecay, WeeklyDelay
from maplanner.steps import KINDS
from maplanner.steps.email import EmailProps

MODELS: list[type[BaseModel]] = [
    *RECORD_TYPES,
    *(kind.props for kind in KINDS.values()),
    Condition,
    WeeklyDelay,
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_people_see_has_an_editor_of_its_own(model: type[BaseModel]) -> None:
    for shape in shapes(model):
        assert shape.form is not Form.JSON or shape.name == "value", f"{shape.name} could not be edited"


def forms(model: type[BaseModel]) -> dict[str, Form]:
    return {shape.name: shape.form for shape in shapes(model)}


def test_forms_follow_types() -> None:
    assert forms(Campaign)["budget"] is Form.NUMBER
    assert forms(Campaign)["state"] is Form.CHOICE
    assert forms(Campaign)["start"] is Form.DATE
    assert forms(Campaign)["group"] is Form.REFERENCE
    assert forms(Campaign)["exit"] is Form.CONDITION
    assert forms(Campaign)["notes"] is Form.TEXT
    assert forms(EmailProps)["open_delay"] is Form.VARIANTS
    assert forms(Link)["delay"] is Form.VARIANTS
    assert forms(System)["seats"] is Form.WHOLE
    assert forms(WeeklyDelay)["weekday"] is Form.WEEKDAY


def test_what_may_be_empty_is_known() -> None:
    optional = {shape.name for shape in shapes(Campaign) if shape.optional}
    assert optional == {"group", "start", "end", "budget", "max_entries", "exit"}


def test_variants_and_bounds_are_known() -> None:
    decay = next(shape for shape in shapes(Score) if shape.name == "decay")
    assert HalfLifeDecay in decay.variants
    assert decay.optional
    share = next(shape for shape in shapes(Link) if shape.name == "share")
    assert (share.limits.low, share.limits.high) == (0, 1)


def test_layout_is_not_for_the_inspector() -> None:
    assert {"x", "y", "props", "kind", "campaign"}.isdisjoint(
        forms(next(t for t in RECORD_TYPES if t.type_name == "step"))
    )
