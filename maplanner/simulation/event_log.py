"""The event log in words: what happens to each lead, line by line, for people and other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from maplanner.core.errors import Cancelled, CannotSimulate
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, Link
from maplanner.document.vocabulary import SalesStatus
from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.chunks import EventLines, Task, recorded
from maplanner.simulation.options import SimulationOptions
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.runnable import compiled
from maplanner.simulation.scenario import with_scenario
from maplanner.simulation.work import POLL_SECONDS

COLUMNS: Final = ("run", "account", "lead", "day", "time", "event", "campaign", "what", "value", "id")
"""``lead`` is unique within a run: account, hyphen, number within it. ``day`` 0 is the plan's first."""
MOST_LINES: Final = 500_000_000
_LEADS_AT_ONCE: Final = 2_000
_FIRST_GUESS: Final = 96

WORDS: Final = {
    op.SOURCE: "comes in",
    op.ENTER: "enters campaign",
    op.ARRIVE: "reaches step",
    op.EMIT: "takes link",
    op.GAIN: "score changes",
    op.JOIN: "joins segment",
    op.LEAVE: "leaves segment",
    op.WRITE: "is written to the CRM",
    op.TASK: "task for sales",
    op.NOTIFY: "notification",
    op.IDLE: "has gained nothing for a while",
    op.EXPIRE: "points run out",
    op.STAGE: "comes to stage",
    op.PROGRESS: "sales status",
    op.QUALIFY: "is qualified",
    op.SPEND: "buys",
    op.ANSWER: "answers a survey",
    op.EFFECT: "threshold has an effect",
    layout.CROSSED: "reaches threshold",
    layout.TURNED_AWAY: "is turned away",
    layout.LEFT_CAMPAIGN: "leaves campaign",
    layout.DELAYED: "waits until day",
    layout.CAME_AGAIN: "comes in again",
    layout.ALREADY_SENT: "is there already",
}
"""What the lines of the log say; others are called *other* and their number."""
CARRYING: Final = (op.GAIN, op.EXPIRE, op.SPEND, op.ANSWER, layout.CROSSED, layout.DELAYED)
"""Lines that carry a value: points after a change, what was spent or answered, when a wait is over."""


class LogRows(NamedTuple):
    """Some lines as columns of equal length, named as in :data:`COLUMNS`."""

    run: list[int]
    account: list[int]
    lead: list[str]
    day: list[float]
    time: list[datetime]
    event: list[str]
    campaign: list[str]
    what: list[str]
    value: list[float | None]
    id: list[str]


@dataclass(frozen=True)
class LogPart:
    """Some accounts' lines, and which share of all accounts is done with them."""

    rows: LogRows
    share: float


class EventLog:
    """Runs a plan and yields every line of what happens."""

    def __init__(self, snapshot: Snapshot, options: SimulationOptions, runs: int = 1) -> None:
        """Compile the plan; ``runs`` is how many runs to log, from the first on.

        Raises:
            CannotSimulate: The plan cannot run as it stands.
        """
        snapshot = with_scenario(snapshot, options.scenario)
        self._program, _left_out = compiled(snapshot, options.days, leave_out=options.leave_out)
        self._seed = snapshot.plan.seed if options.seed is None else options.seed
        self._first = options.first_run
        self._runs = runs
        self._words = LineNames(snapshot, self._program)

    def parts(self, cancelled: Callable[[], bool] = lambda: False) -> Iterator[LogPart]:
        """Yield all lines, account by account.

        Raises:
            Cancelled: The person stopped the work.
            CannotSimulate: The plan ran wild, or there are more lines than anybody could use.
        """
        program, per_lead, done = self._program, float(_FIRST_GUESS), 0
        per_account = max(program.expected_leads / program.accounts, 1e-9)
        size, accounts = max(1, int(_LEADS_AT_ONCE / per_account)), program.accounts
        for run in range(self._runs):
            for first in range(0, accounts, size):
                if cancelled():
                    raise Cancelled("Writing the event log was stopped.")
                last = min(first + size, accounts)
                guess = int((last - first) * per_account * per_lead * 1.2) + 64
                task = Task(self._seed, self._first + run, first, last, guess)
                lines = _recorded(program, task, cancelled)
                done += last - first
                if len(lines.time):
                    per_lead = len(lines.time) / max(int((lines.what == op.SOURCE).sum()), 1)
                    self._refuse_endless(per_lead)
                yield LogPart(self._words.rows(self._first + run, lines), done / (accounts * self._runs))

    def _refuse_endless(self, per_lead: float) -> None:
        expected = per_lead * self._program.expected_leads * self._runs
        if expected > MOST_LINES:
            raise CannotSimulate(
                f"The event log would have about {expected:,.0f} lines; {MOST_LINES:,} is the most.",
                advice="Log fewer runs, or simulate fewer days or leads.",
            )


def _recorded(program: FlowProgram, task: Task, cancelled: Callable[[], bool]) -> EventLines:
    """Return the log of a task; it can be stopped while sales teams settle, which may take long.

    Raises:
        Cancelled: The person stopped the work.
    """
    if not program.teams:
        return recorded(program, task)[1]
    control = np.zeros(3, np.int64)
    with ThreadPoolExecutor(1, "log") as pool:
        future = pool.submit(recorded, program, task, control)
        try:
            while not wait([future], POLL_SECONDS).done:
                control[0] = cancelled()
        finally:
            control[0] |= not future.done()
        return future.result()[1]


class LineNames:
    """Names for the numbers in the log."""

    def __init__(self, snapshot: Snapshot, program: FlowProgram) -> None:
        """Read the names of a plan."""
        start = datetime.combine(snapshot.plan.start, datetime.min.time())
        self._start = start
        campaigns = [(each.title, each.id) for each in snapshot.all(Campaign)]
        steps = [(step.title, step.id) for step in program.steps]
        links = {link.id: link for link in snapshot.all(Link)}
        by_step = {step.id: step for step in program.steps}
        ways = [
            f"{by_step[links[key].source].title} → {by_step[links[key].target].title}"
            for key in program.links
        ]
        scores = [(each.title, each.id) for each in program.scores]
        segments = [(each.title, each.id) for each in program.segments]
        channels = [(f"{each.api_name}, {each.operation.value}", each.object) for each in program.channels]
        thresholds = [(each.title, each.id) for each in program.thresholds]
        self._names: dict[int, list[tuple[str, str]]] = {
            op.ENTER: campaigns,
            layout.LEFT_CAMPAIGN: campaigns,
            op.EMIT: list(zip(ways, program.links, strict=True)),
            op.GAIN: scores,
            op.EXPIRE: scores,
            op.STAGE: [(each.title, each.id) for each in program.stages],
            op.PROGRESS: [(status.value, "") for status in SalesStatus],
            op.JOIN: segments,
            op.LEAVE: segments,
            op.WRITE: channels,
            layout.CROSSED: thresholds,
        }
        self._names |= dict.fromkeys(
            (op.ARRIVE, op.TASK, op.NOTIFY, op.SPEND, op.ANSWER, layout.TURNED_AWAY, layout.DELAYED), steps
        )
        self._campaign_of = [step.campaign_title for step in program.steps]
        self._link_campaign = [by_step[links[key].source].campaign_title for key in program.links]

    def rows(self, run: int, lines: EventLines) -> LogRows:
        """Return lines in words."""
        what, which = lines.what.tolist(), lines.which.tolist()
        named = [self.named(kind, number) for kind, number in zip(what, which, strict=True)]
        accounts, leads = lines.account.tolist(), lines.lead.tolist()
        days = lines.time.tolist()
        return LogRows(
            [run] * len(what),
            accounts,
            [f"{account}-{lead}" for account, lead in zip(accounts, leads, strict=True)],
            days,
            [self._start + timedelta(days=day) for day in days],
            [WORDS.get(kind, f"other {kind}") for kind in what],
            [self.campaign(kind, number) for kind, number in zip(what, which, strict=True)],
            [title for title, _ in named],
            _values(lines.value, lines.what),
            [record_id for _, record_id in named],
        )

    def named(self, what: int, which: int) -> tuple[str, str]:
        """Return title and identifier of what a line is about; empty where it has none."""
        names = self._names.get(what, ())
        return names[which] if which < len(names) else ("", "")

    def campaign(self, what: int, which: int) -> str:
        """Return the title of the campaign in which a line happens; empty where it happens in none."""
        if what in (op.ENTER, layout.LEFT_CAMPAIGN):
            return self.named(what, which)[0]
        if what == op.EMIT:
            return self._link_campaign[which]
        if what in (op.ARRIVE, op.TASK, op.NOTIFY, layout.TURNED_AWAY, layout.DELAYED):
            return self._campaign_of[which]
        return ""


def _values(values: NDArray[np.float64], what: NDArray[np.int64]) -> list[float | None]:
    """Return the values of the lines that carry one; what is waited for in vain has none."""
    carrying = np.isin(what, CARRYING) & np.isfinite(values)
    return [value if has else None for value, has in zip(values.tolist(), carrying.tolist(), strict=True)]
