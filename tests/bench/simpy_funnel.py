"""The reference funnel as a process-based SimPy program, to measure the kernel against."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import simpy

DAYS = 180.0


@dataclass
class Account:
    leads: list[Lead] = field(default_factory=list)
    ready: bool = False


@dataclass
class Lead:
    account: Account
    known: bool
    filled: bool = False
    score: float = 0.0
    gained_at: float = 0.0
    periods: int = 0
    restarts: int = 0
    qualified: bool = False
    cold: bool = False
    watch: Any = None


class Funnel:
    """One run. ``leads`` counts people, ``qualified`` those handed to sales, ``accounts`` ready accounts."""

    def __init__(self, seed: int, scale: float = 1.0) -> None:
        self.env = simpy.Environment()
        self.random = random.Random(seed)
        self.scale = scale
        self.people: list[Lead] = []
        self.all_accounts = [Account() for _ in range(round(10_150 * scale))]
        self.qualified = self.accounts = self.accepted = self.opportunities = self.won = self.again = 0

    def run(self) -> Funnel:
        self.env.process(self.list())
        for per_day, weekend in ((40.0, 15.0), (25.0, 25.0)):
            self.env.process(self.arrivals(per_day * self.scale, weekend * self.scale))
        self.env.run(until=DAYS)
        return self

    def list(self) -> Any:
        yield self.env.timeout(1.0)
        for person in range(round(20_000 * self.scale)):
            lead = self.lead(self.all_accounts[person % len(self.all_accounts)], known=True)
            self.start_watch(lead)
            self.env.process(self.nurture(lead))

    def arrivals(self, per_day: float, weekend: float) -> Any:
        while True:
            yield self.env.timeout(self.random.expovariate(per_day))
            if self.env.now % 7 >= 5 and self.random.random() >= weekend / per_day:
                continue
            lead = self.lead(self.random.choice(self.all_accounts), known=False)
            self.env.process(self.visit(lead))

    def lead(self, account: Account, *, known: bool) -> Lead:
        lead = Lead(account, known)
        account.leads.append(lead)
        self.people.append(lead)
        return lead

    def later(self, mean: float) -> Any:
        return self.env.timeout(self.random.expovariate(1 / mean))

    def visit(self, lead: Lead) -> Any:
        if not lead.filled and self.random.random() < 0.08:
            self.env.process(self.form(lead))
        if lead.known:
            if self.random.random() < 0.4:
                self.env.process(self.gain_later(lead, 20.0, 0.01))
            if self.random.random() < 0.5:
                self.env.process(self.gain_later(lead, 10 * self.random.random(), 0.02))
            if self.random.random() < 0.2 * 0.45:
                self.env.process(self.webinar(lead))
            if self.random.random() < 0.7:
                yield self.later(6.0)
                self.env.process(self.visit(lead))

    def gain_later(self, lead: Lead, points: float, mean: float) -> Any:
        yield self.later(mean)
        self.gain(lead, points)

    def webinar(self, lead: Lead) -> Any:
        yield self.env.timeout((3.625 - self.env.now % 7) % 7)
        self.gain(lead, 30.0)

    def form(self, lead: Lead) -> Any:
        yield self.later(0.003)
        if lead.filled:
            return
        lead.filled = True
        new, lead.known = not lead.known, True
        self.gain(lead, 12.0)
        if new:
            self.start_watch(lead)
            self.env.process(self.nurture(lead, 1.0))
            yield self.later(0.01)
            self.env.process(self.visit(lead))

    def nurture(self, lead: Lead, wait: float = 0.0) -> Any:
        if wait:
            yield self.env.timeout(wait)
        for _ in range(5):
            if lead.qualified:
                return
            if self.random.random() < 0.22:
                self.env.process(self.opened(lead, 3 / 22))
            yield self.env.timeout(4.0)

    def opened(self, lead: Lead, click: float) -> Any:
        yield self.later(0.5)
        self.gain(lead, 5.0)
        if self.random.random() < click:
            yield self.later(0.02)
            self.gain(lead, 8.0)
            yield self.later(0.002)
            self.env.process(self.visit(lead))

    def value(self, lead: Lead) -> float:
        periods = int((self.env.now - lead.gained_at) // 30)
        return max(0.0, lead.score - 25.0 * periods) if lead.score > 0 else lead.score

    def gain(self, lead: Lead, points: float) -> None:
        before_all = 0.0 if lead.account.ready else sum(self.value(one) for one in lead.account.leads)
        before = self.value(lead)
        lead.score, lead.gained_at = before + points, self.env.now
        if before < 100.0 <= lead.score:
            self.qualify(lead)
        if not lead.account.ready and before_all < 180.0 <= before_all + points:
            lead.account.ready = True
            self.accounts += 1
            self.qualify(lead)
        if lead.watch is not None:
            self.warm(lead)

    def warm(self, lead: Lead) -> None:
        was_cold, lead.cold = lead.cold, False
        if lead.watch.is_alive and lead.watch is not self.env.active_process:
            lead.watch.interrupt()
        self.start_watch(lead)
        if was_cold and not lead.qualified and lead.restarts < 3:
            lead.restarts += 1
            self.again += 1
            self.env.process(self.nurture(lead, 1.0))

    def start_watch(self, lead: Lead) -> None:
        lead.watch = self.env.process(self.cold_watch(lead))

    def cold_watch(self, lead: Lead) -> Any:
        try:
            yield self.env.timeout(45.0)
            if lead.qualified:
                return
            lead.cold = True
            for _ in range(6):
                yield self.env.timeout(14.0)
                if lead.qualified:
                    return
                if self.random.random() < 0.1:
                    self.env.process(self.opened(lead, 0.1))
        except simpy.Interrupt:
            return

    def qualify(self, lead: Lead) -> None:
        if not lead.qualified:
            lead.qualified, lead.cold = True, False
            self.qualified += 1
            self.env.process(self.sales(lead))
            self.env.process(self.at_sales(0.01))
            self.env.process(self.at_sales(0.02))

    def at_sales(self, wait: float) -> Any:
        yield self.env.timeout(wait)

    def sales(self, _lead: Lead) -> Any:
        for mean, share, name in ((2, 0.4, "accepted"), (10, 0.35, "opportunities"), (30, 0.22, "won")):
            yield self.later(mean)
            if self.random.random() >= share:
                return
            setattr(self, name, getattr(self, name) + 1)
