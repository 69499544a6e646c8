"""The dialog that proposes shares, times and arrivals from recorded leads, each with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.jobs import JobControl, LatestJob
from maplanner.desktop.learning.events_page import EventsPage
from maplanner.desktop.learning.words import fit_words, held_words, value_words
from maplanner.desktop.lettering import scaled
from maplanner.desktop.words import number, tr

if TYPE_CHECKING:
    from maplanner.scoring.history import History
    from maplanner.simulation.learned.moments import Moment
    from maplanner.simulation.learned.proposing import LearnedPlan, Proposal

_KEY = Qt.ItemDataRole.UserRole
_UNHEARD_SHOWN = 6


class LearnDialog(QDialog):
    """Reads records off the window's thread; what is ticked is taken over in one step."""

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Learn from recorded leads"))
        self._bridge = bridge
        self._found: LearnedPlan | None = None
        self._path = Path()
        self._history: History | None = None
        self._meanings: dict[str, Moment | None] = {}
        self._items: list[QTreeWidgetItem] = []
        self._job = LatestJob(self)
        self._job.finished.connect(self._got)
        self._job.failed.connect(self._fail)
        self._job.progressed.connect(self._show_progress)
        self._job.busy_changed.connect(self._show_busy)
        self.open_button = QPushButton(tr("Open records …"))
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.said, self.fit = QLabel(), QLabel()
        self.list = QTreeWidget()
        self.events = EventsPage()
        self.pages = QTabWidget()
        self.all_button, self.none_button = QPushButton(tr("Tick all")), QPushButton(tr("Tick none"))
        self.take_button, self.close_button = QPushButton(tr("Take over")), QPushButton(tr("Close"))
        self._lay_out()
        self.open_button.clicked.connect(self._ask)
        self.all_button.clicked.connect(lambda: self._tick(Qt.CheckState.Checked))
        self.none_button.clicked.connect(lambda: self._tick(Qt.CheckState.Unchecked))
        self.take_button.clicked.connect(self.take_over)
        self.close_button.clicked.connect(self.reject)
        self.events.meant.connect(self.mean)
        self.list.currentItemChanged.connect(self._show_fit)
        self.list.itemChanged.connect(lambda _item, _column: self._show_ticked())
        self._show_busy(False)
        self._say(
            tr("A table of lead, event and time, as CSV or XLSX. Assets are called as the steps of the plan.")
        )

    def read(self, path: Path) -> None:
        """Read records and propose what they say."""
        self._path, self._history, self._meanings = path, None, {}
        self._show_proposals(())
        self.events.clear()
        self._say(tr("Reading {name} …").format(name=path.name))
        self._learn()

    def mean(self, event: str, moment: Moment | None) -> None:
        """Say what an event means, and propose anew."""
        self._meanings[event] = moment
        self._learn()

    def _learn(self) -> None:
        snapshot, path = self._bridge.store.snapshot(), self._path
        known, meanings = self._history, dict(self._meanings)

        def work(control: JobControl) -> tuple[History, LearnedPlan]:
            from maplanner.app.histories import read_history
            from maplanner.simulation.learned.proposing import learn_plan

            history = known or read_history(path, control.progress)
            return history, learn_plan(snapshot, history, meanings)

        self._job.start(work, snapshot.revision)

    def ticked(self) -> list[Proposal]:
        """Return the proposals that are ticked."""
        if self._found is None:
            return []
        by_key = {each.key: each for each in self._found.proposals}
        return [
            by_key[item.data(0, _KEY)] for item in self._items if item.checkState(0) is Qt.CheckState.Checked
        ]

    def take_over(self) -> None:
        """Change the plan as ticked."""
        from maplanner.app.learning import take_over

        try:
            changed = take_over(self._bridge.store, self.ticked(), tr("Take over what was learned"))
        except MaplannerError as error:
            self._say(str(error), wrong=True)
            return
        self._say(tr("Changed in the plan: {count}. Undo takes it back.").format(count=number(changed)))

    def done(self, result: int) -> None:
        self._job.close()
        super().done(result)

    def _got(self, got: tuple[History, LearnedPlan], _revision: int) -> None:
        self._history, found = got
        self._found = found
        self.events.show_events(found, self._bridge.reader)
        self._show_proposals(found.proposals)
        if self._items:
            self.list.setCurrentItem(self._items[0])
            self._say(_summary(found))
        else:
            self._say_nothing_learned(found)
        self._show_ticked()

    def _show_proposals(self, proposals: Sequence[Proposal]) -> None:
        before = {str(item.data(0, _KEY)): item.checkState(0) for item in self._items}
        self._items = []
        self.list.clear()
        self.fit.clear()
        for each in proposals:
            texts = [each.title, value_words(each.now), value_words(each.proposed), held_words(each)]
            item = QTreeWidgetItem([*texts, each.evidence])
            item.setData(0, _KEY, each.key)
            fits = each.held_out is None or each.held_out.fits
            usual = Qt.CheckState.Checked if fits else Qt.CheckState.Unchecked
            item.setCheckState(0, before.get(each.key, usual))
            for column in range(item.columnCount()):
                item.setToolTip(column, item.text(column))
            self._items.append(item)
            self.list.addTopLevelItem(item)
        self._show_ticked()

    def _say_nothing_learned(self, found: LearnedPlan) -> None:
        from maplanner.app.learning import nothing_learned

        self.fit.clear()
        self._say(str(nothing_learned(self._path, found)), wrong=True)
        if found.events:
            self.pages.setCurrentWidget(self.events)

    def _show_progress(self, share: float) -> None:
        self.progress.setValue(round(share * 1000))

    def _fail(self, error: Exception) -> None:
        known = isinstance(error, MaplannerError)
        self._say(str(error) if known else tr("That did not work: {why}").format(why=error), wrong=True)

    def _show_fit(self, item: QTreeWidgetItem | None) -> None:
        found = None
        if self._found is not None and item is not None:
            found = next((each for each in self._found.proposals if each.key == item.data(0, _KEY)), None)
        self.fit.setText("" if found is None else fit_words(found))

    def _tick(self, state: Qt.CheckState) -> None:
        for item in self._items:
            item.setCheckState(0, state)

    def _show_ticked(self) -> None:
        count = len(self.ticked())
        self.take_button.setText(
            tr("Take over {count}").format(count=number(count)) if count else tr("Take over")
        )
        self.take_button.setEnabled(count > 0)

    def _show_busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.open_button.setEnabled(not busy)
        self._show_ticked()

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.said.setProperty("role", "complaint" if wrong else "secondary")
        self.said.style().polish(self.said)
        self.said.setText(text)

    def _ask(self) -> None:
        kinds = tr("Lists") + " (*.csv *.tsv *.txt *.xlsx);;" + tr("All files") + " (*)"
        name, _kind = QFileDialog.getOpenFileName(self, tr("Choose recorded leads"), "", kinds)
        if name:
            self.read(Path(name))

    def _lay_out(self) -> None:
        self.said.setWordWrap(True)
        self.fit.setWordWrap(True)
        self.fit.setProperty("role", "hint")
        self._lay_out_list()
        head = QHBoxLayout()
        head.addWidget(self.open_button)
        head.addWidget(self.progress, 1)
        head.addStretch(0)
        buttons = QHBoxLayout()
        buttons.addWidget(self.all_button)
        buttons.addWidget(self.none_button)
        buttons.addStretch(1)
        self.take_button.setProperty("role", "primary")
        buttons.addWidget(self.take_button)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.said)
        proposals = QWidget()
        inner = QVBoxLayout(proposals)
        inner.setContentsMargins(0, 8, 0, 0)
        inner.setSpacing(10)
        inner.addWidget(self.list, 1)
        inner.addWidget(self.fit)
        self.pages.setDocumentMode(True)
        self.pages.addTab(proposals, tr("Proposals"))
        self.pages.addTab(self.events, tr("Events and steps"))
        layout.addWidget(self.pages, 1)
        layout.addLayout(buttons)
        self.resize(scaled(1040), scaled(600))

    def _lay_out_list(self) -> None:
        self.list.setAccessibleName(tr("What the records propose"))
        self.list.setHeaderLabels(
            [tr("Assumption"), tr("Now"), tr("Proposed"), tr("Leads held out"), tr("Evidence")]
        )
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.list.header()
        for column, width in enumerate((230, 120, 120, 220)):
            header.resizeSection(column, scaled(width))
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)


def _summary(found: LearnedPlan) -> str:
    said = [
        tr("{leads} leads in {days} days. What does not fit the leads held out is not ticked.").format(
            leads=number(found.leads), days=number(found.days)
        ),
        *found.remarks,
    ]
    if found.unheard:
        named = ", ".join(f"“{event}” ({number(count)})" for event, count in found.unheard[:_UNHEARD_SHOWN])
        said.append(
            tr(
                "Events that say nothing of this plan: {named}. Say under “Events and steps” what they mean."
            ).format(named=named)
        )
    return " ".join(said)
