"""What was found is grouped, named and shown with the words around it."""

from maplanner.app.searching import name_of_hit, search, snippet, to_json
from maplanner.document.records import Frame, Note, Problem
from maplanner.document.wording import Wording
from tests.builders import PlanBuilder


def test_hits_stand_under_their_campaign_or_list() -> None:
    plan = PlanBuilder(title="Leads of 2027")
    plan.campaign("First")
    plan.step("email", "Mail to leads")
    second = plan.campaign("Lead nurturing").id
    plan.add(Note, campaign=second, text="leads")
    plan.crm_field(plan.object(plan.crm(), "Account"), "LeadSource", label="Lead source")
    plan.add(Problem, text="no leads")
    groups = search(plan.snapshot(), Wording("lead"))
    assert [(group.title, len(group.hits)) for group in groups] == [
        ("First", 1),
        ("Lead nurturing", 2),
        ("Plan", 1),
        ("CRM fields", 2),
        ("Problems", 1),
    ]
    assert [name_of_hit(hit.record) for hit in groups[3].hits] == ["Lead source"] * 2
    assert to_json(groups)["count"] == 7
    assert {hit["campaign"] for hit in to_json(groups)["hits"]} == {"", "First", "Lead nurturing"}


def test_a_snippet_is_one_line_around_what_was_found() -> None:
    plan = PlanBuilder()
    plan.add(Note, campaign=plan.current.id, text=f"{'before ' * 20}\nthe lead\n{'after ' * 20}")
    ((hit,),) = [group.hits for group in search(plan.snapshot(), Wording("lead"))]
    assert (
        snippet(hit)
        == "…before before before before before the lead after after after after after after aft…"
    )
    assert "the person after" in snippet(hit, "person")


def test_the_titles_of_frames_are_found_on_their_drawing() -> None:
    plan = PlanBuilder()
    plan.put(Frame(id="f", campaign=plan.campaign("Spring").id, title="Pirmā saskare"))
    groups = search(plan.snapshot(), Wording("saskare"))
    assert [(group.title, group.hits[0].record.id, group.hits[0].path) for group in groups] == [
        ("Spring", "f", "title")
    ]
