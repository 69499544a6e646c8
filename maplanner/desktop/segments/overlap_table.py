"""Which segments can share members, and how many they shared in a simulation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from maplanner.desktop.lettering import scaled
from maplanner.desktop.tables.look import calm_table
from maplanner.desktop.words import number, tr
from maplanner.drawing.theme import Theme, ink

if TYPE_CHECKING:
    from maplanner.app.segments import Overlap
    from maplanner.simulation.memberships import Memberships

MOST_SHOWN = 60
_NARROW = 13


class OverlapTable(QTableWidget):
    """A row and a column for each segment; what two have in common stands where they cross."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        calm_table(self, tr("Overlaps of segments"))
        self.verticalHeader().setVisible(True)
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.setSelectionBehavior(self.SelectionBehavior.SelectItems)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours, from the next time on."""
        self._theme = theme

    def show_overlaps(
        self, segments: Sequence[tuple[str, str]], pairs: Sequence[Overlap], members: Memberships | None
    ) -> None:
        """Show identifiers and titles of segments, and what is known of each pair."""
        shown = list(segments[:MOST_SHOWN])
        places = {segment_id: at for at, (segment_id, _title) in enumerate(shown)}
        self.clear()
        self.setRowCount(len(shown))
        self.setColumnCount(len(shown))
        titles = [title for _segment_id, title in shown]
        self.setHorizontalHeaderLabels([_short(title, _NARROW) for title in titles])
        self.setVerticalHeaderLabels([_short(title) for title in titles])
        for at, title in enumerate(titles):
            for header in (self.horizontalHeaderItem(at), self.verticalHeaderItem(at)):
                if header is not None:
                    header.setToolTip(title)
            self.setColumnWidth(at, scaled(96))
        counts = _Counts(members)
        for segment_id, at in places.items():
            size = counts.of(segment_id, segment_id)
            text = "–" if size is None else number(round(size))
            self.setItem(at, at, self._cell(text, titles[at], is_own=True))
        for pair in pairs:
            if pair.one in places and pair.other in places:
                count = counts.of(pair.one, pair.other)
                one, other = places[pair.one], places[pair.other]
                self.setItem(one, other, self._pair(pair, count, titles[one], titles[other]))
                self.setItem(other, one, self._pair(pair, count, titles[one], titles[other]))

    def _pair(self, pair: Overlap, count: float | None, one: str, other: str) -> QTableWidgetItem:
        both = tr("“{one}” and “{other}”").format(one=one, other=other)
        if pair.possible is False:
            item = self._cell(tr("apart"), f"{both}: {tr('no lead can be in both')}")
            item.setForeground(ink(self._theme.secondary))
            return item
        if count is None:
            return self._cell(tr("may"), f"{both}: {tr('a lead may be in both')}")
        item = self._cell(number(round(count)), f"{both}: {number(round(count))}")
        if count >= 0.5:
            item.setBackground(ink(self._theme.accent_ground))
            item.setForeground(ink(self._theme.accent_text))
        return item

    def _cell(self, text: str, tip: str, *, is_own: bool = False) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setToolTip(tip)
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if is_own:
            font = item.font()
            font.setWeight(font.Weight.DemiBold)
            item.setFont(font)
        return item


class _Counts:
    """What was counted; segments that are newer than the count were not."""

    def __init__(self, members: Memberships | None) -> None:
        self._members = members
        self._known = frozenset(members.segments) if members is not None else frozenset[str]()

    def of(self, one: str, other: str) -> float | None:
        if self._members is None or not {one, other} <= self._known:
            return None
        return self._members.in_both(one, other)


def _short(title: str, most: int = 24) -> str:
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"
