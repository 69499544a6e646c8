"""What conditions say of a lead at a moment."""

from __future__ import annotations

from maplanner.simulation import program as op
from maplanner.simulation.reference.account import AccountRun
from maplanner.simulation.reference.people import Lead, draw


def points(run: AccountRun, lead: Lead, number: int) -> float:
    """Return a lead's points now."""
    return run.whole.models[number].value(lead.scores[number], run.now)


def points_of_others(run: AccountRun, number: int, but: Lead | None) -> float:
    """Return the sum over the account's leads but one, in their order."""
    total = 0.0
    for lead in run.leads:
        if lead is not but:
            total += points(run, lead, number)
    return total


def holds(run: AccountRun, index: int, lead: Lead) -> bool:
    """Tell whether a condition holds for a lead now."""
    subject, ref, negated = run.p.condition[index].tolist()
    value, share = run.p.condition_num[index].tolist()
    if subject == op.OF_SCORE:
        yes = points(run, lead, ref) >= value
    elif subject == op.OF_ACCOUNT_SCORE:
        yes = points_of_others(run, ref, None) >= value
    elif subject == op.OF_SEGMENT:
        yes = ref in lead.segments
    elif subject == op.OF_THRESHOLD:
        yes = has_passed(run, ref, lead)
    elif subject == op.OF_FIELD:
        yes = ref in lead.known
        if yes and share >= 0.0:
            yes = draw(lead.key, int(run.p.condition_salt[index])) < share
    else:
        yes = lead.known_since is not None
    return bool(yes) != bool(negated)


def has_passed(run: AccountRun, threshold: int, lead: Lead) -> bool:
    """Tell whether a mark stands passed: for ever, or while the score is at it if it fires again."""
    account = bool(run.p.threshold_account[threshold])
    number = int(run.p.threshold_score[threshold])
    found = points_of_others(run, number, None) if account else points(run, lead, number)
    if found >= run.p.threshold_value[threshold]:
        return True
    ever = threshold in (run.passed if account else lead.passed)
    return ever and not bool(run.p.threshold_again[threshold])
