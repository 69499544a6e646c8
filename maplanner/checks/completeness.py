"""How complete the data of a plan is, for each object that it fills and for each campaign.

**An object** is as complete as the share of its needed fields that arrive. Needed are the fields that the
system requires, that records are matched by, that the team says it uses, and those that something lands in. A
field arrives if something lands in it and no error or warning is found against it, or what lands there.
Where only lead conversion fills an object, the CRM asks whoever converts for what else it requires.

**A campaign** is as complete as the share of its data that goes its whole way: every field that its forms
and lists ask for, and every field that the objects it writes to require. Such a field is complete if no error
or warning is found against it. Findings that the team ignores, and notes, hold nothing back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pydantic import JsonValue

from maplanner.checks.finding import Finding, Fix, Severity
from maplanner.checks.memory import fact
from maplanner.checks.survey import Survey, title_of, title_of_object
from maplanner.crm.landing import must_be_filled
from maplanner.document.records import Campaign, Conversion, CrmField, CrmObject, FormField
from maplanner.document.records import Mapping as FieldMapping
from maplanner.document.vocabulary import Direction, WriteOperation
from maplanner.flow.behaviour import WriteRecord

NOTHING_ARRIVES = "{field}: nothing lands in it."


class Need(NamedTuple):
    """A field that an object needs, and whether anything lands in it."""

    field: str
    arrives: bool


@dataclass(frozen=True)
class Lack:
    """What holds a score back: a template with what fills its gaps, where it is, and what would mend it."""

    template: str
    params: Mapping[str, str]
    record: str
    fix: Fix | None = None

    @property
    def message(self) -> str:
        """The sentence."""
        return self.template.format_map(self.params)


@dataclass(frozen=True)
class Completeness:
    """How many of the needed fields of an object or a campaign are complete, and what the rest lack."""

    about: str
    sort: Literal["object", "campaign"]
    title: str
    complete: int
    needed: int
    lacks: tuple[Lack, ...] = ()

    @property
    def share(self) -> float:
        """The share that is complete; all of it where nothing is needed."""
        return self.complete / self.needed if self.needed else 1.0

    def to_json(self) -> dict[str, JsonValue]:
        """Return the score as JSON values, for other programs."""
        return {
            "about": self.about,
            "type": self.sort,
            "title": self.title,
            "complete": self.complete,
            "needed": self.needed,
            "share": round(self.share, 4),
            "lacks": [
                {
                    "message": lack.message,
                    "record": lack.record,
                    "fix": None if lack.fix is None else lack.fix.title,
                }
                for lack in self.lacks
            ],
        }


class Needing(Survey):
    """A survey that knows which fields objects and campaigns need."""

    @fact(4)
    def needs(self, object_id: str) -> tuple[Need, ...]:
        """Return the fields that an object needs, and whether anything lands in them."""
        found = []
        fields = self.reader.having(CrmField, "object", object_id)
        is_written = object_id in self.written() or any(self._is_mapped(field.id) for field in fields)
        for field in fields:
            arrives = self._arrives(field)
            required = is_written and must_be_filled(field)
            wanted = arrives or required or bool(field.uses) or field.match_key
            if wanted and field.writable:
                found.append(Need(field.id, arrives))
        return tuple(found)

    def _arrives(self, field: CrmField) -> bool:
        return self._is_mapped(field.id) or bool(self.reader.having(Conversion, "target", field.id))

    @fact(0)
    def _is_mapped(self, field_id: str) -> bool:
        into = self.reader.having(FieldMapping, "target", field_id)
        if any(each.direction is not Direction.BACK for each in into):
            return True
        back = self.reader.having(FieldMapping, "held", field_id)
        return any(each.direction is not Direction.INTO for each in back)

    @fact(6)
    def data_of(self, campaign_id: str) -> frozenset[str]:
        """Return the data of a campaign: what its forms ask for, and what the objects it writes require."""
        asked: set[str] = set()
        written: set[str] = set()
        for step_id in self.members(campaign_id):
            asked |= {field.id for field in self.fields_of(step_id)}
            acts = (act for act in self.acts(step_id) if isinstance(act, WriteRecord))
            written |= {act.object for act in acts if act.operation is not WriteOperation.UPDATE}
        return frozenset(asked | {field.id for each in written for field in self.required_of(each)})

    def name_of_held(self, field_id: str) -> str:
        """Return how people name a field of a system."""
        field = self.reader.find_or_none(CrmField, field_id)
        return "" if field is None else self.title_of_field(field)


def completeness(survey: Needing, findings: Iterable[Finding]) -> tuple[Completeness, ...]:
    """Return the scores of the objects that are filled, then of the campaigns, given what was found."""
    against: dict[str, dict[str, Finding]] = {}
    for finding in findings:
        if finding.severity is not Severity.NOTE:
            for owner, field_id in _fields_of(survey, finding):
                against.setdefault(owner, {}).setdefault(field_id, finding)
    objects = (
        _of_object(survey, each, against.get(each, {})) for each in survey.reader.identifiers(CrmObject)
    )
    campaigns = (_of_campaign(survey, each, against.get(each, {})) for each in survey.campaign_ids())
    return tuple(each for each in (*objects, *campaigns) if each is not None)


def _fields_of(survey: Needing, finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield the fields that a finding speaks against, each after the campaign or object it belongs to."""
    find, about = survey.reader.find_or_none, finding.record
    ids: tuple[str | None, ...] = ()
    # Asked type by type: to look for a record of whatever type takes as long as all the rest.
    if find(FormField, about) is not None or find(CrmField, about) is not None:
        ids = (about,)
    elif (mapping := find(FieldMapping, about)) is not None:
        ids = (mapping.collected, mapping.held, mapping.target)
    elif (conversion := find(Conversion, about)) is not None:
        ids = (conversion.target,)
    elif finding.detail and find(CrmField, finding.detail) is not None:
        # What a step leaves empty, it names in its detail.
        ids = (finding.detail,)
        yield finding.campaign_id, finding.detail
    for field_id in ids:
        if field_id is None:
            continue
        collected = find(FormField, field_id)
        if collected is not None:
            step = survey.flow(collected.step)
            yield "" if step is None else step.step.campaign, field_id
        elif (held := find(CrmField, field_id)) is not None:
            yield held.object, field_id


def _of_object(survey: Needing, object_id: str, against: Mapping[str, Finding]) -> Completeness | None:
    needs = survey.needs(object_id)
    holder = survey.reader.find_or_none(CrmObject, object_id)
    if holder is None or not any(need.arrives for need in needs):
        return None
    lacks: list[Lack] = []
    for need in needs:
        finding = against.get(need.field)
        if finding is not None:
            lacks.append(_lack(finding))
        elif not need.arrives:
            name = survey.name_of_held(need.field)
            lacks.append(Lack(NOTHING_ARRIVES, {"field": name}, need.field))
    title = holder.label or title_of_object(holder)
    if not survey.is_in_crm(object_id):
        title += f" · {survey.titled(holder.system)}"
    return Completeness(object_id, "object", title, len(needs) - len(lacks), len(needs), tuple(lacks))


def _of_campaign(survey: Needing, campaign_id: str, against: Mapping[str, Finding]) -> Completeness | None:
    needed = survey.data_of(campaign_id)
    campaign = survey.reader.find_or_none(Campaign, campaign_id)
    if campaign is None or not needed:
        return None
    lacks = tuple(_lack(finding) for field_id, finding in against.items() if field_id in needed)
    title = title_of(campaign)
    return Completeness(campaign_id, "campaign", title, len(needed) - len(lacks), len(needed), lacks)


def _lack(finding: Finding) -> Lack:
    return Lack(finding.template, finding.params, finding.record, finding.fix)
