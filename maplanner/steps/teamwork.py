"""What steps that a sales team works off have in common."""

from __future__ import annotations

from maplanner.document.records import SalesTeam
from maplanner.document.values import WorkingDelay
from maplanner.flow.behaviour import Operation, Serve


def served(team: SalesTeam, then: tuple[Operation, ...], hours: float | None = None) -> Serve:
    """Return that a team deals with a lead, in so many hours of its time; ``None``: what it usually needs."""
    work = (
        WorkingDelay(hours=team.task_hours, deviation=team.task_deviation, calendar=team.calendar or "")
        if hours is None
        else WorkingDelay(hours=hours, calendar=team.calendar or "")
    )
    return Serve(work, then, team.id)
