"""What scores and rules are called."""

from __future__ import annotations

from maplanner.document.reading import RecordReader
from maplanner.document.records import ScoringRule, Step


def rule_title(rule: ScoringRule, reader: RecordReader) -> str:
    """Return what a person calls a rule: its title, or what it listens to."""
    step = reader.find_or_none(Step, rule.step)
    return rule.title or (f"{rule.event.value}: {step.title}" if step is not None else rule.event.value)
