"""The rules of one score with their groups' limits, ready to be applied."""

from __future__ import annotations

from dataclasses import dataclass

from maplanner.document.reading import RecordReader
from maplanner.document.records import RuleGroup, Score, ScoringRule
from maplanner.document.vocabulary import RuleKind
from maplanner.scoring.calibration import rules_in_order
from maplanner.scoring.limits import NO_LIMIT, Limit
from maplanner.scoring.patterns import Pattern
from maplanner.scoring.words import rule_title


@dataclass(frozen=True)
class RuleBook:
    """Rules in their order. ``group`` holds, for each, the place of its group in ``shared``, or −1."""

    rules: tuple[ScoringRule, ...]
    titles: tuple[str, ...]
    group: tuple[int, ...]
    shared: tuple[Limit, ...] = ()

    @classmethod
    def of(cls, reader: RecordReader, score: Score) -> RuleBook:
        """Return the rules of a score of the plan."""
        return cls.made(reader, rules_in_order(reader, score))

    @classmethod
    def made(cls, reader: RecordReader, rules: list[ScoringRule]) -> RuleBook:
        """Return these rules, with the groups that the plan has for them."""
        names = list(dict.fromkeys(rule.group for rule in rules if rule.group is not None))
        groups = [reader.find_or_none(RuleGroup, name) for name in names]
        place = {name: at for at, name in enumerate(names)}
        return cls(
            tuple(rules),
            tuple(rule_title(rule, reader) for rule in rules),
            tuple(-1 if rule.group is None else place[rule.group] for rule in rules),
            tuple(Limit.of(group) for group in groups),
        )

    @property
    def has_running_limits(self) -> bool:
        """Whether any limit counts the last days only, or is shared by rules."""
        return any(limit != NO_LIMIT for limit in self.shared) or any(
            rule.at_most is not None and rule.per_days is not None for rule in self.rules
        )

    def of_kind(self, kind: RuleKind) -> list[int]:
        """Return the places of the rules of a kind."""
        return [at for at, rule in enumerate(self.rules) if rule.kind is kind]


def pattern_of(rule: ScoringRule) -> Pattern:
    """Return the pattern that a rule listens to."""
    return Pattern(rule.times, rule.days, rule.without is not None)
