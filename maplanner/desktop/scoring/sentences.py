"""Rules, limits and thresholds as sentences that a marketer reads."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from maplanner.desktop.naming import title_of
from maplanner.desktop.words import number, tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Campaign,
    Effect,
    Record,
    RuleGroup,
    Score,
    ScoringRule,
    Segment,
    Stage,
    Step,
    Threshold,
)
from maplanner.document.values import Decay, HalfLifeDecay, LinearDecay
from maplanner.document.vocabulary import (
    Crossing,
    EffectKind,
    EventType,
    Rearm,
    Repeat,
    RollUp,
    RuleKind,
    ScoreLevel,
)
from maplanner.scoring.imagining import Imagined
from maplanner.steps.words import condition_text


def figure(value: float) -> str:
    """Return a number as it was typed, in the locale's way."""
    return QLocale().toString(float(value), "g", 10)


def signed(value: float) -> str:
    """Return a number with its sign."""
    return f"+{figure(value)}" if value > 0 else figure(value).replace("-", "−")


def action_words(event: EventType, step: Record | None, reader: RecordReader) -> str:
    """Return an action, and the asset it happens on."""
    word = tr(event.value)
    word = word[:1].upper() + word[1:]
    return (
        word
        if step is None
        else tr("{action} on “{asset}”").format(action=word, asset=title_of(step, reader))
    )


def words_of(happened: Imagined, reader: RecordReader) -> str:
    """Return what happens to an imagined lead."""
    if happened.event is None:
        rule = reader.find_or_none(ScoringRule, happened.fact)
        return tr("Known: {fact}").format(fact=fact_words(rule, reader) if rule is not None else "")
    return action_words(happened.event, reader.find_or_none(Step, happened.step), reader)


def fact_words(rule: ScoringRule, reader: RecordReader) -> str:
    """Return what has to be known for a rule."""
    if rule.fact is None:
        return rule.title or tr("nothing chosen")
    return condition_text(rule.fact, reader)


def listens_words(rule: ScoringRule, reader: RecordReader) -> str:
    """Return what a rule listens to."""
    asset = reader.find_or_none(Step, rule.step)
    match rule.kind:
        case RuleKind.ACTION:
            return action_words(rule.event, asset, reader)
        case RuleKind.PATTERN:
            said = tr("{action}, {times} times within {days} days").format(
                action=action_words(rule.event, asset, reader),
                times=number(rule.times),
                days=figure(rule.days),
            )
            without = tr(", and no {action}").format(action=tr(rule.without.value)) if rule.without else ""
            return said + without
        case RuleKind.INACTIVITY:
            return tr("{days} days without any action").format(days=figure(rule.days))
        case RuleKind.FACT:
            return tr("Known: {fact}").format(fact=fact_words(rule, reader))


def rule_words(rule: ScoringRule, reader: RecordReader) -> str:
    """Return a rule as a sentence: “Form filled on “Demo request” gives 30, first time only”."""
    verb = tr("{what} takes {points}") if rule.points < 0 else tr("{what} gives {points}")
    said = verb.format(what=listens_words(rule, reader), points=figure(abs(rule.points)))
    return ", ".join([said + _times_amount(rule), *_limits(rule)])


def _times_amount(rule: ScoringRule) -> str:
    if not rule.by_amount or rule.kind is not RuleKind.ACTION:
        return ""
    if rule.event is EventType.VIDEO_WATCHED:
        return " " + tr("× the share watched")
    return " " + tr("× the pages seen") if rule.event is EventType.PAGE_VISITED else ""


def _limits(rule: ScoringRule) -> list[str]:
    said = [tr("first time only")] if rule.repeat is Repeat.FIRST else []
    if rule.at_most is not None:
        said.append(limit_words(rule))
    if rule.lasts is not None:
        said.append(tr("for {days} days").format(days=figure(rule.lasts)))
    if rule.adjustment:
        said.append(tr("{points} of it by sales").format(points=signed(rule.adjustment)))
    return said


def limit_words(limited: ScoringRule | RuleGroup) -> str:
    """Return how much a rule or a group may give; empty without a limit."""
    if limited.at_most is None:
        return ""
    if limited.per_days is None:
        return tr("at most {points} in all").format(points=figure(limited.at_most))
    return tr("at most {points} in {days} days").format(
        points=figure(limited.at_most), days=figure(limited.per_days)
    )


def threshold_words(threshold: Threshold) -> str:
    """Return when a threshold fires."""
    points = figure(threshold.value)
    if threshold.level is ScoreLevel.ACCOUNT:
        rises, falls = tr("Account rises to {points}"), tr("Account falls below {points}")
    else:
        rises, falls = tr("Rises to {points}"), tr("Falls below {points}")
    said = (rises if threshold.crossing is Crossing.UP else falls).format(points=points)
    return f"{said}, {tr('again after falling')}" if threshold.rearm is Rearm.AFTER_FALLING else said


def effect_words(effect: Effect, reader: RecordReader) -> str:
    """Return what a threshold does."""
    names: dict[EffectKind, tuple[str, type[Record], str | None]] = {
        EffectKind.JOIN: (tr("Joins “{name}”"), Segment, effect.segment),
        EffectKind.LEAVE: (tr("Leaves “{name}”"), Segment, effect.segment),
        EffectKind.START: (tr("Starts “{name}”"), Campaign, effect.campaign),
        EffectKind.STAGE: (tr("Moves to “{name}”"), Stage, effect.stage),
    }
    if effect.kind in names:
        text, cls, meant = names[effect.kind]
        record = reader.find_or_none(cls, meant)
        return text.format(name=title_of(record, reader) if record is not None else "…")
    if effect.kind is EffectKind.NOTIFY:
        return tr("Notifies {who}").format(who=effect.who or tr("somebody"))
    if effect.kind is EffectKind.TASK:
        return tr("Creates a task for {who}").format(who=effect.who or tr("somebody"))
    return tr("Qualifies the lead")


def decay_words(decay: Decay | None) -> str:
    """Return how a score fades."""
    if decay is None:
        return tr("It never fades: an old score looks like a new one.")
    days = figure(decay.days)
    if isinstance(decay, HalfLifeDecay):
        return tr("Halves in {days} days.").format(days=days)
    if isinstance(decay, LinearDecay):
        return tr("Loses {points} points after every {days} days without a gain.").format(
            points=figure(decay.points), days=days
        )
    return tr("Loses {share} % after every {days} days without a gain.").format(
        share=figure(round(decay.share * 100, 2)), days=days
    )


def roll_up_words(score: Score) -> str:
    """Return how an account's score is made of its leads' scores."""
    texts = {
        RollUp.SUM: tr("The sum of its leads' scores."),
        RollUp.MAXIMUM: tr("The highest of its leads' scores."),
        RollUp.MEAN: tr("The mean of its leads' scores."),
        RollUp.CHAMPION: tr("{share} % the highest score, the rest the mean of the others."),
        RollUp.ROLES: tr("The sum of its leads' scores, each times the weight of its role."),
        RollUp.TRIMMED: tr("The mean of its leads' scores, without the lowest {share} %."),
    }
    share = score.champion_share if score.roll_up is RollUp.CHAMPION else score.trimmed_share
    return texts[score.roll_up].format(share=figure(round(share * 100, 2)))
