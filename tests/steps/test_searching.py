"""Words are found all over a plan; replacing touches only what people wrote for people."""

import random

from hypothesis import given
from hypothesis import strategies as st

from maplanner.app.templates import template_records
from maplanner.document.reading import RecordReader
from maplanner.document.records import Goal, Note, Problem, Record, Step
from maplanner.document.store import Store
from maplanner.document.wording import Wording
from maplanner.steps.searching import Hit, find, find_in_campaign, replace, replacements
from tests.builders import PlanBuilder

WORDS = ("lead", "Lead", "Berzina", "Bērziņa", "misleading", "2027", "lead_score", "")


def places(hits: list[Hit]) -> list[tuple[str, str]]:
    return [(hit.record.id, hit.path) for hit in hits]


def contents(reader: RecordReader) -> dict[str, Record]:
    return {record.id: record for record in reader.records()}


def plan_of_everything() -> PlanBuilder:
    plan = PlanBuilder(title="Leads")
    first = plan.step("search_term", "Lead search", props={"term": "lead tool"})
    form = plan.step("form", "Form", notes="asks the lead")
    plan.field(form, "Lead’s name", key="lead_name", options=("lead", "customer"))
    plan.link(first, form, title="leads")
    plan.step("email", "Mail", props={"subject": "Dear lead", "open_share": 0.2})
    plan.step("trigger", "Trigger", props={"threshold": "lead"})
    plan.add(Note, campaign=plan.current.id, text="every lead")
    crm = plan.crm("Lead CRM")
    plan.crm_field(plan.object(crm, "Lead", label="Lead"), "LeadSource", label="Lead source")
    plan.add(Problem, about=crm.id, text="leads are lost")
    plan.add(Goal, basic="more leads")
    return plan


def test_it_finds_all_that_people_read_and_no_identifiers() -> None:
    reader = plan_of_everything().snapshot()
    found = places(find(reader, Wording("lead")))
    assert found == [
        ("step_1", "title"),
        ("step_1", "props.term"),
        ("link_1", "title"),
        ("step_2", "notes"),
        ("form_field_1", "title"),
        ("form_field_1", "key"),
        ("form_field_1", "options"),
        ("step_3", "props.subject"),
        ("note_1", "text"),
        ("plan", "title"),
        ("goal_1", "basic"),
        ("system_1", "title"),
        ("object_1", "api_name"),
        ("object_1", "label"),
        ("field_1", "api_name"),
        ("field_1", "label"),
        ("problem_1", "text"),
    ]


def test_a_drawing_is_searched_alone() -> None:
    plan = plan_of_everything()
    other = plan.campaign("Other").id
    plan.step("email", "Lead again")
    assert places(find_in_campaign(plan.snapshot(), Wording("lead"), other)) == [("step_5", "title")]


def test_replacing_keeps_keys_choices_and_what_was_read_from_systems() -> None:
    store = plan_of_everything().store()
    before = contents(store)
    changed = replace(store, find(store, Wording("lead")), "person", "Replace")
    after = contents(store)
    kept = {"object_1", "field_1", "step_4"}
    assert {key: after[key] for key in kept} == {key: before[key] for key in kept}
    field = store.get("form_field_1")
    assert field is not None
    assert (field.values()["title"], field.values()["key"]) == ("person’s name", "lead_name")
    assert field.values()["options"] == ["lead", "customer"]
    assert store.find(Step, "step_3").props == {"subject": "Dear person", "open_share": 0.2}
    assert changed == 11
    assert {hit.changeable for hit in find(store, Wording("lead"))} == {False}
    store.undo()
    assert contents(store) == before
    assert store.history.undo_label is None, "it was one step"


def test_a_text_that_has_changed_meanwhile_is_left_alone() -> None:
    store = plan_of_everything().store()
    hits = find(store, Wording("lead"))
    with store.transact("Rename") as transaction:
        transaction.change("step_1", {"title": "Other"})
    assert "title" not in replacements(store, hits, "person")["step_1"]


def test_the_sample_plan_finds_its_product() -> None:
    plan = Store(template_records("sample"))
    hits = find(plan, Wording("webinar"))
    assert all("webinar" in hit.text.lower() for hit in hits)
    assert hits


@given(st.integers(0, 2**32 - 1), st.sampled_from([word for word in WORDS if word]), st.booleans())
def test_replacing_all_leaves_none_and_undo_brings_all_back(seed: int, wanted: str, words: bool) -> None:
    dice = random.Random(seed)
    plan = PlanBuilder()
    for kind in ("email", "form", "search_term", "notification"):
        text = " ".join(dice.choices(WORDS, k=4))
        step = plan.step(kind, text, notes=text[::-1], props={"subject": text, "text": text, "term": text})
        plan.field(step, text, key="lead")
    store = plan.store()
    before = contents(store)
    wording = Wording(wanted, accents=dice.random() < 0.5, words=words)
    hits = find(store, wording)
    changed = replace(store, hits, "X", "Replace")
    assert (changed > 0) == any(hit.changeable for hit in hits)
    assert [hit for hit in find(store, wording) if hit.changeable] == []
    assert {(r.id, type(r)) for r in store.records()} == {(r.id, type(r)) for r in before.values()}
    if changed:
        store.undo()
    assert contents(store) == before
