"""What the scoring model can ask of a solution."""

from __future__ import annotations

from typing import Final

from maplanner.document.records import (
    Effect,
    Score,
    ScoringRule,
    Threshold,
)
from maplanner.document.vocabulary import (
    EffectKind,
    GoalTopic,
    RuleKind,
    ScoreBasis,
    ScoreLevel,
)
from maplanner.steps.requirement_causes import (
    always,
    asks_account_score,
    on,
)
from maplanner.steps.requirements import Area, RequirementRule
from maplanner.steps.trigger import Occasion

_T = GoalTopic

SCORING: Final = (
    RequirementRule(
        "score-behaviour",
        "Score what people do",
        "Can it give points for what people do (opens, clicks, forms, pages), not only for data in the CRM?",
        Area.SCORING,
        (_T.HOT, _T.BEHAVIOUR),
        others={ScoringRule: lambda _reader, rule: rule.kind is RuleKind.ACTION},
    ),
    RequirementRule(
        "score-patterns",
        "Score patterns of behaviour",
        "Can it give or take points for patterns: so many times in so many days, opened but never clicked, "
        "nothing for weeks?",
        Area.SCORING,
        (_T.BEHAVIOUR,),
        others={ScoringRule: lambda _reader, rule: rule.kind in (RuleKind.PATTERN, RuleKind.INACTIVITY)},
    ),
    RequirementRule(
        "score-facts",
        "Score who people are",
        "Can it give points for what is known of people, apart from what they do?",
        Area.SCORING,
        (_T.HOT,),
        others={
            ScoringRule: lambda _reader, rule: rule.kind is RuleKind.FACT,
            Score: lambda _reader, score: score.basis is ScoreBasis.FIT,
        },
    ),
    RequirementRule(
        "score-decay",
        "Let scores fade",
        "Do scores fall with time or without activity? By what rule?",
        Area.SCORING,
        (_T.HOT, _T.BEHAVIOUR),
        others={Score: lambda _reader, score: score.decay is not None},
    ),
    RequirementRule(
        "several-scores",
        "Several scores side by side",
        "How many scores can a lead have side by side, such as one for each product?",
        Area.SCORING,
        (_T.HOT,),
        others={Score: lambda reader, _score: reader.count(Score) > 1},
    ),
    RequirementRule(
        "account-score",
        "Score accounts",
        "Can the scores of all people of an account be rolled up, and can a campaign act on the sum?",
        Area.SCORING,
        (_T.ACCOUNTS,),
        {"decision": asks_account_score},
        {
            Threshold: lambda _reader, threshold: threshold.level is ScoreLevel.ACCOUNT,
            Score: lambda _reader, score: score.account_field is not None,
        },
    ),
    RequirementRule(
        "threshold-trigger",
        "Act when a score is reached",
        "Does a campaign start by itself at the moment a score reaches a threshold?",
        Area.SCORING,
        (_T.HOT, _T.HANDOVER),
        {"trigger": on(Occasion.THRESHOLD)},
        {Effect: lambda _reader, effect: effect.kind in (EffectKind.START, EffectKind.QUALIFY)},
    ),
    RequirementRule(
        "video-share",
        "Score video by the share watched",
        "Is the share of a video that somebody watched known, and can it be scored?",
        Area.SCORING,
        (_T.BEHAVIOUR,),
        {"video": always},
    ),
    RequirementRule(
        "page-tracking",
        "Follow visits of pages",
        "Are visits of single pages known for each person, from the first visit on?",
        Area.SCORING,
        (_T.BEHAVIOUR,),
        {"page_visit": always},
    ),
    RequirementRule(
        "inactivity-trigger",
        "Act when nothing happens",
        "Does a campaign start by itself when somebody has done nothing for so many days?",
        Area.SCORING,
        (_T.NURTURING, _T.HOT),
        {"trigger": on(Occasion.IDLE)},
    ),
    RequirementRule(
        "score-in-crm",
        "Show the score in the CRM",
        "Is the score kept in a field of the CRM, where sales see it?",
        Area.SCORING,
        (_T.HOT, _T.HANDOVER, _T.FIELDS),
        others={Score: lambda _reader, score: score.field is not None or score.account_field is not None},
    ),
)
"""What is asked of scoring."""
