"""From a plan to a flow program."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from maplanner.core.errors import CannotSimulate
from maplanner.core.memory import without_garbage_search
from maplanner.document.reading import Snapshot
from maplanner.document.records import (
    BuyerRole,
    Campaign,
    CrmObject,
    Score,
    Segment,
    Stage,
    Step,
    System,
    Threshold,
)
from maplanner.document.vocabulary import WriteOperation
from maplanner.flow import behaviour as word
from maplanner.simulation import program as op
from maplanner.simulation.arrays import ProgramArrays
from maplanner.simulation.asked import all_conditions
from maplanner.simulation.assembly import Assembler
from maplanner.simulation.calendars import Calendars, Clock
from maplanner.simulation.conditions import ConditionTable
from maplanner.simulation.criteria import MembershipTable
from maplanner.simulation.delays import DelayTable
from maplanner.simulation.entries import Entries
from maplanner.simulation.hearing import Hearing
from maplanner.simulation.limits import refuse_crowds
from maplanner.simulation.loops import refuse_timeless_loops
from maplanner.simulation.marking import mark_last_sends, tie_hooks, unmark_campaigns
from maplanner.simulation.meanings import At, Meanings, where
from maplanner.simulation.numbering import STEPS, Numbering, Vocabulary
from maplanner.simulation.packing import packed
from maplanner.simulation.program import Channel, Dims, FlowProgram, ListName, Named, StepName
from maplanner.simulation.rules import RuleTable
from maplanner.simulation.sources import SourceTable, list_row
from maplanner.simulation.tables import (
    LinkTable,
    campaign_rows,
    ordered_scores,
    score_arrays,
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
    with without_garbage_search():
        program = _Compilation(snapshot, horizon, vocabulary).program()
    refuse_crowds(program)
    return program


Channels = dict[tuple[int, WriteOperation], int]
"""Objects and what is done to them, numbered as they are met."""


def _channel(channels: Channels, target: int, operation: WriteOperation) -> int:
    return channels.setdefault((target, operation), len(channels))


class _Compilation:
    """One plan on its way to a program."""

    def __init__(self, reader: Snapshot, days: float, vocabulary: Vocabulary) -> None:
        self.reader = reader
        self.days = days
        self.vocabulary = vocabulary
        self.clock = Clock(reader.plan.start, days, reader.plan.time_zone)
        self.delays = DelayTable(Calendars(reader, self.clock))
        self.numbers = Numbering.of(reader)
        self.hearing = Hearing()
        self.conditions = ConditionTable(
            reader, self.numbers, threshold_rows(reader, self.numbers), self.hearing
        )
        self.rules = RuleTable.of(reader, self.numbers, self.hearing)
        self.channels: Channels = {}

    def program(self) -> FlowProgram:
        meanings = Meanings.of(self.reader, self.vocabulary)
        behaviours = meanings.behaviours
        self.hearing.note(all_conditions(self.reader, behaviours.values()))
        self.links = LinkTable.of(self.reader, meanings.outputs)
        self.assembler = Assembler(
            self.numbers,
            self.delays,
            TeamTable(self.reader, self.numbers, self.delays),
            self.hearing,
            self.rules.gains,
            self.conditions.add,
            partial(_channel, self.channels),
            self.links.runs,
        )
        self.twins = self._has_twins(behaviours)
        self.campaigns = campaign_rows(self.reader, self.conditions)
        self.segments = MembershipTable.of(self.reader, self.numbers, self.conditions)
        starts = {step.id: self._assemble(step, behaviours[step.id]) for step in self.reader.all(Step)}
        self.starts = trim(self.assembler, starts, self._is_unwatched)
        self.entries = self._entries(behaviours)
        refuse_timeless_loops(self.reader, self.assembler, behaviours)
        return self._packed()

    def _entries(self, behaviours: dict[str, word.Behaviour]) -> Entries:
        sources = SourceTable(self.clock, self.reader.plan.accounts)
        entries = Entries(
            self.reader, self.numbers, self.clock, self.days, self.assembler, self.conditions, sources
        )
        entries.add_effects()
        for step in self.reader.all(Step):
            for place, source in enumerate(behaviours[step.id].sources):
                with At(step):
                    name = f"{step.id}/source {place}"
                    entries.add(step, self.starts[step.id], source, where(step), name)
        entries.add_rules(self.rules, self.segments)
        if not entries.sources.rows:
            raise CannotSimulate(
                "No leads come in: no campaign has an entry.",
                advice="Draw a search term, an ad or a contact list.",
            )
        return entries

    def _has_twins(self, behaviours: dict[str, word.Behaviour]) -> bool:
        """Tell whether somebody may come in by two entries of lists and be known as the same."""
        rows = (
            list_row(step.id, source, self.days, where(step))
            for step in self.reader.all(Step)
            for source in behaviours[step.id].sources
            if isinstance(source, word.ListArrivals)
        )
        return any(row.repeats or row.shared for row in rows)

    def _assemble(self, step: Step, behaviour: word.Behaviour) -> int:
        campaign = self.numbers.campaign(step.campaign, where(step))
        stage = -1 if step.stage is None else self.numbers.stage(step.stage, where(step))
        with At(step):
            return self.assembler.step(step, campaign, stage, behaviour, where=where(step), twins=self.twins)

    def _is_sure(self, link: int) -> bool:
        """Tell whether everybody takes a link, at once, if its output leaves no choice."""
        delay = self.assembler.delays.code(self.links.links[link].delay, "A link")
        return self.links.shares[link] >= 1.0 and delay[0] == op.NO_DELAY

    def _is_unwatched(self, campaign: int) -> bool:
        """Tell whether it makes no difference if a lead is still in a campaign."""
        entry, _most, leaves = self.campaigns[campaign]
        return entry != op.ENTER_AFTER_LEAVING and leaves < 0

    # --- packing ---

    def _packed(self) -> FlowProgram:
        recheck = self.assembler.outside(op.RECHECK, name="recheck")
        contact_hook = self.numbers.others.get(("contact date", ""), -1)
        contact = self.assembler.outside(op.CONTACT, contact_hook, name="contact date")
        self.code = self.assembler.table()
        mark_last_sends(self.code, self._is_sure)
        unmark_campaigns(self.code, self.campaigns, self._is_unwatched)
        tie_hooks(self.code, self.numbers.others, contact if contact_hook >= 0 else -1)
        return self._named(self._dims(recheck, contact_hook))

    def _arrays(self, dims: Dims, scores: list[Score]) -> ProgramArrays:
        return packed(
            self.assembler,
            self.code,
            self.links,
            self.starts,
            self.entries,
            self.conditions,
            self.campaigns,
            dims,
            score_arrays(self.reader, scores),
            self.rules.arrays(),
            self.hearing.arrays(),
            self.segments.arrays(),
            self.entries.arrays(self.segments),
        )

    def _named(self, dims: Dims) -> FlowProgram:
        """Return the program with the names that its results go by."""
        reader, entries = self.reader, self.entries
        scores = ordered_scores(reader, self.numbers)
        return FlowProgram(
            arrays=self._arrays(dims, scores),
            dims=dims,
            steps=tuple(self._step_name(step) for step in reader.all(Step)),
            links=tuple(link.id for link in self.links.links),
            channels=tuple(self._channel_name(target, operation) for target, operation in self.channels),
            scores=tuple(Named(score.id, score.title) for score in scores),
            thresholds=tuple(Named(found.id, found.title) for found in reader.all(Threshold)),
            segments=tuple(Named(found.id, found.title) for found in reader.all(Segment)),
            accounts=reader.plan.accounts,
            days=self.days,
            expected_leads=entries.sources.expected,
            teams=tuple(self.assembler.teams.teams),
            lists=tuple(self._list_names()),
            fields=tuple(self.numbers.fields),
            stages=tuple(Named(each, reader.find(Stage, each).title) for each in self.numbers.stages),
            effects=tuple(entries.effects),
        )

    def _dims(self, recheck: int, contact_hook: int) -> Dims:
        numbers, entries, conditions = self.numbers, self.entries, self.conditions
        return Dims(
            steps=len(numbers.steps),
            links=len(self.links.links),
            campaigns=len(numbers.campaigns),
            fields=len(numbers.fields),
            segments=len(numbers.segments),
            objects=len(self.assembler.slots),
            thresholds=len(numbers.thresholds),
            idles=len(entries.idles),
            scores=len(numbers.scores),
            rules=len(self.rules.rows),
            sources=len(entries.sources.rows),
            hooks=numbers.hooks,
            recheck=recheck,
            watches=conditions.watches,
            watches_account=int(conditions.watches_account),
            onces=self.assembler.onces,
            watched=len(conditions.falls),
            stages=len(numbers.stages),
            counters=len(self.hearing.counters),
            limits=len(self.rules.limits),
            lists=self.hearing.lists,
            rests=len(entries.resting),
            mines=len(entries.mines),
            watchers=len(entries.watches),
            dates=len(entries.dates),
            contact_hook=contact_hook,
            roles=len(self.reader.all(BuyerRole)),
            effects=len(entries.effects),
            downs=int(any(mark.down for mark in conditions.thresholds)),
            watched_rests=len(conditions.rests),
            watched_windows=len(conditions.windows),
            sents=self.assembler.sents,
            people=entries.sources.people,
        )

    def _list_names(self) -> Iterator[ListName]:
        """Yield the lists on which somebody may stand who is known already."""
        named = {row.same for row in self.entries.sources.lists if row is not None and row.shared}
        for number, row in enumerate(self.entries.sources.lists):
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
