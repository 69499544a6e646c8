"""The dialog that explains a score: one lead's events, points, fading and thresholds, which always add up."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.jobs import LatestJob
from maplanner.desktop.naming import title_of
from maplanner.desktop.planning.grid import Cell
from maplanner.desktop.scoring.explain_layout import ExplainParts
from maplanner.desktop.scoring.sentences import words_of
from maplanner.desktop.words import number, tr
from maplanner.document.records import Score, ScoreMatrix
from maplanner.document.vocabulary import EventType
from maplanner.scoring.calibration import rules_in_order, usual_score
from maplanner.scoring.explaining import Explanation, LogLine
from maplanner.scoring.grades import grade
from maplanner.scoring.imagining import Imagined, imagine, what_can_happen

if TYPE_CHECKING:
    from maplanner.app.recorded_scores import ScoredHistory
    from maplanner.core.errors import MaplannerError

MOST_SHOWN: Final = 500
"""So many leads are listed at a time; the filter finds the others."""
IMAGINED: Final = "imagined"


class ExplainDialog(QDialog):
    """Explains an imagined lead, and each lead of a recorded history."""

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Explain a score"))
        self._bridge = bridge
        self._happened: list[Imagined] = []
        self._possible: list[Imagined] = []
        self._found: ScoredHistory | None = None
        self._path: Path | None = None
        self._job = LatestJob(self)
        self.parts = ExplainParts(self)
        self._fill_scores()
        self._connect()
        self._choose_score()

    # ------------------------------------------------------------ what others may ask

    def open_history(self, path: Path) -> None:
        """Score the leads of a recorded history, off the window's thread."""
        self._path = path
        snapshot, score = self._bridge.store.snapshot(), self._score()
        self.parts.say(tr("Reading {name} …").format(name=path.name))

        def work(_control: object) -> ScoredHistory:
            from maplanner.app.histories import read_history
            from maplanner.app.recorded_scores import score_recorded

            return score_recorded(snapshot, read_history(path), score)

        self._job.start(work, snapshot.revision)

    def add_event(self, place: int, day: float, amount: float = 1.0) -> None:
        """Let something happen to the imagined lead: what stands at that place of the list."""
        self._happened.append(self._possible[place]._replace(day=day, amount=amount))
        self.parts.leads.select_id(IMAGINED)
        self._show_log()

    def shown_log(self) -> Explanation | None:
        """Return the explanation of the lead that is chosen."""
        chosen = self.parts.leads.current_id()
        score = self._score()
        if score is None:
            return None
        if chosen == IMAGINED or self._found is None:
            return self._imagined(score)
        return self._found.explain(int(chosen)) if chosen else None

    def done(self, result: int) -> None:
        self._job.close()
        super().done(result)

    # ------------------------------------------------------------ showing

    def _score(self) -> Score | None:
        return self._bridge.reader.find_or_none(Score, self.parts.score.currentData())

    def _imagined(self, score: Score) -> Explanation:
        return imagine(self._bridge.reader, score, self._happened, self._end())

    def _end(self) -> float:
        """Return the day on which the imagined lead is looked at: some time after what happened last."""
        last = max((each.day for each in self._happened), default=0.0)
        return last + float(self.parts.later.value())

    def grade(self) -> str:
        """Return the imagined lead's grade; an empty text while the plan has no matrix."""
        reader = self._bridge.reader
        matrix = min(reader.all(ScoreMatrix), key=lambda each: each.order, default=None)
        if matrix is None:
            return ""
        points = []
        for meant in (matrix.fit, matrix.engagement):
            score = reader.find_or_none(Score, meant)
            told = imagine(reader, score, self._happened, self._end()) if score is not None else None
            points.append(0.0 if told is None else told.value)
        return grade(matrix, points[0], points[1])

    def _fill_scores(self) -> None:
        reader, box = self._bridge.reader, self.parts.score
        for score in reader.all(Score):
            box.addItem(title_of(score, reader), score.id)
        usual = usual_score(reader)
        if usual is None:
            box.addItem(tr("The plan has no score yet"), "")
        else:
            box.setCurrentIndex(box.findData(usual.id))
        for part in (box, self.parts.rule, self.parts.add, self.parts.open):
            part.setEnabled(usual is not None)

    def _choose_score(self) -> None:
        score, reader = self._score(), self._bridge.reader
        self.parts.rule.clear()
        if score is not None:
            others = [each for each in reader.all(Score) if each.id != score.id]
            rules = [rule for each in (score, *others) for rule in rules_in_order(reader, each)]
            self._possible = what_can_happen(rules)
            self.parts.rule.addItems([words_of(each, reader) for each in self._possible])
        self.parts.add.setEnabled(self.parts.rule.count() > 0)
        if self._path is not None:
            self.open_history(self._path)
        self._show_leads()

    def _show_leads(self) -> None:
        rows: list[tuple[str, tuple[Cell, ...]]] = [
            (IMAGINED, (Cell(tr("Imagined lead"), strong=True), Cell(""), Cell("")))
        ]
        if self._found is not None:
            rows += self._recorded_rows(self._found)
        self.parts.leads.show_rows(rows)
        self._show_log()

    def _recorded_rows(self, found: ScoredHistory) -> list[tuple[str, tuple[Cell, ...]]]:
        wanted = self.parts.filter.text().strip().casefold()
        leads, values = found.history.leads, found.scored.value
        order = (-values).argsort(kind="stable").tolist()
        meant = [at for at in order if not wanted or wanted in leads[at].casefold()][:MOST_SHOWN]
        bought = found.history.bought
        return [
            (str(at), (Cell(leads[at]), Cell(_points(values[at])), Cell(tr("bought") if bought[at] else "")))
            for at in meant
        ]

    def _show_log(self) -> None:
        told = self.shown_log()
        is_imagined = self.parts.leads.current_id() in (IMAGINED, "")
        self.parts.imagining.setVisible(is_imagined)
        self.parts.later.setVisible(is_imagined)
        if told is None:
            self.parts.log.show_rows([])
            return
        self.parts.log.show_rows([("", self._line(line, is_imagined)) for line in told.lines])
        said = tr("{points} points on {day}").format(
            points=_points(told.value), day=self._day(told.at, is_imagined)
        )
        graded = self.grade() if is_imagined else ""
        self.parts.total.setText(f"{said} · {tr('grade {grade}').format(grade=graded)}" if graded else said)

    def _line(self, line: LogLine, is_imagined: bool) -> tuple[Cell, ...]:
        words = {"came in": tr("Came in"), "faded": tr("Faded"), "limited": tr("Cut off at the limit")}
        ran_out = tr("{rule} (points ran out)").format(rule=line.title) if line.kind == "ran out" else ""
        crossed = [tr("reaches “{mark}”").format(mark=mark) for mark in line.reached]
        crossed += [tr("falls below “{mark}”").format(mark=mark) for mark in line.fallen]
        change = QLocale().toString(float(line.change), "g", 10)
        return (
            Cell(self._day(line.day, is_imagined)),
            Cell(ran_out or line.title or words.get(line.kind, "")),
            Cell(f"+{change}" if line.change > 0 else change),
            Cell(_points(line.value)),
            Cell(", ".join(crossed), strong=True),
        )

    def _day(self, day: float, is_imagined: bool) -> str:
        if is_imagined or self._found is None:
            return tr("day {number}").format(number=number(day))
        moment = self._found.history.when(day)
        return moment.isoformat(sep=" ", timespec="minutes")

    # ------------------------------------------------------------ hearing

    def _got_history(self, found: ScoredHistory, _revision: int) -> None:
        self._found = found
        ready = int((found.scored.highest >= found.threshold).sum())
        said = tr("{leads} leads, {events} events; {ready} reached {mark} points.").format(
            leads=number(len(found.history.leads)),
            events=number(len(found.history.lead)),
            ready=number(ready),
            mark=number(found.threshold),
        )
        unknown = [f"“{title}” ({number(count)})" for title, count in found.unknown[:5]]
        if unknown:
            said += " " + tr("Events that the plan does not know: {events}.").format(
                events=", ".join(unknown)
            )
        self.parts.say(" ".join([said, *map(str, found.history.remarks)]))
        self._show_leads()

    def _failed(self, error: MaplannerError) -> None:
        self.parts.say(str(error), wrong=True)

    def _ask_history(self) -> None:
        kinds = tr("Lists") + " (*.csv *.tsv *.txt *.xlsx);;" + tr("All files") + " (*)"
        name, _kind = QFileDialog.getOpenFileName(self, tr("Choose a history"), "", kinds)
        if name:
            self.open_history(Path(name))

    def _add_chosen(self) -> None:
        parts = self.parts
        amount = parts.amount.value() if parts.amount.isVisibleTo(self) else 1.0
        self.add_event(parts.rule.currentIndex(), float(parts.day.value()), amount)

    def _offer_amount(self, place: int) -> None:
        """Ask how much of it only where rules may count by it."""
        event = self._possible[place].event if 0 <= place < len(self._possible) else None
        is_video = event is EventType.VIDEO_WATCHED
        self.parts.amount.setVisible(is_video or event is EventType.PAGE_VISITED)
        self.parts.amount.setPrefix((tr("share") if is_video else tr("pages")) + " ")
        self.parts.amount.setRange(0.0, 1.0 if is_video else 1000.0)
        self.parts.amount.setSingleStep(0.1 if is_video else 1.0)
        self.parts.amount.setDecimals(2 if is_video else 0)

    def _take_back(self) -> None:
        if self._happened:
            self._happened.pop()
            self._show_log()

    def _connect(self) -> None:
        parts = self.parts
        parts.score.activated.connect(self._choose_score)
        parts.open.clicked.connect(self._ask_history)
        parts.filter.textChanged.connect(self._show_leads)
        parts.leads.currentCellChanged.connect(self._show_log)
        parts.add.clicked.connect(self._add_chosen)
        parts.rule.currentIndexChanged.connect(self._offer_amount)
        parts.later.valueChanged.connect(lambda _days: self._show_log())
        parts.take_back.clicked.connect(self._take_back)
        parts.close.clicked.connect(self.reject)
        self._job.finished.connect(self._got_history)
        self._job.failed.connect(self._failed)
        self._job.busy_changed.connect(partial(parts.open.setDisabled))


def _points(value: float) -> str:
    return QLocale().toString(round(float(value), 2), "g", 10)
