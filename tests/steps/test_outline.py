"""The outline has every step once, in the order in which leads pass them."""

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from maplanner.document.records import Frame
from maplanner.steps.outline import UNREACHED, OutlineLine, OutlineSort, outline
from tests.builders import PlanBuilder

STEP, FIELD, WAY, BACK, JOIN, HEADING, FRAME = OutlineSort


def lines(plan: PlanBuilder) -> list[OutlineLine]:
    return outline(plan.snapshot(), plan.current.id)


def brief(plan: PlanBuilder) -> list[tuple[OutlineSort, str, str]]:
    return [(line.sort, line.record or line.key, line.parent) for line in lines(plan)]


def test_an_empty_drawing_has_no_outline() -> None:
    plan = PlanBuilder()
    plan.campaign()
    assert lines(plan) == []


def test_a_chain_stays_at_one_level_with_fields_below_their_form() -> None:
    plan = PlanBuilder()
    first, form, last = plan.step("search_term"), plan.step("form"), plan.step("end")
    plan.field(form, "Company", order=2.0)
    plan.field(form, "E-mail", order=1.0)
    plan.chain(first, form, last)
    assert brief(plan) == [
        (STEP, first.id, ""),
        (STEP, form.id, ""),
        (FIELD, "form_field_2", form.id),
        (FIELD, "form_field_1", form.id),
        (STEP, last.id, ""),
    ]


def test_ways_stand_below_their_step_in_the_order_of_the_links() -> None:
    plan = PlanBuilder()
    first, left, right = plan.step("search_term"), plan.step("email"), plan.step("wait")
    later = plan.link(first, left, order=2.0)
    sooner = plan.link(first, right, order=1.0)
    onward = plan.link(right, left)
    assert brief(plan) == [
        (STEP, first.id, ""),
        (WAY, sooner.id, first.id),
        (STEP, right.id, sooner.id),
        (STEP, left.id, sooner.id),
        (JOIN, later.id, first.id),
    ]
    assert onward.id not in {line.record for line in lines(plan)}


def test_a_loop_says_where_it_goes_back_to() -> None:
    plan = PlanBuilder()
    first, mail, wait = plan.step("search_term"), plan.step("email"), plan.step("wait")
    plan.chain(first, mail, wait)
    back = plan.link(wait, mail)
    last = lines(plan)[-1]
    assert (last.sort, last.record, last.target, last.parent) == (BACK, back.id, mail.id, "")


def test_a_step_that_leads_to_itself_goes_back() -> None:
    plan = PlanBuilder()
    first, mail = plan.step("search_term"), plan.step("email")
    plan.chain(first, mail)
    plan.link(mail, mail)
    assert lines(plan)[-1].sort is BACK


def test_what_nobody_reaches_comes_last_beginning_where_it_begins() -> None:
    plan = PlanBuilder()
    lonely, before, entry = plan.step("email"), plan.step("wait"), plan.step("search_term")
    plan.link(before, lonely)
    ring = plan.step("email"), plan.step("wait")
    plan.link(*ring)
    plan.link(ring[1], ring[0])
    assert brief(plan)[:5] == [
        (STEP, entry.id, ""),
        (HEADING, UNREACHED, ""),
        (STEP, before.id, UNREACHED),
        (STEP, lonely.id, UNREACHED),
        (STEP, ring[0].id, UNREACHED),
    ]


def test_five_hundred_steps_that_each_branch_are_no_depth_too_deep() -> None:
    plan = PlanBuilder()
    steps = [plan.step("search_term"), *(plan.step("decision") for _ in range(499))]
    for at, step in enumerate(steps[:-1]):
        plan.link(step, steps[at + 1], order=1.0)
        plan.link(step, steps[0 if at else -1], order=2.0)
    sorts = Counter(line.sort for line in lines(plan))
    assert sorts[STEP] == 500
    assert sorts[WAY] == 499
    assert sorts[BACK] == 498
    assert sorts[JOIN] == 1


@given(st.integers(0, 2**32 - 1))
def test_every_step_once_every_link_at_most_once_and_parents_first(seed: int) -> None:
    dice = random.Random(seed)
    plan = PlanBuilder()
    steps = [
        plan.step(dice.choice(["search_term", "form", "email", "newer"])) for _ in range(dice.randrange(12))
    ]
    pairs = {(dice.choice(steps).id, dice.choice(steps).id) for _ in range(dice.randrange(20)) if steps}
    for source, target in sorted(pairs):
        plan.link(plan.records[source], plan.records[target], order=dice.random())  # type: ignore[arg-type]
    found = lines(plan)
    assert sorted(line.record for line in found if line.sort is STEP) == sorted(step.id for step in steps)
    assert len({line.key for line in found}) == len(found)
    known = {""}
    for line in found:
        assert line.parent in known
        known.add(line.key)
    several = Counter(source for source, _ in pairs)
    shown = {line.record for line in found if line.sort in {WAY, BACK, JOIN}}
    for link in plan.records.values():
        if link.type_name == "link" and several[link.source] > 1:  # type: ignore[attr-defined]
            assert link.id in shown, "of several ways none is left out"


def test_frames_stand_last_under_a_heading_of_their_own() -> None:
    plan = PlanBuilder()
    step = plan.step("search_term", "Term")
    plan.put(Frame(id="low", campaign=plan.current.id, title="Low", y=300))
    plan.put(Frame(id="high", campaign=plan.current.id, title="High"))
    found = [(line.sort, line.record, line.parent) for line in lines(plan)]
    assert found == [
        (STEP, step.id, ""),
        (HEADING, "", ""),
        (FRAME, "high", "frames"),
        (FRAME, "low", "frames"),
    ]
