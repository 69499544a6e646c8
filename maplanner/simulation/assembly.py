"""Turns what steps say they do into instructions."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, chain
from typing import Any, Final

import numpy as np

from maplanner.core.errors import CannotSimulate
from maplanner.document.records import Step
from maplanner.document.values import Condition
from maplanner.document.vocabulary import EventType, WriteOperation
from maplanner.flow import behaviour as word
from maplanner.simulation import program as op
from maplanner.simulation.arrays import Floats, Ints
from maplanner.simulation.delays import DelayCode, DelayTable
from maplanner.simulation.hearing import Hearing
from maplanner.simulation.numbering import Numbering
from maplanner.simulation.randomness import salt_of
from maplanner.simulation.statuses import STATUSES
from maplanner.simulation.teams import TeamTable

JUMPING: Final = {
    op.CHANCE: (1,),
    op.BRANCH: (1, 2),
    op.AFTER: (1,),
    op.SERVE: (1,),
    op.WHEN: (2,),
    op.BEFORE: (2,),
    op.JUMP: (1,),
    op.ONCE: (2,),
}
"""Columns that hold a place in the program."""
_salt: Final = lru_cache(maxsize=65_536)(salt_of)
"""A plan is compiled anew after each edit, most of which change no name."""


@dataclass(frozen=True)
class GainCode:
    """One scoring rule as instructions need it: score, limited rule or -1, points, times the amount."""

    score: int
    rule: int
    points: float
    by_amount: bool
    pattern: bool = False


@dataclass(frozen=True)
class LinkRun:
    """The links of one output: their numbers stand in a row."""

    first: int
    count: int
    exclusive: bool


@dataclass
class Assembler:
    """Collects instructions. One per plan; :meth:`step` is called for each step.

    ``sends`` and ``calls`` remember what is reached without any time passing:
    (step, output) and (step, campaign). ``slots`` numbers the objects that are written.
    """

    numbers: Numbering
    delays: DelayTable
    teams: TeamTable
    hearing: Hearing
    gains: Callable[[EventType, str], list[GainCode]]
    condition: Callable[[Condition, str], int]
    channel: Callable[[int, WriteOperation], int]
    links: dict[tuple[str, str], LinkRun]
    code: list[list[int]] = field(default_factory=list)
    num: list[list[float]] = field(default_factory=list)
    salt: list[int] = field(default_factory=list)
    sends: set[tuple[str, str]] = field(default_factory=set)
    calls: set[tuple[str, str]] = field(default_factory=set)
    slots: dict[int, int] = field(default_factory=dict)
    jumps: list[int] = field(default_factory=list)
    """Where instructions stand that name the places of others."""
    onces: int = 0
    answers: list[list[float]] = field(default_factory=list)
    _later: bool = False
    _stage: int = -1
    sents: int = 0
    _step: str = ""
    _where: str = ""
    _place: tuple[int, int] = (-1, -1)
    _immediate: bool = True
    _branches: list[tuple[int, tuple[word.Operation, ...], bool]] = field(default_factory=list)
    _ordinal: int = 0

    def step(
        self,
        step: Step,
        campaign: int,
        stage: int,
        behaviour: word.Behaviour,
        *,
        where: str,
        twins: bool = False,
    ) -> int:
        """Add a step's instructions and return where a lead arrives.

        ``twins`` says that somebody may be there twice, by being on two lists.

        Raises:
            CannotSimulate: The step refers to something that is gone, or has an unusable delay.
        """
        self._step, self._where, self._ordinal = step.id, where, 0
        self._place, self._stage = (self.numbers.steps[step.id], campaign), stage
        self._immediate = True
        start = len(self.code)
        if twins and behaviour.sends_once:
            self.add(op.SENT, self.sents)
            self.sents += 1
            self._ordinal = 0  # What follows draws the numbers it would draw without.
        self.add(op.ARRIVE, int(step.once), int(behaviour.needs_identity), int(acts(behaviour.on_arrival)))
        self._later = False
        self._run(behaviour.on_arrival)
        self.add(op.END)
        self._later = True
        while self._branches:
            opener, operations, self._immediate = self._branches.pop(0)
            self.code[opener][1] = len(self.code)
            self._run(operations)
            self.add(op.END)
        return start

    def table(self) -> Ints:
        """Return the instructions as rows of a table."""
        return np.fromiter(chain.from_iterable(self.code), np.int32, 8 * len(self.code)).reshape(-1, 8)

    def figures(self) -> Floats:
        """Return the numbers that belong to the instructions, in four columns."""
        return np.fromiter(chain.from_iterable(self.num), np.float64, 4 * len(self.num)).reshape(-1, 4)

    def effect(self, number: int, does: tuple[word.Operation, ...], where: str, *, name: str) -> int:
        """Add what a threshold does; return where it begins."""
        self._where = where
        start = self.outside(op.EFFECT, number, name=name)
        self._run(does)
        self.add(op.END)
        return start

    def slot(self, target: int) -> int:
        """Return the place of an object that is written."""
        return self.slots.setdefault(target, len(self.slots))

    def outside(self, operation: int, a: int = -1, b: int = -1, *, name: str) -> int:
        """Add an instruction that belongs to no step: a source, an entry, a watch."""
        self._step, self._ordinal, self._place = name, 0, (-1, -1)
        return self.add(operation, a, b)

    def add(  # noqa: PLR0917 - columns of one row
        self,
        operation: int,
        a: int = -1,
        b: int = -1,
        c: int = -1,
        d: int = -1,
        x: float = 0.0,
        y: float = 0.0,
        delay: DelayCode = (op.NO_DELAY, 0.0, 0.0),
    ) -> int:
        """Add one instruction and return its place."""
        place = len(self.code)
        if operation in JUMPING:
            self.jumps.append(place)
        self.code.append([operation, a, b, c, d, delay[0], *self._place])
        self.num.append([x, y, delay[1], delay[2]])
        self.salt.append(_salt(f"{self._step}/{self._ordinal}"))
        self._ordinal += 1
        return place

    def _run(self, operations: tuple[word.Operation, ...]) -> None:
        for operation in operations:
            assemble = _ASSEMBLE.get(type(operation))
            if assemble is None:
                raise CannotSimulate(
                    f"{self._where} does something that is not simulated yet.", advice="Pause the step."
                )
            assemble(self, operation)

    def _branch(self, opener: int, operations: tuple[word.Operation, ...], delay: DelayCode) -> None:
        self._branches.append((opener, operations, self._immediate and not self.delays.takes_time(delay)))

    # --- one method per word ---

    def _emit(self, emit: word.Emit) -> None:
        run = self.links.get((self._step, emit.output))
        if run is None:
            return
        if self._immediate:
            self.sends.add((self._step, emit.output))
        self.add(op.EMIT, run.first, run.count, int(run.exclusive))

    def _raise(self, event: word.Raise) -> None:
        gains = self.gains(event.event, self._step)
        row = self.hearing.row(event.event, self._step)
        if row >= 0 or self._stage >= 0 or self.hearing.minds_rest or (self._later and not gains):
            self.add(op.HAPPEN, self._stage, row)
        if any(gain.by_amount for gain in gains):
            self.add(op.AMOUNT, x=event.amount.low, y=event.amount.high)
        for gain in gains:
            if gain.pattern:
                self.add(op.PATTERN, gain.rule, x=gain.points)
            elif gain.rule >= 0:
                self.add(op.AWARD, gain.rule, -1, int(gain.by_amount), x=gain.points)
            else:
                self.add(op.GAIN, gain.score, -1, int(gain.by_amount), x=gain.points)

    def _after(self, after: word.After) -> None:
        delay = self.delays.code(after.delay, self._where)
        self._branch(self.add(op.AFTER, delay=delay), after.then, delay)

    def _chance(self, chance: word.Chance) -> None:
        delay = self.delays.code(chance.delay, self._where)
        if not 0.0 <= chance.share <= 1.0:
            raise CannotSimulate(
                f"{self._where} has a share that is not between 0 and 100 %.", advice="Correct it."
            )
        if delay[0] == op.NO_DELAY:
            self._either(op.CHANCE, chance, x=chance.share)
            return
        branch = self.add(op.BRANCH, x=chance.share, delay=delay)
        self._branch(branch, chance.then, delay)
        self._run(chance.otherwise)
        self.code[branch][2] = len(self.code)

    def _when(self, when: word.When) -> None:
        self._either(op.WHEN, when, a=self.condition(when.condition, self._where))

    def _before(self, before: word.Before) -> None:
        _kind, moment, _none = self.delays.code(before.moment, self._where)
        self._either(op.BEFORE, before, x=moment)

    def _once(self, once: word.Once) -> None:
        """Lay out like a condition; what happens once can close no endless loop."""
        immediate, self._immediate = self._immediate, False
        test = self.add(op.ONCE, self.onces)
        self.onces += 1
        self._run(once.then)
        self._immediate = immediate
        jump = self.add(op.JUMP)
        self.code[test][2] = len(self.code)
        self._run(once.otherwise)
        self.code[jump][1] = len(self.code)

    def _either(
        self, operation: int, choice: word.Chance | word.When | word.Before, a: int = -1, x: float = 0.0
    ) -> None:
        """Lay out *then*, jump, *otherwise*; both sides go on behind."""
        column = 1 if operation == op.CHANCE else 2
        test = self.add(operation, a, x=x)
        self._run(choice.then)
        jump = self.add(op.JUMP)
        self.code[test][column] = len(self.code)
        self._run(choice.otherwise)
        self.code[jump][1] = len(self.code)

    def _learn(self, learn: word.Learn) -> None:
        for key, share in learn.keys:
            self.add(op.LEARN, self.numbers.field_key(key), x=share)
        if learn.identifies:
            self.add(op.IDENTIFY)

    def _points(self, change: word.AddPoints) -> None:
        self.add(op.GAIN, self.numbers.score(change.score, self._where), -1, 0, x=change.points)

    def _join(self, join: word.JoinSegment) -> None:
        for segment in join.leaves:
            self.add(op.LEAVE, self.numbers.segment(segment, self._where))
        self.add(op.JOIN, self.numbers.segment(join.segment, self._where))

    def _leave(self, leave: word.LeaveSegment) -> None:
        self.add(op.LEAVE, self.numbers.segment(leave.segment, self._where))

    def _write(self, write: word.WriteRecord) -> None:
        target = self.numbers.object(write.object, self._where)
        creates = updates = -1
        if write.operation is not WriteOperation.UPDATE:
            creates = self.channel(target, WriteOperation.CREATE)
        if write.operation is not WriteOperation.CREATE:
            updates = self.channel(target, WriteOperation.UPDATE)
        self.add(op.WRITE, self.slot(target), creates, updates)

    def _task(self, task: word.CreateTask) -> None:
        self.add(op.TASK)
        if task.object:
            self._write(word.WriteRecord(task.object, WriteOperation.CREATE))

    def _serve(self, serve: word.Serve) -> None:
        team = self.teams.number(serve.team, self._where)
        row = self.teams.service(serve, self._where)
        opener = self.add(op.SERVE, -1, team, row)
        self._branch(opener, serve.then, (op.WORKING, float(row), 0.0))

    def _notify(self, _notify: word.Notify) -> None:
        self.add(op.NOTIFY)

    def _start(self, start: word.StartCampaign) -> None:
        campaign = self.numbers.campaign(start.campaign, self._where)
        if self._immediate:
            self.calls.add((self._step, start.campaign))
        self.add(op.CALL, campaign, self.numbers.on_call(campaign))

    def _set_stage(self, change: word.SetStage) -> None:
        self.add(op.STAGE, self.numbers.stage(change.stage, self._where), int(change.back))

    def _progress(self, progress: word.Progress) -> None:
        self.add(op.PROGRESS, STATUSES[progress.status.value])

    def _qualify(self, _qualify: word.Qualify) -> None:
        self.add(op.QUALIFY)

    def _spend(self, spend: word.Spend) -> None:
        if not (0.0 <= spend.mean < math.inf and 0.0 <= spend.spread < math.inf):
            raise CannotSimulate(
                f"{self._where} has an amount that is no sensible number.", advice="Correct it."
            )
        self.add(op.SPEND, x=spend.mean, y=spend.spread)

    def _answer(self, answer: word.Answer) -> None:
        total = sum(answer.weights)
        if not (0.0 < total < math.inf and min(answer.weights) >= 0.0):
            raise CannotSimulate(f"{self._where} has no answers to give.", advice="Say how frequent each is.")
        self.add(op.ANSWER, len(self.answers))
        self.answers.append(list(accumulate(weight / total for weight in answer.weights)))

    def _appoint(self, appoint: word.SetContactDate) -> None:
        self.add(op.APPOINT, delay=self.delays.code(appoint.delay, self._where))

    def _quit(self, _quit: word.LeaveCampaign) -> None:
        self.add(op.QUIT)


_ASSEMBLE: dict[type, Callable[[Assembler, Any], None]] = {
    word.Emit: Assembler._emit,  # noqa: SLF001
    word.Raise: Assembler._raise,  # noqa: SLF001
    word.After: Assembler._after,  # noqa: SLF001
    word.Chance: Assembler._chance,  # noqa: SLF001
    word.When: Assembler._when,  # noqa: SLF001
    word.Before: Assembler._before,  # noqa: SLF001
    word.Once: Assembler._once,  # noqa: SLF001
    word.Learn: Assembler._learn,  # noqa: SLF001
    word.AddPoints: Assembler._points,  # noqa: SLF001
    word.JoinSegment: Assembler._join,  # noqa: SLF001
    word.LeaveSegment: Assembler._leave,  # noqa: SLF001
    word.WriteRecord: Assembler._write,  # noqa: SLF001
    word.CreateTask: Assembler._task,  # noqa: SLF001
    word.Serve: Assembler._serve,  # noqa: SLF001
    word.Notify: Assembler._notify,  # noqa: SLF001
    word.StartCampaign: Assembler._start,  # noqa: SLF001
    word.LeaveCampaign: Assembler._quit,  # noqa: SLF001
    word.SetStage: Assembler._set_stage,  # noqa: SLF001
    word.Progress: Assembler._progress,  # noqa: SLF001
    word.Qualify: Assembler._qualify,  # noqa: SLF001
    word.Spend: Assembler._spend,  # noqa: SLF001
    word.Answer: Assembler._answer,  # noqa: SLF001
    word.SetContactDate: Assembler._appoint,  # noqa: SLF001
}
"""Every word of the vocabulary; a test holds that none is left out."""


def acts(operations: tuple[word.Operation, ...]) -> bool:
    """Tell whether operations do more than send leads this way or that, now or later."""
    for operation in operations:
        match operation:
            case word.Emit():
                continue
            case word.After(then=then):
                if acts(then):
                    return True
            case word.Chance() | word.When() | word.Before() | word.Once():
                if acts(operation.then) or acts(operation.otherwise):
                    return True
            case _:
                return True
    return False
