"""What a check reports: what is wrong, where, and how it can be put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import JsonValue

if TYPE_CHECKING:
    from maplanner.document.records import IgnoredFinding, Record, RecordValues
    from maplanner.document.store import Transaction


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """Data or leads are lost, or the drawing cannot run."""
    WARNING = "warning"
    """Something will not go as drawn for some leads."""
    NOTE = "note"
    """Worth a look; it may be meant."""

    @property
    def rank(self) -> int:
        """The place in a list that begins with the worst."""
        return _RANKS[self]


_RANKS = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True)
class Fix:
    """How a finding can be put right in one step. ``title`` is a verb phrase and the label in *Undo*.

    ``changes`` are pairs of a record's identifier and its new values by path.
    """

    title: str
    puts: tuple[Record, ...] = ()
    changes: tuple[tuple[str, RecordValues], ...] = ()
    removes: tuple[str, ...] = ()

    def apply(self, transaction: Transaction) -> None:
        """Make the changes.

        Raises:
            NoSuchRecord: The plan has changed so much since that the fix no longer fits.
            InvalidRecord: A rule of the plan does not hold afterwards.
        """
        for record_id, values in self.changes:
            transaction.change(record_id, values)
        transaction.put(*self.puts)
        transaction.remove(*self.removes)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or may be.

    ``template`` and ``params`` make the message; a translation replaces the
    template. ``campaign``, ``step`` and ``field`` are titles for people, empty
    where they do not apply; the names with ``_id`` are their identifiers.
    ``record`` is the identifier of what the finding is about, ``detail`` tells
    findings of one check about one record apart. ``ignored`` says why the team
    has decided to live with it.
    """

    code: str
    severity: Severity
    template: str
    params: Mapping[str, str]
    campaign: str = ""
    step: str = ""
    field: str = ""
    campaign_id: str = ""
    step_id: str = ""
    field_id: str = ""
    record: str = ""
    detail: str = ""
    fix: Fix | None = None
    ignored: IgnoredFinding | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What this finding is known by, however things are renamed and moved: check, record and detail."""
        return (self.code, self.record, self.detail)

    @cached_property
    def message(self) -> str:
        """What is wrong, in one sentence."""
        return self.template.format_map(self.params)

    def to_json(self) -> dict[str, JsonValue]:
        """Return the finding as JSON values, for other programs."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "campaign": self.campaign,
            "step": self.step,
            "field": self.field,
            "campaign_id": self.campaign_id,
            "step_id": self.step_id,
            "field_id": self.field_id,
            "record": self.record,
            "detail": self.detail,
            "fix": None if self.fix is None else self.fix.title,
            "ignored": None if self.ignored is None else self.ignored.reason,
        }
