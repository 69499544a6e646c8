"""What the recorded events mean: each with the step that it tells of, as found by name or chosen by hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from maplanner.desktop.lettering import scaled
from maplanner.desktop.whatif.search_combo import SearchCombo
from maplanner.desktop.words import number, tr
from maplanner.document.reading import RecordReader

if TYPE_CHECKING:
    from maplanner.simulation.learned.moments import Moment
    from maplanner.simulation.learned.proposing import LearnedPlan

_MOST = 200
"""Events that can be given a meaning, the most frequent ones."""
_NOTHING = ""


class EventsPage(QWidget):
    """Lists events, the most frequent first; each can be said to mean a step, or what is done there."""

    meant = Signal(str, object)
    """An event, and the moment of the plan that it means; ``None`` for nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Recorded events"))
        self.list.setHeaderLabels([tr("Recorded event"), tr("How often"), tr("Means")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        header = self.list.header()
        header.resizeSection(0, scaled(320))
        header.resizeSection(1, scaled(90))
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self._moments: dict[str, Moment] = {}
        self._shown: list[tuple[str, int]] = []
        self.choices: dict[str, SearchCombo] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.list)

    def clear(self) -> None:
        """Show no events."""
        self._list([])

    def show_events(self, found: LearnedPlan, reader: RecordReader) -> None:
        """Show the events of a history with what they mean in a plan; choices that stand keep their place."""
        from maplanner.simulation.learned.moments import moment_title, possible_moments

        moments = possible_moments(reader)
        self._moments = {_key(moment): moment for moment in moments}
        pairs = [(_NOTHING, tr("nothing in this plan"))]
        pairs += [(_key(moment), moment_title(reader, moment)) for moment in moments]
        shown = [(event, count) for event, count, _moment in found.events[:_MOST]]
        if shown != self._shown:
            self._list(shown)
        for event, _count, moment in found.events[:_MOST]:
            self.choices[event].offer(pairs)
            self.choices[event].choose(_NOTHING if moment is None else _key(moment))

    def _list(self, shown: list[tuple[str, int]]) -> None:
        self._shown = shown
        self.list.clear()
        self.choices = {}
        for event, count in shown:
            item = QTreeWidgetItem([event, number(count), ""])
            item.setToolTip(0, event)
            item.setSizeHint(2, QSize(0, scaled(34)))
            self.list.addTopLevelItem(item)
            choice = self.choices[event] = SearchCombo(tr("What “{event}” means").format(event=event))
            choice.activated.connect(partial(self._tell, event))
            self.list.setItemWidget(item, 2, choice)

    def _tell(self, event: str, _row: int) -> None:
        self.meant.emit(event, self._moments.get(str(self.choices[event].currentData() or "")))


def _key(moment: Moment) -> str:
    return "|".join(moment)
