"""What somebody who wrote a plan by hand may not have meant: parts that nothing will use.

Records, fields and kinds of a newer version are kept, so none of this is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maplanner.core.errors import InvalidRecord
from maplanner.document.complaints import meant
from maplanner.document.reading import Snapshot
from maplanner.document.records import RECORD_TYPE, Link, Record, Scope, Step, UnknownRecord
from maplanner.steps import KINDS, kind_of, outputs_of, props_of

_KEPT = "It is kept, but nothing uses it."


def oddities(records: Iterable[Record]) -> tuple[str, ...]:
    """Return a line for each part that this version does not know, with the word that was perhaps meant."""
    plan = Snapshot.of(list(records))
    found = (_of_record(record, plan) for record in plan.records())
    return tuple(line for lines in found for line in lines)


def _of_record(record: Record, plan: Snapshot) -> Iterator[str]:
    if isinstance(record, UnknownRecord):
        yield _line(f"“{record.id}”", "type of record", record.written_as, _saved_types())
        return
    place = f"{record.type_name} “{record.id}”"
    for name in record.model_extra or ():
        yield _line(place, "field", name, type(record).model_fields)
    if isinstance(record, Step):
        yield from _of_step(record, place)
    elif isinstance(record, Link):
        yield from _of_link(record, plan, place)


def _of_step(step: Step, place: str) -> Iterator[str]:
    kind = kind_of(step)
    if kind is None:
        yield _line(place, "kind", step.kind, KINDS)
        return
    try:
        props = props_of(step)
    except InvalidRecord as error:
        yield f"{error.message} Leads stop there."
        return
    for name in props.model_extra or ():
        yield _line(place, f"property of {step.kind}", name, kind.props.model_fields)


def _of_link(link: Link, plan: Snapshot, place: str) -> Iterator[str]:
    source = plan.find(Step, link.source)
    try:
        outputs = [output.name for output in outputs_of(source)]
    except InvalidRecord:
        return
    if outputs and link.output not in outputs:
        known = ", ".join(outputs)
        yield f"{place}: a {source.kind} has no output “{link.output}”, only {known}. Nobody goes that way."


def _line(place: str, what: str, name: str, known: Iterable[str]) -> str:
    return " ".join(
        part for part in (f"{place}: there is no {what} “{name}”.", meant(name, known), _KEPT) if part
    )


def _saved_types() -> list[str]:
    return [name for name, cls in RECORD_TYPE.items() if cls.scope is Scope.DOCUMENT]
