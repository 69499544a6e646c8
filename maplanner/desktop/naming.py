"""How records are called in lists, menus and messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from maplanner.desktop.words import tr
from maplanner.document.fields import field_specs
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Abbreviation,
    Answer,
    Assumption,
    Criterion,
    CriterionGroup,
    CrmField,
    CrmObject,
    DataFlow,
    ExchangeRate,
    FormField,
    Goal,
    GoalTie,
    HourEstimate,
    Link,
    Mapping,
    NamePart,
    Note,
    Problem,
    Record,
    ScoringRule,
    Segment,
    SegmentRemoval,
    Solution,
    Step,
    SupportContact,
    System,
    TeamMember,
    Term,
    TimeAway,
    WorkOrder,
)
from maplanner.scoring.words import rule_title
from maplanner.steps import kind_of
from maplanner.steps.requirement_rules import RULE_NAMED
from maplanner.steps.words import condition_text


def title_of(record: Record, reader: RecordReader) -> str:
    """Return what a person calls a record; never empty."""
    special = _SPECIAL.get(type(record))
    if special is not None:
        return special(record, reader) or _fallback(record)
    return str(getattr(record, "title", "")) or _fallback(record)


def kind_title(record: Record) -> str:
    """Return what sort of thing a record is."""
    if isinstance(record, Step):
        kind = kind_of(record)
        return tr(kind.title) if kind else tr("Step of a newer version")
    return tr(record.type_name.replace("_", " ").capitalize())


def _fallback(record: Record) -> str:
    return f"{kind_title(record)} {record.id}"


def _object(record: CrmObject, reader: RecordReader) -> str:
    system = reader.find_or_none(System, record.system)
    several = reader.count(System) > 1 and system is not None
    return (
        f"{record.label or record.api_name} ({system.title})"
        if several and system
        else record.label or record.api_name
    )


def _field(record: CrmField, reader: RecordReader) -> str:
    owner = reader.find_or_none(CrmObject, record.object)
    return f"{owner.api_name}.{record.api_name}" if owner else record.api_name


def _form_field(record: FormField, reader: RecordReader) -> str:
    step = reader.find_or_none(Step, record.step)
    return f"{record.title or record.key} – {title_of(step, reader)}" if step else record.title


def _link(record: Link, reader: RecordReader) -> str:
    ends = [reader.find_or_none(Step, end) for end in (record.source, record.target)]
    return " → ".join(title_of(end, reader) for end in ends if end is not None)


def _mapping(record: Mapping, reader: RecordReader) -> str:
    ends = [reader.get(end) for end in (record.collected or record.held, record.target) if end]
    return " → ".join(title_of(end, reader) for end in ends if end is not None)


def _flow(record: DataFlow, reader: RecordReader) -> str:
    ends = [reader.find_or_none(System, end) for end in (record.source, record.target)]
    return " → ".join(title_of(end, reader) for end in ends if end is not None)


def field_title(record: Record, path: str) -> str:
    """Return what a person calls a field of a record; the path itself where nobody knows it."""
    name = path.removeprefix("props.")
    kind = kind_of(record) if isinstance(record, Step) else None
    model: type[BaseModel] = kind.props if kind is not None and name != path else type(record)
    meaning = field_specs(model).get(name)
    return tr(meaning.title) if meaning is not None else path


def _assumption(record: Assumption, reader: RecordReader) -> str:
    about = reader.get(record.about)
    return f"{title_of(about, reader)}: {field_title(about, record.path)}" if about else record.path


def _answer(record: Answer, reader: RecordReader) -> str:
    solution = reader.find_or_none(Solution, record.solution)
    goal = reader.find_or_none(Goal, record.goal)
    rule = RULE_NAMED.get(record.requirement)
    asked = _shortened(goal.basic) if goal is not None else tr(rule.title) if rule is not None else ""
    return ": ".join(part for part in (solution.title if solution is not None else "", asked) if part)


def _tie(record: GoalTie, reader: RecordReader) -> str:
    about = reader.get(record.about)
    rule = RULE_NAMED.get(record.about)
    serving = title_of(about, reader) if about is not None else tr(rule.title) if rule is not None else ""
    goal = reader.find_or_none(Goal, record.goal)
    return f"{serving or record.about} → {_shortened(goal.basic) if goal is not None else ''}"


def _away(record: TimeAway, reader: RecordReader) -> str:
    member = reader.find_or_none(TeamMember, record.member)
    days = f"{record.first or '…'} – {record.last or '…'}"
    return f"{member.title}, {days}" if member is not None else days


def _removal(record: SegmentRemoval, reader: RecordReader) -> str:
    ends = [reader.find_or_none(Segment, end) for end in (record.segment, record.leaves)]
    return " → ".join(title_of(end, reader) for end in ends if end is not None)


def _shortened(text: str) -> str:
    first = text.strip().splitlines()[0] if text.strip() else ""
    return first if len(first) <= 60 else first[:59] + "…"


_SPECIAL: dict[type[Record], Callable[[Any, RecordReader], str]] = {
    CrmObject: _object,
    CrmField: _field,
    FormField: _form_field,
    Link: _link,
    Mapping: _mapping,
    DataFlow: _flow,
    Goal: lambda record, _reader: _shortened(record.basic),
    Note: lambda record, _reader: _shortened(record.text) or tr("Empty note"),
    Problem: lambda record, _reader: _shortened(record.text),
    Criterion: lambda record, reader: condition_text(record.condition, reader),
    CriterionGroup: lambda record, _reader: tr("Group: {joining}").format(joining=tr(record.joining.value)),
    SegmentRemoval: _removal,
    Assumption: _assumption,
    SupportContact: lambda record, _reader: record.person or record.phone or record.email,
    Term: lambda record, _reader: record.word,
    ScoringRule: rule_title,
    Answer: _answer,
    GoalTie: _tie,
    TimeAway: _away,
    HourEstimate: lambda record, _reader: f"{record.item}, {record.role}",
    WorkOrder: lambda record, _reader: f"{record.first} → {record.then}",
    ExchangeRate: lambda record, _reader: record.currency,
    NamePart: lambda record, _reader: record.title or tr(record.kind.value).capitalize(),
    Abbreviation: lambda record, _reader: record.short,
}
