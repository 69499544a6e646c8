"""The campaign inventory: what there is to say of each campaign, and in which groups they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, CampaignGroup, Step
from maplanner.document.vocabulary import Bound, CampaignState, Purpose

if TYPE_CHECKING:
    from maplanner.checks.finding import Finding


class Grouping(StrEnum):
    """By what campaigns are put together; each but the first is the name of a field of a campaign."""

    NONE = "none"
    GROUP = "group"
    BOUND = "bound"
    PURPOSE = "purpose"
    STATE = "state"
    OWNER = "owner"


@dataclass(frozen=True)
class InventoryRow:
    """A campaign with what is counted of it. ``findings`` is ``None`` while nobody has checked."""

    campaign: Campaign
    steps: int
    findings: int | None = None


@dataclass(frozen=True)
class InventoryGroup:
    """Campaigns that belong together. ``value`` is what their field holds; ``None`` for no group."""

    value: str | None
    title: str
    rows: tuple[InventoryRow, ...]

    @property
    def budget(self) -> float:
        """The budgets of its campaigns, in the plan's currency."""
        return sum(row.campaign.budget or 0.0 for row in self.rows)

    @property
    def steps(self) -> int:
        """The steps of its campaigns."""
        return sum(row.steps for row in self.rows)

    @property
    def findings(self) -> int | None:
        """The findings of its campaigns; ``None`` while nobody has checked."""
        counts = [row.findings for row in self.rows if row.findings is not None]
        return sum(counts) if counts else None


def inventory(
    reader: RecordReader, findings: Iterable[Finding] | None = None, *, archived: bool = False
) -> list[InventoryRow]:
    """Return every campaign in its order; those put away only if ``archived``."""
    steps = Counter(step.campaign for step in reader.all(Step))
    found = None if findings is None else Counter(finding.campaign_id for finding in findings)
    campaigns = sorted(reader.all(Campaign), key=lambda each: (each.order, each.title))
    return [
        InventoryRow(each, steps[each.id], None if found is None else found[each.id])
        for each in campaigns
        if archived or not each.archived
    ]


def grouped(reader: RecordReader, rows: Sequence[InventoryRow], by: Grouping) -> list[InventoryGroup]:
    """Return the rows by what they have in common, in the order of the groups.

    A team's own groups are there even when they are empty, so that something can be put into them.
    """
    if by is Grouping.NONE:
        return [InventoryGroup(None, "", tuple(rows))]
    members: dict[str | None, list[InventoryRow]] = {value: [] for value in _VALUES[by](reader)}
    for row in rows:
        members.setdefault(_value(row.campaign, by), []).append(row)
    is_kept = {None} | ({group.id for group in reader.all(CampaignGroup)} if by is Grouping.GROUP else set())
    shown = [
        InventoryGroup(value, _title(reader, by, value), tuple(found))
        for value, found in members.items()
        if found or (value is not None and value in is_kept)
    ]
    # Those without a group come last.
    return sorted(shown, key=lambda group: group.value is None)


def _value(campaign: Campaign, by: Grouping) -> str | None:
    value = getattr(campaign, by.value)
    return str(value) if value else None


def _title(reader: RecordReader, by: Grouping, value: str | None) -> str:
    if by is Grouping.GROUP:
        group = reader.find_or_none(CampaignGroup, value)
        return group.title if group is not None else ""
    return value or ""


def _owners(reader: RecordReader) -> list[str | None]:
    return [*sorted({each.owner for each in reader.all(Campaign) if each.owner}, key=str.casefold)]


def _groups(reader: RecordReader) -> list[str | None]:
    return [
        group.id for group in sorted(reader.all(CampaignGroup), key=lambda each: (each.order, each.title))
    ]


_VALUES: dict[Grouping, Callable[[RecordReader], Sequence[Any]]] = {
    Grouping.GROUP: _groups,
    Grouping.BOUND: lambda _reader: list(Bound),
    Grouping.PURPOSE: lambda _reader: list(Purpose),
    Grouping.STATE: lambda _reader: list(CampaignState),
    Grouping.OWNER: _owners,
}
