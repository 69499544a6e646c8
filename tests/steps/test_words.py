"""Figures in words."""

from typing import Any

import pytest

from maplanner.document.asking import SUBJECTS, subjects
from maplanner.document.records import Campaign, Score, ScoringRule, Segment, Stage, Step
from maplanner.document.store import Store
from maplanner.document.values import (
    Condition,
    Delay,
    ExponentialDelay,
    FixedDelay,
    LogNormalDelay,
    UniformDelay,
    WeeklyDelay,
)
from maplanner.document.vocabulary import EventType
from maplanner.steps.kind import StepContext
from maplanner.steps.words import (
    condition_text,
    delay_text,
    number_text,
    one_line,
    points_text,
    rule_points,
    share_text,
)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.33, "33 %"),
        (0.0818, "8.2 %"),
        (0.0025, "0.25 %"),
        (0, "0 %"),
        (1, "100 %"),
        (0.996, "100 %"),
        (0.02, "2 %"),
    ],
)
def test_share(share: float, text: str) -> None:
    assert share_text(share) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1900, "1,900"),
        (5.42, "5.42"),
        (0.003, "0.003"),
        (-0.0, "0"),
        (12.5, "12.5"),
        (1e20, "1e+20"),
        (10, "10"),
    ],
)
def test_number(number: float, text: str) -> None:
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("points", "text"), [(5, "+5 points"), (1, "+1 point"), (-2, "-2 points"), (0, "0 points")]
)
def test_points(points: float, text: str) -> None:
    assert points_text(points) == text


@pytest.mark.parametrize(
    ("delay", "text"),
    [
        (FixedDelay(days=0), "at once"),
        (FixedDelay(days=4), "4 days"),
        (FixedDelay(days=1), "1 day"),
        (FixedDelay(days=0.25), "6 hours"),
        (FixedDelay(days=0.002), "3 min"),
        (ExponentialDelay(mean=2), "about 2 days"),
        (LogNormalDelay(median=1.5), "about 1.5 days"),
        (UniformDelay(low=1, high=3), "1 to 3 days"),
        (UniformDelay(low=3, high=1), "1 to 3 days"),
        (UniformDelay(low=0.25, high=0.5), "6 to 12 hours"),
        (UniformDelay(low=0.5, high=2), "12 hours to 2 days"),
        (UniformDelay(low=0, high=0.5), "0 to 12 hours"),
        (WeeklyDelay(weekday=3, hour=15.5), "until Thursday 15:30"),
        (WeeklyDelay(weekday=0, hour=23.9999), "until Monday 23:59"),
    ],
)
def test_delay(delay: Delay, text: str) -> None:
    assert delay_text(delay) == text


def test_condition_uses_titles() -> None:
    store = Store([Segment(id="hot", title="Hot\nleads"), Score(id="s1", title="Readiness")])
    words = {
        "score ≥ 100": Condition(subject="score", ref="s1", operator="at least", value=100),
        "score < 50": Condition(subject="score", ref="s1", operator="below", value=50),
        "account score ≥ 180": Condition(subject="account score", ref="s1", operator="at least", value=180),
        "in “Hot leads”": Condition(subject="segment", ref="hot", operator="is"),
        "not in “Hot leads”": Condition(subject="segment", ref="hot", operator="is not"),
        "in a segment": Condition(subject="segment", ref="gone", operator="is"),
        "email is known": Condition(subject="field", ref="email", operator="is"),
        "country is not Latvia": Condition(subject="field", ref="country", operator="is not", text="Latvia"),
        "unknown person": Condition(subject="identified", operator="is not"),
        "threshold reached": Condition(subject="threshold", ref="gone", operator="is"),
    }
    for text, condition in words.items():
        assert condition_text(condition, store) == text


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("e-mail opened", {"subject": "action", "event": "e-mail opened", "value": 1}),
        (
            "e-mail opened ≥ 5 times in 30 days",
            {"subject": "action", "event": "e-mail opened", "value": 5, "days": 30},
        ),
        (
            "no e-mail clicked",
            {"subject": "action", "event": "e-mail clicked", "value": 1, "operator": "below"},
        ),
        ("no action in 7 days", {"subject": "action", "value": 1, "operator": "below", "days": 7}),
        ("any action on “Prices”", {"subject": "action", "value": 1, "ref": "page"}),
        ("no action for 45 days", {"subject": "days without action", "value": 45}),
        ("an action within 45 days", {"subject": "days without action", "value": 45, "operator": "below"}),
        ("in “Desire” or later", {"subject": "stage", "ref": "desire"}),
        ("before “Desire”", {"subject": "stage", "ref": "desire", "operator": "below"}),
        ("not in “Desire”", {"subject": "stage", "ref": "desire", "operator": "is not"}),
        ("interactions in “Desire” ≥ 3", {"subject": "interactions", "ref": "desire", "value": 3}),
        ("grade is A1", {"subject": "grade", "ref": "m", "operator": "is", "text": "A1"}),
        ("sales: not won", {"subject": "sales status", "operator": "is not", "text": "won"}),
        ("spent ≥ 1,000", {"subject": "spend", "value": 1000}),
        ("survey answer < 7", {"subject": "survey answer", "value": 7, "operator": "below"}),
    ],
)
def test_every_subject_is_put_in_plain_words(text: str, condition: dict[str, Any]) -> None:
    store = Store(
        [
            Campaign(id="c"),
            Step(id="page", campaign="c", kind="page_visit", title="Prices"),
            Stage(id="desire", title="Desire"),
        ]
    )
    assert condition_text(Condition(**condition), store) == text


def test_every_subject_has_a_meaning_and_words() -> None:
    assert list(SUBJECTS) == list(subjects())
    for subject in subjects():
        condition = Condition(subject=subject, ref="gone", operator=SUBJECTS[subject].operators[0])
        assert condition_text(condition, Store([]))


def test_a_score_is_named_where_there_are_several() -> None:
    store = Store([Score(id="s1", title="Readiness"), Score(id="s2", title="Interest")])
    assert condition_text(Condition(subject="score", ref="s2", value=10), store) == "Interest ≥ 10"


def test_rule_points_add_what_one_event_of_one_score_earns() -> None:
    step = Step(id="page", campaign="c", kind="page_visit")
    anywhere = ScoringRule(id="r1", score="s", event=EventType.PAGE_VISITED, points=2)
    here = ScoringRule(id="r2", score="s", event=EventType.PAGE_VISITED, step="page", points=20)
    elsewhere = ScoringRule(id="r3", score="s", event=EventType.PAGE_VISITED, step="other", points=100)
    other_score = ScoringRule(id="r4", score="t", event=EventType.PAGE_VISITED, points=7)
    context = StepContext(step, Store([step, anywhere, here, elsewhere, other_score]))
    assert rule_points(context, EventType.PAGE_VISITED) == "+22 points"
    assert rule_points(context, EventType.PAGE_VISITED, own=True) == "+20 points"
    assert rule_points(context, EventType.FORM_FILLED) == ""


def test_one_line_is_cut_with_an_ellipsis() -> None:
    assert one_line("a \n b\u2028c") == "a b c"
    assert one_line("x" * 100, 10) == "x" * 9 + "…"
