"""What the plan ticks by itself, and what only a person can."""

from datetime import date

from maplanner.crm.checklist import USUAL, Sign, is_done, is_overdue, ticked, usual_items
from maplanner.document.records import ChecklistItem, DataFlow, DataSet, SupportContact
from maplanner.document.vocabulary import ChecklistState, FieldType, Means
from tests.builders import PlanBuilder


def item(sign: Sign | None = None, **values: object) -> ChecklistItem:
    return ChecklistItem(id="item", title="x", ticked_by=sign.value if sign else "", **values)  # type: ignore[arg-type]


def told(plan: PlanBuilder, sign: Sign) -> tuple[bool, str]:
    tick = ticked(plan.snapshot(), item(sign))
    assert tick is not None
    return tick.done, tick.message


def test_a_persons_item_is_done_when_a_person_says_so() -> None:
    plan = PlanBuilder().snapshot()
    assert ticked(plan, item()) is None
    assert not is_done(plan, item(state=ChecklistState.IN_WORK))
    assert is_done(plan, item(state=ChecklistState.DONE))
    assert not is_done(plan, item(Sign.FIELDS, state=ChecklistState.DONE)), "the plan knows better"


def test_overdue_is_what_is_not_done_in_time() -> None:
    plan = PlanBuilder().snapshot()
    late = item(due=date(2026, 11, 1))
    assert is_overdue(plan, late, date(2026, 11, 2))
    assert not is_overdue(plan, late, date(2026, 11, 1))
    assert not is_overdue(plan, item(due=date(2026, 11, 1), state=ChecklistState.DONE), date(2026, 11, 2))


def test_fields_are_listed_when_every_crm_has_some() -> None:
    plan = PlanBuilder()
    assert told(plan, Sign.FIELDS) == (False, "The plan has no CRM yet.")
    crm = plan.crm("Sales CRM")
    assert told(plan, Sign.FIELDS) == (False, "No fields yet: Sales CRM.")
    plan.crm_field(plan.object(crm), "Email")
    assert told(plan, Sign.FIELDS) == (True, "Fields listed: Sales CRM 1.")


def test_definitions_are_lined_up_when_all_is_mapped_and_fits() -> None:
    plan = PlanBuilder()
    form = plan.step("form")
    email, note = (
        plan.field(form, "E-mail", type=FieldType.EMAIL),
        plan.field(form, "Note", type=FieldType.LONG_TEXT),
    )
    assert told(plan, Sign.DEFINITIONS) == (False, "Nothing is mapped yet.")
    lead = plan.object(plan.crm())
    plan.map(email, plan.crm_field(lead, "Email", type=FieldType.EMAIL))
    wrong = plan.map(note, plan.crm_field(lead, "Age", type=FieldType.INTEGER))
    assert told(plan, Sign.DEFINITIONS)[1].endswith("target: 0. Mappings that do not fit: 1.")
    plan.put(wrong.model_copy(update={"conversion": "digits only"}))
    assert told(plan, Sign.DEFINITIONS) == (True, "All 2 mappings fit.")


def test_every_contact_list_must_be_checked() -> None:
    plan = PlanBuilder()
    assert told(plan, Sign.DATA_SETS) == (False, "No list has been checked yet.")
    step = plan.step("contact_list", "Partners")
    assert told(plan, Sign.DATA_SETS) == (False, "Not checked yet: Partners.")
    plan.add(DataSet, step=step.id, checked_on=date(2026, 11, 3))
    assert told(plan, Sign.DATA_SETS) == (True, "Lists checked: 1, the last on 2026-11-03.")


def test_support_and_means_are_known_for_every_system_and_flow() -> None:
    plan = PlanBuilder()
    one, two = plan.add_system("Mailer"), plan.crm("CRM")
    plan.add(SupportContact, system=one.id, phone="123")
    assert told(plan, Sign.SUPPORT) == (False, "Nobody to call for: CRM.")
    plan.add(SupportContact, system=two.id, email="a@b.lv")
    assert told(plan, Sign.SUPPORT)[0]
    assert told(plan, Sign.MEANS) == (False, "No data flow between tools is planned yet.")
    flow = plan.add(DataFlow, source=one.id, target=two.id)
    assert told(plan, Sign.MEANS) == (False, "Not decided by what means: Mailer → CRM.")
    plan.put(flow.model_copy(update={"means": Means.CONNECTOR}))
    assert told(plan, Sign.MEANS)[0]


def test_the_starter_set_is_added_once() -> None:
    plan = PlanBuilder()
    plan.add(ChecklistItem, title="book the CRM Administrator", order=4.0)
    made = usual_items(plan.snapshot())
    assert len(made) == len(USUAL) - 1
    assert [each.order for each in made][:2] == [5.0, 6.0]
    for each in made:
        plan.put(each.model_copy(update={"title": f"Renamed {each.title}"}))
    assert [each.title for each in usual_items(plan.snapshot())] == ["Win the sales team"]
