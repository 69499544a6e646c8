"""By which output of a step a line leaves: what is written at the line decides, else what is still free."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from maplanner.exchange.diagrams.drawn import Arrow
from maplanner.exchange.meaning.words import Topic, best_hit, plain_words
from maplanner.flow.behaviour import Output

_GOOD: Final = ("yes", "submitted", "downloaded", "watched", "attended", "opened", "accepted", "done")
_BAD: Final = ("no", "abandoned", "left", "skipped", "missed", "ignored", "rejected")
"""What “yes” and “no” mean at steps that have no such outputs, the first that there is."""
_SHARE: Final = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*%")
_DIVIDING: Final = frozenset({"decision"})
_ALL: Final = 100.0


def outputs_for(arrows: Sequence[Arrow], outputs: Sequence[Output], kind: str) -> list[tuple[str, bool]]:
    """Return for each line out of a step its output, and whether that was told rather than guessed.

    ``outputs`` must not be empty. Lines of a decision that say nothing take what is left: yes before no.
    """
    told = [_told(arrow, outputs) for arrow in arrows]
    taken = {name for name in told if name is not None}
    free = [output.name for output in outputs if output.name not in taken]
    found: list[tuple[str, bool]] = []
    for name in told:
        if name is not None:
            found.append((name, True))
        elif kind in _DIVIDING and free:
            found.append((free.pop(0), False))
        else:
            found.append((outputs[-1 if kind in _DIVIDING else 0].name, kind not in _DIVIDING))
    return found


def share_of(arrow: Arrow) -> float | None:
    """Return the share that is written at a line, such as “30 %”."""
    said = dict(arrow.details).get("share", "")
    try:
        number = float(said) if said else None
    except ValueError:
        number = None
    if number is not None:
        return number if 0 <= number <= 1 else None
    match = _SHARE.search(arrow.text)
    per_cent = float(match[1].replace(",", ".")) if match else _ALL + 1
    return per_cent / _ALL if per_cent <= _ALL else None


def title_of(arrow: Arrow, output: Output) -> str:
    """Return what stays written at a link: nothing that its output says by itself."""
    text = " ".join(arrow.text.split())
    return "" if plain_words(text) in {plain_words(output.title), output.name} else text


def _told(arrow: Arrow, outputs: Sequence[Output]) -> str | None:
    for text in (dict(arrow.details).get("output", ""), arrow.outcome, arrow.text):
        found = _named(text, outputs) if text.strip() else None
        if found is not None:
            return found
    return None


def _named(text: str, outputs: Sequence[Output]) -> str | None:
    """Return the output that a text names, in one of the languages; ``None`` where it names none."""
    wanted = plain_words(text)
    names = {output.name for output in outputs}
    for output in outputs:
        if wanted in {output.name, plain_words(output.title)}:
            return output.name
    hit = best_hit(text, Topic.OUTCOMES, names | {"yes", "no"})
    if hit is None:
        return None
    if hit.meaning in names:
        return hit.meaning
    meant = _GOOD if hit.meaning == "yes" else _BAD
    return next((name for name in meant if name in names), None)
