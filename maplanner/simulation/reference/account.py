"""One account of the reference interpreter: what is pending, and how it goes on."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import TYPE_CHECKING

from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.chunks import check
from maplanner.simulation.reference.people import STREAM, Arrivals, Lead, Token

if TYPE_CHECKING:
    from maplanner.simulation.reference.interpreter import ReferenceRun


class AccountRun:
    """One account: its leads together, in the order of time."""

    def __init__(self, whole: ReferenceRun, account: int) -> None:
        """Begin with nobody there and nothing pending."""
        self.whole = whole
        self.p = whole.p
        self.account = account
        self.days = whole.program.days
        self.now: float = -1.0
        self.leads: list[Lead] = []
        self.passed: set[int] = set()
        self.above: set[int] = set()
        self.people: dict[tuple[int, int], Lead] = {}
        self.queue: list[tuple[float, int, int, Token]] = []
        """When, in which rank at that instant, set off as what number, and what."""
        self.sequence = 0
        self.at_once = 0
        self.in_all = 0
        self.too_many = False
        self.key = int(STREAM.account_key(whole.task.seed, whole.task.run, account))
        self.arrivals = [Arrivals(int(STREAM.mixed(self.key ^ int(salt)))) for salt in self.p.source_salt]

    def schedule(self, time: float, token: Token, rank: int = layout.USUAL_RANK) -> None:
        """Let a token go on at a time; what lies behind the horizon never happens.

        A lower ``rank`` puts it before all of a higher one at that instant, if that is still to come.
        """
        if time < self.days:
            self.sequence += 1
            token.credit |= time > self.now
            rank = rank if time > self.now else layout.USUAL_RANK
            heapq.heappush(self.queue, (max(time, self.now), rank, self.sequence, token))

    def send(
        self,
        time: float,
        key: int,
        pc: int,
        lead: Lead,
        rank: int = layout.USUAL_RANK,
        *,
        credit: bool = False,
    ) -> None:
        """Let a lead be at an instruction at a time, in the campaign that the instruction belongs to.

        ``credit`` says whether it will count as an event when it does something, even if that is now.
        """
        campaign = int(self.p.code[pc, 7])
        visit = lead.visits.get(campaign, 0)
        if campaign >= 0:
            lead.places[campaign] = lead.places.get(campaign, 0) + 1
        self.schedule(time, Token(key, pc, lead, campaign, visit, credit=credit), rank)

    def finish(self) -> None:
        """Run until nothing is pending and add up what is left at the end."""
        while self.queue:
            time, _rank, _sequence, token = heapq.heappop(self.queue)
            if time > self.now:
                self.now, self.at_once = time, 0
                most = layout.NEXT_PLACES_LIMIT * len(self.leads) + layout.HEAD_START
                self.too_many |= len(self.queue) + 1 > most
            if self.is_void(token):
                continue
            self.guard(token)
            self.run(token)
        counts, at = self.whole.counts, self.whole.at
        counts[layout.LEADS] += len(self.leads)
        for number, model in enumerate(self.whole.models):
            for lead in self.leads:
                self.whole.ends[number] += model.value(lead.scores[number], self.days)
                counts[layout.EVENTS] += model.fadings(lead.scores[number], self.days)
        for lead in self.leads:
            for segment in lead.segments:
                counts[at.members + segment] += 1

    def is_void(self, token: Token) -> bool:
        """Tell whether the lead left the campaign since the token was made."""
        return token.lead is not None and token.visit != token.lead.visits.get(token.campaign, 0)

    def guard(self, token: Token) -> None:
        """Stop a plan that runs wild."""
        self.at_once += 1
        self.in_all += 1
        leads = len(self.leads)
        if self.too_many:
            check(self.whole.program, layout.TOO_MANY_PLACES, token.pc)
        if self.at_once > layout.INSTANT_LIMIT * leads + layout.HEAD_START:
            check(self.whole.program, layout.TOO_MUCH_AT_ONCE, token.pc)
        if self.in_all > layout.LIFE_LIMIT * (leads + 1):
            check(self.whole.program, layout.TOO_MUCH_IN_ALL, token.pc)

    def acted(self, token: Token) -> None:
        """Count an event, if the token came in or waited before it did something."""
        self.whole.counts[layout.EVENTS] += token.credit
        token.credit = False

    def note(self, lead: Lead, what: int, which: int, value: float = 0.0) -> None:
        """Write a line of the event log."""
        self.whole.log.append((self.now, self.account, lead.number, what, which, value))

    def note_delay(self, lead: Lead, step: int, due: float) -> None:
        """Write down that a lead waits, if it does."""
        if due > self.now:
            self.note(lead, layout.DELAYED, step, due)

    def run(self, token: Token) -> None:
        """Execute instructions until the token ends."""
        going = True
        while going:
            token.here = token.pc
            token.pc += 1
            operation = int(self.p.code[token.here, 0])
            if operation in op.ACTING:
                self.acted(token)
            going = self.whole.execute[operation](self, token, self.p.code[token.here].tolist())
        lead = token.lead
        if lead is not None and token.campaign >= 0 and not self.is_void(token):
            lead.places[token.campaign] -= 1

    def base(self, token: Token) -> int:
        """Return the key for what the present instruction sets off."""
        return token.key ^ int(self.p.salt[token.here])


Execute = Callable[[AccountRun, Token, list[int]], bool]
"""Carries out one instruction, whose row is given; tells whether the token goes on."""
