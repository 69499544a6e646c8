"""What instructions are told once all of them stand in their places: a table of eight columns, row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.arrays import Ints


def mark_last_sends(code: Ints, is_sure: Callable[[int], bool]) -> None:
    """Note which instructions that send leads on are the last that their token executes.

    ``is_sure`` tells of a link that everybody takes without delay.
    """
    sends = np.flatnonzero(code[:, 0] == op.EMIT)
    last = code[sends + 1, 0] == op.END
    code[sends, 4] = last
    alone = sends[last & (code[sends, 2] == 1)]
    code[[place for place in alone.tolist() if is_sure(int(code[place, 1]))], 4] = op.SURE


def unmark_campaigns(
    code: Ints, campaigns: Sequence[tuple[int, int, int]], is_unwatched: Callable[[int], bool]
) -> None:
    """Spare the machine to keep count of who is in campaigns of which nobody asks that."""
    enters = np.flatnonzero(code[:, 0] == op.ENTER)
    for place, campaign in zip(enters.tolist(), code[enters, 1].tolist(), strict=True):
        entry, most, leaves = campaigns[campaign]
        code[place, 3] = int(entry == op.ENTER_ALWAYS and most == 0 and leaves < 0)
    left = set(code[code[:, 0] == op.QUIT, 7].tolist())
    unwatched = [campaign not in left and is_unwatched(campaign) for campaign in range(len(campaigns))]
    # What belongs to no campaign has -1 there, which is the last of these.
    places = np.array([*unwatched, False])[code[:, 7]]
    code[places, 7] = -2 - code[places, 7]


def tie_hooks(code: Ints, hooks: Mapping[tuple[str, str], int], contact: int) -> None:
    """Tell instructions who waits for what they do."""
    for operation, name, column in ((op.LEARN, "field", 2), (op.WRITE, "object", 4)):
        places = np.flatnonzero(code[:, 0] == operation)
        code[places, column] = [hooks.get((name, str(which)), -1) for which in code[places, 1].tolist()]
    code[code[:, 0] == op.APPOINT, 1] = contact
