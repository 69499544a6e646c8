"""Campaigns made from templates, and templates made from campaigns."""

from pathlib import Path

import pytest

from maplanner.app.campaign_templates import (
    TemplateNotKept,
    campaign_templates,
    delete_template,
    from_template,
    own_folder,
    rename_template,
    save_template,
)
from maplanner.app.templates import template_records
from maplanner.core.errors import MissingPart
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, FormField, Link, Mapping, Plan, Step
from maplanner.document.store import Store
from maplanner.steps import KINDS, outputs_of, props_of
from maplanner.steps.copying import named_in


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def sample() -> Snapshot:
    return Snapshot.of(template_records("sample"))


def bundled() -> list[Path]:
    return [template.path for template in campaign_templates() if not template.is_own]


@pytest.mark.parametrize("path", bundled(), ids=lambda path: path.stem)
def test_every_template_makes_a_campaign_that_the_plan_takes(path: Path) -> None:
    store = Store()
    with store.transact("Begin") as transaction:
        transaction.put(Plan())
    made = from_template(path, store, None, 3.0)
    with store.transact("Add") as transaction:
        transaction.put(*made)
    (campaign,) = store.all(Campaign)
    assert campaign.order == 3.0
    assert campaign.notes, "a template says what it is for"
    steps = store.all(Step)
    assert any(KINDS[step.kind].entry for step in steps)
    for step in steps:
        props_of(step)
    known = {(step.id, output.name) for step in steps for output in outputs_of(step)}
    assert {(link.source, link.output) for link in store.all(Link)} <= known


@pytest.mark.parametrize("path", bundled(), ids=lambda path: path.stem)
def test_figures_of_a_template_have_a_source(path: Path) -> None:
    """A figure that is not the kind's own default, which says its source itself, is explained on its step."""
    shares = {"open_share", "click_share", "bounce_share", "fill_share", "attend_share", "accepted_share"}
    for step in from_template(path, Snapshot.of([Plan()]), None, 0.0):
        if not isinstance(step, Step):
            continue
        defaults = KINDS[step.kind].defaults()
        own = {key for key in shares & step.props.keys() if step.props[key] != defaults.get(key)}
        assert not own or step.notes, f"{step.title}: {own}"


def test_a_campaign_twice_from_one_template_shares_nothing() -> None:
    reader = Snapshot.of([Plan()])
    path = bundled()[0]
    one, other = from_template(path, reader, None, 0.0), from_template(path, reader, None, 0.0)
    assert not {record.id for record in one} & {record.id for record in other}


def test_a_saved_campaign_comes_back_without_what_it_points_out_to() -> None:
    plan = sample()
    original = next(each for each in plan.all(Campaign) if plan.referring(Step, "campaign", each.id))
    path = save_template(plan, original.id, "  Mine   & yours ")
    (own,) = [template for template in campaign_templates() if template.is_own]
    assert (own.path, own.title) == (path, "Mine & yours")
    elsewhere = Snapshot.of([Plan()])
    made = Snapshot.of(from_template(path, elsewhere, None, 0.0))
    assert made.count(Step) == len(plan.referring(Step, "campaign", original.id))
    assert made.count(FormField) > 0
    assert made.count(Mapping) == 0, "the fields it lands in are another plan's business"
    assert all(step.system is None for step in made.all(Step))


def test_a_template_keeps_no_identifier_of_the_plan_it_came_from() -> None:
    plan = sample()
    foreign = {record.id for record in plan.records()}
    for campaign in plan.all(Campaign):
        path = save_template(plan, campaign.id, campaign.title)
        made = from_template(path, Snapshot.of([Plan()]), None, 0.0)
        steps = [step for step in made if isinstance(step, Step)]
        named = [step.props[key] for step in steps for key in named_in(step)]
        assert not {value for value in named if isinstance(value, str)} & foreign
        tasks = [step for step in steps if step.kind == "sales_task"]
        assert all(task.props["action"] == "call" for task in tasks), "also the identifier of a step there"


def test_names_are_neither_empty_nor_taken() -> None:
    plan = sample()
    campaign = plan.all(Campaign)[0].id
    save_template(plan, campaign, "Āboli, ļoti")
    with pytest.raises(TemplateNotKept):
        save_template(plan, campaign, "Āboli, ļoti")
    with pytest.raises(TemplateNotKept):
        save_template(plan, campaign, "   ")
    save_template(plan, campaign, "/../" + "x" * 5000)
    assert {path.parent for path in own_folder().iterdir()} == {own_folder()}


def test_own_templates_are_renamed_and_deleted_and_bundled_ones_are_not() -> None:
    plan = sample()
    save_template(plan, plan.all(Campaign)[0].id, "First")
    (own,) = [template for template in campaign_templates() if template.is_own]
    rename_template(own, "Second")
    (own,) = [template for template in campaign_templates() if template.is_own]
    assert own.title == "Second"
    delete_template(own)
    assert not any(template.is_own for template in campaign_templates())
    with pytest.raises(TemplateNotKept):
        delete_template(campaign_templates()[0])


def test_a_damaged_template_is_passed_over_and_refused_in_words() -> None:
    own_folder().mkdir(parents=True)
    for name, text in (("a", "{"), ("b", "[]"), ("c", '{"records": {"campaign": []}}'), ("d", "\0")):
        (own_folder() / f"{name}.json").write_text(text, encoding="utf-8")
    assert not any(template.is_own for template in campaign_templates())
    for name in ("a", "b", "c", "gone"):
        with pytest.raises(MissingPart):
            from_template(own_folder() / f"{name}.json", Snapshot.of([Plan()]), None, 0.0)
