"""Which mappings a plan probably lacks: for what its forms collect, and between two systems."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maplanner.crm.suggest import Proposal, proposals
from maplanner.document.reading import Snapshot
from maplanner.document.records import CrmField, CrmObject, FormField, Mapping

if TYPE_CHECKING:
    from maplanner.checks.survey import Survey


@dataclass(frozen=True)
class Search:
    """Fields to find targets for, among some fields, of which some are ``taken``."""

    sources: tuple[FormField | CrmField, ...]
    targets: tuple[CrmField, ...]
    taken: frozenset[str] = frozenset()


def proposed_mappings(
    snapshot: Snapshot,
    field_ids: Collection[str] | None = None,
    on_progress: Callable[[float], None] = lambda _share: None,
) -> list[Proposal]:
    """Return mappings for collected data that lands nowhere, and for fields of tools that nothing takes on.

    ``field_ids`` are the fields to look at; all that forms collect where they are not given. A piece of data
    that several forms ask for is mapped once.
    """
    from maplanner.checks.survey import Survey

    survey = Survey(snapshot)
    searches = [*_of_forms(survey, field_ids), *_of_tools(survey, field_ids or ())]
    return run_searches(searches, on_progress)


def run_searches(searches: list[Search], on_progress: Callable[[float], None]) -> list[Proposal]:
    """Return what all searches find; ``on_progress`` hears how much is done, from 0 to 1."""
    count = max(1, sum(len(search.sources) for search in searches))
    done = 0
    found: list[Proposal] = []
    for search in searches:
        share, before = len(search.sources) / count, done / count
        found += proposals(
            search.sources,
            search.targets,
            search.taken,
            lambda inner, share=share, before=before: on_progress(before + inner * share),  # type: ignore[misc]
        )
        done += len(search.sources)
    return found


def _of_forms(survey: Survey, field_ids: Collection[str] | None) -> Iterator[Search]:
    """Yield a search for each form that asks for something that lands nowhere, by whichever form."""
    from maplanner.checks.landing import key_of
    from maplanner.checks.targets import written_objects

    objects = {each.id for each in written_objects(survey)}
    targets = tuple(field for field in survey.reader.all(CrmField) if field.object in objects)
    by_form: dict[str, list[FormField]] = {}
    met: set[str] = set()
    for field in sorted(survey.reader.all(FormField), key=lambda field: field.order):
        wanted = field_ids is None or field.id in field_ids
        if wanted and key_of(field) not in met and not survey.landing.mappings_of(field):
            met.add(key_of(field))
            by_form.setdefault(field.step, []).append(field)
    for form, sources in by_form.items():
        yield Search(tuple(sources), targets, _filled_by(survey, form))


def _filled_by(survey: Survey, form: str) -> frozenset[str]:
    fields = survey.reader.referring(FormField, "step", form)
    return frozenset(mapping.target for field in fields for mapping in survey.landing.mappings_of(field))


def _of_tools(survey: Survey, field_ids: Collection[str]) -> Iterator[Search]:
    """Yield a search for each object of a tool whose chosen fields are not mapped to any system."""
    from maplanner.checks.targets import written_objects

    reader = survey.reader
    objects = written_objects(survey)
    chosen: dict[str, list[CrmField]] = {}
    for field in (reader.find_or_none(CrmField, each) for each in field_ids):
        if field is not None and not reader.referring(Mapping, "held", field.id):
            chosen.setdefault(field.object, []).append(field)
    for object_id, sources in chosen.items():
        holder = reader.find_or_none(CrmObject, object_id)
        others = {each.id for each in objects if holder is not None and each.system != holder.system}
        targets = tuple(field for field in reader.all(CrmField) if field.object in others)
        taken = {mapping.target for mapping in reader.all(Mapping) if mapping.held is not None}
        if targets:
            yield Search(tuple(sources), targets, frozenset(taken))
