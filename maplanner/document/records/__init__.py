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
    Frame,
    Link,
    Note,
    Plan,
    Stage,
    Step,
)
from maplanner.document.records.crm import (
    Conversion,
    CrmField,
    CrmObject,
    DataFlow,
    Mapping,
    Problem,
    System,
    Term,
    ValuePair,
)
from maplanner.document.records.goals import Goal
from maplanner.document.records.naming import Abbreviation, NamePart, NamingConvention
from maplanner.document.records.planning import (
    Assumption,
    ChecklistItem,
    Comment,
    DataColumn,
    DataSet,
    IgnoredFinding,
    Scenario,
    SupportContact,
)
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
    Stage,
    Frame,
    Step,
    Link,
    FormField,
    Note,
    Mapping,
    ValuePair,
    Conversion,
    Term,
    DataFlow,
    Problem,
    Score,
    ScoringRule,
    Threshold,
    Segment,
    Criterion,
    NamingConvention,
    NamePart,
    Abbreviation,
    Scenario,
    Assumption,
    ChecklistItem,
    SupportContact,
    DataSet,
    DataColumn,
    Comment,
    IgnoredFinding,
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
    "Abbreviation",
    "Assumption",
    "Campaign",
    "CampaignGroup",
    "CanvasView",
    "ChecklistItem",
    "Comment",
    "Conversion",
    "Criterion",
    "CrmField",
    "CrmObject",
    "DataColumn",
    "DataFlow",
    "DataSet",
    "FormField",
    "Frame",
    "Goal",
    "IgnoredFinding",
    "Link",
    "Mapping",
    "NamePart",
    "NamingConvention",
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
    "Stage",
    "Step",
    "SupportContact",
    "System",
    "Term",
    "Threshold",
    "UnknownRecord",
    "ValuePair",
]
