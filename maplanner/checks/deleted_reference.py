"""Something that still points to what was deleted."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.choosing import Choice, choices, gone, missing_subject, usual
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Asked, Survey, SurveyedStep
from maplanner.document.asking import named_type
from maplanner.document.patch import record_class
from maplanner.document.records import (
    Assumption,
    Campaign,
    Criterion,
    Problem,
    Record,
    RecordValues,
    ScoringRule,
    Step,
)
from maplanner.document.values import Condition

_PATHS: dict[type, str] = {Campaign: "exit", Criterion: "condition", ScoringRule: "fact"}
"""Where records other than steps keep their condition."""


def run(survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield properties and conditions of a step about records that do not exist."""
    for choice in choices(step):
        if gone(survey, choice):
            yield _of_choice(survey, step, choice)
    yield from of_conditions(survey, step)


def of_conditions(survey: Survey, record: Record | SurveyedStep) -> Iterator[Remark]:
    """Yield conditions about records that do not exist."""
    for number, asked in enumerate(survey.asked_by(record)):
        if missing_subject(survey, asked.condition):
            yield _of_condition(survey, asked, number)


def _of_choice(survey: Survey, step: SurveyedStep, choice: Choice) -> Remark:
    missing = set(gone(survey, choice))
    kept = [each for each in choice.chosen if each not in missing]
    values: RecordValues = {f"props.{choice.name}": list(kept) if choice.is_list else None}
    title = "Forget it"
    instead = None if choice.is_list else usual(survey, record_class(choice.meaning.ref))
    if instead is not None:
        values = {f"props.{choice.name}": instead.id}
        title = f"Choose “{getattr(instead, 'title', '') or getattr(instead, 'api_name', '') or instead.id}”"
    return Remark(
        step.step,
        "“{step}” names a {what} that was deleted, under “{choice}”.",
        {"step": step.title, "what": choice.meaning.ref.replace("_", " "), "choice": choice.meaning.title},
        fix=Fix(title, changes=((step.step.id, values),)),
        detail=choice.name,
    )


def _of_condition(survey: Survey, asked: Asked, number: int) -> Remark:
    return Remark(
        asked.by,
        "“{asker}” asks about a {what} that was deleted.",
        {"asker": asked.title, "what": _named(asked.condition)},
        fix=_ask_about_another(survey, asked),
        detail=f"condition {number}",
    )


def _named(condition: Condition) -> str:
    cls = named_type(condition)
    return condition.subject if cls is None else cls.type_name.replace("_", " ")


def _ask_about_another(survey: Survey, asked: Asked) -> Fix | None:
    """Ask about the only one there is; where a campaign's exit or a criterion has none, let it go."""
    cls = named_type(asked.condition)
    other = None if cls is None else usual(survey, cls)
    path = _PATHS.get(type(asked.by)) or (
        _path_in(asked.by, asked.condition) if isinstance(asked.by, Step) else ""
    )
    if other is not None and path:
        value = asked.condition.model_copy(update={"ref": other.id}).model_dump(mode="json")
        title = f"Ask about “{getattr(other, 'title', '') or other.id}”"
        return Fix(title, changes=((asked.by.id, {path: value}),))
    if isinstance(asked.by, Criterion):
        return Fix("Delete the criterion", removes=(asked.by.id,))
    if isinstance(asked.by, ScoringRule):
        return Fix("Delete the rule", removes=(asked.by.id,))
    if isinstance(asked.by, Campaign):
        return Fix("Let nobody leave by it", changes=((asked.by.id, {"exit": None}),))
    return None


def _path_in(step: Step, condition: Condition) -> str:
    """Return where a step keeps a condition; empty where it is not kept as it is."""
    wanted = condition.model_dump(mode="json")
    for name, value in step.props.items():
        if isinstance(value, dict) and value.get("ref") == wanted["ref"]:
            return f"props.{name}"
    return ""


def of_problem(survey: Survey, problem: Problem) -> Iterator[Remark]:
    """Yield a problem that is pinned to a record that does not exist."""
    if problem.about and survey.reader.get(problem.about) is None:
        text = "The problem “{problem}” is pinned to something that was deleted."
        fix = Fix("Take the pin off", changes=((problem.id, {"about": ""}),))
        yield Remark(problem, text, {"problem": problem.text}, severity=Severity.NOTE, fix=fix)


def of_assumption(survey: Survey, assumption: Assumption) -> Iterator[Remark]:
    """Yield an assumption about a record that does not exist."""
    if assumption.about and survey.reader.get(assumption.about) is None:
        text = "A scenario changes “{path}” of something that was deleted."
        fix = Fix("Delete the assumption", removes=(assumption.id,))
        yield Remark(assumption, text, {"path": assumption.path}, severity=Severity.WARNING, fix=fix)


CHECK = Check(
    code="deleted-reference",
    title="Reference to something that was deleted",
    explanation="What a step or a condition names is no longer in the plan, so it cannot act as drawn.",
    example="“Ready for sales?” asks about a score that was deleted.",
    remedy="Choose something else, or let go of what refers to it.",
    severity=Severity.ERROR,
    of={
        Step: run,
        Campaign: of_conditions,
        Criterion: of_conditions,
        ScoringRule: of_conditions,
        Problem: of_problem,
        Assumption: of_assumption,
    },
)
