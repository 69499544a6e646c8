"""The reference interpreter: executes a flow program slowly and obviously, in plain Python.

It is what the kernel is tested against, event for event. One account is run
after the other; a heap holds what is pending, in the order of time and sequence.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from maplanner.document.values import HalfLifeDecay
from maplanner.scoring.model import LeadScore, RuleUse, granted, reaches
from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.chunks import Outcome, Task, bucket_days, buckets, check, write_bins
from maplanner.simulation.models import model_of_row
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.randomness import CHILD_TWIST, DELAY_TWIST, LATER, SOURCE_TWIST, stream
from maplanner.simulation.results import BINS_PER_DAY

_STREAM = stream(int)


def draw(key: int, salt: int) -> float:
    """Return the number between 0 and 1 that belongs to a key and a salt."""
    return _STREAM.unit(_STREAM.mixed(key ^ salt))


def child(key: int, salt: int) -> int:
    """Return the key of something that a key's holder sets off."""
    return int(_STREAM.mixed(key ^ salt ^ CHILD_TWIST))


@dataclass
class Lead:
    """All that is remembered of a lead."""

    number: int
    key: int
    came: float
    scores: list[LeadScore]
    known_since: float | None = None
    seen: set[int] = field(default_factory=set)
    done: set[int] = field(default_factory=set)
    known: set[int] = field(default_factory=set)
    segments: set[int] = field(default_factory=set)
    made: set[int] = field(default_factory=set)
    passed: set[int] = field(default_factory=set)
    asleep: set[int] = field(default_factory=set)
    rules: dict[int, RuleUse] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    visits: dict[int, int] = field(default_factory=dict)
    entries: dict[int, int] = field(default_factory=dict)
    recheck_at: float = math.inf


@dataclass
class Token:
    """A lead at one place: what runs next, in which campaign, and during which visit of it."""

    key: int
    pc: int
    lead: Lead | None = None
    campaign: int = -1
    visit: int = 0
    amount: float = 1.0
    here: int = 0
    """The instruction that runs now; ``pc`` is the one that comes after it."""


@dataclass
class Arrivals:
    """How far a source has come in this account."""

    key: int
    level: float = 0.0
    count: int = 0


class _ReferenceRun:
    """Executes one task."""

    def __init__(self, program: FlowProgram, task: Task) -> None:
        """Prepare; :meth:`outcome` executes."""
        self.program = program
        self.p = program.arrays
        self.task = task
        self.at = layout.count_layout(program.dims)
        self.counts = [0] * self.at.size
        self.series = np.zeros((program.dims.steps, buckets(program)), np.int32)
        self.ends = [0.0] * program.dims.scores
        self.writes: list[int] = []
        self.log: list[tuple[float, int, int, int, int, float]] = []
        self.models = [model_of_row(row) for row in self.p.score.tolist()]

    def outcome(self) -> Outcome:
        """Run every account of the task."""
        for account in range(self.task.first, self.task.last):
            _AccountRun(self, account).finish()
        log = self.log[: self.task.log_lines]
        return Outcome(
            np.array(self.counts, np.int64),
            self.series,
            np.array(self.ends),
            np.array(self.writes, np.int64),
            log,
        )


class _AccountRun:
    """One account: its leads together, in the order of time."""

    def __init__(self, whole: _ReferenceRun, account: int) -> None:
        """Let every source have its first arrival pending."""
        self.whole = whole
        self.p = whole.p
        self.account = account
        self.days = whole.program.days
        self.now = -1.0
        self.leads: list[Lead] = []
        self.passed: set[int] = set()
        self.queue: list[tuple[float, int, Token]] = []
        self.sequence = 0
        self.at_once = 0
        self.in_all = 0
        key = int(_STREAM.account_key(whole.task.seed, whole.task.run, account))
        self.arrivals = [Arrivals(int(_STREAM.mixed(key ^ int(salt)))) for salt in self.p.source_salt]
        for source in range(len(self.arrivals)):
            self.expect(source)

    # --- time ---

    def schedule(self, time: float, token: Token) -> None:
        """Let a token go on at a time; what lies behind the horizon never happens."""
        if time < self.days:
            self.sequence += 1
            heapq.heappush(self.queue, (max(time, self.now), self.sequence, token))

    def send(self, time: float, key: int, pc: int, lead: Lead) -> None:
        """Let a lead be at an instruction at a time, in the campaign that the instruction belongs to."""
        campaign = int(self.p.code[pc, 7])
        visit = lead.visits.get(campaign, 0)
        if campaign >= 0:
            lead.places[campaign] = lead.places.get(campaign, 0) + 1
        self.schedule(time, Token(key, pc, lead, campaign, visit))

    def finish(self) -> None:
        """Run until nothing is pending and add up what is left at the end."""
        while self.queue:
            time, _sequence, token = heapq.heappop(self.queue)
            if time > self.now:
                self.now, self.at_once = time, 0
            if self.is_void(token):
                continue
            self.guard(token)
            self.run(token)
        counts, at = self.whole.counts, self.whole.at
        counts[layout.LEADS] += len(self.leads)
        for number, model in enumerate(self.whole.models):
            for lead in self.leads:
                self.whole.ends[number] += model.value(lead.scores[number], self.days)
        for lead in self.leads:
            for segment in lead.segments:
                counts[at.members + segment] += 1

    def is_void(self, token: Token) -> bool:
        """Tell whether the lead left the campaign since the token was made."""
        return token.lead is not None and token.visit != token.lead.visits.get(token.campaign, 0)

    def guard(self, token: Token) -> None:
        """Stop a plan that runs wild."""
        self.whole.counts[layout.EVENTS] += 1
        self.at_once += 1
        self.in_all += 1
        leads = len(self.leads)
        if self.at_once > layout.INSTANT_LIMIT * leads + layout.HEAD_START:
            check(self.whole.program, layout.TOO_MUCH_AT_ONCE, token.pc)
        if self.in_all > layout.LIFE_LIMIT * (leads + 1):
            check(self.whole.program, layout.TOO_MUCH_IN_ALL, token.pc)
        if len(self.queue) > layout.NEXT_PLACES_LIMIT * leads + layout.HEAD_START:
            check(self.whole.program, layout.TOO_MANY_PLACES, token.pc)

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
            going = _EXECUTE[int(self.p.code[token.here, 0])](self, token, self.p.code[token.here].tolist())
        lead = token.lead
        if lead is not None and token.campaign >= 0 and not self.is_void(token):
            lead.places[token.campaign] -= 1

    # --- arrivals ---

    def expect(self, source: int) -> None:
        """Let the next lead of a source be pending."""
        due = self.next_arrival(source)
        self.schedule(due, Token(0, int(self.p.source_self[source])))

    def next_arrival(self, source: int) -> float:
        """Return when the next lead of a source comes in; infinity when none is left."""
        p, arrivals = self.p, self.arrivals[source]
        size, at, rate = p.source_num[source].tolist()
        if p.source_list[source]:
            person = self.account + arrivals.count * self.whole.program.accounts
            if person >= size:
                return math.inf
            return float(at + (person / rate if rate > 0.0 else 0.0))
        low, high = int(p.source_knots[source]), int(p.source_knots[source + 1])
        times, levels = p.knot_time[low:high].tolist(), p.knot_level[low:high].tolist()
        arrivals.level -= math.log(draw(arrivals.key, SOURCE_TWIST))
        if not arrivals.level < levels[-1]:
            return math.inf
        knot = max(place for place, level in enumerate(levels) if level <= arrivals.level)
        share = (arrivals.level - levels[knot]) / (levels[knot + 1] - levels[knot])
        return float(times[knot] + share * (times[knot + 1] - times[knot]))

    def source(self, token: Token, row: list[int]) -> bool:
        """Let a lead come in, and the next one be pending."""
        source, p = row[1], self.p
        arrivals = self.arrivals[source]
        key = child(arrivals.key, int(p.source_salt[source]))
        lead = Lead(len(self.leads), key, self.now, [model.new(self.now) for model in self.whole.models])
        self.leads.append(lead)
        self.note(lead, op.SOURCE, source)
        arrivals.key = int(_STREAM.mixed(arrivals.key))
        arrivals.count += 1
        self.expect(source)
        fields = p.source_field[p.source_fields[source] : p.source_fields[source + 1]]
        lead.known.update(fields.tolist())
        if p.source_identified[source]:
            self.become_known(lead, key)
        token.lead, token.key, token.pc = lead, key, int(p.source_entry[source])
        self.look_again(token, op.BY_ANYTHING)
        return True

    def become_known(self, lead: Lead, key: int) -> None:
        """Begin to watch a lead that became known."""
        lead.known_since = self.now
        for idle, days in enumerate(self.p.idle_days.tolist()):
            own = int(self.p.idle_self[idle])
            self.send(self.now + days, child(key, int(self.p.salt[own])), own, lead)

    # --- ways ---

    def end(self, _token: Token, _row: list[int]) -> bool:
        return False

    def arrive(self, token: Token, row: list[int]) -> bool:
        lead, step = _lead(token), row[6]
        counts, at = self.whole.counts, self.whole.at
        if (row[2] and lead.known_since is None) or (row[1] and step in lead.seen):
            counts[at.turned + step] += 1
            self.note(lead, layout.TURNED_AWAY, step)
            return False
        counts[at.entered + step] += 1
        counts[at.unique + step] += step not in lead.seen
        lead.seen.add(step)
        self.whole.series[step, int(self.now / bucket_days(self.whole.program))] += 1
        self.note(lead, op.ARRIVE, step)
        return True

    def emit(self, token: Token, row: list[int]) -> bool:
        if self.is_void(token):
            return True
        lead = _lead(token)
        base = self.base(token)
        for link in self.chosen_links(base, range(row[1], row[1] + row[2]), exclusive=row[3] == 1):
            self.whole.counts[self.whole.at.links + link] += 1
            self.note(lead, op.EMIT, link)
            key = token.key if row[4] == op.SURE else child(base, int(self.p.link_salt[link]))
            first, second = self.p.link_num[link]
            due = self.after(int(self.p.link_delay[link]), float(first), float(second), key)
            self.note_delay(lead, row[6], due)
            self.send(due, key, int(self.p.link_target[link]), lead)
        return True

    def chosen_links(self, base: int, links: range, *, exclusive: bool) -> list[int]:
        shares = self.p.link_share
        if not exclusive:
            return [
                link
                for link in links
                if not shares[link] < 1.0 or draw(base, int(self.p.link_salt[link])) < shares[link]
            ]
        left = _STREAM.unit(_STREAM.mixed(base))
        for link in links:
            if left < shares[link]:
                return [link]
            left -= float(shares[link])
        return []

    def after(self, kind: int, first: float, second: float, key: int) -> float:
        """Return the time after a delay."""
        now = self.now
        if kind == op.FIXED:
            return now + first
        if kind == op.EXPONENTIAL:
            return now + -math.log(draw(key, DELAY_TWIST)) * first
        if kind == op.UNIFORM:
            return now + (first + (second - first) * draw(key, DELAY_TWIST))
        if kind == op.LOG_NORMAL:
            deviate = _STREAM.normal(draw(key, DELAY_TWIST))
            return now + first * math.exp(min(700.0, second * deviate))
        if kind == op.WEEKLY:
            due = first + 7.0 * math.ceil((now - first) / 7.0)
            return due if due > now else due + 7.0
        return now

    def branch_off(self, token: Token, row: list[int]) -> None:
        if self.is_void(token):
            return
        _x, _y, first, second = self.p.num[token.here].tolist()
        key = child(token.key, int(self.p.salt[token.here]))
        due = self.after(row[5], first, second, key)
        self.note_delay(_lead(token), row[6], due)
        self.send(due, key, row[1], _lead(token))

    def branch(self, token: Token, row: list[int]) -> bool:
        if self.lucky(token):
            self.branch_off(token, row)
            token.pc = row[2]
        return True

    def open_after(self, token: Token, row: list[int]) -> bool:
        self.branch_off(token, row)
        return True

    def chance(self, token: Token, row: list[int]) -> bool:
        if not self.lucky(token):
            token.pc = row[1]
        return True

    def lucky(self, token: Token) -> bool:
        return draw(token.key, int(self.p.salt[token.here])) < float(self.p.num[token.here, 0])

    def jump(self, token: Token, row: list[int]) -> bool:
        token.pc = row[1]
        return True

    def when(self, token: Token, row: list[int]) -> bool:
        if not self.holds(row[1], _lead(token)):
            token.pc = row[2]
        return True

    def once(self, token: Token, row: list[int]) -> bool:
        lead = _lead(token)
        if row[1] in lead.done:
            token.pc = row[2]
        lead.done.add(row[1])
        return True

    # --- what is learnt and counted ---

    def learn(self, token: Token, row: list[int]) -> bool:
        lead = _lead(token)
        if self.lucky(token) and row[1] not in lead.known:
            lead.known.add(row[1])
            self.look_again(token, op.BY_FIELD)
        return True

    def identify(self, token: Token, _row: list[int]) -> bool:
        lead = _lead(token)
        if lead.known_since is None:
            self.become_known(lead, self.base(token))
            self.look_again(token, op.BY_IDENTITY)
        return True

    def write(self, token: Token, row: list[int]) -> bool:
        lead = _lead(token)
        target, creates, updates = row[1:4]
        channel = updates if creates < 0 or (updates >= 0 and target in lead.made) else creates
        if channel == creates:
            lead.made.add(target)
        self.whole.writes.append(channel * write_bins(self.whole.program) + int(self.now * BINS_PER_DAY))
        self.note(lead, op.WRITE, channel)
        return True

    def task(self, token: Token, row: list[int]) -> bool:
        self.whole.counts[self.whole.at.tasks + row[6]] += 1
        self.note(_lead(token), op.TASK, row[6])
        return True

    def notify(self, token: Token, row: list[int]) -> bool:
        self.whole.counts[self.whole.at.notes + row[6]] += 1
        self.note(_lead(token), op.NOTIFY, row[6])
        return True

    def base(self, token: Token) -> int:
        """Return the key for what the present instruction sets off."""
        return token.key ^ int(self.p.salt[token.here])

    # --- points ---

    def take_amount(self, token: Token, _row: list[int]) -> bool:
        low, high = self.p.num[token.here].tolist()[:2]
        token.amount = low
        if high > low:
            token.amount += (high - low) * draw(token.key, int(self.p.salt[token.here]))
        return True

    def gain(self, token: Token, row: list[int]) -> bool:
        lead, number, rule = _lead(token), row[1], row[2]
        points = float(self.p.num[token.here, 0])
        if row[3]:
            points *= token.amount
        if rule >= 0 and points != 0.0:
            use = lead.rules.get(rule, RuleUse())
            most = float(self.p.rule_most[rule])
            points, lead.rules[rule] = granted(
                points, use, first_only=bool(self.p.rule_first[rule]), at_most=most
            )
        if points != 0.0:
            self.change_points(token, lead, number, points)
            self.look_again(token, op.BY_POINTS)
        return True

    def change_points(self, token: Token, lead: Lead, number: int, points: float) -> None:
        model = self.whole.models[number]
        before = model.value(lead.scores[number], self.now)
        lead.scores[number] = model.changed(lead.scores[number], points, self.now)
        after = lead.scores[number].value
        self.note(lead, op.GAIN, number, after)
        if points > 0.0:
            self.cross(token, lead, number, before, after)
            self.fire(self.base(token), lead, self.whole.program.dims.thresholds + number)
            self.wake(token, lead, number)

    def cross(self, token: Token, lead: Lead, number: int, before: float, after: float) -> None:
        p = self.p
        for threshold in p.score_threshold[
            p.score_thresholds[number] : p.score_thresholds[number + 1]
        ].tolist():
            passed = self.passed if p.threshold_account[threshold] else lead.passed
            if threshold in passed and not p.threshold_again[threshold]:
                continue
            others = self.points_of_others(number, lead) if p.threshold_account[threshold] else 0.0
            if reaches(others + before, others + after, float(p.threshold_value[threshold])):
                passed.add(threshold)
                self.whole.counts[self.whole.at.crossed + threshold] += 1
                self.note(lead, layout.CROSSED, threshold, after)
                self.fire(self.base(token), lead, threshold)

    def wake(self, token: Token, lead: Lead, number: int) -> None:
        """Watch a lead for idleness again that was idle until now."""
        for idle, score in enumerate(self.p.idle_score.tolist()):
            if score == number and idle in lead.asleep:
                lead.asleep.remove(idle)
                own = int(self.p.idle_self[idle])
                due = self.now + float(self.p.idle_days[idle])
                self.send(due, child(self.base(token), int(self.p.salt[own])), own, lead)

    def points(self, lead: Lead, number: int) -> float:
        return self.whole.models[number].value(lead.scores[number], self.now)

    def points_of_others(self, number: int, but: Lead | None) -> float:
        total = 0.0
        for lead in self.leads:
            if lead is not but:
                total += self.points(lead, number)
        return total

    def idle(self, token: Token, row: list[int]) -> bool:
        """Look whether anything was gained; if so, sleep on, else let the lead in."""
        lead, idle = _lead(token), row[1]
        days = float(self.p.idle_days[idle])
        last_gain = lead.scores[int(self.p.idle_score[idle])].since
        due = max(last_gain, lead.known_since or 0.0) + days
        if due > self.now:
            self.whole.counts[layout.EVENTS] -= 1
        else:
            self.note(lead, op.IDLE, idle)
            entry = int(self.p.idle_entry[idle])
            self.send(self.now, child(token.key, int(self.p.salt[entry])), entry, lead)
            due = self.now + days
            if not self.p.idle_repeats[idle]:
                lead.asleep.add(idle)
                return False
        self.send(due, int(_STREAM.mixed(token.key)), token.here, lead)
        return False

    # --- segments and campaigns ---

    def join(self, token: Token, row: list[int]) -> bool:
        return self.move(token, row[1], joins=True)

    def leave(self, token: Token, row: list[int]) -> bool:
        return self.move(token, row[1], joins=False)

    def move(self, token: Token, segment: int, *, joins: bool) -> bool:
        """Put a lead into a segment or out; segments in real time follow their criteria alone."""
        lead = _lead(token)
        in_real_time = self.p.segments[segment] < self.p.segments[segment + 1]
        if not in_real_time and (segment in lead.segments) != joins:
            self.set_member(self.base(token), lead, segment, joins=joins)
            self.look_again(token, op.BY_SEGMENT)
        return True

    def set_member(self, base: int, lead: Lead, segment: int, *, joins: bool) -> None:
        (lead.segments.add if joins else lead.segments.remove)(segment)
        self.note(lead, op.JOIN if joins else op.LEAVE, segment)
        dims = self.whole.program.dims
        first = dims.thresholds + dims.scores + (0 if joins else dims.segments)
        self.fire(base, lead, first + segment)

    def may_enter(self, lead: Lead, campaign: int) -> bool:
        rule, most = int(self.p.campaign_entry[campaign]), int(self.p.campaign_most[campaign])
        entries = lead.entries.get(campaign, 0)
        if rule == op.ENTER_ONCE and entries:
            return False
        if rule == op.ENTER_AFTER_LEAVING and lead.places.get(campaign, 0) > 0:
            return False
        if most and entries >= most:
            return False
        leaves = int(self.p.campaign_exit[campaign])
        return leaves < 0 or not self.holds(leaves, lead)

    def enter(self, token: Token, row: list[int]) -> bool:
        lead, campaign = _lead(token), row[1]
        if not self.may_enter(lead, campaign):
            return False
        lead.entries[campaign] = lead.entries.get(campaign, 0) + 1
        self.note(lead, op.ENTER, campaign)
        lead.places[campaign] = lead.places.get(campaign, 0) + 1
        token.campaign, token.visit, token.pc = campaign, lead.visits.get(campaign, 0), row[2]
        return True

    def call(self, token: Token, row: list[int]) -> bool:
        lead, campaign = _lead(token), row[1]
        if self.p.hooks[row[2]] < self.p.hooks[row[2] + 1] and self.may_enter(lead, campaign):
            lead.entries[campaign] = lead.entries.get(campaign, 0) + 1
            self.note(lead, op.ENTER, campaign)
            self.fire(self.base(token), lead, row[2])
        return True

    def quit(self, token: Token, _row: list[int]) -> bool:
        if not self.is_void(token):
            self.take_out(_lead(token), token.campaign)
        return False

    def take_out(self, lead: Lead, campaign: int) -> None:
        """Void everything that is pending for a lead in a campaign."""
        lead.visits[campaign] = lead.visits.get(campaign, 0) + 1
        lead.places[campaign] = 0
        self.note(lead, layout.LEFT_CAMPAIGN, campaign)

    def fire(self, base: int, lead: Lead, hook: int) -> None:
        """Let a lead in at the entries of a hook."""
        for entry in self.p.hook[self.p.hooks[hook] : self.p.hooks[hook + 1]].tolist():
            self.send(self.now, child(base, int(self.p.salt[entry])), entry, lead)

    # --- conditions ---

    def holds(self, index: int, lead: Lead) -> bool:
        """Tell whether a condition holds for a lead now."""
        subject, ref, negated = self.p.condition[index].tolist()
        value, share = self.p.condition_num[index].tolist()
        if subject == op.OF_SCORE:
            yes = self.points(lead, ref) >= value
        elif subject == op.OF_ACCOUNT_SCORE:
            yes = self.points_of_others(ref, None) >= value
        elif subject == op.OF_SEGMENT:
            yes = ref in lead.segments
        elif subject == op.OF_THRESHOLD:
            yes = self.has_passed(ref, lead)
        elif subject == op.OF_FIELD:
            yes = ref in lead.known
            if yes and share >= 0.0:
                yes = draw(lead.key, int(self.p.condition_salt[index])) < share
        else:
            yes = lead.known_since is not None
        return bool(yes) != bool(negated)

    def has_passed(self, threshold: int, lead: Lead) -> bool:
        """Tell whether a mark stands passed: for ever, or while the score is at it if it fires again."""
        account = bool(self.p.threshold_account[threshold])
        number = int(self.p.threshold_score[threshold])
        points = self.points_of_others(number, None) if account else self.points(lead, number)
        if points >= self.p.threshold_value[threshold]:
            return True
        ever = threshold in (self.passed if account else lead.passed)
        return ever and not bool(self.p.threshold_again[threshold])

    def look_again(self, token: Token, change: int) -> None:
        """Bring segments in real time up to date and take leads out of campaigns whose exit has come true."""
        dims, lead = self.whole.program.dims, _lead(token)
        if not dims.watches & change:
            return
        base = self.base(token)
        for who in self.leads if dims.watches_account else [lead]:
            origin = base if who is lead else int(_STREAM.mixed(base ^ who.key))
            for _again in range(dims.segments + 1):
                if not self.segments_move(who, origin):
                    break
            for campaign, leaves in enumerate(self.p.campaign_exit.tolist()):
                if leaves >= 0 and who.places.get(campaign, 0) > 0 and self.holds(leaves, who):
                    self.take_out(who, campaign)
        if len(self.p.watched_score):
            self.look_later(lead, int(_STREAM.mixed(base)))

    def segments_move(self, lead: Lead, base: int) -> bool:
        """Compare memberships with the criteria; tell whether any changed."""
        moved = False
        for segment in range(self.whole.program.dims.segments):
            criteria = self.p.criterion[self.p.segments[segment] : self.p.segments[segment + 1]].tolist()
            if criteria:
                inside = all(self.holds(criterion, lead) for criterion in criteria)
                if inside != (segment in lead.segments):
                    self.set_member(base, lead, segment, joins=inside)
                    moved = True
        return moved

    def look_later(self, lead: Lead, key: int) -> None:
        due = min(self.next_looks(lead), default=math.inf)
        if due < self.days and due < lead.recheck_at:
            lead.recheck_at = due
            self.send(due, key, self.whole.program.dims.recheck, lead)

    def next_looks(self, lead: Lead) -> list[float]:
        """Return when each watched score may next fall below its mark."""
        found = []
        for place, number in enumerate(self.p.watched_score.tolist()):
            model, mark = self.whole.models[number], float(self.p.watched_value[place])
            account = bool(self.p.watched_account[place])
            if isinstance(model.decay, HalfLifeDecay):
                due = self.half_life_fall(lead, number, mark, account=account)
            else:
                due = model.next_fall(lead.scores[number], self.now)
                if due is not None and due <= self.now:
                    due = self.now + LATER
                if not account and self.points(lead, number) < mark:
                    due = None
            if due is not None:
                found.append(due)
        return found

    def half_life_fall(self, lead: Lead, number: int, mark: float, *, account: bool) -> float | None:
        model = self.whole.models[number]
        if not isinstance(model.decay, HalfLifeDecay):
            return None
        points = [self.points(who, number) for who in (self.leads if account else [lead])]
        fading = still = 0.0
        for one in points:
            if account and one <= model.rest:
                still += one
            else:
                fading += one
        if fading + still < mark or mark - still <= 0.0 or not (account or mark > model.rest):
            return None
        lasts = model.decay.days * (math.log(fading / (mark - still)) / math.log(2.0))
        return self.now + max(0.0, lasts) + LATER

    def recheck(self, token: Token, _row: list[int]) -> bool:
        self.whole.counts[layout.EVENTS] -= 1
        lead = _lead(token)
        if lead.recheck_at == self.now:
            lead.recheck_at = math.inf
            self.look_again(token, op.BY_POINTS)
        return False


def _lead(token: Token) -> Lead:
    if token.lead is None:
        raise AssertionError("an instruction of a step met a token without a lead")
    return token.lead


_EXECUTE: dict[int, Callable[[_AccountRun, Token, list[int]], bool]] = {
    op.END: _AccountRun.end,
    op.ARRIVE: _AccountRun.arrive,
    op.EMIT: _AccountRun.emit,
    op.CHANCE: _AccountRun.chance,
    op.BRANCH: _AccountRun.branch,
    op.AFTER: _AccountRun.open_after,
    op.WHEN: _AccountRun.when,
    op.JUMP: _AccountRun.jump,
    op.LEARN: _AccountRun.learn,
    op.IDENTIFY: _AccountRun.identify,
    op.AMOUNT: _AccountRun.take_amount,
    op.GAIN: _AccountRun.gain,
    op.JOIN: _AccountRun.join,
    op.LEAVE: _AccountRun.leave,
    op.WRITE: _AccountRun.write,
    op.TASK: _AccountRun.task,
    op.NOTIFY: _AccountRun.notify,
    op.CALL: _AccountRun.call,
    op.QUIT: _AccountRun.quit,
    op.ENTER: _AccountRun.enter,
    op.SOURCE: _AccountRun.source,
    op.IDLE: _AccountRun.idle,
    op.RECHECK: _AccountRun.recheck,
    op.ONCE: _AccountRun.once,
}


def reference_runner(program: FlowProgram, task: Task, _control: NDArray[np.int64]) -> Outcome:
    """Execute a task in plain Python; the same contract as the kernel's."""
    return _ReferenceRun(program, task).outcome()
