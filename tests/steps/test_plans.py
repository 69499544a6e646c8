"""The plans that come along: they read, make sense, and lie neatly on their canvas."""

from itertools import combinations
from pathlib import Path

import pytest

from maplanner.checks import run_checks
from maplanner.core.resources import resource_root
from maplanner.document.records import (
    Campaign,
    CampaignGroup,
    FormField,
    Goal,
    Link,
    Mapping,
    Note,
    Record,
    Scenario,
    ScoringRule,
    Step,
    System,
    Threshold,
)
from maplanner.document.store import Store
from maplanner.document.textform import plan_from_text, plan_to_text
from maplanner.steps import behaviour_of, kind_of, outputs_of, props_of, summary_of

PLANS = sorted((resource_root() / "plans").glob("*.json"))
CARD_WIDTH, CARD_HEIGHT, ROW_HEIGHT, BELOW_ROWS = 186.0, 54.0, 24.0, 16.0


def opened(path: Path) -> Store:
    return Store(plan_from_text(path.read_text("utf-8"), path.name))


def sample() -> Store:
    return opened(resource_root() / "plans" / "sample.json")


def box(store: Store, record: Record) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a card or note, in pixels."""
    if isinstance(record, Note):
        return record.x, record.y, record.x + record.width, record.y + record.height
    assert isinstance(record, Step)
    rows = len(store.referring(FormField, "step", record.id)) if record.open else 0
    height = CARD_HEIGHT + (rows * ROW_HEIGHT + BELOW_ROWS if rows else 0.0)
    return record.x, record.y, record.x + CARD_WIDTH, record.y + height


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_it_is_written_as_the_program_writes_it(path: Path) -> None:
    assert plan_to_text(opened(path)) == path.read_text("utf-8")


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_step_and_link_means_something(path: Path) -> None:
    store = opened(path)
    for step in store.all(Step):
        kind = kind_of(step)
        assert kind is not None, step
        assert set(step.props) <= set(kind.props.model_fields), step
        assert props_of(step)
        assert behaviour_of(step, store)
        assert summary_of(step, store)
    for link in store.all(Link):
        assert link.output in {output.name for output in outputs_of(store.find(Step, link.source))}, link
        target = kind_of(store.find(Step, link.target))
        assert target is not None
        assert target.accepts_links


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_nothing_covers_anything(path: Path) -> None:
    store = opened(path)
    for campaign in store.all(Campaign):
        drawn: list[Record] = [
            *store.referring(Step, "campaign", campaign.id),
            *store.referring(Note, "campaign", campaign.id),
        ]
        for one, other in combinations(drawn, 2):
            assert not overlap(box(store, one), box(store, other)), (one, other)


def test_the_sample_has_what_a_first_look_needs() -> None:
    store = sample()
    assert [group.title for group in store.all(CampaignGroup)] == [
        "Inbound",
        "Outbound",
        "Nurturing",
        "Cross-sell",
    ]
    assert len(store.all(Campaign)) == 3
    assert len(store.all(System)) == 4
    assert {rule.points for rule in store.all(ScoringRule)} == {5, 8, 10, 12, 20, 30}
    assert {(mark.level.value, mark.value) for mark in store.all(Threshold)} == {
        ("lead", 100),
        ("account", 180),
    }
    assert store.all(Scenario)
    assert {goal.level.value for goal in store.all(Goal)} == {"need", "want"}
    assert all(len(store.referring(Step, "campaign", each.id)) <= 25 for each in store.all(Campaign))


def test_every_field_of_the_sample_but_one_lands_somewhere() -> None:
    store = sample()
    lost = [
        field.title for field in store.all(FormField) if not store.referring(Mapping, "collected", field.id)
    ]
    assert lost == ["Budget"]
    assert all(field.uses for field in store.all(FormField))
    assert all(mapping.uses for mapping in store.all(Mapping))
    assert all(mapping.conflict.value != "not decided" for mapping in store.all(Mapping))


def test_the_checks_find_the_two_deliberate_gaps_and_nothing_else() -> None:
    found = {(finding.step, finding.field) for finding in run_checks(sample().snapshot())}
    assert found == {("Guide form", "Budget"), ("New lead", "Lead.Company")}
