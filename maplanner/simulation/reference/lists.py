"""People on lists: who is the same person as somebody on another list, or further up."""

from __future__ import annotations

from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.reference.account import AccountRun, Execute
from maplanner.simulation.reference.people import Lead, Token, child, known


def person_of(run: AccountRun, source: int, count: int) -> tuple[int, int] | None:
    """Return person and place on the list of an account's so-many-th entry; ``None`` behind the last."""
    size, accounts = int(run.p.source_num[source, 0]), run.whole.program.accounts
    persons = range(run.account, size, accounts)
    if count < len(persons):
        return persons[count], persons[count]
    again = range(run.account, int(run.p.source_repeats[source]), accounts)
    if count - len(persons) < len(again):
        person = again[count - len(persons)]
        return person, size + person
    return None


def root_of(run: AccountRun, source: int, person: int) -> int:
    """Return the list that a person was first on, going by who shares whom."""
    while person < int(run.p.source_shared[source]):
        source = int(run.p.source_same[source])
    return source


def met(run: AccountRun, source: int, person: int) -> Lead | None:
    """Return the lead that a person on a list already is."""
    return run.people.get((root_of(run, source, person), person))


def remember(run: AccountRun, source: int, person: int, lead: Lead) -> None:
    """Keep in mind which lead a person is, where anybody may ask."""
    run.people[root_of(run, source, person), person] = lead


def come_again_later(run: AccountRun, source: int, key: int, lead: Lead) -> None:
    """Let a lead be sent in again, if its list is."""
    if run.p.source_times[source] > 0:
        own = int(run.p.source_again[source])
        due = run.now + float(run.p.source_every[source])
        run.schedule(due, Token(child(key, int(run.p.salt[own])), own, lead, turn=1))


def again(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Send a lead in again, and let the next time be pending."""
    lead, source = known(token), row[1]
    run.note(lead, layout.CAME_AGAIN, source)
    run.send(run.now, child(token.key, int(run.p.salt[row[2]])), row[2], lead)
    if token.turn < run.p.source_times[source]:
        due = run.now + float(run.p.source_every[source])
        key = child(token.key, int(run.p.salt[token.here]))
        run.schedule(due, Token(key, token.here, lead, turn=token.turn + 1))
    return False


def sent(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Let a lead pass once an instant."""
    lead = known(token)
    if lead.sent.get(row[1]) == run.now:
        run.whole.counts[run.whole.at.doubles + row[6]] += 1
        run.note(lead, layout.ALREADY_SENT, row[6])
        return False
    lead.sent[row[1]] = run.now
    return True


EXECUTE: dict[int, Execute] = {
    op.AGAIN: again,
    op.SENT: sent,
}
"""What carries out which instruction."""
