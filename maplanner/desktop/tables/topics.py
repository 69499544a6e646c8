"""The topics of the lists, in plain words and in the order in which a plan is usually made."""

from __future__ import annotations

from dataclasses import dataclass

from maplanner.desktop.words import tr
from maplanner.document.records import (
    Abbreviation,
    Assumption,
    Campaign,
    CampaignGroup,
    ChecklistItem,
    Comment,
    Conversion,
    Criterion,
    CrmField,
    CrmObject,
    DataColumn,
    DataFlow,
    DataSet,
    FormField,
    Frame,
    Goal,
    IgnoredFinding,
    Link,
    Mapping,
    NamePart,
    NamingConvention,
    Note,
    Problem,
    Record,
    Scenario,
    Score,
    ScoringRule,
    Segment,
    Stage,
    Step,
    SupportContact,
    System,
    Term,
    Threshold,
    ValuePair,
)


@dataclass(frozen=True)
class Topic:
    """A list: what it is called, what it holds, the heading it stands under."""

    title: str
    record_type: type[Record]
    heading: str
    icon: str


TOPICS: tuple[Topic, ...] = (
    Topic("Goals", Goal, "Planning", "target"),
    Topic("Campaigns", Campaign, "Planning", "megaphone"),
    Topic("Campaign groups", CampaignGroup, "Planning", "folder"),
    Topic("Buying stages", Stage, "Planning", "milestone"),
    Topic("Checklist", ChecklistItem, "Planning", "list-checks"),
    Topic("Problems", Problem, "Planning", "triangle-alert"),
    Topic("Comments", Comment, "Planning", "message-square"),
    Topic("Scenarios", Scenario, "Planning", "split"),
    Topic("Assumptions", Assumption, "Planning", "sliders-horizontal"),
    Topic("Systems", System, "Systems and data", "server"),
    Topic("Objects", CrmObject, "Systems and data", "box"),
    Topic("Fields", CrmField, "Systems and data", "table-properties"),
    Topic("Form fields", FormField, "Systems and data", "text-cursor-input"),
    Topic("Mappings", Mapping, "Systems and data", "arrow-right-left"),
    Topic("Value maps", ValuePair, "Systems and data", "replace"),
    Topic("Lead conversion", Conversion, "Systems and data", "git-merge"),
    Topic("Terms", Term, "Systems and data", "book-open"),
    Topic("Data flows", DataFlow, "Systems and data", "workflow"),
    Topic("Support contacts", SupportContact, "Systems and data", "phone"),
    Topic("Data sets", DataSet, "Systems and data", "list-checks"),
    Topic("Columns of data sets", DataColumn, "Systems and data", "columns-3"),
    Topic("Scores", Score, "Scores and segments", "gauge"),
    Topic("Rules", ScoringRule, "Scores and segments", "circle-plus"),
    Topic("Thresholds", Threshold, "Scores and segments", "flag"),
    Topic("Segments", Segment, "Scores and segments", "users"),
    Topic("Criteria", Criterion, "Scores and segments", "filter"),
    Topic("Naming conventions", NamingConvention, "Scores and segments", "tags"),
    Topic("Parts of names", NamePart, "Scores and segments", "tag"),
    Topic("Abbreviations", Abbreviation, "Scores and segments", "whole-word"),
    Topic("Steps", Step, "Drawings", "square"),
    Topic("Links", Link, "Drawings", "arrow-right"),
    Topic("Notes", Note, "Drawings", "sticky-note"),
    Topic("Frames", Frame, "Drawings", "frame"),
    Topic("Ignored findings", IgnoredFinding, "Planning", "eye-off"),
)
"""Every list that the browser offers."""


def topic_title(record_type: type[Record]) -> str:
    """Return what a list of such records is called."""
    for topic in TOPICS:
        if topic.record_type is record_type:
            return tr(topic.title)
    return tr(record_type.type_name.replace("_", " ").capitalize() + "s")
