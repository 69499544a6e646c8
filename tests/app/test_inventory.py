"""The campaign inventory: counted, grouped, with archived campaigns out of the way."""

import pytest

from maplanner.app.inventory import Grouping, grouped, inventory
from maplanner.app.templates import template_records
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, CampaignGroup, Plan, Step
from maplanner.document.vocabulary import Bound


def plan() -> Snapshot:
    return Snapshot.of(
        [
            Plan(),
            CampaignGroup(id="g1", title="Spring", order=2.0),
            CampaignGroup(id="g2", title="Autumn", order=1.0),
            Campaign(id="a", title="A", group="g1", owner="Ilze", budget=100.0, order=1.0),
            Campaign(id="b", title="B", group="g1", bound=Bound.OUTBOUND, budget=50.0, order=2.0),
            Campaign(id="c", title="C", owner="ilze", archived=True, order=3.0),
            Step(id="s", campaign="a", kind="end"),
        ]
    )


def test_archived_campaigns_stay_out_unless_asked_for() -> None:
    assert [row.campaign.id for row in inventory(plan())] == ["a", "b"]
    assert [row.campaign.id for row in inventory(plan(), archived=True)] == ["a", "b", "c"]
    assert [row.steps for row in inventory(plan())] == [1, 0]


def test_own_groups_are_there_even_empty_and_those_without_one_come_last() -> None:
    groups = grouped(plan(), inventory(plan(), archived=True), Grouping.GROUP)
    assert [(group.title, len(group.rows)) for group in groups] == [("Autumn", 0), ("Spring", 2), ("", 1)]
    assert groups[1].budget == 150.0
    assert groups[1].steps == 1
    assert groups[1].findings is None


@pytest.mark.parametrize("by", Grouping)
def test_every_grouping_holds_every_campaign_once(by: Grouping) -> None:
    whole = Snapshot.of(template_records("sample"))
    rows = inventory(whole, archived=True)
    groups = grouped(whole, rows, by)
    found = [row.campaign.id for group in groups for row in group.rows]
    assert sorted(found) == sorted(row.campaign.id for row in rows)


def test_groups_of_fields_that_nobody_uses_are_left_out() -> None:
    groups = grouped(plan(), inventory(plan()), Grouping.BOUND)
    assert [group.value for group in groups] == [Bound.INBOUND, Bound.OUTBOUND]
    groups = grouped(plan(), inventory(plan()), Grouping.STATE)
    assert [group.title for group in groups] == ["idea"]
