"""How complete a plan's data is said to be, and what would raise it."""

from __future__ import annotations

from maplanner.checks import Checker, check_once, ignoring
from maplanner.checks.completeness import Completeness
from maplanner.core.clock import utc_now
from maplanner.document.records import Conversion, CrmField, FormField
from maplanner.document.store import Store
from maplanner.document.vocabulary import FieldType
from tests.builders import PlanBuilder
from tests.checks.examples import search


def plan() -> PlanBuilder:
    """Two of five needed fields of Lead arrive: one is not mapped, one cut off, one not asked for."""
    made = PlanBuilder()
    lead = made.object(made.crm(), label="Lead")
    form = made.step("form", "Guide form")
    email = made.field(form, "E-mail", type=FieldType.EMAIL, required=True, length=80)
    name = made.field(form, "Last name", required=True, length=80)
    city = made.field(form, "City", length=255)
    made.map(email, made.crm_field(lead, "Email", type=FieldType.EMAIL, length=80, match_key=True))
    made.map(name, made.crm_field(lead, "LastName", required=True, length=80))
    made.map(city, made.crm_field(lead, "City", length=40, uses=("sales",)))
    made.crm_field(lead, "Company", required=True, length=255)
    made.crm_field(lead, "Industry", uses=("segmentation",))
    made.crm_field(lead, "Fax")
    search(made, form, made.step("crm_write", "Write", props={"object": lead.id}))
    return made


def scores(store: Store) -> dict[str, Completeness]:
    return {each.title: each for each in check_once(store.snapshot()).completeness}


def test_an_object_counts_needed_fields_that_arrive_whole() -> None:
    lead = scores(plan().store())["Lead"]
    assert (lead.sort, lead.complete, lead.needed, lead.share) == ("object", 2, 5, 0.4)
    said = [lack.message for lack in lead.lacks]
    assert said[0].startswith("City → Lead.City: “City” holds 40 characters")
    assert said[1].startswith("Nothing fills Lead.Company at “Write”")
    assert said[2] == "Lead.Industry: nothing lands in it."
    assert lead.lacks[0].fix is not None


def test_a_campaign_counts_what_it_asks_for_and_what_it_must_fill() -> None:
    campaign = scores(plan().store())["Campaign"]
    assert (campaign.sort, campaign.complete, campaign.needed) == ("campaign", 3, 5)


def test_what_a_crm_asks_of_those_who_convert_is_not_missing() -> None:
    made = plan()
    lead = next(each for each in made.records.values() if isinstance(each, CrmField))
    deal = made.object(made.crm("Other CRM"), label="Deal")
    source = made.crm_field(deal, "LeadSource")
    made.crm_field(deal, "CloseDate", type=FieldType.DATE, required=True)
    made.add(Conversion, source=lead.id, target=source.id)
    assert next(each for title, each in scores(made.store()).items() if "Deal" in title).share == 1.0
    made.map(lead, source)
    assert next(each for title, each in scores(made.store()).items() if "Deal" in title).share == 0.5


def test_what_would_raise_it_does() -> None:
    store = plan().store()
    for lack in scores(store)["Lead"].lacks[:2]:
        assert lack.fix is not None
        with store.transact(lack.fix.title) as transaction:
            lack.fix.apply(transaction)
    found = scores(store)
    assert (found["Lead"].complete, found["Lead"].needed) == (4, 5)
    assert found["Campaign"].share == 1.0


def test_what_the_team_ignores_holds_nothing_back() -> None:
    store = plan().store()
    checker = Checker()
    cut_off = next(
        each for each in checker.check(store.snapshot()).findings if each.code == "mapping-does-not-fit"
    )
    with store.transact("Ignore") as transaction:
        transaction.put(ignoring(cut_off, "Cities are short", "Ann", utc_now().date()))
    checked = checker.check(store.snapshot())
    assert [each.ignored.reason for each in checked.ignored if each.ignored] == ["Cities are short"]
    assert {each.title: each.complete for each in checked.completeness} == {"Lead": 3, "Campaign": 4}


def test_an_object_that_nothing_fills_is_not_told_of() -> None:
    made = plan()
    made.crm_field(made.object(made.crm("Old CRM"), "Account"), "Name", required=True)
    store = made.store()
    assert set(scores(store)) == {"Lead", "Campaign"}
    assert all(isinstance(store.get(each.id), FormField) for each in store.all(FormField))
