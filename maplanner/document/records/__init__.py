"""The record types of a plan, grouped by area.

Adding a type here is all that storage, history, undo, text form and schema need.
"""

from __future__ import annotations

from maplanner.document.records.base import Record, RecordValues, Scope, UnknownRecord
from maplanner.document.records.campaigns import (
    PLAN_ID,
    Campaign,
    CampaignGroup,
    FormField,
    Link,
    Note,
    Plan,
    Step,
)
from maplanner.document.records.crm import CrmField, CrmObject, DataFlow, Mapping, Problem, System
from maplanner.document.records.goals import Goal
from maplanner.document.records.planning import Assumption, Scenario
from maplanner.document.records.presence import CanvasView, Presence
from maplanner.document.records.scoring import Score, ScoringRule, Threshold
from maplanner.document.records.segments import Criterion, Segment

RECORD_TYPES: tuple[type[Record], ...] = (
    Plan,
    Goal,
    CampaignGroup,
    System,
    CrmObject,
    CrmField,
    Campaign,
    Step,
    Link,
    FormField,
    Note,
    Mapping,
    DataFlow,
    Problem,
    Score,
    ScoringRule,
    Threshold,
    Segment,
    Criterion,
    Scenario,
    Assumption,
    Presence,
    CanvasView,
)
"""Every record type; a type stands behind those it refers to."""

RECORD_TYPE: dict[str, type[Record]] = {cls.type_name: cls for cls in RECORD_TYPES}
"""Record types by name."""

__all__ = [
    "PLAN_ID",
    "RECORD_TYPE",
    "RECORD_TYPES",
    "Assumption",
    "Campaign",
    "CampaignGroup",
    "CanvasView",
    "Criterion",
    "CrmField",
    "CrmObject",
    "DataFlow",
    "FormField",
    "Goal",
    "Link",
    "Mapping",
    "Note",
    "Plan",
    "Presence",
    "Problem",
    "Record",
    "RecordValues",
    "Scenario",
    "Scope",
    "Score",
    "ScoringRule",
    "Segment",
    "Step",
    "System",
    "Threshold",
    "UnknownRecord",
]
