"""A survey: asks known people for a number from 1 to 10, and tells promoters from detractors."""

from __future__ import annotations

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.values import Condition, Delay, ExponentialDelay, FixedDelay, Share
from maplanner.document.vocabulary import EventType, FieldType
from maplanner.flow.behaviour import (
    After,
    Answer,
    Behaviour,
    Chance,
    Emit,
    Learn,
    Operation,
    Output,
    Raise,
    When,
)
from maplanner.steps.kind import ASSUMPTION, FirstField, Kind, Observed, PaletteGroup, Props, StepContext
from maplanner.steps.words import joined, share_text

_SPLIT = "Assumption; with 15 % unhappy a net promoter score of 35, common in business software (revos.ai)"

PROMOTERS_FROM = 9
"""Who answers so much or more is a promoter."""
PASSIVES_FROM = 7
"""Who answers less is a detractor."""
ANSWERS = 10
"""The highest answer; the lowest is 1."""


class SurveyProps(Props):
    """What a survey needs to know. Its answer is its first field."""

    question: str = spec(
        "How likely are you to recommend us, from 1 to 10?", title="Question", max_length=10_000
    )
    answer_share: Share = spec(0.2, title="Answered by", unit=Unit.SHARE, source=ASSUMPTION)
    promoter_share: Share = spec(
        0.5,
        title="Promoters",
        unit=Unit.SHARE,
        group="Answers",
        help="Of those who answer: 9 or 10.",
        source=_SPLIT,
    )
    detractor_share: Share = spec(
        0.15,
        title="Detractors",
        unit=Unit.SHARE,
        group="Answers",
        help="Of those who answer: 6 or less. The rest answer 7 or 8.",
        source=_SPLIT,
    )
    answer_delay: Delay = spec(
        lambda: ExponentialDelay(mean=1.0), title="Time to answer", group="Times", source=ASSUMPTION
    )
    ignored_after: Delay = spec(
        lambda: FixedDelay(days=14.0),
        title="Counts as not answered after",
        group="Times",
        source=ASSUMPTION,
        help="How long the way “Not answered” waits.",
    )


def outputs(_props: SurveyProps) -> tuple[Output, ...]:
    """Return the ways out: by what was answered."""
    return (
        Output("answered", "Answered"),
        Output("promoter", "Promoters"),
        Output("passive", "In between"),
        Output("detractor", "Detractors"),
        Output("unanswered", "Not answered"),
    )


def weights(props: SurveyProps) -> tuple[float, ...]:
    """Return how frequent each answer from 1 to 10 is; alike within each of the three sorts of people."""
    happy, unhappy = props.promoter_share, props.detractor_share
    between = max(0.0, 1.0 - happy - unhappy)
    parts = (
        (unhappy, PASSIVES_FROM - 1),
        (between, PROMOTERS_FROM - PASSIVES_FROM),
        (happy, ANSWERS + 1 - PROMOTERS_FROM),
    )
    return tuple(share / count for share, count in parts for _ in range(count))


def net_promoter_score(props: SurveyProps) -> float:
    """Return the expected number: the share of promoters less that of detractors, in points."""
    frequent = weights(props)
    whole = sum(frequent)
    happy, unhappy = sum(frequent[PROMOTERS_FROM - 1 :]), sum(frequent[: PASSIVES_FROM - 1])
    return 100.0 * (happy - unhappy) / whole if whole else 0.0


def _sorted_out() -> When:
    between = When(
        Condition(subject="survey answer", operator="at least", value=PASSIVES_FROM),
        then=(Emit("passive"),),
        otherwise=(Emit("detractor"),),
    )
    promoter = Condition(subject="survey answer", operator="at least", value=PROMOTERS_FROM)
    return When(promoter, then=(Emit("promoter"),), otherwise=(between,))


def behaviour(props: SurveyProps, context: StepContext) -> Behaviour:
    """Return what happens to somebody who is asked. Only known people can be."""
    keys = [
        (field.key, 1.0 if field.required else field.fill_rate) for field in context.form_fields if field.key
    ]
    answered: tuple[Operation, ...] = (
        Learn(tuple(keys), identifies=False),
        Answer(weights(props)),
        Raise(EventType.SURVEY_ANSWERED),
        Emit("answered"),
        _sorted_out(),
    )
    ignored = After(props.ignored_after, (Emit("unanswered"),))
    asked = Chance(props.answer_share, then=answered, otherwise=(ignored,), delay=props.answer_delay)
    return Behaviour(on_arrival=(asked,), needs_identity=True)


def summary(props: SurveyProps, _context: StepContext) -> str:
    """Return how many answer, and the net promoter score expected."""
    score = f"{net_promoter_score(props):+.0f}"
    return joined(f"{share_text(props.answer_share)} answer", f"NPS {score}")


KIND = Kind(
    name="survey",
    title="Survey",
    icon="message-circle-question-mark",
    group=PaletteGroup.PAGES,
    help="Asks known people how likely they are to recommend you, from 1 to 10. Promoters, detractors and "
    "those in between go different ways; the answer should land in a field of the CRM.",
    props=SurveyProps,
    behaviour=behaviour,
    summary=summary,
    outputs=outputs,
    collects=True,
    first_fields=(FirstField("Recommends us (1–10)", "nps", FieldType.INTEGER, required=True),),
    order=7,
    observed=(Observed(EventType.SURVEY_ANSWERED, "answer_share", "answer_delay", output="answered"),),
)
