"""Segments that define each other, and scores that feed each other."""

from hypothesis import given
from hypothesis import strategies as st

from maplanner.document.records import Effect
from maplanner.document.values import Condition
from maplanner.document.vocabulary import EffectKind, RuleKind, SegmentMaking
from maplanner.scoring.criteria.circles import circles, feeding_circles, segments_in_circles
from tests.builders import PlanBuilder

NAMES = "abcdef"


@given(st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES))))
def test_circles_are_what_can_be_reached_from_itself(needs: dict[str, set[str]]) -> None:
    reached = {name: set(needs.get(name, ())) for name in NAMES}
    for _ in NAMES:
        for name in NAMES:
            for other in list(reached[name]):
                reached[name] |= reached[other]
    expected = {tuple(sorted(b for b in NAMES if b in reached[a] and a in reached[b])) for a in NAMES}
    assert set(circles(needs)) == expected - {()}


def test_segments_that_name_each_other_go_round() -> None:
    plan = PlanBuilder()
    one, two, three = (plan.segment(title, made=SegmentMaking.REAL_TIME) for title in ("A", "B", "C"))
    for segment, other in ((one, two), (two, one), (three, one)):
        plan.criterion(segment, condition=Condition(subject="segment", ref=other.id, operator="is"))
    assert segments_in_circles(plan.store()) == [tuple(sorted((one.id, two.id)))]


def test_a_score_that_feeds_itself_by_way_of_a_segment_is_found() -> None:
    plan = PlanBuilder()
    score, hot = plan.score(), plan.segment("Hot")
    threshold = plan.threshold(score)
    plan.rule(score, kind=RuleKind.FACT, fact=Condition(subject="segment", ref=hot.id, operator="is"))
    assert feeding_circles(plan.store()) == []
    plan.add(Effect, threshold=threshold.id, kind=EffectKind.JOIN, segment=hot.id)
    assert feeding_circles(plan.store()) == [tuple(sorted((score.id, hot.id, threshold.id)))]
