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

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow
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
    """Write the log to a file, show how far it is, and say what came of it."""
    snapshot = window.bridge.store.snapshot()

    def work(control: JobControl) -> LogWritten:
        from maplanner.exchange.event_logs import write_event_log
        from maplanner.simulation.event_log import EventLog
        from maplanner.simulation.options import SimulationOptions

        log = EventLog(snapshot, SimulationOptions())
        return write_event_log(log, path, progress=control.progress, cancelled=control.cancelled)

    shown, tell = _progress(window)
    job = Job(work, window)
    job.progressed.connect(tell)
    shown.canceled.connect(job.cancel)

    def ended() -> None:
        job.wait()
        window.bridge.closing.disconnect(stop)
        shown.close()

    def stop() -> None:
        job.cancel()
        job.wait()

    def said(written: LogWritten) -> None:
        window.say(tr("Wrote {lines} lines to {path}").format(lines=number(written.lines), path=written.path))

    window.bridge.closing.connect(stop)
    job.finished.connect(said)
    job.failed.connect(lambda error: window.application.complain(error, window))
    for signal in (job.finished, job.failed, job.stopped):
        signal.connect(lambda *_: ended())
    job.start()
    return job


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
