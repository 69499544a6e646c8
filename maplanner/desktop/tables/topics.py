"""The topics of the lists, in plain words and in the order in which a plan is usually made."""

from __future__ import annotations

from dataclasses import dataclass

from maplanner.desktop.words import tr
from maplanner.document.records import (
    Abbreviation,
    Answer,
    Assumption,
    BusyTime,
    BuyerRole,
    Campaign,
    CampaignGroup,
    ChecklistItem,
    Comment,
    Conversion,
    Criterion,
    CriterionGroup,
    CrmField,
    CrmObject,
    DataColumn,
    DataFlow,
    DataSet,
    Effect,
    ExchangeRate,
    FormField,
    Frame,
    Goal,
    GoalTie,
    Holiday,
    HourEstimate,
    IgnoredFinding,
    Link,
    Mapping,
    NamePart,
    NamingConvention,
    Note,
    OwnLimit,
    OwnWork,
    Problem,
    Record,
    RuleGroup,
    SalesTeam,
    Scenario,
    Score,
    ScoreMatrix,
    ScoringRule,
    ScoringVersion,
    Segment,
    SegmentRemoval,
    SegmentSet,
    Solution,
    Stage,
    Step,
    SupportContact,
    System,
    TeamMember,
    Term,
    Threshold,
    TimeAway,
    ValuePair,
    WorkCalendar,
    WorkOrder,
    WorkRole,
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
    Topic("Calendars", WorkCalendar, "Time and sales", "calendar-clock"),
    Topic("Holidays", Holiday, "Time and sales", "calendar-x"),
    Topic("Busy times", BusyTime, "Time and sales", "trending-up"),
    Topic("Sales teams", SalesTeam, "Time and sales", "headset"),
    Topic("Solutions", Solution, "Choice and work", "scale"),
    Topic("Answers of solutions", Answer, "Choice and work", "circle-question-mark"),
    Topic("What serves goals", GoalTie, "Choice and work", "link"),
    Topic("Roles", WorkRole, "Choice and work", "id-card"),
    Topic("People", TeamMember, "Choice and work", "user-round"),
    Topic("Time away", TimeAway, "Choice and work", "calendar-off"),
    Topic("Hours", HourEstimate, "Choice and work", "clock"),
    Topic("Own work", OwnWork, "Choice and work", "hammer"),
    Topic("Order of work", WorkOrder, "Choice and work", "list-ordered"),
    Topic("Exchange rates", ExchangeRate, "Choice and work", "coins"),
    Topic("Systems", System, "Systems and data", "server"),
    Topic("Own limits", OwnLimit, "Systems and data", "gauge"),
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
    Topic("Groups of rules", RuleGroup, "Scores and segments", "group"),
    Topic("Thresholds", Threshold, "Scores and segments", "flag"),
    Topic("Effects of thresholds", Effect, "Scores and segments", "zap"),
    Topic("Buyer roles", BuyerRole, "Scores and segments", "user-round"),
    Topic("Grades", ScoreMatrix, "Scores and segments", "grid-3x3"),
    Topic("Saved scoring models", ScoringVersion, "Scores and segments", "archive"),
    Topic("Segments", Segment, "Scores and segments", "users"),
    Topic("Sets of segments", SegmentSet, "Scores and segments", "layers"),
    Topic("Removals from segments", SegmentRemoval, "Scores and segments", "user-minus"),
    Topic("Criteria", Criterion, "Scores and segments", "filter"),
    Topic("Groups of criteria", CriterionGroup, "Scores and segments", "list-tree"),
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
