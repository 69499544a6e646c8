"""The dialog that checks a list of people: how it is read, what its columns are for, what is wrong in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from maplanner.app.intake.checking import Findings, Outputs, check_list
from maplanner.app.intake.matching import Target, propose, targets
from maplanner.app.intake.recording import Checked, record, take_over_size
from maplanner.app.intake.running import Preparation, prepare
from maplanner.core.clock import utc_now
from maplanner.core.errors import Cancelled, MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.dialogs.intake_layout import IntakeParts
from maplanner.desktop.jobs import Job, JobControl
from maplanner.desktop.words import number, tr
from maplanner.document.records import DataSet, Step
from maplanner.document.vocabulary import DuplicateKey
from maplanner.drawing.theme import Theme
from maplanner.exchange.sheets import open_sheet

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader

_ABANDONED: set[Job] = set()
"""Jobs nobody waits for any more; they must live until their threads have ended."""
_SAMPLE = 20
_STEPS = 200


class IntakeDialog(QDialog):
    """Reads and checks off the window's thread; the list itself is never changed."""

    def __init__(self, bridge: PlanBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Check a contact list"))
        self._bridge = bridge
        self._job: Job | None = None
        self._path: Path | None = None
        self._prepared: Preparation | None = None
        self._sample: list[tuple[str, ...]] = []
        self._data_set = ""
        self._targets: list[Target] = []
        self.parts = IntakeParts(self, theme)
        self._connect()
        self._show_nothing()

    # ------------------------------------------------------------ what others may ask

    def choose(self, path: Path | str) -> None:
        """Open a list."""
        self._path = Path(path).expanduser()
        self.parts.path.setText(str(path))
        self.parts.reset_reading()
        self.read()

    def read(self) -> None:
        """Open the list as it is to be understood, and propose a field for each column."""
        if self._path is None:
            return
        path, how = self._path, self.parts.how_to_read()
        snapshot = self._bridge.store.snapshot()
        self._show_nothing()
        self.parts.say(tr("Opening {name} …").format(name=path.name))
        self._start(lambda _control: _opened(path, how, snapshot), self._got_sheet)

    def check(self) -> None:
        """Check every row, and record the result in the plan."""
        prepared = self._as_chosen()
        if prepared is not None:
            self._run(prepared, Outputs(), self._got_findings, tr("Checking …"))

    def save(self, path: Path, *, rejects: bool = False) -> None:
        """Write the clean rows, or those that are rejected."""
        prepared = self._as_chosen()
        if prepared is None:
            return
        form = prepared.sheet.form
        sign = form.delimiter if form is not None else ","
        outputs = Outputs(None, path, sign) if rejects else Outputs(path, None, sign)
        self._run(
            prepared, outputs, partial(self._saved, path), tr("Writing {name} …").format(name=path.name)
        )

    def prepared(self) -> Preparation | None:
        """Return how the list is going to be checked, or ``None`` where none is open."""
        return self._prepared

    def is_busy(self) -> bool:
        """Return whether work goes on."""
        return self._job is not None

    def done(self, result: int) -> None:
        self._cancel()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._cancel()
        super().closeEvent(event)

    # ------------------------------------------------------------ work

    def _run(
        self, prepared: Preparation, outputs: Outputs, then: Callable[[Findings], None], said: str
    ) -> None:
        try:
            intake = prepared.intake(self._bridge.reader)
        except MaplannerError as error:
            self.parts.complain(error)
            return
        self._prepared = prepared
        self.parts.say(said)
        self._start(lambda control: check_list(intake, outputs, partial(_step, control)), then)

    def _start(self, work: Callable[[JobControl], Any], then: Callable[[Any], None]) -> None:
        self._cancel()
        self.parts.set_busy(busy=True)
        job = Job(work)
        job.progressed.connect(lambda share: self.parts.progress.setValue(round(share * _STEPS)))
        job.finished.connect(lambda result: self._end(job, partial(then, result)))
        job.failed.connect(lambda error: self._end(job, partial(self.parts.complain, error)))
        stopped = tr("Stopped. Nothing was written.")
        job.stopped.connect(lambda: self._end(job, partial(self.parts.say, stopped)))
        self._job = job
        job.start()

    def _end(self, job: Job, then: Callable[[], None]) -> None:
        """Let go of a job that has ended, and go on if this dialog still waits for it."""
        _ABANDONED.discard(job)
        job.wait()
        if job is self._job:
            self._job = None
            self.parts.set_busy(busy=False)
            then()

    def _cancel(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            _ABANDONED.add(job)
            self.parts.set_busy(busy=False)

    def _stop(self) -> None:
        """Stop what goes on; its end is told of when it has come."""
        if self._job is not None:
            self._job.cancel()

    # ------------------------------------------------------------ showing

    def _show_nothing(self) -> None:
        self._prepared = None
        self._data_set = ""
        self.parts.show_nothing()

    def _got_sheet(self, found: tuple[Preparation, list[tuple[str, ...]]]) -> None:
        self._prepared, self._sample = found
        self._targets = targets(self._bridge.reader)
        self.parts.show_sheet(self._prepared, self._targets)
        self.parts.columns.show_columns(self._prepared.uses, self._prepared.target, self._sample)

    def _as_chosen(self) -> Preparation | None:
        if self._prepared is None:
            return None
        return replace(
            self._prepared,
            uses=self.parts.columns.uses(),
            key=DuplicateKey(self.parts.key.currentData()),
            plus_tags=self.parts.plus_tags.isChecked(),
        )

    def _got_findings(self, found: Findings) -> None:
        prepared = self._prepared
        if prepared is None:
            return
        checked = Checked(prepared.sheet.path, prepared.target, prepared.uses, prepared.key, found)
        try:
            self._data_set = record(self._bridge.store, checked, utc_now().date())
        except MaplannerError as error:
            self.parts.complain(error)
        self.parts.columns.show_figures(found.columns, found.rows)
        self.parts.show_findings(found, prepared)
        self.parts.show_size(found.clean, wanted=self._step_to_size(found.clean) is not None)

    def _saved(self, path: Path, found: Findings) -> None:
        text = tr("{name} is written.").format(name=path.name)
        if found.inert:
            text += " " + tr("%n values that a spreadsheet would run were made inert.", found.inert)
        self.parts.say(text)

    def _step_to_size(self, clean: int) -> Step | None:
        """Return the contact list whose size is another one, or ``None``."""
        target = self._prepared.target if self._prepared is not None else None
        if target is None or not isinstance(target.record, Step):
            return None
        step = self._bridge.reader.find_or_none(Step, target.record.id)
        return step if step is not None and step.props.get("size") != clean else None

    def _take_size(self) -> None:
        data_set = self._bridge.reader.find_or_none(DataSet, self._data_set)
        if data_set is not None and take_over_size(self._bridge.store, data_set.id):
            self.parts.size.hide()
            self.parts.say(
                tr("The list in the drawing now has {count} people.").format(count=number(data_set.clean))
            )

    def _target_chosen(self, index: int) -> None:
        """Propose fields of another list or object."""
        if self._prepared is None:
            return
        target = self._targets[index - 1] if index else None
        uses = tuple(propose(self._bridge.reader, self._prepared.sheet.columns, target))
        self._prepared = replace(self._prepared, target=target, uses=uses)
        self.parts.columns.show_columns(uses, target, self._sample)
        self.parts.forget_findings()

    # ------------------------------------------------------------ asking

    def _ask_list(self) -> None:
        kinds = tr("Lists") + " (*.csv *.tsv *.txt *.xlsx);;" + tr("All files") + " (*)"
        name, _kind = QFileDialog.getOpenFileName(self, tr("Choose a list"), self.parts.path.text(), kinds)
        if name:
            self.choose(name)

    def _typed(self) -> None:
        text = self.parts.path.text().strip()
        if text and (self._path is None or text != str(self._path)):
            self.choose(text)

    def _ask_place(self, *, rejects: bool) -> None:
        if self._path is None:
            return
        ending = tr("rejects") if rejects else tr("clean")
        suffix = ".xlsx" if self._path.suffix.lower() == ".xlsx" else ".csv"
        proposed = self._path.with_name(f"{self._path.stem} {ending}{suffix}")
        title = tr("Save the rejects") if rejects else tr("Save the clean list")
        name, _kind = QFileDialog.getSaveFileName(self, title, str(proposed), "CSV (*.csv);;XLSX (*.xlsx)")
        if name:
            path = Path(name)
            self.save(path if path.suffix else path.with_suffix(suffix), rejects=rejects)

    def _connect(self) -> None:
        parts = self.parts
        parts.path.editingFinished.connect(self._typed)
        parts.choose.clicked.connect(self._ask_list)
        for box in (parts.encoding, parts.delimiter, parts.worksheet):
            box.activated.connect(self.read)
        parts.header.clicked.connect(self.read)
        parts.target.activated.connect(self._target_chosen)
        parts.columns.changed.connect(parts.forget_findings)
        parts.key.activated.connect(parts.forget_findings)
        parts.check.clicked.connect(self.check)
        parts.stop.clicked.connect(self._stop)
        parts.size.clicked.connect(self._take_size)
        parts.save_clean.clicked.connect(partial(self._ask_place, rejects=False))
        parts.save_rejects.clicked.connect(partial(self._ask_place, rejects=True))
        parts.close.clicked.connect(self.reject)


def _opened(
    path: Path, how: dict[str, Any], reader: RecordReader
) -> tuple[Preparation, list[tuple[str, ...]]]:
    """Open a list and look at its first rows. Runs in a job's thread.

    Raises:
        UnreadableSource: It cannot be read.
    """
    sheet = open_sheet(path, strict=False, **how)
    return prepare(reader, sheet), [row.values for row in islice(sheet.rows(), _SAMPLE)]


def _step(control: JobControl, share: float) -> None:
    """Tell how far the work is.

    Raises:
        Cancelled: The person asked to stop.
    """
    if control.cancelled():
        raise Cancelled("Stopped.")
    control.progress(share)
