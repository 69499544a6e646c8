"""What is learnt of a lead, written down and told."""

from __future__ import annotations

from maplanner.simulation import program as op
from maplanner.simulation.chunks import write_bins
from maplanner.simulation.reference.account import AccountRun, Execute
from maplanner.simulation.reference.arriving import become_known
from maplanner.simulation.reference.people import Token, known
from maplanner.simulation.reference.watching import look_again
from maplanner.simulation.reference.ways import lucky
from maplanner.simulation.results import BINS_PER_DAY


def learn(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Let a field become known, for its share of leads."""
    lead = known(token)
    if lucky(run, token) and row[1] not in lead.known:
        lead.known.add(row[1])
        look_again(run, token, op.BY_FIELD)
    return True


def identify(run: AccountRun, token: Token, _row: list[int]) -> bool:
    """Let the lead become a known person."""
    lead = known(token)
    if lead.known_since is None:
        become_known(run, lead, run.base(token))
        look_again(run, token, op.BY_IDENTITY)
    return True


def write(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Write a record."""
    lead = known(token)
    target, creates, updates = row[1:4]
    channel = updates if creates < 0 or (updates >= 0 and target in lead.made) else creates
    if channel == creates:
        lead.made.add(target)
    run.whole.writes.append(channel * write_bins(run.whole.program) + int(run.now * BINS_PER_DAY))
    run.note(lead, op.WRITE, channel)
    return True


def task(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Count a task."""
    run.whole.counts[run.whole.at.tasks + row[6]] += 1
    run.note(known(token), op.TASK, row[6])
    return True


def notify(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Count a notification."""
    run.whole.counts[run.whole.at.notes + row[6]] += 1
    run.note(known(token), op.NOTIFY, row[6])
    return True


EXECUTE: dict[int, Execute] = {
    op.LEARN: learn,
    op.IDENTIFY: identify,
    op.WRITE: write,
    op.TASK: task,
    op.NOTIFY: notify,
}
"""What carries out which instruction."""
