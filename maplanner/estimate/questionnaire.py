"""Questions for vendors: what nobody knows yet or only believes, as tables, and what comes back in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from maplanner.document.reading import RecordReader
from maplanner.document.records import Answer, Record, RecordValues
from maplanner.document.vocabulary import Verdict
from maplanner.estimate.answering import GivenAnswer
from maplanner.estimate.solutions import Candidate, Comparison, Question

COLUMNS: Final = (
    "Reference",
    "Area",
    "Need or want",
    "Question",
    "What we believe so far",
    "Answer",
    "Work it needs, if partly",
    "Hours of that work",
    "Where it is written",
)
"""The columns of a questionnaire. Only the last four are filled in."""
CHOICES: Final = tuple(verdict.value for verdict in Verdict)
REFERENCE, ANSWER, WORK, HOURS, SOURCE = COLUMNS[0], *COLUMNS[5:]
_BETWEEN: Final = " / "
_LONGEST: Final = 10_000
_SAID: Final = {
    "yes": Verdict.YES, "y": Verdict.YES, "true": Verdict.YES, "x": Verdict.YES,
    "partly": Verdict.PARTLY, "partial": Verdict.PARTLY, "partially": Verdict.PARTLY,
    "no": Verdict.NO, "n": Verdict.NO, "false": Verdict.NO, "none": Verdict.NO,
    "unknown": Verdict.UNKNOWN, "?": Verdict.UNKNOWN, "do not know": Verdict.UNKNOWN,
}  # fmt: skip
"""What people write for a verdict."""


@dataclass(frozen=True)
class QuestionSheet:
    """The questions for one candidate, as rows under :data:`COLUMNS`."""

    candidate: Candidate
    questions: tuple[Question, ...]

    @property
    def title(self) -> str:
        """What the sheet is called."""
        return self.candidate.title

    def rows(self) -> list[tuple[str, ...]]:
        """Return a row for each question; the last four cells are to be filled in."""
        return [
            (
                _BETWEEN.join((self.candidate.solution.id, each.key)),
                each.area,
                each.level.value,
                each.text,
                _believed(self.candidate.answers[each.key]),
                "",
                "",
                "",
                "",
            )
            for each in self.questions
        ]


@dataclass(frozen=True)
class ReadAnswer:
    """An answer that came back; ``before`` is what counted until now."""

    candidate: Candidate
    question: Question
    verdict: Verdict
    work: str = ""
    hours: float | None = None
    source: str = ""
    place: str = ""

    @property
    def before(self) -> GivenAnswer:
        """What counted until now."""
        return self.candidate.answers[self.question.key]

    @property
    def changes_verdict(self) -> bool:
        """Whether it says something else than was believed."""
        return self.before.verdict is not self.verdict


@dataclass(frozen=True)
class Filled:
    """What a filled-in questionnaire says. ``problems`` are sentences that name sheet and row."""

    answers: tuple[ReadAnswer, ...] = ()
    problems: tuple[str, ...] = ()
    left_open: int = 0


@dataclass(frozen=True)
class FilledSheet:
    """A sheet as it was read: its name, the names of its columns, and rows with their numbers."""

    name: str
    columns: Sequence[str]
    rows: Iterable[tuple[int, Sequence[str]]]


def question_sheets(
    comparison: Comparison, solutions: Iterable[str] = (), *, everything: bool = False
) -> tuple[QuestionSheet, ...]:
    """Return what to ask of each candidate, or of those with the given identifiers.

    That is what nobody knows and what came with the program unverified; with ``everything``, all questions.
    """
    wanted = frozenset(solutions)
    found = []
    for each in comparison.candidates:
        if wanted and each.solution.id not in wanted:
            continue
        asked = frozenset(question.key for question in (*each.unknown, *each.to_verify))
        questions = tuple(
            question for question in comparison.questions if everything or question.key in asked
        )
        found.append(QuestionSheet(each, questions))
    return tuple(found)


def _believed(answer: GivenAnswer) -> str:
    if answer.verdict is Verdict.UNKNOWN:
        return ""
    said = ". ".join(part.rstrip(".") for part in (answer.verdict.value, answer.says) if part)
    source = answer.origin.words if answer.origin is not None else ""
    return f"{said}. ({source})" if source else f"{said}."


@dataclass
class _Reading:
    """Goes through sheets and keeps answers and problems."""

    comparison: Comparison
    answers: dict[tuple[str, str], ReadAnswer] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    left_open: int = 0

    def sheet(self, sheet: FilledSheet) -> None:
        """Read one sheet."""
        places = {name.strip().casefold(): place for place, name in enumerate(sheet.columns)}
        lacking = [name for name in (REFERENCE, ANSWER) if name.casefold() not in places]
        if lacking:
            named = " and ".join(f"“{name}”" for name in lacking)
            self.problems.append(f"Sheet “{sheet.name}” has no column {named}; it was passed over.")
            return
        for number, values in sheet.rows:
            cells = {
                name: values[place].strip() if place < len(values) else ""
                for name in (REFERENCE, ANSWER, WORK, HOURS, SOURCE)
                if (place := places.get(name.casefold())) is not None
            }
            self._row(f"Sheet “{sheet.name}”, row {number}", cells)

    def _row(self, place: str, cells: dict[str, str]) -> None:
        found = self._asked(cells[REFERENCE])
        written = cells[ANSWER]
        rest = [cells.get(name, "") for name in (WORK, HOURS, SOURCE)]
        if found is None:
            if written or any(rest):
                self.problems.append(f"{place}: “{_short(cells[REFERENCE])}” is no question of this plan.")
            return
        if not written:
            self.left_open += 1
            if any(rest):
                said = _short(" ".join(part for part in rest if part))
                self.problems.append(f"{place}: there is no answer, only “{said}”.")
            return
        verdict = _SAID.get(written.casefold().strip(" ."))
        if verdict is None:
            choices = ", ".join(CHOICES)
            self.problems.append(f"{place}: “{_short(written)}” is none of {choices}. It was left as it is.")
            return
        self._keep(place, found, verdict, cells)

    def _keep(
        self, place: str, found: tuple[Candidate, Question], verdict: Verdict, cells: dict[str, str]
    ) -> None:
        candidate, question = found
        answer = ReadAnswer(
            candidate,
            question,
            verdict,
            cells.get(WORK, "")[:_LONGEST],
            self._hours(place, cells.get(HOURS, "")),
            cells.get(SOURCE, "")[:_LONGEST],
            place,
        )
        known = self.answers.get((candidate.solution.id, question.key))
        if known is not None and replace(known, place=place) != answer:
            self.problems.append(f"{place}: answered before, otherwise ({known.place}); that one counts.")
            return
        if verdict is Verdict.PARTLY and not answer.work:
            self.problems.append(f"{place}: “partly” without the work that it needs.")
        self.answers[candidate.solution.id, question.key] = answer

    def _hours(self, place: str, text: str) -> float | None:
        if not text:
            return None
        try:
            hours = float(text.replace(",", ".").removesuffix("h").strip())
        except ValueError:
            hours = -1.0
        if not 0 <= hours <= 1_000_000:
            self.problems.append(
                f"{place}: “{_short(text)}” is no number of hours; the answer counts without."
            )
            return None
        return hours

    def _asked(self, reference: str) -> tuple[Candidate, Question] | None:
        solution, _, key = reference.partition(_BETWEEN)
        question = self.comparison.question(key.strip())
        wanted = solution.strip()
        candidate = next((each for each in self.comparison.candidates if each.solution.id == wanted), None)
        return None if question is None or candidate is None else (candidate, question)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"


def read_sheets(comparison: Comparison, sheets: Iterable[FilledSheet]) -> Filled:
    """Return what filled-in sheets say. Nothing is changed by it; what cannot be read is told of."""
    reading = _Reading(comparison)
    any_sheet = False
    for sheet in sheets:
        any_sheet = True
        reading.sheet(sheet)
    if not any_sheet:
        reading.problems.append("The file has no sheet.")
    return Filled(tuple(reading.answers.values()), tuple(reading.problems), reading.left_open)


def to_write(
    reader: RecordReader, answers: Iterable[ReadAnswer], file: str, today: date
) -> tuple[list[Record], list[tuple[str, RecordValues]]]:
    """Return the answers to put, and the changes to those that the plan has already.

    A candidate that the plan does not name yet is put before its answers.

    What a vendor puts in writing counts as verified. Without a place where it is written the file is the
    source.
    """
    there = {(each.solution, each.goal or each.requirement): each for each in reader.all(Answer)}
    put: list[Record] = []
    changes: list[tuple[str, RecordValues]] = []
    for answer in answers:
        solution, key = answer.candidate.solution.id, answer.question.key
        if reader.get(solution) is None and answer.candidate.solution not in put:
            put.append(answer.candidate.solution)
        values: RecordValues = {
            "verdict": answer.verdict.value,
            "source": answer.source or f"Questionnaire {file}",
            "said_on": today.isoformat(),
            "verified": answer.verdict is not Verdict.UNKNOWN,
        }
        if answer.verdict is Verdict.PARTLY:
            values |= {"work": answer.work, "hours": answer.hours}
        known = there.get((solution, key))
        if known is not None:
            changes.append((known.id, values))
        else:
            kept_under = {"goal": key} if answer.question.is_goal else {"requirement": key}
            put.append(Answer.new(solution=solution, **kept_under).changed(values))
    return put, changes
