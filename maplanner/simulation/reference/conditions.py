"""What conditions say of a lead at a moment."""

from __future__ import annotations

from collections.abc import Callable

from maplanner.scoring.grades import rank
from maplanner.simulation import program as op
from maplanner.simulation.randomness import ROLE_SALT
from maplanner.simulation.reference.account import AccountRun
from maplanner.simulation.reference.people import Lead, draw


def points(run: AccountRun, lead: Lead, number: int) -> float:
    """Return a lead's points now."""
    return run.whole.models[number].value(lead.scores[number], run.now)


def account_points(
    run: AccountRun, number: int, at: float | None = None, but: Lead | None = None, instead: float = 0.0
) -> float:
    """Return the account's score at a time (``None``: now), one lead's points taken to be others."""
    time, model = run.now if at is None else at, run.whole.models[number]
    each = [instead if lead is but else model.value(lead.scores[number], time) for lead in run.leads]
    return run.whole.roll_ups[number].value(each, [weight(run, lead) for lead in run.leads])


def weight(run: AccountRun, lead: Lead) -> float:
    """Return how much a lead counts by its role in buying."""
    chance = draw(lead.key, ROLE_SALT)
    for share, counts in zip(run.p.role_share.tolist(), run.p.role_weight.tolist(), strict=True):
        if chance < share:
            return float(counts)
    return 1.0


def holds(run: AccountRun, index: int, lead: Lead) -> bool:
    """Tell whether a condition holds for a lead now."""
    subject, ref, negated, wide = run.p.condition[index].tolist()
    value, share = run.p.condition_num[index].tolist()
    if subject == op.OF_ANSWER:
        if not lead.answer:
            return False
        said = lead.answer == value if wide else lead.answer >= value
        return bool(said) != bool(negated)
    if subject == op.OF_FIELD:
        yes = ref in lead.known
        if yes and share >= 0.0:
            yes = draw(lead.key, int(run.p.condition_salt[index])) < share
    elif subject == op.OF_GRADE:
        yes = has_grade(run, lead, ref, (value, share), as_good=bool(wide))
    else:
        yes = _SAYS[subject](run, lead, ref, wide, value)
    return bool(yes) != bool(negated)


_SAYS: dict[int, Callable[[AccountRun, Lead, int, int, float], bool]] = {
    op.OF_SCORE: lambda run, lead, ref, _wide, value: bool(points(run, lead, ref) >= value),
    op.OF_ACCOUNT_SCORE: lambda run, _lead, ref, _wide, value: account_points(run, ref) >= value,
    op.OF_SEGMENT: lambda _run, lead, ref, _wide, _value: ref in lead.segments,
    op.OF_THRESHOLD: lambda run, lead, ref, _wide, _value: has_passed(run, ref, lead),
    op.OF_IDENTITY: lambda _run, lead, _ref, _wide, _value: lead.known_since is not None,
    op.OF_ACTION: lambda run, lead, ref, wide, value: happened(run, lead, ref, in_window=bool(wide)) >= value,
    op.OF_REST: lambda run, lead, _ref, _wide, value: lead.last_action + value <= run.now,
    op.OF_STAGE: lambda _run, lead, ref, wide, _value: lead.stage >= ref if wide else lead.stage == ref,
    op.OF_TALLY: lambda _run, lead, ref, _wide, value: lead.tallies.get(ref, 0) >= value,
    op.OF_STATUS: lambda _run, lead, ref, _wide, _value: lead.status == ref,
    op.OF_SPEND: lambda _run, lead, _ref, _wide, value: lead.spent >= value,
}
"""What each subject says; fields, grades and answers say more."""


def happened(run: AccountRun, lead: Lead, ear: int, *, in_window: bool) -> int:
    """Return how often something happened: in all, or in a window of the last days."""
    if not in_window:
        return lead.counters.get(ear, 0)
    days = float(run.p.window_days[ear])
    return sum(time + days > run.now for time in lead.windows.get(ear, []))


def has_grade(
    run: AccountRun, lead: Lead, matrix: int, places: tuple[float, float], *, as_good: bool
) -> bool:
    """Tell whether a lead has a grade, or one as good or better in letter and number."""
    for side, place in enumerate(places):
        number = int(run.p.matrix[matrix, side])
        low, high = run.p.marks[2 * matrix + side : 2 * matrix + side + 2].tolist()
        found = rank(run.p.mark[low:high].tolist(), points(run, lead, number)) if number >= 0 else 0
        if place < 0 or (found > place if as_good else found != place):
            return False
    return True


def has_passed(run: AccountRun, threshold: int, lead: Lead) -> bool:
    """Tell whether a mark stands passed: for ever, or while the score is beyond it if it fires again."""
    account, number = bool(run.p.threshold_account[threshold]), int(run.p.threshold_score[threshold])
    found = account_points(run, number) if account else points(run, lead, number)
    at_it = found >= run.p.threshold_value[threshold]
    ever = threshold in (run.passed if account else lead.passed)
    if run.p.threshold_down[threshold]:
        return ever and not (at_it and bool(run.p.threshold_again[threshold]))
    return bool(at_it) or (ever and not bool(run.p.threshold_again[threshold]))
