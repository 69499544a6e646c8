"""Questionnaires go out as workbooks and come back, filled in rightly or wrongly."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from maplanner.core.errors import CannotExport, UnreadableSource
from maplanner.document.records import Answer, Goal, Solution
from maplanner.document.store import Store
from maplanner.document.vocabulary import GoalLevel, Verdict
from maplanner.estimate.questionnaire import Filled, question_sheets, to_write
from maplanner.estimate.solutions import Comparison, compare
from maplanner.exchange.questionnaire import read_questionnaire, write_questionnaire
from tests.builders import PlanBuilder

A_NAME = "Ļoti garš nosaukums: Salesforce / Pardot [EE]"
F, G, H, I = 6, 7, 8, 9  # noqa: E741 - columns of the sheet


@pytest.fixture
def store() -> Store:
    plan = PlanBuilder()
    plan.add(Solution, title=A_NAME)
    plan.add(Solution, title=A_NAME, order=1)
    plan.add(Goal, area="Import", basic="Ātri.", detail="=1+1")
    plan.add(Goal, area="Import", basic="Pareizi.", level=GoalLevel.WANT, order=1)
    plan.add(Answer, solution="solution_1", goal="goal_2", verdict=Verdict.NO, verified=True)
    return plan.store()


@pytest.fixture
def comparison(store: Store) -> Comparison:
    return compare(store.snapshot())


@pytest.fixture
def file(comparison: Comparison, tmp_path: Path) -> Path:
    path = tmp_path / "Jautājumi.xlsx"
    assert write_questionnaire(question_sheets(comparison), path) == 3
    return path


def fill(path: Path, cells: dict[tuple[int, int, int], object]) -> None:
    book = openpyxl.load_workbook(path)
    for (sheet, row, column), value in cells.items():
        book.worksheets[sheet].cell(row, column, value)
    book.save(path)


def take(store: Store, filled: Filled) -> None:
    put, changes = to_write(store, filled.answers, "q.xlsx", date(2027, 1, 5))
    with store.transact("Read") as transaction:
        transaction.put(*put)
        for record_id, values in changes:
            transaction.change(record_id, values)


def test_what_is_open_is_asked_of_each_candidate(file: Path) -> None:
    book = openpyxl.load_workbook(file)
    assert len({name.casefold() for name in book.sheetnames}) == 3
    assert all(len(name) <= 31 for name in book.sheetnames)
    first, second = book.worksheets[:2]
    assert [first.cell(row, 4).value for row in (2, 3)] == ["Ātri. =1+1", None]
    assert second.max_row == 3
    assert first.data_validations.dataValidation[0].formula1 == '"yes,partly,no,unknown"'


def test_answers_come_back(store: Store, comparison: Comparison, file: Path) -> None:
    fill(file, {(0, 2, F): "Yes ", (0, 2, I): "Manual, p. 3", (1, 2, F): "partly", (1, 2, G): "A connector",
                (1, 2, H): "12,5"})  # fmt: skip
    filled = read_questionnaire(file, comparison)
    assert filled.problems == ()
    assert filled.left_open == 1
    take(store, filled)
    found = {(each.solution, each.goal): each for each in store.all(Answer)}
    yes, partly = found["solution_1", "goal_1"], found["solution_2", "goal_1"]
    assert (yes.verdict, yes.source, yes.verified, yes.said_on) == (
        Verdict.YES, "Manual, p. 3", True, date(2027, 1, 5),
    )  # fmt: skip
    assert (partly.verdict, partly.work, partly.hours, partly.source) == (
        Verdict.PARTLY, "A connector", 12.5, "Questionnaire q.xlsx",
    )  # fmt: skip
    assert found["solution_1", "goal_2"].verdict is Verdict.NO
    store.undo()
    assert len(store.all(Answer)) == 1


def test_an_answer_that_was_there_is_changed(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    comparison = compare(store.snapshot())
    assert write_questionnaire(question_sheets(comparison, everything=True), path) == 4
    fill(path, {(0, 3, F): "yes"})
    filled = read_questionnaire(path, comparison)
    assert [(each.before.verdict, each.changes_verdict) for each in filled.answers] == [(Verdict.NO, True)]
    take(store, filled)
    assert [each.verdict for each in store.all(Answer)] == [Verdict.YES]


@pytest.mark.parametrize(
    ("cells", "says", "taken"),
    [
        ({(0, 2, F): "maybe"}, "“maybe” is none of yes, partly, no, unknown", 0),
        ({(0, 2, 1): "solution_9 / goal_1", (0, 2, F): "yes"}, "is no question of this plan", 0),
        ({(0, 2, I): "see page 4"}, "there is no answer, only “see page 4”", 0),
        ({(0, 2, F): "partly"}, "without the work", 1),
        ({(0, 2, F): "yes", (0, 2, H): "a lot"}, "no number of hours", 1),
        ({(0, 2, F): "yes", (0, 2, H): "nan"}, "no number of hours", 1),
        ({(0, 1, F): "Antwort"}, "has no column “Answer”", 0),
        ({(0, 2, F): "yes", (1, 2, 1): "solution_1 / goal_1", (1, 2, F): "no"}, "answered before", 1),
    ],
)
def test_what_is_filled_in_wrongly_is_told_and_nothing_is_lost(
    store: Store, file: Path, cells: dict[tuple[int, int, int], object], says: str, taken: int
) -> None:
    fill(file, cells)
    filled = read_questionnaire(file, compare(store.snapshot()))
    assert len(filled.answers) == taken
    assert any(says in problem for problem in filled.problems), filled.problems
    assert all("Sheet “" in problem for problem in filled.problems)
    take(store, filled)
    assert store.find(Answer, "answer_1").verdict is Verdict.NO


def test_another_workbook_changes_nothing(comparison: Comparison, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Something else"  # type: ignore[index]
    book.save(tmp_path / "other.xlsx")
    filled = read_questionnaire(tmp_path / "other.xlsx", comparison)
    assert filled.answers == ()
    assert "has no column “Reference” and “Answer”" in filled.problems[0]


def test_what_is_no_table_is_refused(comparison: Comparison, tmp_path: Path) -> None:
    (tmp_path / "q.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(UnreadableSource):
        read_questionnaire(tmp_path / "q.xlsx", comparison)


def test_where_there_is_nothing_to_ask_no_file_is_written(tmp_path: Path) -> None:
    comparison = compare(PlanBuilder().snapshot())
    with pytest.raises(CannotExport, match="nothing to ask"):
        write_questionnaire(question_sheets(comparison), tmp_path / "q.xlsx")
    with pytest.raises(CannotExport, match="is no workbook"):
        write_questionnaire(question_sheets(comparison), tmp_path / "q.pdf")
    assert list(tmp_path.iterdir()) == []


def test_reading_answers_on_common_pairings_puts_them_into_the_plan(tmp_path: Path) -> None:
    plan = PlanBuilder()
    plan.add(Goal, basic="Fast.")
    store = plan.store()
    comparison = compare(store.snapshot())
    path = tmp_path / "q.xlsx"
    write_questionnaire(question_sheets(comparison), path)
    fill(path, {(0, 2, F): "no"})
    take(store, read_questionnaire(path, compare(store.snapshot())))
    assert len(store.all(Solution)) == len(store.all(Answer)) == 1
