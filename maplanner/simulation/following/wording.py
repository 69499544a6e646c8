"""What happens to a lead, as sentences that a person reads; the event log keeps to one word for each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.event_log import WORDS

if TYPE_CHECKING:
    from maplanner.simulation.following.walking import Moment

_SENTENCES: Final = {
    op.ENTER: "enters the campaign “{title}”",
    op.ARRIVE: "reaches “{title}”",
    op.EMIT: "goes on: {title}",
    op.GAIN: "{title} is now {value}",
    op.EXPIRE: "{title}: points run out, now {value}",
    op.JOIN: "joins the segment “{title}”",
    op.LEAVE: "leaves the segment “{title}”",
    op.WRITE: "is written to the CRM: {title}",
    op.TASK: "a task for sales: {title}",
    op.NOTIFY: "a notification: {title}",
    op.STAGE: "comes to the buying stage “{title}”",
    op.PROGRESS: "sales says: {title}",
    op.SPEND: "buys at “{title}” for {value}",
    op.ANSWER: "answers “{title}” with {value}",
    layout.CROSSED: "reaches the threshold “{title}” with {value}",
    layout.TURNED_AWAY: "is turned away at “{title}”",
    layout.LEFT_CAMPAIGN: "leaves the campaign “{title}”",
    layout.DELAYED: "waits at “{title}” until {when}",
}
WHAT_HAPPENS: Final = {WORDS[what]: sentence for what, sentence in _SENTENCES.items()}
"""Sentences by the word of the log; events that are not here say all with their word."""
_IN_VAIN: Final = "waits at “{title}” for what never comes"
_MINUTES = 24 * 60


def sentence_of(moment: Moment) -> str:
    """Return what happens in a moment, with places for ``{title}``, ``{value}`` and ``{when}``."""
    if moment.what == WORDS[layout.DELAYED] and moment.value is None:
        return _IN_VAIN
    return WHAT_HAPPENS.get(moment.what, moment.what) if moment.title else moment.what


def day_and_time(days: float) -> tuple[int, str]:
    """Return the day, counted from 1, and the time of day at so many days after the beginning."""
    day, minutes = divmod(math.floor(days * _MINUTES + 1e-6), _MINUTES)
    return day + 1, f"{minutes // 60:02d}:{minutes % 60:02d}"
