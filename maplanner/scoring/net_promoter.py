"""The net promoter number: how many would recommend, less how many would not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Attitude = Literal["promoter", "passive", "detractor"]

PROMOTES_FROM: Final = 9
"""9 and 10 promote, 7 and 8 are passive, 0 to 6 detract (Reichheld, Harvard Business Review 2003)."""
PASSIVE_FROM: Final = 7


@dataclass(frozen=True)
class NetPromoter:
    """Counted answers. ``invalid`` ones are no whole number from 0 to 10, ``empty`` ones were not given."""

    promoters: int = 0
    passives: int = 0
    detractors: int = 0
    invalid: int = 0
    empty: int = 0

    @property
    def answers(self) -> int:
        """How many answers count."""
        return self.promoters + self.passives + self.detractors

    @property
    def number(self) -> float | None:
        """The net promoter number from −100 to 100; ``None`` without answers."""
        return 100.0 * (self.promoters - self.detractors) / self.answers if self.answers else None


def attitude(answer: int) -> Attitude | None:
    """Return what an answer from 0 to 10 says; ``None`` for any other."""
    if not 0 <= answer <= 10:
        return None
    if answer >= PROMOTES_FROM:
        return "promoter"
    return "passive" if answer >= PASSIVE_FROM else "detractor"


def read_answer(text: str) -> int | None:
    """Return the whole number that a survey's answer is, such as “9”, “9.0” or “9/10”; ``None`` for none."""
    written = text.strip().removesuffix("/10").strip().removesuffix(".0").removesuffix(",0")
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 2 else None


def net_promoter(texts: Iterable[str]) -> NetPromoter:
    """Return the counts of a survey's column."""
    found = {"promoter": 0, "passive": 0, "detractor": 0}
    invalid = empty = 0
    for text in texts:
        if not text.strip():
            empty += 1
            continue
        answer = read_answer(text)
        says = None if answer is None else attitude(answer)
        if says is None:
            invalid += 1
        else:
            found[says] += 1
    return NetPromoter(found["promoter"], found["passive"], found["detractor"], invalid, empty)
