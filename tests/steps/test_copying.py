"""Copies of campaigns name each other, and leave every other text alone."""

from __future__ import annotations

from maplanner.document.records import FormField, Mapping, Record, Step, ValuePair
from maplanner.steps.copying import campaign_records, copies_for, standing_alone
from tests.builders import PlanBuilder


def sketch() -> tuple[PlanBuilder, str]:
    """A campaign whose step “call” is named like a text of another, and whose mapping has a value map."""
    builder = PlanBuilder()
    campaign = builder.campaign()
    builder.step("email", id="call", props={"subject": "call"})
    score = builder.score()
    condition = {"subject": "score", "ref": score.id, "operator": "at least", "value": 1.0}
    builder.step("decision", props={"condition": condition})
    field = builder.field(builder.step("form"), "Rating", options=("Hot",))
    mapping = builder.map(field, builder.crm_field(builder.object(builder.crm()), "Rating"))
    builder.add(ValuePair, mapping=mapping.id, value="Hot", becomes="1")
    return builder, campaign.id


def only(cls: type[Record], records: list[Record]) -> Record:
    (found,) = [record for record in records if isinstance(record, cls)]
    return found


def test_a_text_that_looks_like_an_identifier_stays() -> None:
    builder, campaign = sketch()
    reader = builder.snapshot()
    copies = copies_for(reader, campaign_records(reader, campaign))
    mail = next(each for each in copies if isinstance(each, Step) and each.kind == "email")
    assert mail.id != "call"
    assert mail.props["subject"] == "call"
    alone = standing_alone(reader, campaign_records(reader, campaign))
    assert next(each for each in alone if each.id == "call").props["subject"] == "call"


def test_value_maps_come_along() -> None:
    builder, campaign = sketch()
    reader = builder.snapshot()
    copies = copies_for(reader, campaign_records(reader, campaign))
    field, mapping, pair = (only(cls, copies) for cls in (FormField, Mapping, ValuePair))
    assert (mapping.collected, pair.mapping, pair.becomes) == (field.id, mapping.id, "1")


def test_conditions_on_what_is_not_copied_stay_in_a_plan_and_go_from_a_template() -> None:
    builder, campaign = sketch()
    reader = builder.snapshot()
    kept = copies_for(reader, campaign_records(reader, campaign))
    alone = standing_alone(reader, campaign_records(reader, campaign))
    assert any("condition" in each.props for each in kept if isinstance(each, Step))
    assert not any("condition" in each.props for each in alone if isinstance(each, Step))
