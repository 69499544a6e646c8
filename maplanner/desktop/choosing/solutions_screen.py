"""Candidates against goals and requirements: who is out and why, who ranks where, what is not known."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.choosing.goals_screen import ASKED_OF, put_below
from maplanner.desktop.choosing.ranking import Ranking
from maplanner.desktop.lettering import scaled
from maplanner.desktop.planning.grid import Cell, Grid, RecordScreen
from maplanner.desktop.words import number, tr
from maplanner.document.records import Answer, Solution
from maplanner.document.vocabulary import GoalLevel, Verdict
from maplanner.drawing.theme import Theme
from maplanner.estimate.answering import Basis, GivenAnswer
from maplanner.estimate.knowledge import lacking_solutions
from maplanner.estimate.sensitivity import sensitivity_of
from maplanner.estimate.solutions import Candidate, Comparison, Question, compare

_SIGNS = {Verdict.YES: "✓", Verdict.PARTLY: "◐", Verdict.NO: "✕", Verdict.UNKNOWN: "?"}
_FIRST = 2
"""The first column that is a candidate's."""


class SolutionsScreen(RecordScreen):
    """A ranking above, a matrix below in which answers are chosen; the panel has what else belongs to one."""

    questions_requested = Signal()
    reading_requested = Signal()
    why_requested = Signal(str)
    """Carries the candidate whose share of wants is to be explained."""

    def __init__(self, bridge: PlanBridge, theme: Theme) -> None:
        grid = Grid(tr("Answers"), (tr("Question"), tr("Need or want")), (330, 104))
        super().__init__(bridge, tr("Solutions"), grid, (*ASKED_OF, Solution, Answer))
        self._theme = theme
        self._comparison: Comparison | None = None
        self._rows: list[Question | None] = []
        self.usual = self.add_button(tr("Add the usual candidates"), self.add_usual)
        self.add_button(tr("Add a candidate"), self.add)
        self.add_button(tr("Read a questionnaire …"), self.reading_requested.emit)
        self.add_button(tr("Ask the vendors …"), self.questions_requested.emit, primary=True)
        self.add_delete(tr("Forget the answer"), self.forget)
        self.ranking = Ranking(theme)
        self.ranking.chosen.connect(self._show_candidate)
        self.ranking.why_requested.connect(self.why_requested)
        self.known = KnownLine()
        below = QWidget()
        layout = QVBoxLayout(below)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        split = put_below(self, grid, below, sizes=(200, 460))
        split.insertWidget(0, self.ranking)
        layout.addWidget(grid, 1)
        layout.addWidget(self.known)
        split.setSizes([230, 430])
        grid.chosen.connect(self._chosen)
        self.known.taken.connect(self.take_over)
        self.refresh()

    def add(self) -> None:
        """Add a candidate and show it in the panel, to be named."""
        order = max((each.order for each in self.bridge.reader.all(Solution)), default=0.0) + 1
        made = Solution.new(title=tr("New solution"), order=order)
        self.put(tr("Add a candidate"), made)
        self.refresh()
        self.selection_changed.emit([made.id])

    def add_usual(self) -> None:
        """Add the common pairings that the plan does not consider yet."""
        made = lacking_solutions(self.bridge.reader)
        if made:
            self.put(tr("Add the usual candidates"), *made)

    def refresh(self) -> None:
        """Show the plan as it is now."""
        self._comparison = comparison = compare(self.bridge.reader)
        candidates = comparison.candidates
        titles = [tr("Question"), tr("Need or want"), *(each.title for each in candidates)]
        with QSignalBlocker(self.grid):
            self.grid.setColumnCount(len(titles))
            for column in range(len(titles)):
                if column >= _FIRST and self.grid.horizontalHeaderItem(column) is None:
                    self.grid.setColumnWidth(column, scaled(150))
            self.grid.setHorizontalHeaderLabels(titles)
            for column, title in enumerate(titles):
                item = self.grid.horizontalHeaderItem(column)
                if item is not None:
                    item.setToolTip(title)
        self._show_rows(comparison)
        self.ranking.show_comparison(comparison, sensitivity_of(comparison))
        self.summary.setText(self._said(comparison))
        self.usual.setEnabled(bool(lacking_solutions(self.bridge.reader)))
        self._show_known()

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours."""
        self._theme = theme
        self.ranking.set_theme(theme)
        self.refresh()

    def forget(self) -> None:
        """Delete the team's own answer in the chosen cell; what was known before counts again."""
        found = self._at(self.grid.currentRow(), self.grid.currentColumn())
        answer = found[2].record if found is not None else None
        if answer is not None:
            with self.bridge.store.transact(tr("Forget an answer")) as transaction:
                transaction.remove(answer.id)

    def take_over(self) -> None:
        """Keep what came with the program as the team's own, verified answer."""
        found = self._at(self.grid.currentRow(), self.grid.currentColumn())
        if found is None:
            return
        candidate, question, known = found
        if known.record is not None:
            self.change(tr("Verify an answer"), known.record.id, {"verified": True})
            return
        source = known.origin.words if known.origin is not None else ""
        values = {"source": source, "work": known.work, "verified": True}
        self._answer(candidate, question, known.verdict, tr("Verify an answer"), values)

    # ------------------------------------------------------------ rows

    def _show_rows(self, comparison: Comparison) -> None:
        rows: list[tuple[str, tuple[Cell, ...]]] = []
        self._rows = []
        for head, questions in _sections(comparison):
            if not questions:
                continue
            rows.append(("", (Cell(head, strong=True, heading=True, color=self._theme.secondary),)))
            self._rows.append(None)
            for question in questions:
                rows.append((question.key, self._cells(comparison, question)))
                self._rows.append(question)
        self.grid.show_rows(rows)

    def _cells(self, comparison: Comparison, question: Question) -> tuple[Cell, ...]:
        return (
            Cell(tr(question.title), tip=tr(question.text), strong=question.is_goal),
            Cell(tr(question.level.value)),
            *(self._answer_cell(question, each.answers[question.key]) for each in comparison.candidates),
        )

    def _answer_cell(self, question: Question, answer: GivenAnswer) -> Cell:
        words = tr(answer.verdict.value)
        if answer.is_to_be_verified:
            words += " · " + tr("to be verified")
        colors = {
            Verdict.YES: self._theme.good_text,
            Verdict.PARTLY: self._theme.warning_text,
            Verdict.NO: self._theme.error_text if question.level is GoalLevel.NEED else self._theme.text,
            Verdict.UNKNOWN: self._theme.secondary,
        }
        return Cell(
            f"{_SIGNS[answer.verdict]}  {words}",
            tip=answer_words(answer),
            color=colors[answer.verdict],
            strong=answer.basis is Basis.PEOPLE,
            choices=tuple((each.value, f"{_SIGNS[each]}  {tr(each.value)}") for each in Verdict),
            value=answer.verdict.value,
        )

    def _at(self, row: int, column: int) -> tuple[Candidate, Question, GivenAnswer] | None:
        comparison = self._comparison
        if comparison is None or not 0 <= row < len(self._rows):
            return None
        question, place = self._rows[row], column - _FIRST
        if question is None or not 0 <= place < len(comparison.candidates):
            return None
        candidate = comparison.candidates[place]
        return candidate, question, candidate.answers[question.key]

    # ------------------------------------------------------------ answering

    def _chosen(self, row: int, column: int, value: str) -> None:
        found = self._at(row, column)
        if found is None:
            return
        candidate, question, answer = found
        if answer.record is not None:
            self.change(tr("Answer"), answer.record.id, {"verdict": value})
        else:
            self._answer(candidate, question, Verdict(value), tr("Answer"), {})

    def _answer(
        self,
        candidate: Candidate,
        question: Question,
        verdict: Verdict,
        label: str,
        values: dict[str, object],
    ) -> None:
        kept_under = {"goal": question.key} if question.is_goal else {"requirement": question.key}
        made = Answer.new(solution=candidate.solution.id, verdict=verdict, **kept_under, **values)
        with self.bridge.store.transact(label) as transaction:
            if transaction.get(candidate.solution.id) is None:
                transaction.put(candidate.solution)
            transaction.put(made)
        self.selection_changed.emit([made.id])

    def _tell_selection(self) -> None:
        found = self._at(self.grid.currentRow(), self.grid.currentColumn())
        if found is not None:
            candidate, _question, answer = found
            record = answer.record.id if answer.record is not None else ""
            solution = candidate.solution.id
            shown = record or (solution if self.bridge.reader.get(solution) is not None else "")
            if shown:
                self.selection_changed.emit([shown])
        self._show_known()

    def _show_known(self) -> None:
        self.known.show_answer(self._at(self.grid.currentRow(), self.grid.currentColumn()))

    def _show_candidate(self, solution: str) -> None:
        if self.bridge.reader.get(solution) is not None:
            self.selection_changed.emit([solution])

    def _said(self, comparison: Comparison) -> str:
        out = sum(each.is_out for each in comparison.candidates)
        unknown = sum(len(each.unknown) for each in comparison.candidates if not each.is_out)
        said = tr("{count} candidates, {out} out").format(
            count=number(len(comparison.candidates)), out=number(out)
        )
        said += " · " + tr("{count} open questions").format(count=number(unknown))
        return " · ".join([said, *(tr(lack) for lack in comparison.lacks)])


def _sections(comparison: Comparison) -> list[tuple[str, list[Question]]]:
    def of(level: GoalLevel, *, goals: bool) -> list[Question]:
        return [each for each in comparison.questions if each.level is level and each.is_goal is goals]

    return [
        (tr("Needs: a “no” rules a candidate out"), of(GoalLevel.NEED, goals=True)),
        (tr("Needed because of the drawing"), of(GoalLevel.NEED, goals=False)),
        (tr("Wants: they rank what is left"), of(GoalLevel.WANT, goals=True)),
        (tr("Wanted because of the drawing"), of(GoalLevel.WANT, goals=False)),
    ]


def answer_words(answer: GivenAnswer) -> str:
    """Return what is behind an answer, in a few sentences."""
    said = [answer.says]
    if answer.work:
        said.append(tr("Work: {work}").format(work=answer.work))
    if answer.origin is not None:
        said.append(tr("Source: {source}").format(source=answer.origin.words))
    if answer.basis in (Basis.NOTHING, Basis.DERIVED):
        said.append(tr(answer.basis.value).capitalize() + ".")
    return "\n".join(part for part in said if part)


class KnownLine(QWidget):
    """What stands behind the chosen answer, and a button to verify it."""

    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = QLabel()
        self.text.setProperty("role", "hint")
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton(tr("It is verified"))
        self.button.clicked.connect(self.taken)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    def show_answer(self, found: tuple[Candidate, Question, GivenAnswer] | None) -> None:
        """Show what is behind an answer; nothing chosen shows how to answer."""
        if found is None:
            self.text.setText(tr("Choose a cell and press Enter, or click it twice, to answer."))
            self.button.hide()
            return
        candidate, question, answer = found
        head = f"{candidate.title}: {tr(question.text)}"
        self.text.setText("\n".join(part for part in (head, answer_words(answer)) if part))
        self.button.setVisible(answer.is_to_be_verified)
