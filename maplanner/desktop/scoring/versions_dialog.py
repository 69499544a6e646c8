"""The dialog with the saved versions of the scoring model: saved, brought back, compared."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from maplanner.app.person import author_name
from maplanner.core.clock import utc_now
from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.jobs import JobControl, LatestJob
from maplanner.desktop.planning.grid import Cell
from maplanner.desktop.scoring.sentences import figure, signed
from maplanner.desktop.scoring.versions_layout import VersionsParts
from maplanner.desktop.words import counted, number, tr
from maplanner.document.records import ScoringVersion
from maplanner.scoring.versions import changes_between, restore, version_of, versions_in_order, with_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maplanner.app.version_compare import Qualified, Scored, VersionComparison
    from maplanner.scoring.explaining import Explanation

MOST_SHOWN: Final = 300


class VersionsDialog(QDialog):
    """Lists versions; the plan's model is compared with the one chosen, on simulated or on recorded leads."""

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Versions of the scoring model"))
        self._bridge = bridge
        self._found: VersionComparison | None = None
        self._job = LatestJob(self)
        self.parts = VersionsParts(self)
        self._connect()
        self.refresh()

    # ------------------------------------------------------------ what others may ask

    @property
    def found(self) -> VersionComparison | None:
        """The comparison that is shown."""
        return self._found

    def version(self) -> ScoringVersion | None:
        """Return the version that is chosen."""
        return self._bridge.reader.find_or_none(ScoringVersion, self.parts.versions.current_id())

    def refresh(self) -> None:
        """Show the versions that there are."""
        rows: list[tuple[str, tuple[Cell, ...]]] = [
            (
                each.id,
                (
                    Cell(each.title, editable=True, strong=True),
                    Cell(each.saved_on.isoformat() if each.saved_on is not None else ""),
                    Cell(each.author),
                ),
            )
            for each in versions_in_order(self._bridge.reader)
        ]
        self.parts.versions.show_rows(rows)
        self._choose()

    def save(self) -> None:
        """Save the model as it is now, ready to be named."""
        title = tr("Version {number}").format(number=len(self._bridge.reader.all(ScoringVersion)) + 1)
        made = version_of(self._bridge.store, title, author=author_name(), on=utc_now().date())
        with self._bridge.store.transact(tr("Save a scoring version")) as transaction:
            transaction.put(made)
        self.refresh()
        self.parts.versions.edit_id(made.id, 0)

    def bring_back(self) -> None:
        """Bring the chosen version back as one step that can be undone."""
        version = self.version()
        if version is None:
            return
        try:
            kept = restore(self._bridge.store, version, tr("Bring a scoring version back"))
        except MaplannerError as error:
            self.parts.say(str(error), wrong=True)
            return
        said = tr("“{version}” is the plan's model again.").format(version=version.title)
        if kept.lost:
            lost = ", ".join(f"“{title}”" for title in kept.lost)
            said += " " + tr("Left out, because what they belong to is gone: {titles}.").format(titles=lost)
        self.parts.say(said)
        self._choose()

    def delete(self) -> None:
        """Take the chosen version out of the plan."""
        version = self.version()
        if version is not None:
            with self._bridge.store.transact(tr("Delete a scoring version")) as transaction:
                transaction.remove(version.id)
            self.refresh()

    def compare(self, history: Path | None = None) -> None:
        """Compare the plan's model with the chosen one, off the window's thread."""
        version = self.version()
        if version is None:
            return
        snapshot = self._bridge.store.snapshot()
        titles = (tr("the plan"), version.title)

        def work(control: JobControl) -> VersionComparison:
            from maplanner.app.histories import read_history
            from maplanner.app.version_compare import compare_on_history, compare_on_simulation

            now, then = (titles[0], snapshot), (titles[1], with_version(snapshot, version))
            if history is not None:
                return compare_on_history(now, then, read_history(history))
            return compare_on_simulation(now, then, progress=control.progress, cancelled=control.cancelled)

        self.parts.say(tr("Comparing …"))
        self._job.start(work, snapshot.revision)

    def done(self, result: int) -> None:
        self._job.close()
        super().done(result)

    # ------------------------------------------------------------ showing

    def _choose(self) -> None:
        version = self.version()
        for part in (self.parts.restore, self.parts.simulate, self.parts.history, self.parts.delete):
            part.setEnabled(version is not None)
        rows: list[tuple[str, tuple[Cell, ...]]] = []
        if version is not None:
            snapshot = self._bridge.store.snapshot()
            for change in changes_between(with_version(snapshot, version), snapshot):
                cells = (change.what, change.name, change.before, change.after)
                rows.append(
                    ("", tuple(Cell(tr(text) if place == 0 else text) for place, text in enumerate(cells)))
                )
        self.parts.changes.show_rows(rows)
        self.parts.no_changes.setVisible(version is not None and not rows)
        self.parts.changes.setVisible(bool(rows))

    def _got(self, found: VersionComparison, _revision: int) -> None:
        self._found = found
        only = [len(found.under(which)) for which in ("first", "second", "both")]
        said = tr(
            "{leads} leads: {both} qualify under both, {first} only under the plan, "
            "{second} only under “{version}”. Of both, {sooner} sooner under the plan, {later} later."
        )
        self.parts.say(
            said.format(
                leads=number(found.leads),
                both=number(only[2]),
                first=number(only[0]),
                second=number(only[1]),
                version=found.titles[1],
                sooner=number(found.sooner[0]),
                later=number(found.sooner[1]),
            )
        )
        shown = [*found.under("first"), *found.under("second"), *found.under("both")][:MOST_SHOWN]
        self.parts.leads.show_rows([(each.name, self._cells(each)) for each in shown])
        hidden = len(found.qualified) - len(shown)
        self.parts.more.setText(counted("… and %n more leads", hidden) if hidden else "")
        self.parts.results.setVisible(True)
        if shown and self.parts.leads.currentRow() < 0:
            self.parts.leads.setCurrentCell(0, 0)
        self._show_lead()

    def _cells(self, each: Qualified) -> tuple[Cell, ...]:
        words = {"first": tr("only the plan"), "second": tr("only the version"), "both": tr("both")}
        days = [
            tr("day {number}").format(number=number(day)) if day is not None else "–"
            for day in (each.first, each.second)
        ]
        return (Cell(each.name), Cell(words.get(each.under, "")), Cell(days[0]), Cell(days[1]))

    def _show_lead(self) -> None:
        found, name = self._found, self.parts.leads.current_id()
        chosen = next((each for each in found.qualified if each.name == name), None) if found else None
        if found is None or chosen is None:
            return
        told = found.explain(chosen)
        for place, grid in enumerate(self.parts.logs):
            if told is not None:
                grid.show_rows(_log_rows(told[place]))
            elif found.logs is not None:
                grid.show_rows(_simulated_rows(found.logs[name][place]))

    # ------------------------------------------------------------ hearing

    def _failed(self, error: Exception) -> None:
        self.parts.say(str(error), wrong=True)

    def _typed(self, row: int, _column: int, text: str) -> None:
        record_id = self.parts.versions.id_at(row)
        if record_id and text.strip():
            with self._bridge.store.transact(tr("Rename")) as transaction:
                transaction.change(record_id, {"title": text.strip()})
        self.refresh()

    def _ask_history(self) -> None:
        kinds = tr("Lists") + " (*.csv *.tsv *.txt *.xlsx);;" + tr("All files") + " (*)"
        name, _kind = QFileDialog.getOpenFileName(self, tr("Choose a history"), "", kinds)
        if name:
            self.compare(Path(name))

    def _connect(self) -> None:
        parts = self.parts
        parts.save.clicked.connect(self.save)
        parts.restore.clicked.connect(self.bring_back)
        parts.delete.clicked.connect(self.delete)
        parts.simulate.clicked.connect(lambda _checked: self.compare())
        parts.history.clicked.connect(self._ask_history)
        parts.close.clicked.connect(self.reject)
        parts.versions.typed.connect(self._typed)
        parts.versions.currentCellChanged.connect(self._choose)
        parts.leads.currentCellChanged.connect(self._show_lead)
        self._job.finished.connect(self._got)
        self._job.failed.connect(self._failed)
        for button in (parts.simulate, parts.history):
            self._job.busy_changed.connect(partial(button.setDisabled))


def _log_rows(told: Explanation) -> list[tuple[str, tuple[Cell, ...]]]:
    words = {"came in": tr("Came in"), "faded": tr("Faded"), "limited": tr("Cut off at the limit")}
    return [
        (
            "",
            (
                Cell(number(line.day, 1)),
                Cell(line.title or words.get(line.kind, line.kind)),
                Cell(signed(round(line.change, 2))),
                Cell(figure(round(line.value, 2)), strong=bool(line.reached)),
            ),
        )
        for line in told.lines
    ]


def _simulated_rows(lines: Sequence[Scored]) -> list[tuple[str, tuple[Cell, ...]]]:
    """Return a simulated lead's scores; what changed is what the score is now against what it was last."""
    before: dict[str, float] = {}
    rows: list[tuple[str, tuple[Cell, ...]]] = []
    for line in lines:
        change = line.value - before.get(line.score, 0.0)
        before[line.score] = line.value
        cells = (number(line.day, 1), line.score, signed(round(change, 2)), figure(round(line.value, 2)))
        rows.append(("", tuple(map(Cell, cells))))
    return rows
