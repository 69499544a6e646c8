"""The whole of an intake without a window: open the list, choose what it is for, check, write, record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from maplanner.app.intake.checking import Intake, Outputs, Progress, check_list
from maplanner.app.intake.keys import key_column, likely_key
from maplanner.app.intake.matching import (
    ColumnUse,
    Target,
    best_target,
    missing_fields,
    propose,
    rule_of,
    targets,
)
from maplanner.app.intake.recording import Checked, record
from maplanner.core.clock import utc_now
from maplanner.core.errors import NoSuchRecord, PlanFileError, UnreadableSource
from maplanner.document.reading import RecordReader
from maplanner.document.records import Step
from maplanner.document.store import Store
from maplanner.document.vocabulary import DuplicateKey
from maplanner.exchange.sheets import Sheet
from maplanner.storage import PlanFile


@dataclass(frozen=True)
class Preparation:
    """How a list is going to be checked: everything in it can be changed before."""

    sheet: Sheet
    target: Target | None
    uses: tuple[ColumnUse, ...]
    key: DuplicateKey
    plus_tags: bool = False

    def intake(self, reader: RecordReader) -> Intake:
        """Return what to check.

        Raises:
            UnreadableSource: Duplicates are asked for by something that no column holds.
        """
        place = key_column(self.uses, self.key)
        if place is None and self.key in {DuplicateKey.EMAIL, DuplicateKey.ID}:
            columns = ", ".join(f"“{use.title}”" for use in self.uses[:12])
            message = f"No column of {self.sheet.path.name} holds {_WITH_ARTICLE[self.key]}."
            raise UnreadableSource(message, advice=f"Its columns: {columns}.")
        rules = tuple(None if use.field is None else rule_of(reader, use.field) for use in self.uses)
        return Intake(self.sheet, rules, self.key, place, self.plus_tags)

    @property
    def missing(self) -> list[str]:
        """The required fields that no column brings."""
        return missing_fields(self.target, self.uses)


_WITH_ARTICLE = {DuplicateKey.EMAIL: "an e-mail address", DuplicateKey.ID: "a CRM id"}


def prepare(
    reader: RecordReader, sheet: Sheet, target: Target | None = None, key: DuplicateKey | None = None
) -> Preparation:
    """Return a proposal for a list: what it is for unless given, a field for each column, the key."""
    meant = target if target is not None else best_target(reader, sheet.columns)
    uses = tuple(propose(reader, sheet.columns, meant))
    return Preparation(sheet, meant, uses, key if key is not None else likely_key(uses))


def run(
    store: Store,
    prepared: Preparation,
    outputs: Outputs | None = None,
    progress: Progress | None = None,
    *,
    take_size: bool = False,
) -> Checked:
    """Check a list, write what is wanted, and record the result in an open plan.

    Raises:
        UnreadableSource: The list is broken.
        CannotExport: A result cannot be written; nothing is recorded.
        Cancelled: ``progress`` raised it; nothing is recorded.
    """
    found = check_list(prepared.intake(store), outputs, progress)
    checked = Checked(prepared.sheet.path, prepared.target, prepared.uses, prepared.key, found)
    record(store, checked, utc_now().date(), take_size=take_size)
    return checked


def run_on_file(
    plan: Path,
    sheet: Sheet,
    outputs: Outputs,
    *,
    against: str = "",
    key: DuplicateKey | None = None,
    plus_tags: bool = False,
    take_size: bool = False,
    author: str = "",
    progress: Progress | None = None,
) -> tuple[Checked, Preparation]:
    """Check a list for a plan file; ``against`` names one of its contact lists or objects.

    Raises:
        PlanFileError: The plan cannot be opened or written.
        NoSuchRecord: It has nothing of that name.
        UnreadableSource: The list is broken.
        CannotExport: A result cannot be written.
    """
    with PlanFile.open(plan, author) as plan_file:
        if plan_file.read_only:
            raise PlanFileError(plan_file.notice, advice="Nothing was checked.")
        store = plan_file.store
        target = target_named(store, against) if against else None
        prepared = replace(prepare(store, sheet, target, key), plus_tags=plus_tags)
        checked = run(store, prepared, outputs, progress, take_size=take_size and _is_list(prepared.target))
        return checked, prepared


def target_named(reader: RecordReader, named: str) -> Target:
    """Return the contact list or object that a person means by a title, part of one, or an identifier.

    Raises:
        NoSuchRecord: None, or several, are meant; the advice names those that there are.
    """
    there = targets(reader)
    wanted = named.casefold()
    tests = (
        lambda each: named in (each.record.id, each.title),
        lambda each: each.title.casefold() == wanted or each.title.casefold().endswith(f"· {wanted}"),
        lambda each: wanted in each.title.casefold(),
    )
    for test in tests:
        meant = [each for each in there if test(each)]
        if len(meant) == 1:
            return meant[0]
        if meant:
            break
    known = ", ".join(f"“{each.title}”" for each in there[:12]) or "none"
    raise NoSuchRecord(
        f"The plan has no one contact list or object “{named}”.", advice=f"There are: {known}."
    )


def _is_list(target: Target | None) -> bool:
    return target is not None and isinstance(target.record, Step)
