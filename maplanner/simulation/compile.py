"""From a plan to a flow program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from maplanner.core.errors import CannotSimulate, InvalidRecord
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, CrmObject, Segment, Step, System, Threshold
from maplanner.document.vocabulary import WriteOperation
from maplanner.flow import behaviour as word
from maplanner.simulation import program as op
from maplanner.simulation.assembly import Assembler
from maplanner.simulation.calendars import Calendars, Clock
from maplanner.simulation.delays import DelayTable
from maplanner.simulation.loops import refuse_timeless_loops
from maplanner.simulation.numbering import STEPS, Numbering, Vocabulary
from maplanner.simulation.packing import packed
from maplanner.simulation.program import Channel, Dims, FlowProgram, ListName, Named, StepName
from maplanner.simulation.randomness import salt_of
from maplanner.simulation.sources import SourceTable, list_row
from maplanner.simulation.tables import (
    ConditionTable,
    LinkTable,
    RuleTable,
    campaign_rows,
    ordered_scores,
    score_row,
    segment_rows,
    threshold_rows,
)
from maplanner.simulation.teams import TeamTable
from maplanner.simulation.trimming import trim

LONGEST_DAYS = 36_525.0
"""A hundred years: nobody plans marketing for longer."""


def compile_plan(
    snapshot: Snapshot, days: float | None = None, vocabulary: Vocabulary = STEPS
) -> FlowProgram:
    """Return the program of a plan over ``days`` (``None``: the plan's own simulated time).

    Raises:
        CannotSimulate: The plan cannot run as it stands; the message says where and what to do.
    """
    horizon = snapshot.plan.days if days is None else days
    if not 0.0 < horizon <= LONGEST_DAYS:
        raise CannotSimulate(
            f"The simulated time must be more than 0 and at most {LONGEST_DAYS:,.0f} days.",
            advice="Choose another number of days.",
        )
    return _Compilation(snapshot, horizon, vocabulary).program()


class _Compilation:
    """One plan on its way to a program."""

    def __init__(self, reader: Snapshot, days: float, vocabulary: Vocabulary) -> None:
        self.reader = reader
        self.days = days
        self.vocabulary = vocabulary
        self.clock = Clock(reader.plan.start, days, reader.plan.time_zone)
        self.delays = DelayTable(Calendars(reader, self.clock))
        self.numbers = Numbering.of(reader)
        self.thresholds = threshold_rows(reader, self.numbers)
        self.conditions = ConditionTable(self.numbers, self.thresholds)
        self.rules = RuleTable.of(reader, self.numbers)
        self.channels: list[tuple[int, WriteOperation]] = []
        self.sources = SourceTable(self.clock, reader.plan.accounts)
        self.hooks: list[list[int]] = [[] for _ in range(self.numbers.hooks)]
        self.idles: list[tuple[int, float, int, int, int]] = []

    def program(self) -> FlowProgram:
        behaviours = {step.id: self._behaviour(step) for step in self.reader.all(Step)}
        self.links = LinkTable.of(self.reader, self.vocabulary)
        self.assembler = Assembler(
            self.numbers,
            self.delays,
            TeamTable(self.reader, self.numbers, self.delays),
            self.rules.gains,
            self.conditions.add,
            self._channel,
            self.links.runs,
        )
        self.twins = self._has_twins(behaviours)
        self.campaigns = campaign_rows(self.reader, self.conditions)
        self.segments = segment_rows(self.reader, self.conditions)
        starts = {step.id: self._assemble(step, behaviours[step.id]) for step in self.reader.all(Step)}
        self.starts = trim(self.assembler, starts, self._is_unwatched)
        for step in self.reader.all(Step):
            for place, source in enumerate(behaviours[step.id].sources):
                with _at(step):
                    self._add_source(step, source, f"{step.id}/source {place}")
        if not self.sources.rows:
            raise CannotSimulate(
                "No leads come in: no campaign has an entry.",
                advice="Draw a search term, an ad or a contact list.",
            )
        refuse_timeless_loops(self.reader, self.assembler, behaviours)
        return self._packed()

    def _behaviour(self, step: Step) -> word.Behaviour:
        with _at(step):
            return self._what_it_does(step)

    def _what_it_does(self, step: Step) -> word.Behaviour:
        if not self.vocabulary.knows(step):
            raise CannotSimulate(
                f"{_where(step)} is of a kind (“{step.kind}”) that this version does not know.",
                advice="Update maplanner, or delete the step.",
            )
        if step.paused:
            return word.Behaviour(on_arrival=())
        try:
            return self.vocabulary.behaviour(step, self.reader)
        except InvalidRecord as error:
            raise CannotSimulate(str(error), advice="Correct the property in the inspector.") from error

    def _has_twins(self, behaviours: dict[str, word.Behaviour]) -> bool:
        """Tell whether somebody may come in by two entries of lists and be known as the same."""
        rows = (
            list_row(step.id, source, self.days, _where(step))
            for step in self.reader.all(Step)
            for source in behaviours[step.id].sources
            if isinstance(source, word.ListArrivals)
        )
        return any(row.repeats or row.shared for row in rows)

    def _assemble(self, step: Step, behaviour: word.Behaviour) -> int:
        campaign = self.numbers.campaign(step.campaign, _where(step))
        with _at(step):
            return self.assembler.step(
                step.id, campaign, behaviour, once=step.once, where=_where(step), twins=self.twins
            )

    def _is_sure(self, link: int) -> bool:
        """Tell whether everybody takes a link, at once, if its output leaves no choice."""
        delay = self.assembler.delays.code(self.links.links[link].delay, "A link")
        return self.links.shares[link] >= 1.0 and delay[0] == op.NO_DELAY

    def _is_unwatched(self, campaign: int) -> bool:
        """Tell whether it makes no difference if a lead is still in a campaign."""
        entry, _most, leaves = self.campaigns[campaign]
        return entry != op.ENTER_AFTER_LEAVING and leaves < 0

    def _channel(self, target: int, operation: WriteOperation) -> int:
        if (target, operation) not in self.channels:
            self.channels.append((target, operation))
        return self.channels.index((target, operation))

    # --- sources ---

    def _add_source(self, step: Step, source: word.Source, name: str) -> None:
        where, numbers = _where(step), self.numbers
        start = self.starts[step.id]
        if isinstance(source, word.OnCall):
            self.hooks[numbers.on_call(numbers.campaigns[step.campaign])].append(start)
            return
        entry = self.assembler.outside(
            op.ENTER, numbers.campaigns[step.campaign], start, name=f"{name}/entry"
        )
        match source:
            case word.OnThreshold(threshold=threshold):
                self.hooks[numbers.on_threshold(numbers.threshold(threshold, where))].append(entry)
            case word.OnGain(score=score):
                self.hooks[numbers.on_gain(numbers.score(score, where))].append(entry)
            case word.OnSegment(segment=segment, joins=joins):
                number = numbers.segment(segment, where)
                self.hooks[numbers.on_join(number) if joins else numbers.on_leave(number)].append(entry)
            case word.OnIdle():
                self._add_idle(source, entry, where, name)
            case word.PoissonArrivals() | word.ListArrivals():
                self._add_arrivals(source, entry, step, name)
            case _:
                raise CannotSimulate(
                    f"{where} waits for something that is not simulated yet.", advice="Pause the step."
                )

    def _add_idle(self, source: word.OnIdle, entry: int, where: str, name: str) -> None:
        if not source.days > 0.0:
            raise CannotSimulate(f"{where} waits for no time at all.", advice="Give it some days.")
        watch = self.assembler.outside(op.IDLE, len(self.idles), name=name)
        self.idles.append(
            (self.numbers.score(source.score, where), source.days, int(source.repeats), entry, watch)
        )

    def _add_arrivals(
        self, source: word.PoissonArrivals | word.ListArrivals, entry: int, step: Step, name: str
    ) -> None:
        table, where = self.sources, _where(step)
        number = len(table.rows)
        own = self.assembler.outside(op.SOURCE, number, name=name)
        again = -1
        if isinstance(source, word.ListArrivals):
            if table.add_list(step.id, source, where).times:
                again = self.assembler.outside(op.AGAIN, number, entry, name=f"{name}/again")
            table.fields.append([self.numbers.field_key(key) for key in source.knows])
        else:
            table.add_rate(source, where)
            table.fields.append([])
        table.rows.append((int(source.identified), entry, own))
        table.again.append(again)
        table.salts.append(salt_of(name))

    # --- packing ---

    def _unmark_campaigns(self) -> None:
        """Spare the machine to keep count of who is in campaigns of which nobody asks that."""
        code = self.assembler.code
        left = {row[7] for row in code if row[0] == op.QUIT}
        for row in code:
            if row[0] == op.ENTER:
                entry, most, leaves = self.campaigns[row[1]]
                row[3] = int(entry == op.ENTER_ALWAYS and most == 0 and leaves < 0)
            if row[7] >= 0 and row[7] not in left and self._is_unwatched(row[7]):
                row[7] = -2 - row[7]

    def _packed(self) -> FlowProgram:
        recheck = self.assembler.outside(op.RECHECK, name="recheck")
        self.assembler.mark_last_sends(self._is_sure)
        self._unmark_campaigns()
        reader = self.reader
        scores = ordered_scores(reader, self.numbers)
        dims = self._dims(recheck)
        arrays = packed(
            self.assembler,
            self.links,
            self.starts,
            self.sources,
            [score_row(score) for score in scores],
            self.rules,
            self.thresholds,
            self.hooks,
            self.idles,
            self.conditions,
            self.campaigns,
            self.segments,
            dims,
        )
        return FlowProgram(
            arrays=arrays,
            dims=dims,
            steps=tuple(self._step_name(step) for step in reader.all(Step)),
            links=tuple(link.id for link in self.links.links),
            channels=tuple(self._channel_name(target, operation) for target, operation in self.channels),
            scores=tuple(Named(score.id, score.title) for score in scores),
            thresholds=tuple(Named(found.id, found.title) for found in reader.all(Threshold)),
            segments=tuple(Named(found.id, found.title) for found in reader.all(Segment)),
            accounts=reader.plan.accounts,
            days=self.days,
            expected_leads=self.sources.expected,
            teams=tuple(self.assembler.teams.teams),
            lists=tuple(self._list_names()),
            fields=tuple(self.numbers.fields),
        )

    def _dims(self, recheck: int) -> Dims:
        numbers = self.numbers
        return Dims(
            steps=len(numbers.steps),
            links=len(self.links.links),
            campaigns=len(numbers.campaigns),
            fields=len(numbers.fields),
            segments=len(numbers.segments),
            objects=len(self.assembler.slots),
            thresholds=len(numbers.thresholds),
            idles=len(self.idles),
            scores=len(numbers.scores),
            rules=len(self.rules.first),
            sources=len(self.sources.rows),
            hooks=numbers.hooks,
            recheck=recheck,
            watches=self.conditions.watches,
            watches_account=int(self.conditions.watches_account),
            onces=self.assembler.onces,
            watched=len(self.conditions.falls),
            sents=self.assembler.sents,
            people=self.sources.people,
        )

    def _list_names(self) -> Iterator[ListName]:
        """Yield the lists on which somebody may stand who is known already."""
        named = {row.same for row in self.sources.lists if row is not None and row.shared}
        for number, row in enumerate(self.sources.lists):
            if row is not None and (
                row.step in named or row.left_out or row.repeats or row.others or row.shared
            ):
                title = self.reader.find(Step, row.step).title
                yield ListName(row.step, title, number, row.size, row.left_out)

    def _step_name(self, step: Step) -> StepName:
        campaign = self.reader.find(Campaign, step.campaign)
        return StepName(step.id, step.title, step.kind, campaign.id, campaign.title)

    def _channel_name(self, target: int, operation: WriteOperation) -> Channel:
        found = self.reader.all(CrmObject)[target]
        system = self.reader.find_or_none(System, found.system)
        title = "" if system is None else system.title
        return Channel(found.id, found.api_name, found.system, title, operation)


@contextmanager
def _at(step: Step) -> Iterator[None]:
    """Let errors know which step they are about."""
    try:
        yield
    except CannotSimulate as error:
        error.about = error.about or step.id
        raise


def _where(step: Step) -> str:
    return f"Step “{step.title or 'untitled'}”"
