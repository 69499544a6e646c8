"""What scores and rules are called."""

from __future__ import annotations

from maplanner.document.reading import RecordReader
from maplanner.document.records import ScoringRule, Step
from maplanner.document.vocabulary import RuleKind


def rule_title(rule: ScoringRule, reader: RecordReader) -> str:
    """Return what a person calls a rule: its title, or what it listens to."""
    if rule.title:
        return rule.title
    if rule.kind is RuleKind.INACTIVITY:
        return f"no action for {rule.days:g} days"
    if rule.kind is RuleKind.FACT:
        fact = rule.fact
        return (
            "something known"
            if fact is None
            else " ".join(filter(None, (fact.ref, fact.text))) or fact.subject
        )
    step = reader.find_or_none(Step, rule.step)
    said = f"{rule.event.value}: {step.title}" if step is not None else rule.event.value
    if rule.kind is RuleKind.ACTION:
        return said
    without = f", no {rule.without.value}" if rule.without is not None else ""
    return f"{said} ({rule.times:,} times in {rule.days:g} days{without})"
