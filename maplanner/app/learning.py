"""Learning a plan's assumptions from recorded leads, and taking over what a person chooses of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from maplanner.core.errors import CannotCalibrate
from maplanner.document.reading import RecordReader
from maplanner.document.store import Store

if TYPE_CHECKING:
    from maplanner.simulation.learned.moments import Meanings, Moment
    from maplanner.simulation.learned.proposing import LearnedPlan, Proposal

Progress = Callable[[float], None]


def learn_from(
    path: Path, reader: RecordReader, progress: Progress | None = None, meanings: Meanings | None = None
) -> LearnedPlan:
    """Return what a table of lead, event and time proposes for a plan; see :func:`learn_plan`.

    Raises:
        UnreadableSource: It cannot be read, or has no such columns.
        CannotCalibrate: None of its events is one of the plan's, or too few leads show any.
    """
    from maplanner.app.histories import read_history
    from maplanner.simulation.learned.proposing import learn_plan

    found = learn_plan(reader, read_history(path, progress), meanings)
    if not found.proposals:
        raise nothing_learned(path, found)
    return found


def nothing_learned(path: Path, found: LearnedPlan) -> CannotCalibrate:
    """Return why a file proposes nothing."""
    unheard = ", ".join(f"“{event}”" for event, _count in found.unheard[:5])
    return CannotCalibrate(
        f"“{path.name}” says nothing of this plan's shares and times.",
        advice=f"Say which steps its events mean, or call them as the steps are; now they are {unheard}."
        if unheard
        else "Record more leads, with when they came to a step and what they did there.",
    )


def meaning_of(reader: RecordReader, text: str) -> tuple[str, Moment | None]:
    """Return what a text such as *opened=Welcome: e-mail opened* says that an event means.

    Raises:
        CannotCalibrate: It names no step, or something that nobody does there.
    """
    from maplanner.scoring.hearing import folded
    from maplanner.simulation.learned.moments import moment_title, possible_moments

    event, sign, wanted = text.rpartition("=")
    if not sign or not event.strip():
        raise CannotCalibrate(f"“{text[:60]}” names no event and step.", advice="Write it like “seen=Page”.")
    if not wanted.strip():
        return event.strip(), None
    known = possible_moments(reader)
    named = [each for each in known if wanted.strip() == each[0]]
    named += [each for each in known if folded(moment_title(reader, each)) == folded(wanted)]
    if len(set(named)) == 1 or (named and named[0][0] == wanted.strip()):
        return event.strip(), named[0]
    if named:
        raise CannotCalibrate(
            f"There are {len(set(named))} steps called “{wanted.strip()[:60]}”.",
            advice=f"Name one by its identifier: {', '.join(each[0] for each in named[:8])}.",
        )
    raise CannotCalibrate(
        f"There is no step “{wanted.strip()[:60]}”.",
        advice="Name a step, or a step and what is done there, such as “Welcome: e-mail opened”.",
    )


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
