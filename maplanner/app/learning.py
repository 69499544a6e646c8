"""Learning a plan's assumptions from recorded leads, and taking over what a person chooses of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from maplanner.core.errors import CannotCalibrate
from maplanner.document.reading import RecordReader
from maplanner.document.store import Store

if TYPE_CHECKING:
    from maplanner.simulation.learned.proposing import LearnedPlan, Proposal

Progress = Callable[[float], None]


def learn_from(path: Path, reader: RecordReader, progress: Progress | None = None) -> LearnedPlan:
    """Return what a table of lead, event and time proposes for a plan.

    Raises:
        UnreadableSource: It cannot be read, or has no such columns.
        CannotCalibrate: None of its events is one of the plan's, or too few leads show any.
    """
    from maplanner.app.histories import read_history
    from maplanner.simulation.learned.proposing import learn_plan

    found = learn_plan(reader, read_history(path, progress))
    if not found.proposals:
        unheard = ", ".join(f"“{event}”" for event, _count in found.unheard[:5])
        raise CannotCalibrate(
            f"“{path.name}” says nothing of this plan's shares and times.",
            advice=f"Call events or assets as the steps are called; now they are {unheard}."
            if unheard
            else "Record more leads, with when they came to a step and what they did there.",
        )
    return found


def chosen(found: LearnedPlan, keys: Iterable[str]) -> list[Proposal]:
    """Return the proposals with these keys or titles.

    Raises:
        CannotCalibrate: There is none with a key.
    """
    wanted = []
    for key in keys:
        matching = [each for each in found.proposals if key in {each.key, each.title}]
        if not matching:
            raise CannotCalibrate(
                f"There is no proposal “{key}”.", advice="Leave the option out to see all proposals."
            )
        wanted += matching
    return wanted


def take_over(store: Store, proposals: Iterable[Proposal], label: str = "Take over what was learned") -> int:
    """Change the plan as proposed, in one step that can be undone; return how many fields were changed."""
    changed = 0
    with store.transact(label) as transaction:
        for proposal in proposals:
            record = transaction.get(proposal.record)
            if record is not None and record.changed({proposal.path: proposal.proposed}) != record:
                transaction.change(proposal.record, {proposal.path: proposal.proposed})
                changed += 1
    return changed
