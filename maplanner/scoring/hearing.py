"""Which rules of a plan hear which recorded events, and to which buying stages these belong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from maplanner.document.reading import RecordReader
from maplanner.document.records import ScoringRule, Stage, Step
from maplanner.document.vocabulary import EventType, RuleKind
from maplanner.scoring.history import Signal
from maplanner.scoring.words import rule_title

_OTHER_WORDS: Final = {
    "email open": EventType.EMAIL_OPENED,
    "open email": EventType.EMAIL_OPENED,
    "opened email": EventType.EMAIL_OPENED,
    "email click": EventType.EMAIL_CLICKED,
    "email link clicked": EventType.EMAIL_CLICKED,
    "link clicked": EventType.EMAIL_CLICKED,
    "click email": EventType.EMAIL_CLICKED,
    "page view": EventType.PAGE_VISITED,
    "page viewed": EventType.PAGE_VISITED,
    "page visit": EventType.PAGE_VISITED,
    "visited page": EventType.PAGE_VISITED,
    "form submission": EventType.FORM_FILLED,
    "form submitted": EventType.FORM_FILLED,
    "form submit": EventType.FORM_FILLED,
    "submitted form": EventType.FORM_FILLED,
    "ad click": EventType.AD_CLICKED,
    "download": EventType.CONTENT_DOWNLOADED,
    "downloaded": EventType.CONTENT_DOWNLOADED,
    "asset downloaded": EventType.CONTENT_DOWNLOADED,
    "video view": EventType.VIDEO_WATCHED,
    "video viewed": EventType.VIDEO_WATCHED,
    "webinar registration": EventType.WEBINAR_REGISTERED,
    "registered for webinar": EventType.WEBINAR_REGISTERED,
    "webinar attendance": EventType.WEBINAR_ATTENDED,
    "attended webinar": EventType.WEBINAR_ATTENDED,
}
"""How other tools call the events that rules listen to."""


def folded(text: str) -> str:
    """Return a text as it is compared: small letters, one space between words, “e-mail” as “email”."""
    return " ".join(re.sub(r"[_\W]+", " ", text.casefold().replace("e-mail", "email")).split())


_EVENTS: Final = {folded(event.value): event for event in EventType} | _OTHER_WORDS


def event_named(text: str) -> EventType | None:
    """Return the event that a text means, also in other tools' words; ``None`` if it means none."""
    return _EVENTS.get(folded(text))


@dataclass(frozen=True)
class Hearing:
    """Which rules hear which signals: ``heard`` holds, for each signal, places in the list of rules."""

    rules: tuple[ScoringRule, ...]
    heard: tuple[tuple[int, ...], ...]
    known: tuple[bool, ...]
    """Whether a signal is an event, a rule or an asset of the plan at all."""
    spoils: tuple[tuple[int, ...], ...] = ()
    """For each signal, the patterns that must be without it."""
    acts: tuple[bool, ...] = ()
    """Whether a signal is something that a lead does, which ends inactivity."""


def hearing(reader: RecordReader, rules: Sequence[ScoringRule], signals: Sequence[Signal]) -> Hearing:
    """Return who hears what.

    An event is known by its type, by a rule's title or by the asset's title; something that becomes known
    also by the field's key, and the value where the rule asks for one.
    """
    steps = {step.id: folded(step.title) for step in reader.all(Step)}
    assets = {title for title in steps.values() if title}
    titles = [folded(rule_title(rule, reader)) for rule in rules]
    heard, known, spoils, acts = [], [], [], []
    for signal in signals:
        event, asset = folded(signal.event), folded(signal.asset)
        meant = _EVENTS.get(event)
        found = tuple(
            at
            for at, rule in enumerate(rules)
            if rule.kind is not RuleKind.INACTIVITY
            and (event == titles[at] or _listens(rule, meant, event, asset, steps.get(rule.step or "", "")))
        )
        spoils.append(tuple(at for at, rule in enumerate(rules) if _is_without(rule, meant)))
        heard.append(found)
        known.append(bool(found or spoils[-1]) or meant is not None or event in assets)
        acts.append(known[-1] and not (found and all(rules[at].kind is RuleKind.FACT for at in found)))
    return Hearing(tuple(rules), tuple(heard), tuple(known), tuple(spoils), tuple(acts))


def _listens(rule: ScoringRule, meant: EventType | None, event: str, asset: str, own: str) -> bool:
    if rule.kind is RuleKind.FACT:
        return _becomes_known(rule, event, asset)
    if rule.step is None:
        return meant is rule.event
    return bool(own) and (event == own or (meant is rule.event and asset == own))


def _becomes_known(rule: ScoringRule, event: str, value: str) -> bool:
    fact = rule.fact
    if fact is None or fact.subject != "field" or not fact.ref or event != folded(fact.ref):
        return False
    return not fact.text or (value == folded(fact.text)) is (fact.operator != "is not")


def _is_without(rule: ScoringRule, meant: EventType | None) -> bool:
    return rule.kind is RuleKind.PATTERN and rule.without is not None and rule.without is meant


def stage_of_signals(
    reader: RecordReader, stages: Sequence[Stage], heard: Hearing, signals: Sequence[Signal]
) -> npt.NDArray[np.intp]:
    """Return each signal's place among the stages, −1 for none: as recorded, or that of the rule's asset."""
    place = {stage.id: at for at, stage in enumerate(stages)}
    named = {folded(stage.title): at for at, stage in enumerate(stages)}
    steps = {folded(step.title): step.stage for step in reader.all(Step) if step.stage is not None}
    found = []
    for signal, rules in zip(signals, heard.heard, strict=True):
        assets = [reader.find_or_none(Step, heard.rules[rule].step) for rule in rules]
        own = next((step.stage for step in assets if step is not None and step.stage is not None), None)
        own = own or steps.get(folded(signal.asset)) or steps.get(folded(signal.event))
        found.append(named.get(folded(signal.stage), place.get(own or "", -1)))
    return np.array(found, np.intp)
