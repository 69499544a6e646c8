"""What a person does to segments, each one step that can be undone."""

from __future__ import annotations

from collections.abc import Iterable

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.inspector.condition import fresh_condition
from maplanner.desktop.words import tr
from maplanner.document.records import Criterion, CriterionGroup, Segment, SegmentRemoval, SegmentSet
from maplanner.document.store import Transaction
from maplanner.document.vocabulary import Joining, SegmentMaking

Member = Criterion | CriterionGroup


class SegmentEdits:
    """Writes segments, criteria and groups; ``complaint`` says why the last wish was refused."""

    def __init__(self, bridge: PlanBridge) -> None:
        self._bridge = bridge
        self.complaint = ""

    def add_segment(self) -> str:
        """Add a segment behind the others and return it."""
        reader = self._bridge.reader
        last = max((each.order for each in reader.all(Segment)), default=-1.0)
        segment = Segment.new(title=tr("New segment"), made=SegmentMaking.REAL_TIME, order=last + 1)
        with self._bridge.store.transact(tr("Add a segment")) as transaction:
            transaction.put(segment)
        return segment.id

    def add_criterion(self, segment_id: str, inside: str | None, subject: str) -> str:
        """Add a data point at the end of a segment or of one of its groups, and return it."""
        condition = fresh_condition(subject, self._bridge.reader)
        criterion = Criterion.new(
            segment=segment_id, group=inside, condition=condition, order=self._behind(segment_id, inside)
        )
        with self._bridge.store.transact(tr("Add a data point")) as transaction:
            transaction.put(criterion)
        return criterion.id

    def add_group(self, segment_id: str, inside: str | None, joining: Joining = Joining.ANY) -> str:
        """Add a group at the end of a segment or of another group, and return it."""
        group = CriterionGroup.new(
            segment=segment_id, parent=inside, joining=joining, order=self._behind(segment_id, inside)
        )
        with self._bridge.store.transact(tr("Add a group")) as transaction:
            transaction.put(group)
        return group.id

    def join(self, record_id: str, joining: Joining) -> None:
        """Say how the criteria of a segment or a group are joined."""
        with self._bridge.store.transact(tr("Join criteria")) as transaction:
            transaction.change(record_id, {"joining": joining.value})

    def remove(self, ids: Iterable[str], label: str) -> None:
        """Take criteria, groups or segments away, with all that stands in them."""
        with self._bridge.store.transact(label) as transaction:
            for record_id in ids:
                if transaction.get(record_id) is not None:
                    transaction.remove(record_id)

    def set_removal(self, segment_id: str, other: str, *, leaves: bool) -> None:
        """Say whether who joins one segment is taken out of another."""
        label = tr("Take out of another segment") if leaves else tr("Leave in another segment")
        there = [
            each.id
            for each in self._bridge.reader.referring(SegmentRemoval, "segment", segment_id)
            if each.leaves == other
        ]
        with self._bridge.store.transact(label) as transaction:
            if leaves and not there:
                transaction.put(SegmentRemoval.new(segment=segment_id, leaves=other))
            elif not leaves:
                for record_id in there:
                    transaction.remove(record_id)

    def set_exclusive(self, segment_id: str, set_id: str | None) -> None:
        """Put a segment into a set of which a lead is in one at most; an empty name makes a new set."""
        reader = self._bridge.reader
        with self._bridge.store.transact(tr("Let segments exclude each other")) as transaction:
            if set_id == "":
                last = max((each.order for each in reader.all(SegmentSet)), default=-1.0)
                made = SegmentSet.new(title=tr("New set"), order=last + 1)
                transaction.put(made)
                set_id = made.id
            transaction.change(segment_id, {"exclusive_set": set_id})

    def move(self, ids: Iterable[str], inside: str | None, place: int) -> bool:
        """Put criteria and groups of one segment at a place in another group; return whether they moved.

        ``place`` counts what stands there now.
        """
        reader = self._bridge.reader
        moved = [record for each in ids if isinstance(record := reader.get(each), Criterion | CriterionGroup)]
        if not moved:
            return False
        segment_id = moved[0].segment
        now = self.inside(segment_id, inside)
        names = {each.id for each in moved}
        before = [each for each in now[:place] if each.id not in names]
        behind = [each for each in now[place:] if each.id not in names]
        self.complaint = ""
        try:
            with self._bridge.store.transact(tr("Move criteria")) as transaction:
                for record in moved:
                    transaction.change(record.id, {_FIELD[type(record)]: inside})
                _number(transaction, [*before, *moved, *behind])
        except MaplannerError as error:
            self.complaint = str(error)
            return False
        return True

    def nudge(self, record_id: str, steps: int) -> bool:
        """Move one criterion or group up or down among those beside it."""
        record = self._bridge.reader.get(record_id)
        if not isinstance(record, Criterion | CriterionGroup):
            return False
        beside = [each.id for each in self.inside(record.segment, _within(record))]
        at = beside.index(record_id)
        to = at + steps
        if not 0 <= to < len(beside):
            return False
        return self.move([record_id], _within(record), to + (1 if steps > 0 else 0))

    def put_out(self, record_id: str) -> bool:
        """Move one criterion or group out of its group, to stand behind it."""
        record = self._bridge.reader.get(record_id)
        if not isinstance(record, Criterion | CriterionGroup):
            return False
        around = self._bridge.reader.find_or_none(CriterionGroup, _within(record))
        if around is None:
            return False
        beside = [each.id for each in self.inside(record.segment, around.parent)]
        return self.move([record_id], around.parent, beside.index(around.id) + 1)

    def put_in(self, record_id: str) -> bool:
        """Move one criterion or group to the end of the nearest group above it."""
        record = self._bridge.reader.get(record_id)
        if not isinstance(record, Criterion | CriterionGroup):
            return False
        beside = self.inside(record.segment, _within(record))
        above = beside[: [each.id for each in beside].index(record_id)]
        group = next((each for each in reversed(above) if isinstance(each, CriterionGroup)), None)
        if group is None:
            return False
        return self.move([record_id], group.id, len(self.inside(record.segment, group.id)))

    def inside(self, segment_id: str, group_id: str | None) -> list[Member]:
        """Return what stands in a group, or at the top of a segment, in its order."""
        reader = self._bridge.reader
        found: list[Member] = [
            *(each for each in reader.referring(Criterion, "segment", segment_id) if each.group == group_id),
            *(
                each
                for each in reader.referring(CriterionGroup, "segment", segment_id)
                if each.parent == group_id
            ),
        ]
        return sorted(found, key=lambda each: (each.order, each.id))

    def _behind(self, segment_id: str, inside: str | None) -> float:
        return max((each.order for each in self.inside(segment_id, inside)), default=-1.0) + 1


_FIELD: dict[type[Member], str] = {Criterion: "group", CriterionGroup: "parent"}


def _within(record: Member) -> str | None:
    return record.group if isinstance(record, Criterion) else record.parent


def _number(transaction: Transaction, members: list[Member]) -> None:
    for place, member in enumerate(members):
        transaction.change(member.id, {"order": float(place)})
