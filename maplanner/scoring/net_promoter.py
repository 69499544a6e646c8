"""The net promoter number: how many would recommend, less how many would not."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

Attitude = Literal["promoter", "passive", "detractor"]

PROMOTES_FROM: Final = 9
"""9 and 10 promote, 7 and 8 are passive, 0 to 6 detract (Reichheld, Harvard Business Review 2003)."""
PASSIVE_FROM: Final = 7
_NORMAL_95: Final = 1.959963984540054


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

    @property
    def margin(self) -> float | None:
        """How far the number may be off: half the 95 % interval; ``None`` without answers.

        The answers count +1, 0 and −1; the interval is that of their mean by the normal approximation.
        """
        if not self.answers:
            return None
        promote, detract = self.promoters / self.answers, self.detractors / self.answers
        variance = promote + detract - (promote - detract) ** 2
        return 100.0 * _NORMAL_95 * math.sqrt(variance / self.answers)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the number; ``None`` without answers."""
        if self.number is None or self.margin is None:
            return None
        return max(-100.0, self.number - self.margin), min(100.0, self.number + self.margin)


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


Mark = Literal["happiest", "unhappiest"]


@dataclass(frozen=True)
class Happiness:
    """What a lead answered and how much it engaged; ``mark`` says whom to thank first, and whom to call."""

    lead: str
    answer: int
    attitude: Attitude
    engagement: float | None
    mark: Mark | None


def happiness(answers: Mapping[str, int], engagement: Mapping[str, float]) -> list[Happiness]:
    """Return each lead's answer beside its engagement over a period, the happiest first.

    The happiest are promoters who engage as much as the middle lead that answered, or more; the unhappiest
    detractors who engage less. Of a lead without any engagement score the answer alone counts.
    """
    known = sorted(engagement[lead] for lead in answers if lead in engagement)
    middle = known[len(known) // 2] if known else 0.0
    found = []
    for lead, answer in answers.items():
        says = attitude(answer)
        if says is not None:
            points = engagement.get(lead)
            found.append(Happiness(lead, answer, says, points, _mark(says, points, middle)))
    return sorted(found, key=lambda each: (-each.answer, -(each.engagement or 0.0), each.lead))


def _mark(says: Attitude, points: float | None, middle: float) -> Mark | None:
    if says == "promoter" and (points is None or points >= middle):
        return "happiest"
    return "unhappiest" if says == "detractor" and (points is None or points < middle) else None
