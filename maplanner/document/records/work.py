"""The work of building: who does it, what it takes, what waits for what (brief H2, B4)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records.base import Record

Hours = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
Money = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]


class WorkRole(Record):
    """A role in the work, such as CRM administrator, with what an hour costs."""

    type_name: ClassVar[str] = "work_role"

    title: str = spec("", title="Role")
    key: str = spec("", title="Stands for", hidden=True, max_length=80)
    rate: Money | None = spec(None, title="An hour costs", unit=Unit.MONEY)
    currency: str = spec("", title="Currency", max_length=8, help="Empty: the plan's.")
    order: float = spec(0.0, title="Order", hidden=True)
    notes: str = spec("", title="Notes", editor="text")


class TeamMember(Record):
    """Somebody who works on the integration: in which role, how many hours a week, from when until when."""

    type_name: ClassVar[str] = "team_member"

    title: str = spec("", title="Name")
    role: str | None = spec(None, title="Role", ref="work_role", on_delete="clear")
    hours_per_week: float = spec(
        20.0, title="Hours a week", unit=Unit.HOURS, ge=0, le=168, allow_inf_nan=False
    )
    start: date | None = spec(None, title="From")
    end: date | None = spec(None, title="Until")
    rate: Money | None = spec(None, title="An hour costs", unit=Unit.MONEY, help="Empty: as the role.")
    currency: str = spec("", title="Currency", max_length=8, help="Empty: the plan's.")
    order: float = spec(0.0, title="Order", hidden=True)
    notes: str = spec("", title="Notes", editor="text")


class TimeAway(Record):
    """Days on which somebody is not there, both included."""

    type_name: ClassVar[str] = "time_away"

    member: str = spec(title="Who", ref="team_member", hidden=True)
    first: date | None = spec(None, title="First day")
    last: date | None = spec(None, title="Last day")
    reason: str = spec("", title="Reason")


class HourEstimate(Record):
    """How long one piece of an item takes one role, where the team knows better than the usual figures."""

    type_name: ClassVar[str] = "hour_estimate"

    item: str = spec("", title="Item", max_length=80)
    role: str = spec("", title="Role", max_length=80, help="What a role stands for, or its identifier.")
    low: Hours = spec(0.0, title="At least", unit=Unit.HOURS)
    likely: Hours = spec(0.0, title="Most likely", unit=Unit.HOURS)
    high: Hours = spec(0.0, title="At most", unit=Unit.HOURS)
    source: str = spec("", title="Source", max_length=10_000)


class OwnWork(Record):
    """Work that no element of the plan shows and the team knows of."""

    type_name: ClassVar[str] = "own_work"

    title: str = spec("", title="Work")
    role: str | None = spec(None, title="Role", ref="work_role", on_delete="clear")
    campaign: str | None = spec(None, title="Campaign", ref="campaign", on_delete="clear")
    low: Hours = spec(0.0, title="At least", unit=Unit.HOURS)
    likely: Hours = spec(0.0, title="Most likely", unit=Unit.HOURS)
    high: Hours = spec(0.0, title="At most", unit=Unit.HOURS)
    order: float = spec(0.0, title="Order", hidden=True)
    notes: str = spec("", title="Notes", editor="text")


class WorkOrder(Record):
    """That one piece of work begins only after another is done. Both are lines of the breakdown."""

    type_name: ClassVar[str] = "work_order"

    first: str = spec("", title="First", max_length=255)
    then: str = spec("", title="Then", max_length=255)


class ExchangeRate(Record):
    """What one unit of another currency is worth in the plan's."""

    type_name: ClassVar[str] = "exchange_rate"

    currency: str = spec("", title="Currency", max_length=8)
    worth: float = spec(1.0, title="Is worth", unit=Unit.MONEY, gt=0, le=1e9, allow_inf_nan=False)
    source: str = spec("", title="Source", max_length=10_000)
    as_of: date | None = spec(None, title="As of")
