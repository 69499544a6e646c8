"""How kinds of step put shares, numbers, delays and conditions into a few words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from maplanner.document.asking import holds_positively
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Record,
    Score,
    ScoreMatrix,
    ScoringRule,
    Segment,
    Stage,
    Step,
    Threshold,
)
from maplanner.document.values import (
    Condition,
    DateDelay,
    Delay,
    EmpiricalDelay,
    ExponentialDelay,
    FixedDelay,
    GammaDelay,
    LogNormalDelay,
    UniformDelay,
    WeeklyDelay,
    WindowDelay,
    WorkingDelay,
)
from maplanner.document.vocabulary import EventType, RuleKind
from maplanner.steps.kind import StepContext

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_MINUTES = 24 * 60


def share_text(share: float) -> str:
    """Return a share as a person reads it: ``0.0818`` is “8.2 %”."""
    per_cent = share * 100
    digits = 0 if per_cent >= 10 or per_cent == round(per_cent) else 1 if per_cent >= 1 else 2
    return f"{number_text(round(per_cent, digits))} %"


def number_text(number: float) -> str:
    """Return a number without needless digits, thousands apart: “1,900”, “5.42”, “0.003”."""
    if abs(number) >= 1e15:
        return f"{number:.3g}"
    digits = 0 if abs(number) >= 1000 else 2 if abs(number) >= 0.1 or number == 0 else 4
    text = f"{number:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def counted(number: float, one: str, many: str) -> str:
    """Return the number with its noun: “1 field”, “5 fields”."""
    return f"{number_text(number)} {one if number == 1 else many}"


def points_text(points: float) -> str:
    """Return points with their sign: “+5 points”."""
    sign = "+" if points > 0 else ""
    return f"{sign}{counted(points, 'point', 'points')}"


def time_text(days: float) -> str:
    """Return a time in the unit that suits it: “4 days”, “6 hours”, “3 min”."""
    if days == 0:
        return "at once"
    if days >= 1:
        return counted(round(days, 1), "day", "days")
    if days * 24 >= 1:
        return counted(round(days * 24, 1), "hour", "hours")
    return f"{max(1, round(days * _MINUTES))} min"


def _span_text(low: float, high: float) -> str:
    """Return a span of time, its unit said once where both ends share it: “1 to 3 days”."""
    if low >= high:
        return time_text(high)
    till = time_text(high)
    if low == 0:
        return f"0 to {till}"
    number, _, unit = time_text(low).partition(" ")
    same_unit = unit.rstrip("s") == till.partition(" ")[2].rstrip("s")
    return f"{number} to {till}" if same_unit else f"{number} {unit} to {till}"


def delay_text(delay: Delay) -> str:  # noqa: C901, PLR0911 - one line for each delay there is
    """Return a delay in a few words: “4 days”, “about 9 hours”, “until Thursday 15:00”."""
    match delay:
        case FixedDelay():
            return time_text(delay.days)
        case ExponentialDelay():
            return f"about {time_text(delay.mean)}"
        case LogNormalDelay():
            return f"about {time_text(delay.median)}"
        case UniformDelay():
            return _span_text(*sorted((delay.low, delay.high)))
        case WeeklyDelay():
            return f"until {WEEKDAYS[delay.weekday]} {clock_text(delay.hour)}"
        case GammaDelay():
            return f"about {time_text(delay.mean)}"
        case EmpiricalDelay():
            return f"about {time_text(delay.median)}"
        case WorkingDelay():
            return f"{counted(delay.hours, 'working hour', 'working hours')}"
        case WindowDelay():
            return f"{weekdays_text(delay.weekdays)} {clock_text(delay.opens)}–{clock_text(delay.closes)}"
        case DateDelay():
            return f"until {delay.day.day} {delay.day:%b %Y}"


def weekdays_text(days: Iterable[int]) -> str:
    """Return weekdays in a few letters: “Tue–Thu” where they follow each other, else “Mon, Wed”."""
    sorted_days = sorted(set(days))
    names = [WEEKDAYS[day][:3] for day in sorted_days]
    if len(names) > 2 and sorted_days[-1] - sorted_days[0] == len(names) - 1:
        return f"{names[0]}–{names[-1]}"
    return ", ".join(names)


def clock_text(hour: float) -> str:
    """Return an hour of the day as on a clock: ``15.5`` is “15:30”."""
    minutes = min(round(hour * 60), _MINUTES - 1)
    return f"{minutes // 60}:{minutes % 60:02d}"


def condition_text(condition: Condition, reader: RecordReader) -> str:
    """Return a condition in a few words: “score ≥ 100”, “in “Hot leads””, “e-mail opened ≥ 5 times”."""
    return _CONDITION_WORDS[condition.subject](condition, reader)


def _score_words(condition: Condition, reader: RecordReader) -> str:
    return f"{_score_word(condition, reader)} {_compared(condition)}"


def _compared(condition: Condition) -> str:
    sign = "≥" if holds_positively(condition) else "<"
    return f"{sign} {number_text(condition.value)}"


def _score_word(condition: Condition, reader: RecordReader) -> str:
    several = reader.count(Score) > 1
    if condition.subject == "account score":
        title = title_or(reader, Score, condition.ref, "") if several else ""
        return f"account's {title}" if title else "account score"
    return title_or(reader, Score, condition.ref, "score") if several else "score"


def _segment_words(condition: Condition, reader: RecordReader) -> str:
    word = "in" if holds_positively(condition) else "not in"
    title = title_or(reader, Segment, condition.ref, "")
    return f"{word} “{title}”" if title else f"{word} a segment"


def _threshold_words(condition: Condition, reader: RecordReader) -> str:
    word = "reached" if holds_positively(condition) else "not reached"
    return f"{title_or(reader, Threshold, condition.ref, 'threshold')} {word}"


def _field_words(condition: Condition, _reader: RecordReader) -> str:
    key = one_line(condition.ref) or "a field"
    positive = holds_positively(condition)
    if not condition.text:
        return f"{key} is known" if positive else f"{key} is not known"
    return f"{key} {'is' if positive else 'is not'} {one_line(condition.text)}"


def _identity_words(condition: Condition, _reader: RecordReader) -> str:
    return "known person" if holds_positively(condition) else "unknown person"


def _action_words(condition: Condition, reader: RecordReader) -> str:
    what = condition.event.value if condition.event is not None else "any action"
    title = title_or(reader, Step, condition.ref, "")
    parts = [f"on “{title}”"] if title else []
    if condition.days is not None:
        parts.append(f"in {time_text(condition.days)}")
    once = condition.value == 1
    if once and not holds_positively(condition):
        return " ".join([f"no {what.removeprefix('any ')}", *parts])
    if not once:
        parts.insert(0, f"{_compared(condition)} times")
    return " ".join([what, *parts])


def _silence_words(condition: Condition, _reader: RecordReader) -> str:
    time = time_text(condition.value)
    return f"no action for {time}" if holds_positively(condition) else f"an action within {time}"


def _stage_words(condition: Condition, reader: RecordReader) -> str:
    title = title_or(reader, Stage, condition.ref, "")
    stage = f"“{title}”" if title else "a stage"
    match condition.operator:
        case "is":
            return f"in {stage}"
        case "is not":
            return f"not in {stage}"
        case "at least":
            return f"in {stage} or later"
        case "below":
            return f"before {stage}"


def _interaction_words(condition: Condition, reader: RecordReader) -> str:
    title = title_or(reader, Stage, condition.ref, "")
    where = f"“{title}”" if title else "a stage"
    return f"interactions in {where} {_compared(condition)}"


def _grade_words(condition: Condition, reader: RecordReader) -> str:
    several = reader.count(ScoreMatrix) > 1
    name = title_or(reader, ScoreMatrix, condition.ref, "grade") if several else "grade"
    return f"{name} {'is' if holds_positively(condition) else 'is not'} {one_line(condition.text) or '…'}"


def _status_words(condition: Condition, _reader: RecordReader) -> str:
    status = one_line(condition.text) or "…"
    return f"sales: {status}" if holds_positively(condition) else f"sales: not {status}"


def _spend_words(condition: Condition, _reader: RecordReader) -> str:
    return f"spent {_compared(condition)}"


def _answer_words(condition: Condition, _reader: RecordReader) -> str:
    return f"survey answer {_compared(condition)}"


_CONDITION_WORDS: dict[str, Callable[[Condition, RecordReader], str]] = {
    "score": _score_words,
    "account score": _score_words,
    "segment": _segment_words,
    "threshold": _threshold_words,
    "field": _field_words,
    "identified": _identity_words,
    "action": _action_words,
    "days without action": _silence_words,
    "stage": _stage_words,
    "interactions": _interaction_words,
    "grade": _grade_words,
    "sales status": _status_words,
    "spend": _spend_words,
    "survey answer": _answer_words,
}
"""How a condition about each subject is put."""


def title_or(reader: RecordReader, cls: type[Record], record_id: str, otherwise: str) -> str:
    """Return the title of a record on one line, or other words where there is none."""
    record = reader.find_or_none(cls, record_id)
    return one_line(str(getattr(record, "title", "") or "")) or otherwise


def one_line(text: str, at_most: int = 60) -> str:
    """Return text without line breaks, cut at a length that still fits under a title."""
    joined = " ".join(text.split())
    return joined if len(joined) <= at_most else f"{joined[: at_most - 1].rstrip()}…"


def joined(*parts: str) -> str:
    """Return the parts that say something, with a dot between them."""
    return " · ".join(part for part in parts if part)


def rule_points(context: StepContext, *events: EventType, own: bool = False) -> str:
    """Return what scoring rules give for these events at this step: “+5 points”; empty when nothing.

    ``own`` counts only rules that name the step. Points of several scores are
    not added up: the first score that has any speaks.
    """
    found = context.reader.all(ScoringRule)
    rules = [rule for rule in found if rule.kind is RuleKind.ACTION and rule.event in events]
    here = [rule for rule in rules if rule.step == context.step.id or (rule.step is None and not own)]
    if not here:
        return ""
    return points_text(_points_of_first_score(here))


def _points_of_first_score(rules: Iterable[ScoringRule]) -> float:
    points: dict[str, float] = {}
    for rule in rules:
        points[rule.score] = points.get(rule.score, 0.0) + rule.points
    return next(iter(points.values()))
