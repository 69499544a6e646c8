"""The page of overlaps: which segments can share members, and a count of those they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.jobs import LatestJob
from maplanner.desktop.naming import title_of
from maplanner.desktop.segments.overlap_table import OverlapTable
from maplanner.desktop.words import number, tr
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.app.segments import Overlap
    from maplanner.desktop.jobs import JobControl
    from maplanner.simulation.memberships import Memberships


class OverlapsPage(QWidget):
    """A table of all pairs; members are counted when a person asks for it."""

    def __init__(self, bridge: PlanBridge, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._pairs: list[Overlap] = []
        self._members: Memberships | None = None
        self._pairing, self._counting = LatestJob(self), LatestJob(self)
        self.table = OverlapTable(theme)
        self.count = QPushButton(tr("Count shared members"))
        self.said = QLabel()
        self.said.setProperty("role", "secondary")
        self.said.setWordWrap(True)
        bar = QHBoxLayout()
        bar.addWidget(self.said, 1)
        bar.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(bar)
        layout.addWidget(self.table, 1)
        self.count.clicked.connect(self.count_members)
        bridge.closing.connect(self._pairing.close)
        bridge.closing.connect(self._counting.close)
        self._pairing.finished.connect(lambda pairs, _revision: self._paired(pairs))
        self._counting.finished.connect(lambda members, _revision: self._counted(members))
        self._counting.failed.connect(lambda error: self.said.setText(str(error)))
        self._counting.busy_changed.connect(self.count.setDisabled)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.table.set_theme(theme)
        self._show()

    def refresh(self) -> None:
        """Find out anew which segments can share members."""
        snapshot = self._bridge.store.snapshot()

        def think(_control: JobControl) -> list[Overlap]:
            from maplanner.app.segments import overlaps

            return overlaps(snapshot)

        self._pairing.start(think, snapshot.revision)

    def count_members(self) -> None:
        """Simulate a sample of leads and count who is in two segments."""
        snapshot = self._bridge.store.snapshot()

        def count(control: JobControl) -> Memberships:
            from maplanner.simulation.memberships import memberships

            return memberships(snapshot, cancelled=control.cancelled)

        self.said.setText(tr("Simulating …"))
        self._counting.start(count, snapshot.revision)

    def _paired(self, pairs: list[Overlap]) -> None:
        self._pairs = pairs
        self._show()

    def _counted(self, members: Memberships) -> None:
        self._members = members
        self._show()

    def _show(self) -> None:
        from maplanner.app.segments import in_order

        reader = self._bridge.reader
        segments = [(each.id, title_of(each, reader)) for each in in_order(reader)]
        self.table.show_overlaps(segments, self._pairs, self._members)
        apart = sum(pair.possible is False for pair in self._pairs)
        said = tr("{apart} of {all} pairs can have no member in common.").format(
            apart=number(apart), all=number(len(self._pairs))
        )
        if self._members is not None:
            said += " " + tr("Counted at the end, from a sample of {leads} leads.").format(
                leads=number(self._members.leads)
            )
        self.said.setText(said)
