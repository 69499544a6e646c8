"""Saving the event log of one run, in the background, with a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QProgressBar, QProgressDialog

from maplanner.desktop.jobs import Job, JobControl
from maplanner.desktop.lettering import scaled
from maplanner.desktop.time_left import TimeLeft
from maplanner.desktop.words import number, tr
from maplanner.document.records import Scenario

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow
    from maplanner.document.reading import Snapshot
    from maplanner.exchange.event_logs import LogWritten


def ask_and_write(window: MainWindow) -> None:
    """Let a person choose a file, and write what happens to every lead of the first run."""
    name, kind = QFileDialog.getSaveFileName(
        window,
        tr("Save the event log"),
        tr("events.csv"),
        tr("Tables (*.csv);;Parquet (*.parquet)"),
    )
    if name:
        ending = ".parquet" if "parquet" in kind else ".csv"
        write_log(window, Path(name) if Path(name).suffix else Path(name + ending))


def write_log(window: MainWindow, path: Path) -> Job:
    """Write the log to a file, show how far it is, and say what came of it.

    It tells of the run whose numbers are shown: under the same scenario, and without the same steps.
    """
    snapshot = window.bridge.store.snapshot()
    scenario, leaves_out = _shown(window, snapshot)

    def work(control: JobControl) -> LogWritten:
        from maplanner.exchange.event_logs import write_event_log
        from maplanner.simulation.event_log import EventLog
        from maplanner.simulation.options import SimulationOptions

        chosen = None if scenario is None else scenario.id
        log = EventLog(snapshot, SimulationOptions(scenario=chosen, leave_out=leaves_out))
        return write_event_log(log, path, progress=control.progress, cancelled=control.cancelled)

    def said(written: LogWritten) -> None:
        text = tr("Wrote {lines} lines to {path}").format(lines=number(written.lines), path=written.path)
        if scenario is not None:
            text = tr("Scenario “{title}”: {text}").format(title=scenario.title, text=text)
        window.say(text)

    job = Job(work, window)
    job.finished.connect(said)
    job.failed.connect(lambda error: window.application.complain(error, window))
    _show(window, job)
    job.start()
    return job


def _shown(window: MainWindow, snapshot: Snapshot) -> tuple[Scenario | None, bool]:
    """Return the scenario of the numbers that are shown, and whether steps were left out of them."""
    result = window.analysis.result
    if result is None:
        return None, False
    scenario = None if result.scenario is None else snapshot.find_or_none(Scenario, result.scenario)
    return scenario, bool(result.left_out)


def _show(window: MainWindow, job: Job) -> None:
    """Show how far a job is until it ends, and let it be stopped; it stops when the plan is closed."""
    shown, tell = _progress(window)
    job.progressed.connect(tell)
    shown.canceled.connect(job.cancel)

    def ended() -> None:
        job.wait()
        window.bridge.closing.disconnect(stop)
        shown.close()

    def stop() -> None:
        job.cancel()
        job.wait()

    window.bridge.closing.connect(stop)
    for signal in (job.finished, job.failed, job.stopped):
        signal.connect(lambda *_: ended())


def _progress(window: MainWindow) -> tuple[QProgressDialog, Callable[[float], None]]:
    """Return what shows how far it is and how long it takes, and what tells it."""
    shown = QProgressDialog(tr("Writing the event log …"), tr("Stop"), 0, 1000, window)
    shown.setWindowModality(Qt.WindowModality.NonModal)
    shown.setMinimumDuration(400)
    shown.setMinimumWidth(scaled(320))
    shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # How far it is stands in words above the bar, which is too thin for a figure.
    bar = QProgressBar()
    bar.setTextVisible(False)
    shown.setBar(bar)
    shown.setRange(0, 1000)
    time_left = TimeLeft()

    def tell(share: float) -> None:
        shown.setValue(min(round(share * 1000), 999))
        left = time_left.after(share)
        if left:
            shown.setLabelText(tr("Writing the event log … {left} left").format(left=left))

    return shown, tell
