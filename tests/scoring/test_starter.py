"""Published models come with their sources and can be used as they are."""

from __future__ import annotations

import pytest

from maplanner.document.records import Score, ScoringRule
from maplanner.scoring.starter import StarterModel, starter_models, starter_records
from tests.builders import PlanBuilder


@pytest.mark.parametrize("model", starter_models(), ids=lambda model: model.product)
def test_a_model_says_where_it_comes_from_and_makes_valid_records(model: StarterModel) -> None:
    assert model.source
    assert str(model.as_of) in model.origin
    assert ("verified" in model.origin) == (not model.verified)
    store = PlanBuilder().store()
    with store.transact("Use a starter model") as transaction:
        transaction.put(*starter_records(model))
    score, *others = store.all(Score)
    assert len(others) == bool(model.fit)
    for fit in others:
        own = store.referring(ScoringRule, "score", fit.id)
        assert [(rule.fact.ref, rule.points) for rule in own if rule.fact is not None] == [
            (fact.key, fact.points) for fact in model.fit
        ]
    assert model.source in score.notes
    rules = store.referring(ScoringRule, "score", score.id)
    assert [(rule.event, rule.points) for rule in rules] == [
        (rule.event, rule.points) for rule in model.rules
    ]
    store.undo()
    assert store.count(Score) == store.count(ScoringRule) == 0


def test_account_engagement_has_its_published_points() -> None:
    (model,) = [model for model in starter_models() if model.product == "Account Engagement"]
    points = {rule.event.value: rule.points for rule in model.rules}
    assert points == {
        "form filled": 50,
        "ad clicked": 3,
        "e-mail clicked": 3,
        "content downloaded": 3,
        "page visited": 1,
        "e-mail opened": 0,
    }
