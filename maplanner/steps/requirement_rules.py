"""What elements can ask of a solution: one entry for each requirement."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from maplanner.document.records import (
    Conversion,
    CrmField,
    DataFlow,
    Effect,
    FormField,
    Mapping,
    Segment,
    ValuePair,
)
from maplanner.document.vocabulary import (
    Direction,
    EffectKind,
    GoalTopic,
    SegmentMaking,
)
from maplanner.steps.reading import tokens_of
from maplanner.steps.requirement_causes import (
    CONTACT,
    LEAD,
    OPPORTUNITY,
    always,
    comes_back,
    creates,
    finds_first,
    from_crm,
    into_custom_field,
    is_custom,
    joins_other_tool,
    on,
    writes_at_once,
    writes_in_cycles,
)
from maplanner.steps.requirement_scoring import SCORING
from maplanner.steps.requirements import Area, RequirementRule
from maplanner.steps.trigger import Occasion

_T = GoalTopic

_LEAD_IMPORT = (
    RequirementRule(
        "real-time-write",
        "Write to the CRM at once",
        "Does what is known of a lead reach the CRM within a minute? If not, within what time?",
        Area.LEAD_IMPORT,
        (_T.REACH,),
        {"crm_write": writes_at_once},
    ),
    RequirementRule(
        "scheduled-write",
        "Write to the CRM in cycles",
        "Can changes be collected and written in cycles? How often, and how many records in one call?",
        Area.LEAD_IMPORT,
        (_T.REACH,),
        {"crm_write": writes_in_cycles},
    ),
    RequirementRule(
        "create-leads",
        "Make lead records",
        "Can it make new people leads in the CRM, rather than contacts?",
        Area.LEAD_IMPORT,
        (_T.REACH, _T.RECORD),
        {"crm_write": creates(LEAD)},
    ),
    RequirementRule(
        "create-contacts",
        "Make contact records",
        "Can it make new people contacts in the CRM, rather than leads?",
        Area.LEAD_IMPORT,
        (_T.REACH, _T.RECORD),
        {"crm_write": creates(CONTACT)},
    ),
    RequirementRule(
        "match-records",
        "Find who is there already",
        "By what does it find a record that is there already, and what does it do where it finds several?",
        Area.LEAD_IMPORT,
        (_T.TWINS,),
        {"crm_write": finds_first},
    ),
    RequirementRule(
        "list-import",
        "Take in contact lists",
        "Can lists be brought in from CSV or XLSX, without making people twice?",
        Area.LEAD_IMPORT,
        (_T.REACH, _T.TWINS),
        {"contact_list": always},
    ),
    RequirementRule(
        "field-mapping",
        "Map fields",
        "Can each field of a form be mapped to a field of the CRM of our choice?",
        Area.LEAD_IMPORT,
        (_T.REACH, _T.FIELDS),
        others={Mapping: lambda _reader, mapping: mapping.collected is not None},
    ),
    RequirementRule(
        "custom-fields",
        "Custom fields in the CRM",
        "Can it fill custom fields of the CRM? How many does each object of our edition allow?",
        Area.RESULTS,
        (_T.FIELDS,),
        others={CrmField: into_custom_field},
    ),
    RequirementRule(
        "custom-objects",
        "Custom objects in the CRM",
        "Can it write to custom objects of the CRM?",
        Area.RESULTS,
        (_T.FIELDS,),
        {"crm_write": lambda reader, props: is_custom(reader, props.object)},
    ),
    RequirementRule(
        "value-map",
        "Turn values into the CRM's",
        "Can values be turned into others on the way, such as “Norge” into “NO”?",
        Area.LEAD_IMPORT,
        (_T.FIELDS,),
        others={ValuePair: always},
    ),
    RequirementRule(
        "two-way-fields",
        "Fields that go both ways",
        "For each field that is synchronised both ways: can we say which side wins?",
        Area.LEAD_FLOW,
        (_T.FEEDBACK, _T.FIELDS),
        others={Mapping: lambda _reader, mapping: mapping.direction is Direction.BOTH},
    ),
    RequirementRule(
        "consent",
        "Keep consent",
        "Is consent to e-mail kept with its date and wording, and is nobody written to without it?",
        Area.MARKETING,
        (_T.CONSENT,),
        others={FormField: lambda _reader, field: field.consent},
    ),
)


_RESULTS = (
    RequirementRule(
        "create-opportunities",
        "Make opportunity records",
        "Can it make opportunities in the CRM, with the campaign they came from?",
        Area.RESULTS,
        (_T.OPPORTUNITIES, _T.RETURN),
        {"crm_write": creates(OPPORTUNITY)},
    ),
    RequirementRule(
        "lead-conversion",
        "Carry fields over at conversion",
        "When a lead is converted: can custom fields be carried over to contact, account and opportunity?",
        Area.RESULTS,
        (_T.OPPORTUNITIES, _T.FIELDS, _T.RECORD),
        others={Conversion: always},
    ),
    RequirementRule(
        "read-back-opportunity",
        "Read back stage and value of opportunities",
        "Are stage and amount of opportunities read back, and can campaigns act on them?",
        Area.RESULTS,
        (_T.RETURN, _T.OPPORTUNITIES, _T.FEEDBACK),
        {"hand_off": always},
        {Mapping: lambda reader, mapping: comes_back(reader, mapping, OPPORTUNITY)},
    ),
    RequirementRule(
        "read-back-status",
        "Read back what sales made of a lead",
        "Are the status of leads and the fields of contacts read back from the CRM?",
        Area.LEAD_FLOW,
        (_T.FEEDBACK,),
        others={
            Mapping: lambda reader, mapping: comes_back(reader, mapping, LEAD | CONTACT),
            DataFlow: from_crm,
        },
    ),
    RequirementRule(
        "source-tracking",
        "Know where a lead came from",
        "Is the search term, the ad or the campaign that brought a lead kept with it, up to the opportunity?",
        Area.RESULTS,
        (_T.RETURN,),
        {"search_term": always, "paid_ad": always},
    ),
)
_LEAD_FLOW = (
    RequirementRule(
        "sales-task",
        "Create tasks for sales",
        "Can it create a task in the CRM for the owner of a lead, with a due date?",
        Area.LEAD_FLOW,
        (_T.TASK, _T.HANDOVER),
        {"sales_task": always},
        {Effect: lambda _reader, effect: effect.kind is EffectKind.TASK},
    ),
    RequirementRule(
        "notify-sales",
        "Tell sales at once",
        "Can it tell the owner of a lead by e-mail, chat or inside the CRM?",
        Area.LEAD_FLOW,
        (_T.HANDOVER,),
        {"notification": always},
        {Effect: lambda _reader, effect: effect.kind is EffectKind.NOTIFY},
    ),
    RequirementRule(
        "hand-over",
        "Pass leads on and note what sales make of them",
        "Can sales accept or turn down a lead in the CRM, and is that known to the automation tool?",
        Area.LEAD_FLOW,
        (_T.HANDOVER, _T.FEEDBACK),
        {"hand_off": always},
    ),
)
_MARKETING = (
    RequirementRule(
        "real-time-segment",
        "Segments that change at once",
        "Do people join and leave segments at the moment something happens, and can that take them out of "
        "another segment?",
        Area.MARKETING,
        (_T.SEGMENTS,),
        {"segment_change": always},
        {Segment: lambda _reader, segment: segment.made is SegmentMaking.REAL_TIME},
    ),
    RequirementRule(
        "mined-segment",
        "Segments from the database",
        "Can segments be made from CRM data, such as status, stage and last sales activity?",
        Area.MARKETING,
        (_T.SEGMENTS,),
        others={Segment: lambda _reader, segment: segment.made is SegmentMaking.MINED},
    ),
    RequirementRule(
        "segment-trigger",
        "Act when a segment changes",
        "Does a campaign start by itself when somebody joins or leaves a segment?",
        Area.MARKETING,
        (_T.SEGMENTS,),
        {"trigger": on(Occasion.JOINED, Occasion.LEFT)},
    ),
    RequirementRule(
        "email-courses",
        "Send e-mails in order",
        "Can e-mails be sent in order with waits between them, by whether one was opened or clicked?",
        Area.MARKETING,
        (_T.NURTURING,),
        {"email": always},
    ),
    RequirementRule(
        "personal-emails",
        "Put data into e-mails",
        "Can e-mails put in fields of the CRM, with a word for those of whom nothing is known?",
        Area.MARKETING,
        (_T.NURTURING,),
        {"email": lambda _reader, props: any(True for _token in tokens_of(props))},
    ),
    RequirementRule(
        "split-tests",
        "Try versions against each other",
        "Can people be split by shares, to try versions against each other?",
        Area.MARKETING,
        (_T.NURTURING,),
        {"split": always},
    ),
    RequirementRule(
        "webinar",
        "Join webinars",
        "Is it joined with our webinar tool: who registers, who attends?",
        Area.MARKETING,
        (_T.EVENTS, _T.BEHAVIOUR),
        {"webinar": always},
    ),
    RequirementRule(
        "start-campaign",
        "Send people to another campaign",
        "Can one campaign send people to another?",
        Area.MARKETING,
        (_T.NURTURING,),
        {"campaign_start": always},
        {Effect: lambda _reader, effect: effect.kind is EffectKind.START},
    ),
    RequirementRule(
        "join-tools",
        "Join the other tools",
        "Is it joined with our web site, shop, analytics and webinar tools, directly or through a connector?",
        Area.MARKETING,
        (_T.FEEDBACK, _T.EVENTS),
        others={DataFlow: joins_other_tool},
    ),
)

RULES: Final[tuple[RequirementRule, ...]] = (
    *_LEAD_IMPORT,
    *_RESULTS,
    *SCORING,
    *_LEAD_FLOW,
    *_MARKETING,
)
"""Every requirement that can follow from a drawing, area by area."""

RULE_NAMED: Final = MappingProxyType({rule.name: rule for rule in RULES})
"""The rules by name."""
