"""Tables with a row for each lead: columns become signals that points can be given for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from maplanner.scoring.fitting import Flags, Floats, area_under_curve

FEWEST_SHARE: Final = 0.01
"""A value that fewer leads have is no signal of its own."""
MOST_VALUES: Final = 40
"""Of a column of words, the most frequent values count; the others are one signal together."""
TELLS_ALL: Final = 0.9
"""From this area under the curve on, a column alone tells the outcome: it was hardly known before."""
_CUTS: Final = (0.5, 0.75, 0.9)
_NOTHING: Final = frozenset({"", "select", "n/a", "na", "none", "null", "-", "unknown"})

AsNumber = Callable[[str], "float | None"]


@dataclass(frozen=True)
class Column:
    """A column's signals: for numbers “at least”, for words each frequent value."""

    name: str
    signals: tuple[str, ...]
    values: Floats
    """A row for each lead, a column for each signal."""
    exclusive: bool = False
    """Whether each lead has exactly one of the signals."""


def column_signals(name: str, texts: Sequence[str], seen: Flags, as_number: AsNumber) -> Column | None:
    """Return the signals of a column; ``None`` where it has none.

    Where numbers are cut, and which values are frequent, is decided by the leads ``seen`` alone, so that
    those held out stay unseen.
    """
    said = [text.strip() for text in texts]
    known = [text for text in said if text.casefold() not in _NOTHING]
    numbers = [as_number(text) for text in said]
    if known and sum(number is not None for number in numbers) >= 0.98 * len(known) and len(set(known)) > 2:
        return _numeric(name, np.array([np.nan if each is None else each for each in numbers]), seen)
    return _words(name, said, seen)


def _numeric(name: str, values: Floats, seen: Flags) -> Column | None:
    known = values[seen & ~np.isnan(values)]
    if not len(known):
        return None
    cuts = [float(f"{cut:.3g}") for cut in np.quantile(known, _CUTS)]
    cuts = [cut for cut in dict.fromkeys(cuts) if known.min() < cut]
    columns = [np.where(np.isnan(values), 0.0, values >= cut) for cut in cuts]
    names = tuple(f"{name}: at least {cut:,g}" for cut in cuts)
    return Column(name, names, np.column_stack(columns).astype(np.float64)) if columns else None


def _words(name: str, said: list[str], seen: Flags) -> Column | None:
    counted = Counter(text for text, is_seen in zip(said, seen.tolist(), strict=True) if is_seen)
    fewest, most = FEWEST_SHARE * seen.sum(), (1.0 - FEWEST_SHARE) * seen.sum()
    frequent = [
        text
        for text, count in counted.most_common(MOST_VALUES)
        if text.casefold() not in _NOTHING and fewest <= count <= most
    ]
    if not frequent:
        return None
    place = {text: at for at, text in enumerate(frequent)}
    values = np.zeros((len(said), len(frequent) + 1))
    values[np.arange(len(said)), [place.get(text, len(frequent)) for text in said]] = 1.0
    names = (*(f"{name}: {text}" for text in frequent), f"{name}: anything else")
    if not values[:, -1].any():
        names, values = names[:-1], values[:, :-1]
    return Column(name, names, values, exclusive=True)


def tells_outcome(column: Column, bought: Flags, seen: Flags) -> bool:
    """Tell whether a column alone gives the outcome away, as what is written down after it does."""
    shown = column.values[seen]
    _patterns, place = np.unique(shown, axis=0, return_inverse=True)
    place = place.reshape(-1)
    rate = np.bincount(place, weights=bought[seen]) / np.bincount(place)
    area = area_under_curve(rate[place], bought[seen])
    return area is not None and area >= TELLS_ALL
