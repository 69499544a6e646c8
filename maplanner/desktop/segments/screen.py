"""The segments screen: all segments, the criteria of one, and where they overlap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.deleting import delete_with_care
from maplanner.desktop.jobs import LatestJob
from maplanner.desktop.late import Late
from maplanner.desktop.naming import title_of
from maplanner.desktop.planning.grid import Cell
from maplanner.desktop.segments.edits import SegmentEdits
from maplanner.desktop.segments.layout import SegmentParts
from maplanner.desktop.segments.menus import fill_joinings, fill_points, fill_removals, fill_sets
from maplanner.desktop.segments.overlaps_page import OverlapsPage
from maplanner.desktop.words import counted, number, spread, tr
from maplanner.document.patch import Patch
from maplanner.document.records import (
    PLAN_ID,
    Criterion,
    CriterionGroup,
    FormField,
    Plan,
    Score,
    ScoreMatrix,
    Segment,
    SegmentRemoval,
    SegmentSet,
    Stage,
    Step,
    Threshold,
)
from maplanner.document.usage import uses_of
from maplanner.document.vocabulary import SegmentMaking
from maplanner.drawing.theme import Theme
from maplanner.scoring.data_points import data_points

if TYPE_CHECKING:
    from maplanner.app.segments import SegmentView
    from maplanner.desktop.jobs import JobControl
    from maplanner.simulation import SegmentResult, SimulationResult

_WATCHED = {
    cls.type_name
    for cls in (
        Segment,
        SegmentSet,
        SegmentRemoval,
        Criterion,
        CriterionGroup,
        Plan,
        Score,
        ScoreMatrix,
        Threshold,
        Stage,
        FormField,
        Step,
    )
}
_OVERLAPS = 1


class SegmentsScreen(QWidget):
    """Shows and changes segments; what is chosen is edited in the panel at the right."""

    selection_changed = Signal(list)
    made = Signal(str)
    """A record was made, and is to be named and filled in."""

    def __init__(self, bridge: PlanBridge, theme: Theme) -> None:
        super().__init__()
        self.bridge = bridge
        self._theme = theme
        self.edits = SegmentEdits(bridge)
        self.overlaps = OverlapsPage(bridge, theme)
        self.parts = SegmentParts(self, theme, self.overlaps)
        self.view: SegmentView | None = None
        self._result: SimulationResult | None = None
        self._thinking = LatestJob(self)
        self._late = Late(self.refresh, self)
        self._menus = {button: QMenu(button) for button in (self.parts.add_point, self.parts.removals)}
        self._connect()
        bridge.patched.connect(self._on_patch)
        bridge.closing.connect(self._thinking.close)
        self.refresh()

    # ------------------------------------------------------------ what others may ask

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.parts.tree.set_theme(theme)
        self.overlaps.set_theme(theme)
        self.refresh()

    def set_result(self, result: SimulationResult | None) -> None:
        """Show the sizes of a simulation."""
        self._result = result
        self._show_grid()

    def segment(self) -> Segment | None:
        """Return the segment that is shown below."""
        return self.bridge.reader.find_or_none(Segment, self.parts.grid.current_id())

    def show_segment(self, segment_id: str) -> None:
        """Show the criteria of a segment."""
        self.parts.grid.select_id(segment_id)

    def show_record(self, record_id: str) -> None:
        """Show a segment, or the segment that a criterion or a group is part of."""
        record = self.bridge.reader.get(record_id)
        if isinstance(record, Criterion | CriterionGroup | SegmentRemoval):
            self.show_segment(record.segment)
            self.parts.pages.setCurrentIndex(0)
            self.parts.tree.choose(record_id)
        else:
            self.show_segment(record_id)

    def refresh(self) -> None:
        """Show the plan as it is now."""
        self._show_grid()
        self._show_segment()
        if self.parts.pages.currentIndex() == _OVERLAPS:
            self.overlaps.refresh()

    # ------------------------------------------------------------ the list

    def _show_grid(self) -> None:
        from maplanner.app.segments import in_order

        reader = self.bridge.reader
        segments = in_order(reader)
        points = data_points(reader)
        limit = reader.plan.segment_data_points
        used: Counter[str] = Counter()
        for name, user in {
            (use.used, use.user.id) for use in uses_of(reader, [each.id for each in segments])
        }:
            used[name] += bool(user)
        sizes = {each.segment: each for each in self._result.segments} if self._result is not None else {}
        rows: list[tuple[str, tuple[Cell, ...]]] = []
        for segment in segments:
            count = len(points.by_segment[segment.id])
            color = self._theme.warning_text if limit is not None and count > limit else ""
            rows.append(
                (
                    segment.id,
                    (
                        Cell(title_of(segment, reader), strong=True),
                        Cell(tr(segment.made.value)),
                        Cell(_size(sizes.get(segment.id))),
                        Cell(number(count), color=color),
                        Cell(number(used[segment.id])),
                    ),
                )
            )
        with QSignalBlocker(self.parts.grid):
            self.parts.grid.show_rows(rows)
            if segments and not self.parts.grid.current_id():
                self.parts.grid.setCurrentCell(0, 0)
        self._sum_up(len(segments), len(points.all), len(points.used_once))

    def _sum_up(self, segments: int, points: int, once: int) -> None:
        if not segments:
            self.parts.summary.setText(
                tr("No segment yet. A segment is a set of leads, such as those with a high score.")
            )
            return
        limit = self.bridge.reader.plan.all_data_points
        told = tr("at most {count} wanted").format(count=number(limit)) if limit is not None else ""
        serve = tr("{count} of them for a single segment").format(count=number(once))
        said = [counted("%n segments", segments), counted("%n data points", points), serve, told]
        self.parts.summary.setText(" · ".join(each for each in said if each))

    # ------------------------------------------------------------ one segment

    def _show_segment(self) -> None:
        segment = self.segment()
        if self.view is not None and (segment is None or self.view.segment.id != segment.id):
            self.view = None
        self._show_criteria()
        if segment is None:
            return
        snapshot = self.bridge.store.snapshot()

        def think(_control: JobControl) -> SegmentView:
            from maplanner.app.segments import segment_view
            from maplanner.scoring.criteria.reasoning import Reasoning

            return segment_view(snapshot, snapshot.find(Segment, segment.id), Reasoning(snapshot))

        self._thinking.start(think, snapshot.revision)

    def _thought(self, view: SegmentView) -> None:
        segment = self.segment()
        if segment is not None and view.segment.id == segment.id:
            self.view = view
            self._show_criteria()

    def _show_criteria(self) -> None:
        segment, parts, view = self.segment(), self.parts, self.view
        remarks = {each.criterion: each for each in view.superfluous} if view is not None else {}
        parts.tree.show_segment(self.bridge.reader, segment, remarks)
        for each in (parts.joining, parts.add_point, parts.add_group, parts.removals):
            each.setEnabled(segment is not None)
        parts.drop.setVisible(bool(remarks))
        if segment is None:
            parts.said.show_text("")
            parts.note.setText("")
            return
        parts.joining.setCurrentIndex(parts.joining.findData(segment.joining))
        title = title_of(segment, self.bridge.reader)
        parts.said.show_text(tr("Members of “{segment}” are leads for whom").format(segment=title))
        parts.note.setText(self._remarks(segment, view))

    def _remarks(self, segment: Segment, view: SegmentView | None) -> str:
        reader = self.bridge.reader
        said: list[str] = []
        if segment.made is SegmentMaking.BY_HAND:
            said.append(tr("Filled by hand and by steps: criteria only say whom to choose."))
        if segment.made is SegmentMaking.MINED:
            every = segment.mined_every
            said.append(
                tr("Searched for once, on the first day.")
                if every is None
                else tr("Searched for every {days} days.").format(days=number(every))
            )
        if view is not None and view.members and view.possible is False:
            said.append(tr("No lead can be a member: the criteria contradict each other."))
        if view is not None and view.members and view.everybody:
            said.append(tr("Every lead is a member: the criteria always hold."))
        removed = reader.referring(SegmentRemoval, "segment", segment.id)
        if removed:
            names = [title_of(other, reader) for each in removed if (other := reader.get(each.leaves))]
            said.append(tr("Who joins is taken out of: {segments}.").format(segments=", ".join(names)))
        together = reader.find_or_none(SegmentSet, segment.exclusive_set)
        if together is not None:
            said.append(tr("One of the set “{set}” at most.").format(set=title_of(together, reader)))
        return " ".join(said)

    # ------------------------------------------------------------ changes

    def _connect(self) -> None:
        parts = self.parts
        parts.grid.currentCellChanged.connect(self._chosen)
        parts.new.clicked.connect(lambda: self._made(self.edits.add_segment()))
        parts.limits.clicked.connect(lambda: self.selection_changed.emit([PLAN_ID]))
        parts.joining.activated.connect(self._join)
        parts.add_group.clicked.connect(lambda: self._add(None))
        parts.drop.clicked.connect(self._drop)
        for button, menu in self._menus.items():
            button.setMenu(menu)
        self._menus[parts.add_point].aboutToShow.connect(
            lambda: fill_points(self._menus[parts.add_point], self._add)
        )
        self._menus[parts.removals].aboutToShow.connect(self._offer_removals)
        parts.tree.itemSelectionChanged.connect(self._criterion_chosen)
        parts.tree.moved.connect(lambda ids, inside, place: self._tell(self.edits.move(ids, inside, place)))
        parts.tree.nudged.connect(lambda each, steps: self._tell(self.edits.nudge(each, steps)))
        parts.tree.turned.connect(
            lambda each, into: self._tell(self.edits.put_in(each) if into else self.edits.put_out(each))
        )
        parts.tree.customContextMenuRequested.connect(self._show_menu)
        parts.pages.currentChanged.connect(self._page_changed)
        self._thinking.finished.connect(lambda view, _revision: self._thought(view))
        self._add_delete(parts.grid, tr("Delete the segment"), self._delete_segment)
        self._add_delete(parts.tree, tr("Delete"), self._delete_criteria)

    def _page_changed(self, page: int) -> None:
        if page == _OVERLAPS:
            self.overlaps.refresh()

    def _add_delete(self, widget: QWidget, text: str, run: Callable[[], object]) -> None:
        action = QAction(text, widget)
        action.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked: run())
        widget.addAction(action)

    def _chosen(self) -> None:
        segment = self.segment()
        self._show_segment()
        if segment is not None:
            self.selection_changed.emit([segment.id])

    def _criterion_chosen(self) -> None:
        ids = self.parts.tree.selected_ids()
        if ids:
            self.selection_changed.emit(ids)

    def _made(self, record_id: str) -> None:
        self.refresh()
        if self.bridge.reader.find_or_none(Segment, record_id) is not None:
            self.parts.grid.select_id(record_id)
            self.parts.pages.setCurrentIndex(0)
        else:
            self.parts.tree.choose(record_id)
        self.made.emit(record_id)

    def _add(self, subject: str | None) -> None:
        """Add a data point about a subject, or a group, where one stands."""
        segment = self.segment()
        if segment is None:
            return
        inside = self._group_here()
        if subject is None:
            self._made(self.edits.add_group(segment.id, inside))
        else:
            self._made(self.edits.add_criterion(segment.id, inside, subject))

    def _group_here(self) -> str | None:
        """Return the group on which, or in which, one stands."""
        chosen = self.parts.tree.selected_ids()
        record = self.bridge.reader.get(chosen[-1]) if chosen else None
        if isinstance(record, CriterionGroup):
            return record.id
        return record.group if isinstance(record, Criterion) else None

    def _join(self) -> None:
        segment = self.segment()
        if segment is not None:
            self.edits.join(segment.id, self.parts.joining.currentData())

    def _drop(self) -> None:
        if self.view is not None:
            names = [each.criterion for each in self.view.superfluous]
            self.edits.remove(names, tr("Drop what decides nothing"))

    def _delete_segment(self) -> None:
        segment = self.segment()
        if segment is not None:
            remove = partial(self.edits.remove, [segment.id], tr("Delete the segment"))
            delete_with_care(self, self.bridge.reader, [segment.id], remove)

    def _delete_criteria(self) -> None:
        self.edits.remove(self.parts.tree.selected_ids(), tr("Delete criteria"))

    def _offer_removals(self) -> None:
        segment = self.segment()
        if segment is not None:
            menu = self._menus[self.parts.removals]
            fill_removals(
                menu,
                self.bridge.reader,
                segment.id,
                lambda other, leaves: self.edits.set_removal(segment.id, other, leaves=leaves),
            )
            menu.addSeparator()
            sets = menu.addMenu(tr("At most one of the set"))
            fill_sets(sets, self.bridge.reader, segment, partial(self.edits.set_exclusive, segment.id))

    def _show_menu(self, place: QPoint) -> None:
        chosen = self.parts.tree.selected_ids()
        menu = QMenu(self.parts.tree)
        points = menu.addMenu(tr("Add data point"))
        fill_points(points, self._add)
        menu.addAction(tr("Add group"), lambda: self._add(None))
        record = self.bridge.reader.get(chosen[-1]) if chosen else None
        if isinstance(record, CriterionGroup):
            menu.addSeparator()
            fill_joinings(menu, record.joining, lambda joining: self.edits.join(record.id, joining))
        if chosen:
            menu.addSeparator()
            menu.addAction(tr("Delete"), self._delete_criteria)
        menu.exec(self.parts.tree.viewport().mapToGlobal(place))
        menu.deleteLater()

    def _tell(self, done: bool) -> None:
        self.parts.complaint.setText(self.edits.complaint)
        self.parts.complaint.setVisible(not done and bool(self.edits.complaint))
        self.parts.tree.show_segment(
            self.bridge.reader,
            self.segment(),
            {each.criterion: each for each in self.view.superfluous} if self.view is not None else {},
        )

    def _on_patch(self, patch: Patch) -> None:
        if any(change.type_name in _WATCHED for change in patch.changes):
            self._late.follow(patch)


def _size(result: SegmentResult | None) -> str:
    """Return how many members a simulation counted, with the range over its runs."""
    if result is None:
        return ""
    from maplanner.simulation import Range

    return spread(Range.of(result.members))
