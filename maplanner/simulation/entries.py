"""How leads come in: sources, triggers, and what thresholds and rules do by themselves."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import RecordReader
from maplanner.document.records import Effect, Step, Threshold
from maplanner.document.values import Condition
from maplanner.document.vocabulary import EffectKind
from maplanner.flow import behaviour as word
from maplanner.simulation import program as op
from maplanner.simulation.arrays import floats, ints
from maplanner.simulation.assembly import Assembler
from maplanner.simulation.calendars import Clock
from maplanner.simulation.conditions import ConditionTable
from maplanner.simulation.criteria import MembershipTable
from maplanner.simulation.numbering import Numbering
from maplanner.simulation.randomness import salt_of
from maplanner.simulation.rules import RuleTable
from maplanner.simulation.sources import SourceTable


@dataclass
class Entries:
    """Collects what lets leads in: ``hooks`` by their numbers, watches, days, effects of thresholds."""

    reader: RecordReader
    numbers: Numbering
    clock: Clock
    days: float
    assembler: Assembler
    conditions: ConditionTable
    sources: SourceTable
    hooks: dict[int, list[int]] = field(default_factory=dict)
    idles: list[tuple[int, float, int, int, int]] = field(default_factory=list)
    watches: list[tuple[int, int, int]] = field(default_factory=list)
    dates: list[tuple[int, int, int]] = field(default_factory=list)
    date_nums: list[tuple[float, float]] = field(default_factory=list)
    resting: list[tuple[int, int]] = field(default_factory=list)
    mines: list[tuple[int, int]] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)

    def add(self, step: Step, start: int, source: word.Source, where: str, name: str) -> None:
        """Let leads in at a step, whose instructions begin at ``start``.

        Raises:
            CannotSimulate: The source refers to something that is gone, or makes no sense.
        """
        numbers = self.numbers
        if isinstance(source, word.OnCall):
            self._hook(numbers.on_call(numbers.campaigns[step.campaign]), start)
            return
        entry = self.assembler.outside(
            op.ENTER, numbers.campaigns[step.campaign], start, name=f"{name}/entry"
        )
        match source:
            case word.PoissonArrivals() | word.ListArrivals():
                self._add_arrivals(source, entry, step.id, where, name)
            case word.OnIdle():
                self._add_idle(source, entry, where, name)
            case word.OnDate():
                self._add_date(source, entry, where, name)
            case word.OnCondition(condition=condition):
                hook = numbers.on_other("condition", name)
                self.watch(condition, op.TRIGGER, hook, where)
                self._hook(hook, entry)
            case _:
                self._hook(self._hook_of(source, where), entry)

    def _hook_of(self, source: word.Source, where: str) -> int:
        numbers = self.numbers
        match source:
            case word.OnThreshold(threshold=threshold):
                return numbers.on_threshold(numbers.threshold(threshold, where))
            case word.OnGain(score=score):
                return numbers.on_gain(numbers.score(score, where))
            case word.OnSegment(segment=segment, joins=joins):
                number = numbers.segment(segment, where)
                return numbers.on_join(number) if joins else numbers.on_leave(number)
            case word.OnStage(stage=stage):
                return numbers.on_other("stage", str(numbers.stage(stage, where)))
            case word.OnField(key=key):
                return numbers.on_other("field", str(numbers.field_key(key)))
            case word.OnWritten(object=target):
                slot = self.assembler.slot(numbers.object(target, where))
                return numbers.on_other("object", str(slot))
        return numbers.on_other("contact date")

    def _hook(self, hook: int, entry: int) -> None:
        self.hooks.setdefault(hook, []).append(entry)

    def watch(self, condition: Condition, kind: int, ref: int, where: str) -> None:
        """Look at a condition whenever something changes."""
        index = self.conditions.add(condition, where)
        self.conditions.watch(index)
        self.watches.append((index, kind, ref))

    def _add_idle(self, source: word.OnIdle, entry: int, where: str, name: str) -> None:
        if not source.days > 0.0:
            raise CannotSimulate(f"{where} waits for no time at all.", advice="Give it some days.")
        watch = self.assembler.outside(op.IDLE, len(self.idles), name=name)
        self.idles.append(
            (self.numbers.score(source.score, where), source.days, int(source.repeats), entry, watch)
        )

    def _add_date(self, source: word.OnDate, entry: int, where: str, name: str) -> None:
        every = math.inf if source.every is None else source.every
        if not (0.0 <= source.at < math.inf and every > 0.0):
            raise CannotSimulate(f"{where} waits for a day that makes no sense.", advice="Correct it.")
        if self.days / every > 10 * self.days + 1000:
            raise CannotSimulate(f"{where} comes again too often.", advice="Let more time pass.")
        segment = self.numbers.segment(source.segment, where) if source.segment else -1
        own = self.assembler.outside(op.DAY, len(self.dates), name=name)
        self.dates.append((segment, entry, own))
        self.date_nums.append((source.at, every))

    def _add_arrivals(
        self, source: word.PoissonArrivals | word.ListArrivals, entry: int, step: str, where: str, name: str
    ) -> None:
        table, number = self.sources, len(self.sources.rows)
        own = self.assembler.outside(op.SOURCE, number, name=name)
        again = -1
        if isinstance(source, word.ListArrivals):
            if table.add_list(step, source, where).times:
                again = self.assembler.outside(op.AGAIN, number, entry, name=f"{name}/again")
            table.fields.append([self.numbers.field_key(key) for key in source.knows])
        else:
            table.add_rate(source, where)
            table.fields.append([])
        table.rows.append((int(source.identified), entry, own))
        table.again.append(again)
        table.salts.append(salt_of(name))

    # --- what happens without a step ---

    def add_rules(self, rules: RuleTable, segments: MembershipTable) -> None:
        """Watch the facts of rules, and let points run out, inactivity end and segments be searched for."""
        for rule, fact, where in rules.facts:
            self.watch(fact, op.FACT, rule, where)
        for rule, name in enumerate(rules.names):
            if rules.nums[rule][1] < math.inf:
                rules.rows[rule][4] = self.assembler.outside(op.EXPIRE, rule, name=f"{name}/runs out")
        for rule in rules.resting:
            own = self.assembler.outside(op.REST, rule, name=f"{rules.names[rule]}/inactivity")
            self.resting.append((rule, own))
        for segment, _days in segments.mined:
            own = self.assembler.outside(op.MINE, segment, len(self.mines), name=f"mined {segment}")
            self.mines.append((segment, own))
        for mark in self.conditions.thresholds:
            if mark.down:
                self.conditions.watches |= op.BY_POINTS
                self.conditions.watch_fall(mark.score, mark.value, account=mark.account)

    def add_effects(self) -> None:
        """Let thresholds do what they do, before they let anybody in."""
        for threshold in self.reader.all(Threshold):
            found = sorted(
                self.reader.referring(Effect, "threshold", threshold.id), key=lambda effect: effect.order
            )
            for effect in found:
                where = f"Threshold “{threshold.title}”"
                start = self.assembler.effect(
                    len(self.effects), _does(effect), where, name=f"effect {effect.id}"
                )
                self.effects.append(effect.id)
                self._hook(self.numbers.on_threshold(self.numbers.thresholds[threshold.id]), start)

    def hook_lists(self) -> list[list[int]]:
        """Return what waits at each hook."""
        return [self.hooks.get(hook, []) for hook in range(self.numbers.hooks)]

    def arrays(self, segments: MembershipTable) -> dict[str, Any]:
        """Return the tables of a program."""
        stage_hooks = [
            self.numbers.others.get(("stage", str(n)), -1) for n in range(len(self.numbers.stages))
        ]
        return {
            "watch": ints(self.watches).reshape(-1, 3),
            "day": ints(self.dates).reshape(-1, 3),
            "day_num": floats(self.date_nums).reshape(-1, 2),
            "resting": ints(self.resting).reshape(-1, 2),
            "mine": ints(self.mines).reshape(-1, 2),
            "mine_days": floats([days for _segment, days in segments.mined]),
            "stage_hook": ints(stage_hooks),
        }


def _does(effect: Effect) -> tuple[word.Operation, ...]:
    match effect.kind:
        case EffectKind.QUALIFY:
            return (word.Qualify(),)
        case EffectKind.JOIN:
            return (word.JoinSegment(effect.segment or ""),)
        case EffectKind.LEAVE:
            return (word.LeaveSegment(effect.segment or ""),)
        case EffectKind.START:
            return (word.StartCampaign(effect.campaign or ""),)
        case EffectKind.STAGE:
            return (word.SetStage(effect.stage or ""),)
    return ()
