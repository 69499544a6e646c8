"""What can be the case is compared with what is found by trying everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import combinations, combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maplanner.document.records import (
    Criterion,
    CriterionGroup,
    Record,
    Score,
    ScoreMatrix,
    Segment,
    SegmentSet,
    Stage,
)
from maplanner.document.store import Store
from maplanner.document.values import Condition
from maplanner.document.vocabulary import EventType, Joining, SegmentMaking
from maplanner.scoring.criteria.reasoning import Reasoning
from maplanner.scoring.criteria.statement import (
    Joined,
    Leaf,
    Statement,
    every,
    holds,
    leaves,
    no,
    statement_of,
)
from maplanner.scoring.criteria.superfluous import Why, superfluous
from tests.builders import PlanBuilder

WORLD: tuple[Record, ...] = (
    Score(id="fit", title="Fit", floor=0.0, cap=100.0),
    Score(id="done", title="Engagement", floor=-50.0),
    ScoreMatrix(id="matrix", fit="fit", engagement="done", fit_marks=(60.0,), engagement_marks=(80.0, 20.0)),
    Stage(id="interest", order=0),
    Stage(id="desire", order=1),
    SegmentSet(id="tiers"),
    Segment(id="gold", exclusive_set="tiers"),
    Segment(id="silver", exclusive_set="tiers"),
    Segment(id="other"),
)
MARKS = (-60.0, 0.0, 20.0, 60.0, 80.0, 120.0)


def numbers(subject: str, ref: str = "") -> st.SearchStrategy[Condition]:
    return st.builds(
        Condition,
        subject=st.just(subject),
        ref=st.just(ref),
        operator=st.sampled_from(["at least", "below"]),
        value=st.sampled_from(MARKS),
    )


def named(
    subject: str, refs: list[str], operators: list[str], **more: list[str]
) -> st.SearchStrategy[Condition]:
    return st.builds(
        Condition,
        subject=st.just(subject),
        ref=st.sampled_from(refs),
        operator=st.sampled_from(operators),
        **{name: st.sampled_from(values) for name, values in more.items()},
    )


IS = ["is", "is not"]
PLAIN = st.one_of(
    numbers("score", "fit"),
    numbers("score", "done"),
    named("stage", ["interest", "desire"], [*IS, "at least", "below"]),
    named("segment", ["gold", "silver", "other"], IS),
    named("grade", ["matrix"], IS, text=["A1", "A3", "B2"]),
    named("field", ["country"], IS, text=["", "Latvia", "Norway"]),
    named("identified", [""], IS),
)
ACTIONS = st.one_of(
    st.builds(
        Condition,
        subject=st.just("action"),
        event=st.sampled_from([None, EventType.EMAIL_OPENED, EventType.EMAIL_CLICKED]),
        operator=st.sampled_from(["at least", "below"]),
        value=st.sampled_from([1.0, 2.0]),
        days=st.sampled_from([None, 7.0, 30.0]),
    ),
    st.builds(
        Condition,
        subject=st.just("days without action"),
        operator=st.sampled_from(["at least", "below"]),
        value=st.sampled_from([3.0, 7.0, 20.0, 60.0]),
    ),
)


def statements(conditions: st.SearchStrategy[Condition]) -> st.SearchStrategy[Statement]:
    return st.recursive(
        st.builds(Leaf, conditions),
        lambda inner: st.builds(
            Joined, st.sampled_from(list(Joining)), st.lists(inner, max_size=3).map(tuple)
        ),
        max_leaves=6,
    )


# --- every lead there can be ------------------------------------------------

Lead = Mapping[str, object]


def leads(used: set[str]) -> Iterator[Lead]:
    """Yield one lead of every sort, apart in what is asked about."""
    choices: dict[str, Iterable[object]] = {
        "fit": (0.0, 30.0, 60.0, 90.0),
        "done": (-50.0, -10.0, 0.0, 20.0, 70.0, 80.0, 200.0),
        "stage": (None, 0, 1),
        "member": (set(), {"gold"}, {"silver"}, {"other"}, {"gold", "other"}, {"silver", "other"}),
        "country": (None, "latvia", "norway", "chad"),
        "identified": (False, True),
    }
    names = [name for name in choices if name in used]
    for values in product(*(choices[name] for name in names)):
        yield dict(zip(names, values, strict=True))


TOPICS = {"stage": "stage", "segment": "member", "field": "country", "identified": "identified"}


def topics(statement: Statement) -> set[str]:
    found: set[str] = set()
    for leaf in leaves(statement):
        condition = leaf.condition
        if condition.subject == "grade":
            found |= {"fit", "done"}
        else:
            found.add(condition.ref if condition.subject == "score" else TOPICS[condition.subject])
    return found


def is_so(condition: Condition, lead: Lead) -> bool:
    positive = condition.operator in {"is", "at least"}
    match condition.subject:
        case "score":
            said = lead[condition.ref] >= condition.value  # type: ignore[operator]
        case "stage":
            place = ["interest", "desire"].index(condition.ref)
            at = lead["stage"]
            is_there = (
                at == place if condition.operator in {"is", "is not"} else at is not None and at >= place
            )  # type: ignore[operator]
            said = bool(is_there)
        case "segment":
            said = condition.ref in lead["member"]  # type: ignore[operator]
        case "grade":
            fit, done = lead["fit"], lead["done"]
            letter = "A" if fit >= 60 else "B"  # type: ignore[operator]
            said = condition.text == f"{letter}{1 if done >= 80 else 2 if done >= 20 else 3}"  # type: ignore[operator]
        case "field":
            country = lead["country"]
            said = country == condition.text.casefold() if condition.text else country is not None
        case _:
            said = bool(lead["identified"])
    return said is positive


def is_true(statement: Statement, lead: Lead) -> bool:
    found = holds(statement, lambda condition: is_so(condition, lead))
    assert found is not None
    return found


@given(statement=statements(PLAIN))
def test_what_can_be_is_what_trying_everything_finds(statement: Statement) -> None:
    found = Reasoning(Store(WORLD)).possible(statement)
    tried = any(is_true(statement, lead) for lead in leads(topics(statement)))
    assert found.answer is tried


@given(one=statements(PLAIN), other=statements(PLAIN))
@settings(max_examples=60)
def test_what_follows_is_what_trying_everything_finds(one: Statement, other: Statement) -> None:
    reasoning = Reasoning(Store(WORLD))
    everybody = list(leads(topics(one) | topics(other)))
    assert reasoning.implies(one, other) is all(
        is_true(other, lead) for lead in everybody if is_true(one, lead)
    )
    assert reasoning.always(one) is all(is_true(one, lead) for lead in everybody)


# --- every history there can be ----------------------------------------------


def histories() -> list[tuple[tuple[EventType, float], ...]]:
    deeds = list(
        product([EventType.EMAIL_OPENED, EventType.EMAIL_CLICKED], [1.0, 5.0, 10.0, 25.0, 40.0, 100.0])
    )
    return [some for count in range(4) for some in combinations_with_replacement(deeds, count)]


HISTORIES = histories()


def was_so(history: tuple[tuple[EventType, float], ...], condition: Condition) -> bool:
    positive = condition.operator == "at least"
    if condition.subject == "days without action":
        silent = min((ago for _, ago in history), default=1000.0)
        return (silent >= condition.value) is positive
    counted = sum(
        condition.event in {None, event} and ago <= (condition.days or 1000.0) for event, ago in history
    )
    return (counted >= condition.value) is positive


@given(statement=statements(ACTIONS))
def test_no_history_is_called_impossible(statement: Statement) -> None:
    found = Reasoning(Store([])).possible(statement)
    if found.answer is False:
        assert not any(holds(statement, partial(was_so, history)) for history in HISTORIES)


def action(event: EventType | None, value: float, days: float | None, operator: str = "at least") -> Leaf:
    return Leaf(Condition(subject="action", event=event, operator=operator, value=value, days=days))


def silent(days: float, operator: str = "at least") -> Leaf:
    return Leaf(Condition(subject="days without action", operator=operator, value=days))


@pytest.mark.parametrize(
    "parts",
    [
        (action(EventType.EMAIL_OPENED, 5, 7), action(EventType.EMAIL_OPENED, 5, 30, "below")),
        (action(EventType.EMAIL_OPENED, 5, 30), action(None, 5, None, "below")),
        (action(EventType.EMAIL_CLICKED, 1, 30), silent(30)),
        (action(None, 1, 30, "below"), silent(20, "below")),
    ],
)
def test_impossible_histories_are_seen(parts: tuple[Leaf, ...]) -> None:
    assert Reasoning(Store([])).possible(*parts).answer is False


def test_opened_five_and_clicked_none_is_possible() -> None:
    pattern = (action(EventType.EMAIL_OPENED, 5, 30), action(EventType.EMAIL_CLICKED, 1, 30, "below"))
    assert Reasoning(Store([])).possible(*pattern).answer is True


# --- segments -----------------------------------------------------------------


def score_at_least(value: float, operator: str = "at least") -> Condition:
    return Condition(subject="score", ref="fit", operator=operator, value=value)


def test_segments_that_name_others_are_spelt_out() -> None:
    plan = PlanBuilder()
    plan.put(Score(id="fit"))
    hot = plan.segment("Hot", made=SegmentMaking.REAL_TIME)
    plan.criterion(hot, condition=score_at_least(80))
    cold = plan.segment("Cold", made=SegmentMaking.REAL_TIME)
    plan.criterion(cold, condition=score_at_least(20, "below"))
    rest = plan.segment("Rest", made=SegmentMaking.REAL_TIME, joining=Joining.NONE)
    for other in (hot, cold):
        plan.criterion(rest, condition=Condition(subject="segment", ref=other.id, operator="is"))
    store = plan.store()
    reasoning = Reasoning(store)
    member = {each.title: reasoning.member(each) for each in store.all(Segment)}
    assert reasoning.possible(member["Hot"], member["Cold"]).answer is False
    assert reasoning.possible(member["Rest"], Leaf(score_at_least(80))).answer is False
    assert reasoning.possible(member["Rest"], Leaf(score_at_least(50))).answer is True
    assert reasoning.always(Joined(Joining.ANY, tuple(member.values()))) is True


def test_segments_filled_by_hand_may_share_anybody() -> None:
    store = Store([Segment(id="a"), Segment(id="b")])
    reasoning = Reasoning(store)
    one, other = (reasoning.member(each) for each in store.all(Segment))
    assert reasoning.possible(one, other).answer is True
    assert reasoning.possible(one, no(one)).answer is False


def tree() -> tuple[Store, Segment]:
    segment = Segment(id="s", made=SegmentMaking.REAL_TIME)
    known = Condition(subject="identified", operator="is")
    store = Store(
        [
            Score(id="fit"),
            segment,
            Criterion(id="c1", segment="s", condition=score_at_least(50), order=0),
            CriterionGroup(id="g", segment="s", joining=Joining.ANY, order=1),
            Criterion(id="c2", segment="s", group="g", condition=score_at_least(20), order=0),
            Criterion(id="c3", segment="s", group="g", condition=known, order=1),
            Criterion(id="c4", segment="s", condition=score_at_least(50), order=2),
            Criterion(id="c5", segment="s", condition=score_at_least(10), order=3),
        ]
    )
    return store, segment


def test_a_segments_tree_is_read_in_its_order() -> None:
    store, segment = tree()
    whole = statement_of(store, segment)
    assert [leaf.of for leaf in leaves(whole)] == ["c1", "c2", "c3", "c4", "c5"]
    assert [type(part) for part in whole.parts] == [Leaf, Joined, Leaf, Leaf]


def test_criteria_that_decide_nothing_are_named_with_the_reason() -> None:
    store, segment = tree()
    found = {each.criterion: (each.why, each.by) for each in superfluous(store, segment, Reasoning(store))}
    assert found == {
        "c2": (Why.NEVER, ""),
        "c3": (Why.NEVER, ""),
        "c4": (Why.TWICE, "c1"),
        "c5": (Why.IMPLIED, "c1"),
    }


def test_hard_questions_are_left_open() -> None:
    # More pigeons than holes: none fits twice, which no quick look at parts of it shows.
    def sits(pigeon: int, hole: int) -> Leaf:
        return Leaf(Condition(subject="field", ref=f"p{pigeon}h{hole}", operator="is"))

    somewhere = [Joined(Joining.ANY, tuple(sits(pigeon, hole) for hole in range(6))) for pigeon in range(7)]
    alone = [
        no(every(sits(one, hole), sits(other, hole)))
        for hole in range(6)
        for one, other in combinations(range(7), 2)
    ]
    assert Reasoning(Store([])).possible(*somewhere, *alone).answer is None
