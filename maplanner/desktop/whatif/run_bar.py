"""The bar that starts a comparison: how many runs, go, how far it is, stop, and what there is to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from maplanner.core.errors import MaplannerError
from maplanner.desktop.boxes import WholeBox
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.jobs import JobControl, LatestJob
from maplanner.desktop.lettering import scaled
from maplanner.desktop.time_left import TimeLeft
from maplanner.desktop.words import tr
from maplanner.document.reading import Snapshot
from maplanner.simulation.options import SimulationOptions

Work = Callable[[Snapshot, SimulationOptions, JobControl], Any]


class RunBar(QWidget):
    """Runs one comparison off the window's thread; ``found`` carries what it gave."""

    asked = Signal()
    found = Signal(object)

    def __init__(self, bridge: PlanBridge, go: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._revision: int | None = None
        self.runs = WholeBox()
        self.runs.setRange(2, 10_000)
        self.runs.setValue(max(2, bridge.reader.plan.runs))
        self.runs.setAccessibleName(tr("Runs"))
        self.runs.setToolTip(tr("More runs tell smaller differences from chance"))
        self.go, self.stop = QPushButton(tr(go)), QPushButton(tr("Stop"))
        self.go.setProperty("role", "primary")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(scaled(160))
        self.left = QLabel()
        self.left.setProperty("role", "secondary")
        self._time_left = TimeLeft()
        self.said = QLabel()
        self.said.setWordWrap(True)
        self._job = LatestJob(self)
        self._job.finished.connect(self._finish)
        self._job.failed.connect(self._fail)
        self._job.progressed.connect(self._show_progress)
        self._job.busy_changed.connect(self._show_busy)
        self.go.clicked.connect(self.asked)
        self.stop.clicked.connect(self._stop)
        bridge.patched.connect(self._on_patch)
        bridge.closing.connect(self._job.close)
        self._lay_out()
        self._show_busy(False)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(QLabel(tr("Runs")))
        line.addWidget(self.runs)
        line.addWidget(self.go)
        line.addWidget(self.bar)
        line.addWidget(self.stop)
        line.addWidget(self.left)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(line)
        layout.addWidget(self.said)

    @property
    def is_busy(self) -> bool:
        """Whether a comparison runs."""
        return self._job.is_busy

    def start(self, work: Work) -> None:
        """Begin with the plan as it is now."""
        snapshot = self._bridge.store.snapshot()
        options = SimulationOptions(runs=self.runs.value())
        self.say("")
        self._revision = snapshot.revision
        self._job.start(lambda control: work(snapshot, options, control), snapshot.revision)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say something below the bar; nothing hides the line."""
        self.said.setProperty("role", "complaint" if wrong else "secondary")
        self.said.style().polish(self.said)
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _stop(self) -> None:
        self._job.cancel()
        self.say(tr("Stopped."))

    def _finish(self, result: object, revision: int) -> None:
        self.found.emit(result)
        if revision != self._bridge.store.snapshot().revision:
            self._say_stale()

    def _fail(self, error: Exception) -> None:
        text = (
            str(error)
            if isinstance(error, MaplannerError)
            else tr("That did not work: {why}").format(why=error)
        )
        self.say(text, wrong=True)

    def _on_patch(self, _patch: object) -> None:
        if self._revision is not None and not self.is_busy:
            self._say_stale()

    def _say_stale(self) -> None:
        self.say(tr("The plan has changed since. Start again for new figures."))

    def _show_progress(self, share: float) -> None:
        self.bar.setValue(round(share * 1000))
        left = self._time_left.after(share)
        if left:
            self.left.setText(tr("{left} left").format(left=left))

    def _show_busy(self, busy: bool) -> None:
        self.go.setEnabled(not busy)
        self.stop.setVisible(busy)
        self.bar.setVisible(busy)
        self.left.setVisible(busy)
        if busy:
            self.bar.setValue(0)
            self.left.clear()
