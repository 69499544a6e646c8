"""Closed lists of words that records use."""

from __future__ import annotations

from enum import StrEnum


class EventType(StrEnum):
    """An engagement of a lead with one of the team's assets; scoring rules listen to these."""

    AD_CLICKED = "ad clicked"
    PAGE_VISITED = "page visited"
    FORM_FILLED = "form filled"
    EMAIL_OPENED = "e-mail opened"
    EMAIL_CLICKED = "e-mail clicked"
    CONTENT_DOWNLOADED = "content downloaded"
    VIDEO_WATCHED = "video watched"
    WEBINAR_REGISTERED = "webinar registered"
    WEBINAR_ATTENDED = "webinar attended"
    POST_CLICKED = "post clicked"
    EVENT_REGISTERED = "event registered"
    EVENT_ATTENDED = "event attended"
    CALL_ANSWERED = "call answered"
    SURVEY_ANSWERED = "survey answered"
    PURCHASED = "purchased"


class FieldType(StrEnum):
    """The type of a field, in words that fit every CRM."""

    TEXT = "text"
    LONG_TEXT = "long text"
    EMAIL = "e-mail"
    PHONE = "phone"
    URL = "web address"
    NUMBER = "number"
    INTEGER = "whole number"
    MONEY = "money"
    PERCENT = "per cent"
    DATE = "date"
    DATETIME = "date and time"
    TIME = "time"
    CHECKBOX = "checkbox"
    PICKLIST = "picklist"
    MULTI_PICKLIST = "multi-select picklist"
    REFERENCE = "reference"
    ADDRESS = "address"
    LOCATION = "location"
    IDENTIFIER = "identifier"
    FORMULA = "formula"
    SUMMARY = "roll-up summary"
    FILE = "file"
    OTHER = "other"


class SystemRole(StrEnum):
    """What a system is to the team."""

    CRM = "CRM"
    AUTOMATION = "marketing automation"
    WEB_SITE = "web site"
    WEBINAR = "webinars"
    ANALYTICS = "analytics"
    SHOP = "shop"
    EMAIL = "e-mail"
    ADS = "advertising"
    OTHER = "other"


class Direction(StrEnum):
    """Which way a mapped field is copied, seen from the collecting side."""

    INTO = "into the target"
    BACK = "back from the target"
    BOTH = "both ways"


class ConflictRule(StrEnum):
    """Who wins when both sides hold a value."""

    NONE = "not decided"
    CRM_WINS = "CRM wins"
    TOOL_WINS = "tool wins"
    NEWEST = "newest wins"
    IF_EMPTY = "only if empty"


class Use(StrEnum):
    """What a synchronised field is used for (brief B2)."""

    SEGMENTATION = "segmentation"
    AUTOMATION = "automation"
    SCORING = "scoring"
    REPORTING = "reporting"
    SALES = "sales"


class SyncWay(StrEnum):
    """How changes travel to the CRM."""

    REAL_TIME = "real time"
    BATCHED = "batched"
    POLLED = "polled"


class LimitKind(StrEnum):
    """What a system limits."""

    DAILY = "calls in 24 hours"
    WINDOW = "calls in a short time"
    STORAGE = "megabytes of records"
    CUSTOM_FIELDS = "custom fields on an object"


class Means(StrEnum):
    """By what a data flow is carried."""

    CONNECTOR = "native connector"
    API = "API"
    FILE = "file"
    HAND = "by hand"
    OPEN = "not decided"


class Purpose(StrEnum):
    """What a campaign is for (brief C1)."""

    LEAD_GENERATION = "lead generation"
    LEAD_CONVERSION = "lead conversion"
    LEAD_NURTURING = "lead nurturing"
    SALES_SUPPORT = "sales support"
    CROSS_SELL = "cross-sell"
    OTHER = "other"


class Bound(StrEnum):
    """Which way a campaign faces: people come to it, or it goes to people."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class CampaignState(StrEnum):
    """How far a campaign has come."""

    IDEA = "idea"
    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"


class ReEntry(StrEnum):
    """Whether a lead may enter a campaign again."""

    NEVER = "never"
    AFTER_LEAVING = "after leaving"
    ALWAYS = "always"


class LinkShape(StrEnum):
    """How the links of a drawing run."""

    ANGLED = "angled"
    CURVED = "curved"


class Lanes(StrEnum):
    """What the lanes of a drawing stand for."""

    NONE = "none"
    STAGE = "buying stage"
    SYSTEM = "system"
    OWNER = "owner"


class WriteOperation(StrEnum):
    """What a step does to a CRM object."""

    CREATE = "create"
    UPDATE = "update"
    UPSERT = "upsert"


class ScoreLevel(StrEnum):
    """Whose score is meant."""

    LEAD = "lead"
    ACCOUNT = "account"


class Repeat(StrEnum):
    """How often one lead can gain by one rule."""

    ALWAYS = "every time"
    FIRST = "first time only"


class ScoreBasis(StrEnum):
    """What a score is made of: who the lead is, or what the lead does. The two are kept apart."""

    ENGAGEMENT = "engagement"
    FIT = "fit"


class RuleKind(StrEnum):
    """What a scoring rule listens to (brief E2)."""

    ACTION = "an action"
    PATTERN = "a pattern of actions"
    INACTIVITY = "inactivity"
    FACT = "something known of the lead"


class RollUp(StrEnum):
    """How the scores of an account's leads make the account's score (brief E6)."""

    SUM = "sum"
    MAXIMUM = "highest"
    MEAN = "mean"
    CHAMPION = "champion counts more"
    ROLES = "weighted by role"
    TRIMMED = "mean without the lowest"


class EffectKind(StrEnum):
    """What a threshold does when it is reached (brief E5)."""

    QUALIFY = "qualify the lead"
    JOIN = "join a segment"
    LEAVE = "leave a segment"
    START = "start a campaign"
    NOTIFY = "notify somebody"
    TASK = "create a task"
    STAGE = "move to a buying stage"


class Crossing(StrEnum):
    """Which way a score has to cross a threshold."""

    UP = "rises to it"
    DOWN = "falls below it"


class SalesStatus(StrEnum):
    """What sales have made of a lead so far, as the CRM holds it."""

    NONE = "not handed over"
    HANDED_OVER = "handed over"
    ACCEPTED = "accepted"
    TURNED_DOWN = "turned down"
    OPPORTUNITY = "opportunity"
    NO_OPPORTUNITY = "no opportunity"
    WON = "won"
    LOST = "lost"


class Joining(StrEnum):
    """How statements are joined into one."""

    ALL = "all hold"
    ANY = "any holds"
    NONE = "none holds"


class WaitingOrder(StrEnum):
    """Whom a sales team takes next."""

    FIRST_COME = "who came first"
    HIGHEST_SCORE = "who has the highest score"
    NEWEST = "who came last"


class Rearm(StrEnum):
    """When a threshold that fired may fire again."""

    NEVER = "never"
    AFTER_FALLING = "after falling below"


class SegmentMaking(StrEnum):
    """How people come to be in a segment (brief D1)."""

    MINED = "mined from the database"
    REAL_TIME = "joined in real time"
    BY_HAND = "added by hand"


class PartKind(StrEnum):
    """What a part of a name stands for (brief D3)."""

    DATE = "date"
    DEPARTMENT = "department"
    CAMPAIGN = "campaign"
    PURPOSE = "purpose"
    REGION = "region"
    CREATOR = "creator"
    FREE = "free text"


class DateForm(StrEnum):
    """How a date is written in a name."""

    MONTH = "2027-03"
    MONTH_CLOSED = "202703"
    DAY = "2027-03-31"
    DAY_CLOSED = "20270331"
    SHORT_DAY = "270331"
    YEAR = "2027"
    QUARTER = "2027Q1"


class GoalLevel(StrEnum):
    """Needs rule a solution out; wants rank the rest."""

    NEED = "need"
    WANT = "want"


class GoalTopic(StrEnum):
    """What a goal is about; requirements that follow from the drawing tie to goals by it."""

    REACH = "new leads reach the CRM"
    RECORD = "lead or contact"
    TWINS = "nobody is there twice"
    RETURN = "return on campaigns"
    OPPORTUNITIES = "opportunity records"
    FIELDS = "fields on the record"
    HOT = "hot leads are found"
    BEHAVIOUR = "behaviour and actions count"
    ACCOUNTS = "interest of whole accounts"
    HANDOVER = "sales learn of each lead"
    TASK = "a task for sales"
    FEEDBACK = "what became of a lead"
    SEGMENTS = "segments"
    NURTURING = "nurturing"
    CONSENT = "consent"
    EVENTS = "webinars and events"
    OTHER = "something else"


class Verdict(StrEnum):
    """How a solution answers a goal or a requirement."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


class ProblemTime(StrEnum):
    """Whether the team has a problem or foresees it."""

    NOW = "now"
    FORESEEN = "foreseen"


class ProblemState(StrEnum):
    """How far a problem has come."""

    OPEN = "open"
    IN_WORK = "being solved"
    SOLVED = "solved"


class Concept(StrEnum):
    """What every tool has a word of its own for (brief B3)."""

    LEAD = "lead"
    CONTACT = "contact"
    ACCOUNT = "account"
    OPPORTUNITY = "opportunity"
    STAGE = "stage"
    CAMPAIGN = "campaign"
    OTHER = "other"


class ProblemSeverity(StrEnum):
    """How bad a problem is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class DuplicateKey(StrEnum):
    """By what two rows of a list are known to be one person."""

    EMAIL = "e-mail"
    ID = "CRM id"
    ROW = "whole row"
    NONE = "nothing"


class ChecklistState(StrEnum):
    """How far a thing to do has come."""

    OPEN = "open"
    IN_WORK = "in work"
    DONE = "done"
