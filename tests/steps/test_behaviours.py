"""What single kinds of step do, beyond what all of them promise."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maplanner.checks.behaviours import operations
from maplanner.document.records import (
    Campaign,
    CrmField,
    CrmObject,
    FormField,
    Link,
    Record,
    Score,
    Segment,
    Stage,
    Step,
    System,
)
from maplanner.document.store import Store
from maplanner.document.values import Condition
from maplanner.document.vocabulary import EventType, FieldType, WriteOperation
from maplanner.flow.behaviour import (
    AddPoints,
    Behaviour,
    Chance,
    Emit,
    JoinSegment,
    Learn,
    ListArrivals,
    Once,
    OnCondition,
    OnContactDate,
    OnDate,
    OnField,
    OnIdle,
    OnStage,
    OnWritten,
    PoissonArrivals,
    Raise,
    SetContactDate,
    SetStage,
    Spend,
    When,
    WriteRecord,
)
from maplanner.steps import behaviour_of, summary_of
from maplanner.steps.form import SHARE_BY_FIELDS, estimated_share
from maplanner.steps.survey import SurveyProps, net_promoter_score, weights


def step_of(kind: str, **props: object) -> Step:
    return Step(id="s", campaign="c", kind=kind, title=kind, props=props)


def behaviour_in(step: Step, *others: Record) -> Behaviour:
    return behaviour_of(step, Store([Campaign(id="c"), step, *others]))


@given(
    week=st.lists(st.floats(0, 5), min_size=7, max_size=7),
    searches=st.floats(0, 1e6),
    share=st.floats(0, 1),
)
def test_a_search_term_keeps_its_monthly_total_whatever_the_week(
    week: list[float], searches: float, share: float
) -> None:
    step = step_of("search_term", searches_per_month=searches, click_share=share, week=week)
    (source,) = behaviour_in(step).sources
    assert isinstance(source, PoissonArrivals)
    per_week = source.per_day * sum(source.week)
    expected = searches * share / (365.25 / 12) * 7 if sum(week) > 0 else 0.0
    assert per_week == pytest.approx(expected)


def test_only_a_bought_search_result_counts_as_an_ad() -> None:
    bought, organic = step_of("search_term", found="bought"), step_of("search_term", found="organic")
    assert Raise(EventType.AD_CLICKED) in behaviour_in(bought).on_arrival
    assert Raise(EventType.AD_CLICKED) not in behaviour_in(organic).on_arrival


@pytest.mark.parametrize(
    ("props", "per_day"),
    [
        ({"reckoned": "budget", "budget_per_day": 54.2, "cost_per_click": 5.42}, 10),
        ({"reckoned": "budget", "budget_per_day": 54.2, "cost_per_click": 0}, 0),
        ({"reckoned": "impressions", "impressions_per_day": 2000, "click_share": 0.005}, 10),
        ({"reckoned": "clicks", "clicks_per_day": 3.5}, 3.5),
    ],
)
def test_the_clicks_of_an_ad(props: dict[str, object], per_day: float) -> None:
    (source,) = behaviour_in(step_of("paid_ad", **props)).sources
    assert isinstance(source, PoissonArrivals)
    assert source.per_day == pytest.approx(per_day)


def test_a_list_knows_its_full_columns_and_learns_the_others_for_a_share() -> None:
    step = step_of("contact_list", size=500, per_day=50)
    columns = [
        FormField(id="f1", step="s", key="email", type=FieldType.EMAIL, required=True, fill_rate=0.5),
        FormField(id="f2", step="s", key="company", fill_rate=0.8, order=1),
        FormField(id="f3", step="s", key="", fill_rate=0.8, order=2),
    ]
    behaviour = behaviour_in(step, *columns)
    (source,) = behaviour.sources
    assert isinstance(source, ListArrivals)
    assert (source.size, source.per_day, source.identified) == (500, 50, True)
    assert source.knows == ("email",)
    assert behaviour.on_arrival == (Learn((("company", 0.8),), identifies=False), Emit())


def test_a_form_is_sent_once_but_can_be_tried_again() -> None:
    fields = [
        FormField(id="f1", step="s", key="email", type=FieldType.EMAIL, required=True, fill_rate=0.1),
        FormField(id="f2", step="s", key="phone", fill_rate=0.4, order=1),
    ]
    (visit,) = behaviour_in(step_of("form", fill_share=0.08), *fields).on_arrival
    assert isinstance(visit, Chance)
    assert visit.share == 0.08
    sent = (
        Learn((("email", 1.0), ("phone", 0.4)), identifies=True),
        Raise(EventType.FORM_FILLED),
        Emit("submitted"),
    )
    assert visit.then == (Once(sent),)
    (visit,) = behaviour_in(step_of("form", again=True), *fields).on_arrival
    assert isinstance(visit, Chance)
    assert visit.then == sent


def test_a_form_without_an_address_makes_nobody_known() -> None:
    (visit,) = behaviour_in(step_of("form", again=True), FormField(id="f", step="s", key="mood")).on_arrival
    assert isinstance(visit, Chance)
    assert visit.then[0] == Learn((("mood", 1.0),), identifies=False)


def test_longer_forms_are_filled_in_by_fewer() -> None:
    shares = [estimated_share(fields) for fields in range(15)]
    assert shares == sorted(shares, reverse=True)
    assert estimated_share(3) == 0.123
    by_fields = dict(SHARE_BY_FIELDS)
    assert math.isclose(estimated_share(7) / estimated_share(3), by_fields[7] / by_fields[3], rel_tol=0.01)


def test_hidden_fields_do_not_deter_visitors() -> None:
    fields = [FormField(id=f"f{n}", step="s", key=f"k{n}", hidden=n > 2) for n in range(8)]
    (visit,) = behaviour_in(step_of("form"), *fields).on_arrival
    assert isinstance(visit, Chance)
    assert visit.share == estimated_share(3)


def test_an_email_without_losses_has_no_branches_for_them() -> None:
    behaviour = behaviour_in(step_of("email", bounce_share=0, unsubscribe_share=0))
    sent, reading = behaviour.on_arrival
    assert sent == Emit("sent")
    assert isinstance(reading, Chance)
    assert reading.share == 0.33
    assert behaviour.needs_identity


def test_pages_count_only_where_they_show_readiness() -> None:
    for kind in ("page_visit", "landing_page"):
        for shows, pages in ((True, 1.0), (False, 0.0)):
            raised = behaviour_in(step_of(kind, shows_readiness=shows)).on_arrival[0]
            assert isinstance(raised, Raise)
            assert (raised.amount.low, raised.amount.high) == (pages, pages)


def test_the_only_score_is_meant_where_none_is_chosen() -> None:
    one, two = Score(id="a"), Score(id="b")
    assert behaviour_in(step_of("points", points=3), one).on_arrival[0] == AddPoints("a", 3)
    assert behaviour_in(step_of("points", points=3), one, two).on_arrival == (Emit(),)
    assert behaviour_in(step_of("points", points=3, score="gone"), one).on_arrival == (Emit(),)
    (asked,) = behaviour_in(step_of("decision"), one).on_arrival
    assert isinstance(asked, When)
    assert asked.condition == Condition(ref="a", value=100)
    idle = step_of("trigger", on="nothing gained for a while", days=45)
    assert behaviour_in(idle, one).sources == (OnIdle("a", 45),)
    assert behaviour_in(idle, one, two).sources == ()


def test_segments_that_are_gone_are_passed_over() -> None:
    step = step_of("segment_change", segment="hot", leaves=["cold", "gone", "hot"])
    behaviour = behaviour_in(step, Segment(id="hot"), Segment(id="cold"))
    assert behaviour.on_arrival == (JoinSegment("hot", ("cold",)), Emit())


def test_a_split_tells_its_shares_and_the_rest() -> None:
    step = step_of("split")
    ends = [Step(id=f"e{n}", campaign="c", kind="end") for n in range(2)]
    links = [
        Link(id="l1", source="s", target="e0", share=0.7),
        Link(id="l2", source="s", target="e1", order=1),
    ]
    assert summary_of(step, Store([step, *ends, *links])) == "70 / 30 %"


@given(happy=st.floats(0, 1), unhappy=st.floats(0, 1))
def test_a_survey_answers_as_its_shares_say(happy: float, unhappy: float) -> None:
    props = SurveyProps(promoter_share=happy, detractor_share=unhappy)
    frequent = weights(props)
    assert len(frequent) == 10
    assert min(frequent) >= 0
    if happy + unhappy <= 1:
        assert sum(frequent) == pytest.approx(1)
        assert sum(frequent[8:]) == pytest.approx(happy)
        assert net_promoter_score(props) == pytest.approx(100 * (happy - unhappy))
    assert -100 <= net_promoter_score(props) <= 100


def test_a_survey_learns_its_field_and_sorts_people_by_the_answer() -> None:
    answer = FormField(id="f", step="s", title="Recommends us", key="nps", required=True)
    found = behaviour_in(step_of("survey"), answer)
    assert found.needs_identity
    (asked,) = found.on_arrival
    assert isinstance(asked, Chance)
    assert asked.then[0] == Learn((("nps", 1.0),), identifies=False)
    sorting = asked.then[-1]
    assert isinstance(sorting, When)
    assert (sorting.condition.subject, sorting.condition.value) == ("survey answer", 9)
    assert sorting.then == (Emit("promoter"),)


def purchases(behaviour: Behaviour) -> int:
    return sum(isinstance(each, Spend) for each in operations(behaviour))


def test_a_purchase_comes_again_as_often_as_it_may() -> None:
    assert purchases(behaviour_in(step_of("purchase", at_most=1))) == 1
    again = behaviour_in(step_of("purchase", at_most=4, again_share=0.3, amount=50.0, spread=0.0))
    assert purchases(again) == 4
    (first,) = again.on_arrival
    assert isinstance(first, Chance)
    assert first.then[0] == Spend(50.0, 0.0)
    assert first.otherwise == (Emit("left"),)
    assert isinstance(first.then[-1], Chance)
    assert first.then[-1].share == 0.3


def test_a_next_contact_date_is_written_where_it_is_kept() -> None:
    field = CrmField(id="f", object="lead", api_name="NextContact__c")
    holder, crm = CrmObject(id="lead", system="crm", api_name="Lead"), System(id="crm", title="CRM")
    kept = behaviour_in(step_of("next_contact", field="f"), crm, holder, field)
    assert WriteRecord("lead", WriteOperation.UPDATE) in kept.on_arrival
    alone = behaviour_in(step_of("next_contact"))
    assert [type(each) for each in alone.on_arrival] == [SetContactDate, Emit]


def test_a_stage_is_set_once_it_is_chosen() -> None:
    stage = Stage(id="desire", title="Desire")
    step = step_of("stage_change", stage="desire")
    assert behaviour_in(step, stage).on_arrival == (SetStage("desire"), Emit())
    assert behaviour_in(step).on_arrival == (Emit(),)


@pytest.mark.parametrize(
    ("props", "source"),
    [
        ({"on": "buying stage reached", "stage": "desire"}, OnStage("desire")),
        ({"on": "a piece of data becomes known", "key": " phone "}, OnField("phone")),
        ({"on": "a CRM record is made or changed", "object": "lead"}, OnWritten("lead")),
        ({"on": "a day comes", "at": 30.0, "every": 7.0, "segment": "warm"}, OnDate(30.0, "warm", 7.0)),
        ({"on": "the next-contact date comes"}, OnContactDate()),
        (
            {
                "on": "something comes true",
                "condition": {"subject": "spend", "operator": "at least", "value": 1000.0},
            },
            OnCondition(Condition(subject="spend", operator="at least", value=1000.0)),
        ),
        (
            {"on": "something comes true", "condition": {"subject": "score", "value": 10.0}},
            OnCondition(Condition(subject="score", ref="only", value=10.0)),
        ),
        ({"on": "buying stage reached"}, None),
        ({"on": "a piece of data becomes known"}, None),
        ({"on": "something comes true"}, None),
        ({"on": "something comes true", "condition": {"subject": "segment", "ref": "gone"}}, None),
        ({"on": "a day comes", "segment": "gone"}, None),
    ],
)
def test_a_trigger_waits_for_its_occasion(props: dict[str, object], source: object) -> None:
    others = (
        Stage(id="desire"),
        Segment(id="warm"),
        Score(id="only"),
        System(id="crm"),
        CrmObject(id="lead", system="crm", api_name="Lead"),
    )
    found = behaviour_in(step_of("trigger", **props), *others).sources
    assert found == (() if source is None else (source,))
