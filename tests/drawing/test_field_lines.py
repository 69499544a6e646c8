"""From a form's field to the CRM's: rows on both cards and the line between them."""

import pytest

from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, CrmField, CrmObject, FormField, Link, Mapping, Step, System
from maplanner.drawing.card import CARD_HEIGHT, CARD_WIDTH, step_card
from maplanner.drawing.field_lines import field_lines, moved_line
from maplanner.drawing.field_rows import RowSort
from maplanner.drawing.geometry import Point
from maplanner.drawing.picture import CampaignDrawing


def plan(*more) -> Snapshot:
    return Snapshot.of(
        [
            Campaign(id="c"),
            Campaign(id="d"),
            System(id="crm"),
            CrmObject(id="lead", system="crm", api_name="Lead"),
            CrmField(id="mail", object="lead", api_name="Email", label="E-mail"),
            CrmField(
                id="name", object="lead", api_name="LastName", label="Last name", required=True, length=80
            ),
            CrmField(id="fax", object="lead", api_name="Fax"),
            Step(id="form", campaign="c", kind="form"),
            FormField(id="f.mail", step="form", title="Mail", key="mail", order=1),
            FormField(id="f.budget", step="form", title="Budget", key="budget", order=2),
            Mapping(id="m", collected="f.mail", target="mail"),
            Step(id="write", campaign="c", kind="crm_write", x=400, y=100, props={"object": "lead"}),
            *more,
        ]
    )


def cards_of(reader: Snapshot, campaign: str = "c"):
    return {step.id: step_card(reader, step) for step in reader.referring(Step, "campaign", campaign)}


def test_a_write_shows_what_arrives_and_what_has_to():
    rows = cards_of(plan())["write"].rows
    assert [(row.id, row.sort, row.is_at_fault, row.beside) for row in rows] == [
        ("mail", RowSort.RECEIVING, False, "text"),
        ("name", RowSort.RECEIVING, True, "stays empty"),
        ("lead", RowSort.MORE, False, ""),
    ]


def test_a_write_of_another_campaign_where_nothing_lands_has_nothing_to_show():
    other = Step(id="other", campaign="d", kind="crm_write", props={"object": "lead"})
    assert cards_of(plan(other), "d")["other"].rows == ()


def test_fields_stand_in_the_order_of_the_form():
    more = (
        CrmField(id="budget", object="lead", api_name="Budget"),
        FormField(id="f.first", step="form", key="fax", order=0),
        Mapping(id="n", collected="f.first", target="fax"),
        Mapping(id="o", collected="f.budget", target="budget"),
    )
    rows = cards_of(plan(*more))["write"].rows
    assert [row.id for row in rows] == ["fax", "mail", "budget", "name", "lead"]


def test_what_is_asked_again_elsewhere_arrives_too():
    more = (
        Step(id="again", campaign="d", kind="form"),
        FormField(id="a.mail", step="again", key="mail"),
        Step(id="other", campaign="d", kind="crm_write", props={"object": "lead"}),
    )
    cards = cards_of(plan(*more), "d")
    assert [row.id for row in cards["other"].rows] == ["mail", "name", "lead"]
    assert [(line.field, line.mapping) for line in field_lines(plan(*more), cards).values()] == [
        ("a.mail", "m")
    ]


def test_what_another_system_passes_on_is_filled():
    more = (
        System(id="tool"),
        CrmObject(id="contact", system="tool", api_name="Contact"),
        CrmField(id="contact.name", object="contact"),
        FormField(id="f.name", step="form", key="name"),
        Mapping(id="n", collected="f.name", target="contact.name"),
        Mapping(id="o", held="contact.name", target="name"),
        Mapping(id="loop", held="name", target="contact.name"),
    )
    rows = cards_of(plan(*more))["write"].rows
    assert not next(row for row in rows if row.id == "name").is_at_fault


@pytest.mark.parametrize("folded", ["form", "write"])
def test_a_folded_card_has_no_rows_and_no_lines(folded):
    reader = plan()
    reader = reader.replacing([reader.find(Step, folded).changed({"open": False})])
    cards = cards_of(reader)
    assert cards[folded].height == CARD_HEIGHT
    assert field_lines(reader, cards) == {}


def test_a_line_runs_from_port_to_port():
    reader = plan()
    cards = cards_of(reader)
    (line,) = field_lines(reader, cards).values()
    assert (line.source, line.target, line.mapping) == ("form", "write", "m")
    assert line.start == Point(CARD_WIDTH, cards["form"].field_port(0).y)
    assert line.end == Point(400, 100 + cards["write"].field_port(0).y)
    assert line.distance_to(line.start) < 0.01
    assert line.distance_to(line.start.moved(0, -50)) > 40
    further = moved_line(line, cards["form"].moved_to(0, 50), cards["write"])
    assert (further.start, further.end) == (line.start.moved(0, 50), line.end)


def test_of_two_writes_the_one_that_leads_come_to_first():
    second = Step(id="after", campaign="c", kind="crm_write", props={"object": "lead"})
    links = [
        Link(id="1", source="form", output="submitted", target="after"),
        Link(id="2", source="after", output="next", target="write"),
    ]
    reader = plan(second, *links)
    (line,) = field_lines(reader, cards_of(reader)).values()
    assert line.target == "after"
    turned = plan(second, Link(id="1", source="form", output="submitted", target="write"))
    (line,) = field_lines(turned, cards_of(turned)).values()
    assert line.target == "write"


def test_a_picture_has_the_lines():
    drawing = CampaignDrawing.from_reader(plan(), "c")
    assert [line.mapping for line in drawing.field_lines] == ["m"]
    alone = CampaignDrawing.from_reader(plan(), "c", selection=["form"])
    assert alone.field_lines == ()
