"""What is done to whole campaigns: made, copied, moved, put away, deleted, kept as templates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from maplanner.app.campaign_templates import from_template, save_template
from maplanner.app.inventory import Grouping
from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.deleting import delete_with_care
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, CampaignGroup
from maplanner.document.vocabulary import Bound
from maplanner.steps.copying import campaign_records, copies_for


class CampaignEdits(QObject):
    """Changes campaigns and groups, each change one step that can be undone."""

    added = Signal(str)
    """A campaign or a group was made, and wants a name."""
    opened = Signal(str)
    """A campaign's drawing is to be shown."""
    refused = Signal(object)
    """A :class:`MaplannerError`: why something cannot be done."""

    said = Signal(str)
    """What was done beyond the plan, for the status line."""

    def __init__(self, bridge: PlanBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge

    @property
    def reader(self) -> RecordReader:
        """The live records, for reading."""
        return self._bridge.reader

    def add(self, group: str | None, like: Campaign | None = None, *, opens: bool = True) -> str:
        """Add a campaign to a group, facing the way of another one, and open it; return its identifier."""
        campaign = Campaign.new(
            title=tr("New campaign"),
            group=group,
            bound=like.bound if like is not None else Bound.INBOUND,
            order=self._next_order(),
        )
        with self._bridge.store.transact(tr("Add campaign")) as transaction:
            transaction.put(campaign)
        if opens:
            self.opened.emit(campaign.id)
        return campaign.id

    def add_from(self, template: Path, group: str | None) -> str | None:
        """Add a campaign made from a template to a group and open it; return its identifier."""
        try:
            records = from_template(template, self._bridge.reader, group, self._next_order())
            with self._bridge.store.transact(tr("Add campaign")) as transaction:
                transaction.put(*records)
        except MaplannerError as error:
            self.refused.emit(error)
            return None
        self.opened.emit(records[0].id)
        self.added.emit(records[0].id)
        return records[0].id

    def add_group(self) -> str:
        """Add a group; return its identifier."""
        order = max((group.order for group in self._bridge.reader.all(CampaignGroup)), default=0.0) + 1
        group = CampaignGroup.new(title=tr("New group"), order=order)
        with self._bridge.store.transact(tr("Add group")) as transaction:
            transaction.put(group)
        self.added.emit(group.id)
        return group.id

    def duplicate(self, ids: Sequence[str]) -> None:
        """Copy campaigns with all that is drawn in them, and open the last copy."""
        reader = self._bridge.reader
        made: list[str] = []
        with self._bridge.store.transact(_label("Duplicate campaign", "Duplicate campaigns", ids)) as change:
            for place, campaign_id in enumerate(ids):
                copies = copies_for(reader, campaign_records(reader, campaign_id))
                title = tr("{title} (copy)").format(title=reader.find(Campaign, campaign_id).title)
                order = self._next_order() + place
                copy = copies[0].model_copy(update={"title": title, "order": order})
                change.put(copy, *copies[1:])
                made.append(copy.id)
        if made:
            self.opened.emit(made[-1])

    def put_under(self, ids: Sequence[str], by: Grouping, value: str | None) -> bool:
        """Let campaigns have what those of a group have in common; return whether that can be."""
        if value is None and by not in (Grouping.GROUP, Grouping.OWNER):
            return False
        new = "" if value is None and by is Grouping.OWNER else value
        moved = [each for each in ids if getattr(self._campaign(each), by.value, new) != new]
        if moved:
            with self._bridge.store.transact(_label("Move campaign", "Move campaigns", moved)) as change:
                for campaign_id in moved:
                    change.change(campaign_id, {by.value: new})
        return bool(moved)

    def archive(self, ids: Sequence[str], *, away: bool = True) -> None:
        """Put campaigns away, or bring them back."""
        label = (
            _label("Archive campaign", "Archive campaigns", ids)
            if away
            else _label("Restore campaign", "Restore campaigns", ids)
        )
        with self._bridge.store.transact(label) as change:
            for campaign_id in ids:
                change.change(campaign_id, {"archived": away})

    def delete_with_care(self, ids: Sequence[str], parent: QWidget) -> None:
        """Delete campaigns or groups, after asking over ``parent`` where something else uses them."""
        delete_with_care(parent, self._bridge.reader, ids, lambda: self.delete(ids))

    def delete(self, ids: Sequence[str]) -> None:
        """Delete campaigns or groups; the campaigns of a group that goes are then without one."""
        reader = self._bridge.reader
        records = [record for each in ids if (record := reader.get(each)) is not None]
        if not records:
            return
        what = title_of(records[0], reader) if len(records) == 1 else tr("%n campaigns", len(records))
        with self._bridge.store.transact(tr("Delete {what}").format(what=what)) as change:
            change.remove(*(record.id for record in records))

    def save_as_template(self, campaign_id: str, title: str) -> Path | None:
        """Keep a campaign as a template of one's own; return its file, or ``None`` if that cannot be."""
        try:
            return save_template(self._bridge.reader, campaign_id, title)
        except MaplannerError as error:
            self.refused.emit(error)
            return None

    def _campaign(self, campaign_id: str) -> Campaign | None:
        return self._bridge.reader.find_or_none(Campaign, campaign_id)

    def _next_order(self) -> float:
        return max((campaign.order for campaign in self._bridge.reader.all(Campaign)), default=0.0) + 1


def group_of(reader: RecordReader, record_id: str) -> str | None:
    """Return the group that one stands in who stands on a campaign or on a group itself."""
    if reader.find_or_none(CampaignGroup, record_id) is not None:
        return record_id
    campaign = reader.find_or_none(Campaign, record_id)
    return campaign.group if campaign is not None else None


def _label(one: str, many: str, ids: Sequence[str]) -> str:
    return tr(one) if len(ids) == 1 else tr(many)
