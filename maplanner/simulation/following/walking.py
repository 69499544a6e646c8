"""The walk of one lead: everything that happens to it, with all that is known of it at each point."""

from __future__ import annotations

import math
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import Snapshot
from maplanner.document.records import CrmField, FormField, Mapping
from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.chunks import Task
from maplanner.simulation.event_log import CARRYING, WORDS, LineNames
from maplanner.simulation.following.choosing import Choice, Chooser
from maplanner.simulation.following.finding import Who
from maplanner.simulation.program import Channel, FlowProgram
from maplanner.simulation.reference import arriving
from maplanner.simulation.reference.account import AccountRun
from maplanner.simulation.reference.interpreter import ReferenceRun
from maplanner.simulation.reference.people import Lead, Token
from maplanner.simulation.runnable import compiled
from maplanner.simulation.scenario import with_scenario

_UNIMPORTANT = frozenset({op.ENTER})
_AT_STEPS = frozenset({op.ARRIVE, op.TASK, op.NOTIFY, layout.TURNED_AWAY, layout.DELAYED})


@dataclass(frozen=True)
class CrmRecord:
    """A record of the lead in a system: when it was made, how often it was updated, and the fields filled."""

    object: str
    api_name: str
    system: str
    created: float
    updates: int
    fields: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return everything by name."""
        return {
            "object": self.api_name,
            "system": self.system,
            "created_day": self.created,
            "updates": self.updates,
            "fields": list(self.fields),
        }


@dataclass(frozen=True)
class Moment:
    """One thing that happens to the lead, and what is known of the lead from then on.

    ``what`` is the kind of event in words, ``title`` and ``about`` the record that it is about, ``step`` the
    step where it happens, if it is at one; ``link`` the link that is taken. ``value`` belongs to scores and
    waits. ``choices`` are the forks that were decided since the moment before.
    """

    day: float
    what: str
    title: str
    about: str
    step: str
    link: str
    value: float | None
    is_arrival: bool
    identified: bool
    scores: tuple[float, ...]
    segments: tuple[str, ...]
    known: tuple[str, ...]
    stage: str
    records: tuple[CrmRecord, ...]
    choices: tuple[Choice, ...]

    def to_json(self) -> dict[str, Any]:
        """Return everything by name."""
        return {
            "day": self.day,
            "event": self.what,
            "title": self.title,
            "id": self.about,
            "step": self.step,
            "link": self.link,
            "value": self.value,
            "identified": self.identified,
            "scores": list(self.scores),
            "segments": list(self.segments),
            "known": list(self.known),
            "stage": self.stage,
            "records": [record.to_json() for record in self.records],
            "choices": [choice.to_json() for choice in self.choices],
        }


@dataclass(frozen=True)
class Walk:
    """Everything that happens to one lead, in order. ``scores`` are the titles of the moments' scores.

    ``start`` is the plan's first day; ``labels`` say how people call the data that moments name by its key.
    """

    who: Who
    days: float
    scores: tuple[str, ...]
    moments: tuple[Moment, ...]
    start: date
    labels: Dictionary[str, str]

    def next_at(self, step: str, after: int) -> int | None:
        """Return the place of the next arrival at a step behind a moment; ``None`` if there is none."""
        later = range(after + 1, len(self.moments))
        return next((at for at in later if self.is_at(step, at)), None)

    def is_at(self, step: str, at: int) -> bool:
        """Whether the lead reaches a step in a moment."""
        return self.moments[at].is_arrival and self.moments[at].step == step

    def way(self, until: int) -> tuple[list[str], list[str]]:
        """Return the steps and links that the lead has come along up to a moment, each once."""
        past = self.moments[: until + 1]
        steps = dict.fromkeys(moment.step for moment in past if moment.is_arrival)
        return list(steps), list(dict.fromkeys(moment.link for moment in past if moment.link))

    def to_json(self) -> dict[str, Any]:
        """Return everything by name."""
        return {
            "lead": self.who.to_json(),
            "days": self.days,
            "scores": list(self.scores),
            "moments": [moment.to_json() for moment in self.moments],
        }


def walk(
    snapshot: Snapshot, who: Who, forced: Dictionary[int, int] | None = None, *, scenario: str | None = None
) -> Walk:
    """Return the walk of one lead; ``forced`` makes forks come out as wanted: option by number of the choice.

    Raises:
        CannotSimulate: The plan cannot run, or there is no such lead.
    """
    snapshot = with_scenario(snapshot, scenario)
    program, _ = compiled(snapshot, None, leave_out=True)
    if not 0 <= who.account < program.accounts or who.lead < 0 or who.run < 0:
        raise CannotSimulate("There is no such lead.", advice="Choose another one.")
    recording = _Recording(snapshot, program, who, forced or {})
    recording.follow()
    if not recording.moments:
        raise CannotSimulate("There is no such lead.", advice="Choose another one.")
    titles = tuple(score.title for score in program.scores)
    labels = {each.key: each.title for each in snapshot.all(FormField) if each.key and each.title}
    return Walk(who, program.days, titles, tuple(recording.moments), snapshot.plan.start, labels)


class _Recording(ReferenceRun):
    """Runs one account and writes down one lead's moments."""

    def __init__(
        self, snapshot: Snapshot, program: FlowProgram, who: Who, forced: Dictionary[int, int]
    ) -> None:
        super().__init__(program, Task(who.seed, who.run, who.account, who.account + 1))
        self.moments: list[Moment] = []
        self._who = who
        self._choices: list[Choice] = []
        self._points: dict[int, float] = {}
        self._names = LineNames(snapshot, program)
        self._crm = _CrmRecords(snapshot, program)
        self._stage = ""
        self.chooser = Chooser(program, snapshot, forced)
        self.chooser.is_followed = self._is_followed
        self.chooser.chosen = self._choices.append
        self.execute = self.execute | {
            op.CHANCE: self.chooser.chance,
            op.BRANCH: self.chooser.branch,
            op.WHEN: self.chooser.when,
        }

    def _is_followed(self, token: Token) -> bool:
        return token.lead is not None and token.lead.number == self._who.lead

    def links_taken(self, run: AccountRun, token: Token, links: range, *, exclusive: bool) -> list[int]:
        natural = super().links_taken(run, token, links, exclusive=exclusive)
        return self.chooser.links(run, token, links, natural, exclusive=exclusive)

    def follow(self) -> None:
        """Run the account."""
        run = _Watched(self, self._who.account)
        for source in range(len(run.arrivals)):
            arriving.expect(run, source)
        run.finish()
        if self.moments and self._choices:
            self.moments.append(
                replace(
                    self.moments[-1],
                    what="nothing more happens",
                    title="",
                    about="",
                    link="",
                    value=None,
                    is_arrival=False,
                    choices=tuple(self._choices),
                )
            )

    def take_down(self, run: AccountRun, lead: Lead, what: int, which: int, value: float) -> None:
        """Write down a moment of the lead that is followed."""
        if lead.number != self._who.lead:
            return
        if what == op.WRITE:
            self._crm.write(run.now, which, lead)
        title, about = self._names.named(what, which)
        step = about if what in _AT_STEPS else ""
        if what == op.STAGE:
            self._stage = title
        if (what in _UNIMPORTANT and not self._choices) or self._stays_at_floor(what, which, value):
            return
        self.moments.append(self._moment(run, lead, what, title, about, step, value))
        self._choices.clear()

    def _stays_at_floor(self, what: int, score: int, value: float) -> bool:
        """Tell whether points are taken from a score that has none to give."""
        if what not in {op.GAIN, op.EXPIRE}:
            return False
        before = self._points.get(score, self.models[score].start)
        self._points[score] = value
        return value == before == self.models[score].floor

    def _moment(  # noqa: PLR0917 - the line of the log, and what it says
        self, run: AccountRun, lead: Lead, what: int, title: str, about: str, step: str, value: float
    ) -> Moment:
        points = [model.value(score, run.now) for model, score in zip(self.models, lead.scores, strict=True)]
        carries = what in CARRYING and math.isfinite(value)
        return Moment(
            day=run.now,
            what=WORDS.get(what, ""),
            title=title,
            about=about,
            step=step,
            link=about if what == op.EMIT else "",
            value=value if carries else None,
            is_arrival=what == op.ARRIVE,
            identified=lead.known_since is not None,
            scores=tuple(points),
            segments=tuple(self.program.segments[each].title for each in sorted(lead.segments)),
            known=tuple(sorted(self.program.fields[each] for each in lead.known)),
            stage=self._stage,
            records=self._crm.now(),
            choices=tuple(self._choices),
        )


class _Watched(AccountRun):
    """An account that tells what happens."""

    def note(self, lead: Lead, what: int, which: int, value: float = 0.0) -> None:
        recording = self.whole
        if isinstance(recording, _Recording):
            recording.take_down(self, lead, what, which, value)


@dataclass
class _Written:
    created: float
    updates: int = 0
    fields: dict[str, None] = field(default_factory=dict)


class _CrmRecords:
    """The records of one lead in its systems."""

    def __init__(self, snapshot: Snapshot, program: FlowProgram) -> None:
        self._snapshot = snapshot
        self._program = program
        self._written: dict[str, tuple[Channel, _Written]] = {}
        self._landing = _landing(snapshot)

    def write(self, now: float, channel: int, lead: Lead) -> None:
        """Create or update a record with what is known of the lead."""
        target = self._program.channels[channel]
        before = self._written.get(target.object)
        if before is None:
            self._written[target.object] = before = (target, _Written(now))
        else:
            before[1].updates += 1
        for number in sorted(lead.known):
            for label in self._landing.get((self._program.fields[number], target.object), ()):
                before[1].fields[label] = None

    def now(self) -> tuple[CrmRecord, ...]:
        """Return the records as they are."""
        return tuple(
            CrmRecord(
                target.object,
                target.api_name,
                target.system_title,
                written.created,
                written.updates,
                tuple(written.fields),
            )
            for target, written in self._written.values()
        )


def _landing(snapshot: Snapshot) -> dict[tuple[str, str], list[str]]:
    """Return the labels of the fields that a piece of data lands in, by its key and the object."""
    keys = {each.id: each.key for each in snapshot.all(FormField)}
    found: dict[tuple[str, str], list[str]] = {}
    for mapping in snapshot.all(Mapping):
        target = snapshot.find_or_none(CrmField, mapping.target)
        key = keys.get(mapping.collected or "")
        if target is not None and key:
            labels = found.setdefault((key, target.object), [])
            labels += [] if target.label in labels else [target.label or target.api_name]
    return found
