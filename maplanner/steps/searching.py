"""Finding and replacing words in a plan: titles, form fields, CRM fields, notes, problems, what steps say.

Only texts that people wrote for people are replaced. Keys, API names and whatever was read from a system are
found but kept: other records, or the system itself, know them by exactly that text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from pydantic import BaseModel, JsonValue

from maplanner.document.fields import FieldSpec, field_specs
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    RECORD_TYPE,
    Campaign,
    CrmField,
    CrmObject,
    FormField,
    Frame,
    Link,
    Note,
    Record,
    RecordValues,
    Scope,
    Step,
)
from maplanner.document.store import Store
from maplanner.document.wording import Span, Wording, spliced
from maplanner.steps.catalogue import KINDS
from maplanner.steps.graph import campaign_steps, campaigns, links_from

_TEXT_EDITORS: Final = frozenset({"", "text", "lines"})
"""Fields with any other editor hold a choice: the identifier of a record, a colour, a product."""
_KEPT: Final = frozenset({"key", "api_name", "matched_by", "path", "native_type", "source", "currency"})
_READ_FROM_SYSTEMS: Final = (CrmObject, CrmField)
_ON_DRAWINGS: Final = (Step, FormField, Link, Frame, Note, Campaign)


@dataclass(frozen=True)
class Hit:
    """One place where the wording stands.

    ``path`` is the field (``title``, ``props.subject``), ``field`` its title for people, ``position`` the
    place in a list of texts or -1. ``campaign`` is empty for what stands on no drawing. ``text`` is the
    whole text and ``span`` where in it; ``changeable`` tells whether it may be replaced.
    """

    record: Record
    path: str
    field: str
    position: int
    text: str
    span: Span
    campaign: str
    changeable: bool


@dataclass(frozen=True)
class _TextField:
    path: str
    key: str
    """The key among a step's properties; empty for a field of the record itself."""
    title: str
    changeable: bool


def find(reader: RecordReader, wording: Wording) -> list[Hit]:
    """Return all places in a plan: campaign by campaign as their drawings are read, then list by list."""
    found: list[Hit] = []
    for campaign in campaigns(reader):
        found += _hits((campaign,), wording, campaign.id)
        found += find_in_campaign(reader, wording, campaign.id)
    types = [cls for cls in RECORD_TYPE.values() if cls.scope is Scope.DOCUMENT]
    for cls in types:
        if cls not in _ON_DRAWINGS:
            found += _hits(reader.all(cls), wording, "")
    return found


def find_in_campaign(reader: RecordReader, wording: Wording, campaign_id: str) -> list[Hit]:
    """Return all places on one drawing, step by step in reading order, each with its fields and links."""
    return _hits(_drawn(reader, campaign_id), wording, campaign_id)


def replacements(reader: RecordReader, hits: Iterable[Hit], by: str) -> dict[str, RecordValues]:
    """Return the new values by record that put other words in place of hits.

    Hits that may not be changed, or whose text has become another one meanwhile, are left out.
    """
    values: dict[str, RecordValues] = {}
    wanted = [hit for hit in hits if hit.changeable]
    wanted.sort(key=lambda hit: (hit.record.id, hit.path, hit.span.start))
    for (record_id, path), group in groupby(wanted, key=lambda hit: (hit.record.id, hit.path)):
        places = list(group)
        record = reader.get(record_id)
        if record is not None and _value(record, path) == places[0].text:
            text = spliced(places[0].text, [hit.span for hit in places], by)
            values.setdefault(record_id, {})[path] = text
    return values


def replace(store: Store, hits: Sequence[Hit], by: str, label: str) -> int:
    """Put other words in place of hits, as one step that can be undone; return how many fields changed.

    Raises:
        InvalidRecord: A text would become longer than its field takes; then nothing changes.
    """
    values = replacements(store, hits, by)
    if not values:
        return 0
    with store.transact(label) as transaction:
        for record_id, changed in values.items():
            transaction.change(record_id, changed)
    return sum(len(changed) for changed in values.values())


def _drawn(reader: RecordReader, campaign_id: str) -> Iterator[Record]:
    for step in campaign_steps(reader, campaign_id):
        yield step
        fields = reader.referring(FormField, "step", step.id)
        yield from sorted(fields, key=lambda field: (field.order, field.id))
        yield from links_from(reader, step.id)
    yield from sorted(reader.referring(Frame, "campaign", campaign_id), key=lambda frame: (frame.y, frame.x))
    yield from sorted(reader.referring(Note, "campaign", campaign_id), key=lambda note: (note.y, note.x))


def _hits(records: Iterable[Record], wording: Wording, campaign_id: str) -> list[Hit]:
    found: list[Hit] = []
    for record in records:
        props = record.props if isinstance(record, Step) else {}
        for field in _fields_of(record):
            value = props.get(field.key) if field.key else getattr(record, field.path)
            if not value:
                continue
            for position, text in ((-1, value),) if isinstance(value, str) else _texts(value):
                spans = wording.spans(text)
                if spans:
                    where = (field.path, field.title, position, text)
                    found += (Hit(record, *where, span, campaign_id, field.changeable) for span in spans)
    return found


def _fields_of(record: Record) -> tuple[_TextField, ...]:
    if isinstance(record, Step):
        return _step_fields(record.kind)
    return _record_fields(type(record))


def _texts(value: object) -> Iterator[tuple[int, str]]:
    """Yield the texts of a list; a property may hold anything."""
    if isinstance(value, tuple | list):
        yield from ((at, text) for at, text in enumerate(value) if isinstance(text, str))


def _value(record: Record, path: str) -> JsonValue:
    """Return the text that a record holds at a path now."""
    _name, _, key = path.partition(".")
    if isinstance(record, Step) and key:
        return record.props.get(key)
    return str(getattr(record, path))


@cache
def _record_fields(cls: type[Record]) -> tuple[_TextField, ...]:
    from_system = issubclass(cls, _READ_FROM_SYSTEMS)
    return tuple(_text_fields(cls, "", kept=from_system))


@cache
def _step_fields(kind_name: str) -> tuple[_TextField, ...]:
    kind = KINDS.get(kind_name)
    own = _record_fields(Step)
    return own if kind is None else own + tuple(_text_fields(kind.props, "props.", kept=False))


def _text_fields(model: type[BaseModel], prefix: str, *, kept: bool) -> Iterator[_TextField]:
    for name, meaning in field_specs(model).items():
        annotation = model.model_fields[name].annotation
        is_list = annotation == tuple[str, ...]
        if (annotation is str or is_list) and _is_for_people(meaning):
            # Choices are compared with what the CRM allows, letter by letter.
            changeable = not (kept or is_list or name in _KEPT)
            yield _TextField(f"{prefix}{name}", name if prefix else "", meaning.title, changeable)


def _is_for_people(meaning: FieldSpec) -> bool:
    return not meaning.hidden and not meaning.ref and meaning.editor in _TEXT_EDITORS
