"""Bringing in what was made elsewhere: plans in text form, diagrams, and catalogues of CRMs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from maplanner.app.differences import Difference
from maplanner.app.oddities import oddities
from maplanner.app.person import author_name
from maplanner.app.sources import Source, read_source
from maplanner.app.templates import template_records
from maplanner.core.errors import InvalidPlan, NoSuchRecord, PlanFileError, UnreadableSource
from maplanner.document.records import Record, System
from maplanner.document.store import Store
from maplanner.document.textform import FORMAT, plan_from_text
from maplanner.exchange.carrying import carried_plan, may_carry
from maplanner.storage import PlanFile, read_plan

if TYPE_CHECKING:
    from maplanner.crm.catalogue import Catalogue
    from maplanner.crm.change import CatalogueChange

PLAN_TEXT: Final = "plan-json"
"""The name of the format of plans in text form."""

_LARGEST_TEXT: Final = 512 * 2**20
"""No plan in text form comes near so many bytes; something else is not read into memory whole."""


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did.

    ``left_out`` has a line for each thing that could not be taken over, and why; ``taken`` one for each that
    was concluded; ``remarks`` one for each thing in a plan's text that nothing uses, and so may be a slip.
    ``lines`` and ``difference`` say in words and as JSON what changed. ``applied`` is false where a person
    only wanted to see that, or said no.
    ``guesses`` has one for each shape of a diagram: its text, what it became, how sure that is, and why;
    ``counts`` tells how many records of each sort a diagram became.
    """

    format: str
    made_plan: bool
    records: int
    objects: int = 0
    fields: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    summary: str = ""
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    applied: bool = True
    lines: tuple[str, ...] = ()
    difference: dict[str, JsonValue] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    guesses: tuple[tuple[str, str, str, str], ...] = ()


Confirm = Callable[[Difference], bool]
"""Shows a person what an import would change and returns whether to go on."""


def go_on(_difference: Difference) -> bool:
    """Go on without asking anybody."""
    return True


def import_source(
    source: str | os.PathLike[str] | Source,
    into: str | os.PathLike[str],
    system: str | None = None,
    as_format: str | None = None,
    author: str | None = None,
    *,
    confirm: Confirm = go_on,
    dry_run: bool = False,
) -> ImportOutcome:
    """Read ``source`` in the format it is recognised to have, or in ``as_format``, into a plan file.

    A plan in text form makes a new plan file. Each page of a diagram becomes a campaign. A CRM's catalogue is
    merged into the plan; ``system`` is the identifier or the title of the system it belongs to. The plan is
    made if it is not there. ``confirm`` is asked before a catalogue changes anything; with ``dry_run``
    nothing is changed or made.

    Raises:
        UnreadableSource: The source cannot be read; it, or its line, is named.
        InvalidPlan: The text is not an acceptable plan; the record is named.
        PlanFileError: The plan file cannot be opened or written, or exists and would be overwritten.
    """
    wanted = source if isinstance(source, Source) else Source(os.fspath(source), as_format or "")
    who = author_name() if author is None else author
    place = Path(wanted.place)
    if wanted.format == PLAN_TEXT or not (wanted.format or wanted.is_address or not is_plan_text(place)):
        if dry_run:
            return ImportOutcome(PLAN_TEXT, True, len(plan_text_records(place)), applied=False)
        return _import_plan(place, into, who)
    if not wanted.is_address and is_diagram(place, wanted.format):
        return _import_diagram(place, wanted.format, into, who, dry_run=dry_run)
    catalogue = read_source(wanted)
    if dry_run:
        store = Store(read_plan(into).records()) if Path(into).exists() else Store(template_records())
        return _merge(store, catalogue, system, lambda _difference: False)
    return _import_catalogue(catalogue, into, system, who, confirm)


def import_into_store(
    store: Store, source: str | os.PathLike[str], system: str | None = None, as_format: str = ""
) -> ImportOutcome:
    """Merge a CRM's catalogue into an open plan, as one step that can be undone.

    Raises:
        UnreadableSource: The source cannot be read, or is a plan of its own.
    """
    place = Path(source)
    if not as_format and is_plan_text(place):
        raise UnreadableSource(f"“{place.name}” is a whole plan.", advice="Open it as a plan of its own.")
    return _merge(store, read_source(Source(str(place), as_format)), system)


def preview(
    store: Store, source: str | os.PathLike[str], system: str | None = None, as_format: str = ""
) -> CatalogueChange:
    """Return what merging a CRM's catalogue would change, without changing anything.

    Raises:
        UnreadableSource: The source cannot be read.
    """
    from maplanner.crm.merge import catalogue_changes

    return catalogue_changes(
        store, read_source(Source(os.fspath(source), as_format)), _system_id(store, system)
    )


def is_diagram(place: Path, as_format: str = "") -> bool:
    """Tell whether a file is a diagram drawn elsewhere, by its content unless a format is named."""
    from maplanner.exchange.diagrams.formats import is_diagram as found

    return found(place.expanduser(), as_format)


def is_plan_text(path: Path) -> bool:
    """Tell whether a file is a plan in text form, was meant to be one, or is a picture that carries one."""
    if may_carry(path):
        return _carries(path)
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST_TEXT:
            return False
        with path.open("rb") as file:
            beginning = file.read(4096)
        if b'"format"' in beginning and b'"maplanner"' in beginning:
            return True
        data = json.loads(path.read_bytes()) if b"{" in beginning else None
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(data, dict) and data.get("format") == FORMAT


def _carries(path: Path) -> bool:
    try:
        return carried_plan(path) is not None
    except UnreadableSource:
        return True  # It was meant to be one; reading it says what is wrong.


def plan_text_records(path: Path) -> list[Record]:
    """Return the records of a plan in text form, or of one that a picture carries.

    Raises:
        UnreadableSource: The file cannot be read.
        InvalidPlan: The text is not an acceptable plan; line or record is named.
    """
    carried = carried_plan(path) if may_carry(path) else None
    if carried is not None:
        return plan_from_text(carried, f"the plan in “{path.name}”")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            f"“{path}” is not text in UTF-8.", advice="Save it in that encoding."
        ) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UnreadableSource(f"“{path}” cannot be read: {why}.", advice="Check its name.") from error
    return plan_from_text(text, f"“{path.name}”")


def _import_plan(source: Path, into: str | os.PathLike[str], author: str) -> ImportOutcome:
    records = plan_text_records(source)
    try:
        plan_file = PlanFile.create(into, records, author)
    except InvalidPlan as error:
        raise InvalidPlan(f"“{source.name}” makes no plan: {error.message}", advice=error.advice) from error
    with plan_file:
        return ImportOutcome(
            PLAN_TEXT, made_plan=True, records=len(records), remarks=oddities(plan_file.store.records())
        )


def _import_diagram(
    source: Path, as_format: str, into: str | os.PathLike[str], author: str, *, dry_run: bool
) -> ImportOutcome:
    from maplanner.app.diagrams import (
        campaigns_of,
        concluded_of,
        counted,
        counts_of,
        guesses_of,
        left_out_of,
        read_drawing,
        take_over,
    )

    read = read_drawing(source, as_format)
    store = Store(read_plan(into).records()) if Path(into).exists() else Store(template_records())
    made = campaigns_of(read, store)
    take_over(store, made, read.file)
    counts = counts_of(made)
    outcome = ImportOutcome(
        format=read.format_title,
        made_plan=False,
        records=sum(counts.values()),
        new=sum(counts.values()),
        summary=f"{counted(counts)}.",
        left_out=left_out_of(read, made),
        taken=concluded_of(made),
        applied=not dry_run,
        lines=tuple(f"{each.campaign.title}: {len(each.steps):,} steps" for each in made),
        counts=counts,
        guesses=tuple(guess for page in range(len(read.readings)) for guess in guesses_of(read, page)),
    )
    if not dry_run:
        # The plan took it in a copy above, so a file is only made or opened for what it takes.
        with _opened(into, author) as plan_file:
            take_over(plan_file.store, campaigns_of(read, plan_file.store), read.file)
    return outcome


def _opened(into: str | os.PathLike[str], author: str) -> PlanFile:
    """Return the plan file to write into, made if it is not there.

    Raises:
        PlanFileError: It cannot be written.
    """
    if not Path(into).exists():
        return PlanFile.create(into, template_records(), author)
    plan_file = PlanFile.open(into, author)
    if plan_file.read_only:
        with plan_file:
            raise PlanFileError(plan_file.notice, advice="Nothing was imported.")
    return plan_file


def _import_catalogue(
    catalogue: Catalogue, into: str | os.PathLike[str], system: str | None, author: str, confirm: Confirm
) -> ImportOutcome:
    if not Path(into).exists():
        # Before the file is made: a name that is not there must leave nothing behind.
        _system_id(Store(), system)
    with _opened(into, author) as plan_file:
        return _merge(plan_file.store, catalogue, system, confirm)


def _merge(store: Store, catalogue: Catalogue, system: str | None, confirm: Confirm = go_on) -> ImportOutcome:
    from maplanner.crm.merge import catalogue_changes

    changes = catalogue_changes(store, catalogue, _system_id(store, system))
    difference = Difference(changes, store)
    outcome = ImportOutcome(
        format=catalogue.source or catalogue.product,
        made_plan=False,
        records=len(changes.new),
        objects=len(catalogue.objects),
        fields=catalogue.field_count,
        new=len(changes.new),
        changed=len(changes.changed),
        gone=len(changes.gone),
        summary=changes.summary(),
        left_out=changes.left_out,
        taken=changes.taken,
        applied=confirm(difference),
        lines=tuple(difference.lines()),
        difference=difference.to_json(),
    )
    if outcome.applied:
        with store.transact(f"Import from {catalogue.source or catalogue.system_title}") as transaction:
            changes.apply(transaction)
    return outcome


def _system_id(store: Store, named: str | None) -> str | None:
    """Return the identifier of the system that a person named by title or identifier."""
    if named is None:
        return None
    systems = store.all(System)
    for system in systems:
        if named in (system.id, system.title):
            return system.id
    close = [system.id for system in systems if system.title.casefold() == named.casefold()]
    if len(close) == 1:
        return close[0]
    known = ", ".join(f"“{system.title}”" for system in systems) or "none"
    raise NoSuchRecord(f"The plan has no system “{named}”.", advice=f"Its systems: {known}.")
