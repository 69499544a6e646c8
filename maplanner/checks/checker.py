"""Running all checks: once for a plan as it stands, or again and again while it is edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain, islice, repeat
from threading import Lock
from typing import Final, cast

from maplanner.checks.catalogue import PARTS
from maplanner.checks.completeness import Completeness, Needing, completeness
from maplanner.checks.finding import Finding
from maplanner.checks.memory import fact
from maplanner.checks.noting import NotingReader
from maplanner.checks.survey import Survey
from maplanner.checks.surveyed import Collected
from maplanner.core.memory import without_garbage_search
from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import (
    CrmField,
    FormField,
    IgnoredFinding,
    Mapping,
    Plan,
    Record,
    Step,
)


@dataclass(frozen=True)
class Checked:
    """What the checks found: what the team should see to, and what it has decided to live with."""

    findings: tuple[Finding, ...]
    ignored: tuple[Finding, ...] = ()
    completeness: tuple[Completeness, ...] = ()


_Unit = tuple[type[Record], str]
"""A record that checks look at."""

_AT_ONCE: Final = 200
"""Records that all checks look at before the next: few enough to stay in the processor's own memory."""

_FOUND = "found"
"""The name of the fact that holds what is found about a record."""


class _Checking(Needing):
    """A survey that looks at each record with every check for its type."""

    def __init__(self, snapshot: Snapshot, *, follows: bool = False) -> None:
        super().__init__(snapshot, follows=follows)
        self.subjects: dict[type[Record], Callable[[str], object]] = {
            **{cls: partial(self.reader.find_or_none, cls) for cls in PARTS},
            Step: self.step,
            FormField: self._collected,
            Plan: lambda _: self.reader.plan,
        }
        """By type: what finds what checks look at. They find ``None`` for steps in no campaign."""
        self._find_held = self.reader.finder(CrmField)

    @fact(20)
    def found(self, cls: type[Record], record_id: str) -> tuple[Finding, ...]:
        """Return what all checks find about one record."""
        subject = self.subjects[cls](record_id)
        if subject is None:
            return ()
        found: list[Finding] = []
        for check, part in PARTS[cls]:
            for remark in part(self, subject):
                found.append(check.finding(self, remark))  # noqa: PERF401 - mostly there is nothing to list
        return tuple(found)

    def _collected(self, record_id: str) -> Collected | None:
        """Return a field with its mappings; ``None`` for fields of steps in no campaign."""
        field = self.reader.find_or_none(FormField, record_id)
        if field is None or not self.is_drawn(field.step):
            return None
        mappings = self.reader.having(Mapping, "collected", record_id)
        return Collected.of(field, mappings, self._find_held)

    def all_subjects(self, cls: type[Record]) -> Iterator[object]:
        """Yield what checks look at, of all records of a type."""
        if cls is FormField:
            mappings, find = self.reader.grouping(Mapping, "collected"), self.reader.finder(CrmField)
            fields = chain.from_iterable(map(self.fields_of, self.step_ids()))
            return (Collected.of(field, mappings(field.id), find) for field in fields)
        return (each for each in map(self.subjects[cls], self.units(cls)) if each is not None)

    def units(self, cls: type[Record]) -> list[str]:
        """Return the records of a type that checks look at."""
        return [""] if cls is Plan else self.reader.identifiers(cls)


class Checker:
    """Checks one plan again and again. What an edit does not touch is not looked at again.

    Any thread may ask; one is served after the other.
    """

    def __init__(self) -> None:
        self._turn = Lock()
        self._following: _Following | None = None

    def check(self, snapshot: Snapshot) -> Checked:
        """Return what all checks find in a plan, as it is in this snapshot."""
        with self._turn, without_garbage_search():
            # Kept only once all went well, so that nothing half worked out is built upon.
            following, self._following = self._following, None
            if following is None or not following.move_to(snapshot):
                following = _Following(snapshot)
            checked = following.checked(snapshot)
            self._following = following
            return checked


class _Following:
    """What was found in a plan, kept in step with it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._survey = _Checking(snapshot, follows=True)
        self._units = {cls: dict.fromkeys(self._survey.units(cls)) for cls in PARTS}
        self._found: dict[_Unit, tuple[Finding, ...]] = {}
        for cls, ids in self._units.items():
            for record_id in ids:
                found = self._survey.found(cls, record_id)
                if found:
                    self._found[(cls, record_id)] = found

    def move_to(self, snapshot: Snapshot) -> bool:
        """Look again at what has changed; return whether that could be told."""
        survey = self._survey
        if not isinstance(survey.reader, NotingReader):
            return False
        changed = survey.reader.move_to(snapshot)
        if changed is None:
            return False
        for name in survey.memory.change(changed):
            if name[0] == _FOUND:
                cls, record_id = cast("_Unit", name[1:])
                if record_id in self._units[cls]:
                    self._look(cls, record_id)
        for cls in PARTS:
            self._recount(cls, survey.reader)
        return True

    def checked(self, snapshot: Snapshot) -> Checked:
        """Return all findings."""
        return _parted(self._survey, snapshot, [each for found in self._found.values() for each in found])

    def _recount(self, cls: type[Record], reader: NotingReader) -> None:
        for record_id in reader.deleted.get(cls, ()) if cls is not Plan else ():
            self._units[cls].pop(record_id, None)
            self._found.pop((cls, record_id), None)
            self._survey.memory.forget(_FOUND, cls, record_id)
        for record_id in reader.made.get(cls, ()) if cls is not Plan else ():
            self._units[cls][record_id] = None
            self._look(cls, record_id)

    def _look(self, cls: type[Record], record_id: str) -> None:
        found = self._survey.found(cls, record_id)
        if found:
            self._found[(cls, record_id)] = found
        else:
            self._found.pop((cls, record_id), None)


def run_checks(snapshot: Snapshot) -> list[Finding]:
    """Return what all checks find: the worst first, then as campaigns and steps stand; no ignored ones."""
    return list(check_once(snapshot).findings)


def check_once(snapshot: Snapshot) -> Checked:
    """Return what all checks find in a plan, with what the team ignores kept apart."""
    with without_garbage_search():
        survey = _Checking(snapshot)
        try:
            return _checked(survey, snapshot)
        finally:
            survey.forget()


def _checked(survey: _Checking, snapshot: Snapshot) -> Checked:
    found: list[Finding] = []
    for cls, parts in PARTS.items():
        subjects = survey.all_subjects(cls)
        while block := list(islice(subjects, _AT_ONCE)):
            for check, part in parts:
                # As looking at each record, without a step of Python for those of which nothing is said.
                remarks = chain.from_iterable(map(part, repeat(survey), block))
                found += [check.finding(survey, remark) for remark in remarks]
    return _parted(survey, snapshot, found)


def _parted(survey: _Checking, reader: RecordReader, findings: list[Finding]) -> Checked:
    """Return findings in order, those that the team ignores apart, each with its reason."""
    ignored = {each.key: each for each in map(_Ignored, reader.all(IgnoredFinding))}
    ordered = _in_order(survey, findings)
    live = tuple(each for each in ordered if each.key not in ignored)
    known = tuple(replace(each, ignored=ignored[each.key].record) for each in ordered if each.key in ignored)
    return Checked(live, known, completeness(survey, live))


class _Ignored:
    """What tells which finding is ignored."""

    def __init__(self, record: IgnoredFinding) -> None:
        self.record = record
        self.key = (record.code, record.about, record.detail)


def ignoring(finding: Finding, reason: str, author: str, today: date) -> IgnoredFinding:
    """Return the record that makes the team ignore a finding."""
    return IgnoredFinding.new(
        code=finding.code,
        about=finding.record,
        detail=finding.detail,
        reason=reason.strip(),
        author=author,
        ignored_on=today,
    )


def _in_order(survey: Survey, findings: list[Finding]) -> list[Finding]:
    places = {campaign_id: place for place, campaign_id in enumerate(survey.campaign_ids())}
    steps: dict[str, int] = {}
    for campaign_id in dict.fromkeys(each.campaign_id for each in findings if each.campaign_id):
        steps.update({step_id: place for place, step_id in enumerate(survey.steps_of(campaign_id))})
    nowhere = len(places)
    return sorted(
        findings,
        key=lambda found: (
            found.severity.rank,
            places.get(found.campaign_id, nowhere),
            steps.get(found.step_id, -1),
            found.code,
            found.message,
            found.record,
            found.detail,
        ),
    )
