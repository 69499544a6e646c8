"""Goals of the CRM integration (brief A1)."""

from __future__ import annotations

from typing import ClassVar

from maplanner.document.fields import spec
from maplanner.document.records.base import Record
from maplanner.document.vocabulary import GoalLevel


class Goal(Record):
    """What the team needs or wants of the integration: basics first, detail once they are agreed."""

    type_name: ClassVar[str] = "goal"

    area: str = spec("", title="Area")
    basic: str = spec("", title="Basic goal", editor="text")
    detail: str = spec("", title="Detailed goal", editor="text")
    level: GoalLevel = spec(GoalLevel.NEED, title="Need or want")
    agreed: bool = spec(False, title="Agreed")
    order: float = spec(0.0, title="Order", hidden=True)
