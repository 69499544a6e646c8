"""Lists out to a spreadsheet and back: nothing changes by itself, edits do, and doubt is told."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from maplanner.app.lists import apply_lists, export_lists, lines_of, notes_of, preview_lists, summary
from maplanner.app.templates import template_records
from maplanner.core.errors import CannotExport, UnreadableSource
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, FormField, Mapping, Step
from maplanner.document.store import Store
from maplanner.document.textform import plan_to_text
from maplanner.document.vocabulary import CampaignState
from maplanner.exchange.plan_list_reading import ListChange
from maplanner.exchange.plan_lists import LISTS
from tests.builders import PlanBuilder
from tests.property.plans_at_random import plans

Edit = Callable[[list[dict[str, str]]], None]


@pytest.fixture
def store() -> Store:
    return Store(template_records("sample"))


def edited(store: Store, folder: Path, name: str, edit: Edit) -> ListChange:
    """Return what a list would change after it was edited as a spreadsheet would."""
    path = folder / f"{name}.csv"
    export_lists(store, path, [name])
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    heads = list(rows[0])
    edit(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*heads, *({} if not rows else set(rows[0]) - set(heads))], restval="")
        writer.writeheader()
        writer.writerows(rows)
    (change,) = preview_lists(store, path)
    return change


@pytest.mark.parametrize("name", [each.name for each in LISTS])
def test_a_list_as_it_was_written_changes_nothing(store: Store, tmp_path: Path, name: str) -> None:
    for suffix in ("csv", "xlsx"):
        path = tmp_path / f"list.{suffix}"
        export_lists(store, path, [name])
        (change,) = preview_lists(store, path)
        assert not change
        assert not change.missing
        assert not change.problems, change.problems
        assert change.plan_list.name == name


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plan=plans())
def test_no_plan_changes_by_going_out_and_coming_back(plan: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    export_lists(plan, path)
    store = Store(plan.records())
    before = plan_to_text(store)
    # An empty list names its columns only, so there may be fewer lists, but no change.
    changes = preview_lists(store, path)
    assert not [change.changed for change in changes if change.changed]
    assert not [change.added for change in changes if change.added]
    assert plan_to_text(store) == before


def test_edits_are_taken_over_as_one_step(store: Store, tmp_path: Path) -> None:
    def edit(rows: list[dict[str, str]]) -> None:
        rows[0] |= {
            "Title": "Vasaras kampaņa",
            "State": "Running",
            "Budget": "12 500,5",
            "Starts": "01.06.2027",
        }
        rows.append({"Title": "Jauna", "Direction": "outbound", "Group": rows[1]["Group"]})

    change = edited(store, tmp_path, "campaigns", edit)
    (told,) = change.changed
    day = date(2027, 6, 1)
    assert told[1] == {
        "title": "Vasaras kampaņa", "state": CampaignState.RUNNING, "budget": 12500.5, "start": day,
    }  # fmt: skip
    before = plan_to_text(store)
    apply_lists(store, [change], "campaigns.csv")
    titles = {campaign.title: campaign for campaign in store.all(Campaign)}
    assert titles["Jauna"].group == change.added[0].group is not None
    assert titles["Vasaras kampaņa"].budget == 12500.5
    assert store.history.undo_label == "Update from campaigns.csv"
    store.undo()
    assert plan_to_text(store) == before


def test_rows_that_are_gone_stay_unless_told(store: Store, tmp_path: Path) -> None:
    change = edited(store, tmp_path, "campaigns", lambda rows: rows.pop(0) and None)
    assert [record.title for record in change.missing] == ["Paid search: planning tool"]
    apply_lists(store, [change], "x.csv")
    assert store.count(Campaign) == 3
    apply_lists(store, [change], "x.csv", delete_missing=True)
    assert store.count(Campaign) == 2
    assert "stays" in lines_of(store, change)[-1]


def test_doubtful_rows_are_left_out_and_told(store: Store, tmp_path: Path) -> None:
    def edit(rows: list[dict[str, str]]) -> None:
        rows[0]["Budget"] = "a lot"
        rows[1]["State"] = "asleep"
        rows[2]["Starts"] = "soon"
        rows += [{"Identifier": "gone", "Title": "Once there"}, {"Title": "", "State": "idea"}]
        rows += [{"Title": "New", "Group": "Nobody's"}]

    change = edited(store, tmp_path, "campaigns", edit)
    assert not change
    why = [problem.why for problem in change.problems]
    assert [problem.row for problem in change.problems] == [2, 3, 4, 5, 6, 7]
    for words, told in zip(
        ("“a lot” is no number", "“asleep” is none of", "“soon” is no date", "no record “gone”",
         "needs “Title”", "no “Nobody's”"),
        why,
        strict=True,
    ):  # fmt: skip
        assert words in told
    assert not change.missing, "a row that is wrong is still a row"
    assert "6 left out" in summary([change])
    assert notes_of(change)[0].startswith("Row 2 was left out")


def test_one_identifier_in_two_rows_and_titles_without_one(tmp_path: Path) -> None:
    build = PlanBuilder()
    for title in ("Twin", "Twin", "Only"):
        build.campaign(title)
    store = Store(build.snapshot().records())

    def edit(rows: list[dict[str, str]]) -> None:
        (only,) = [row for row in rows if row["Title"] == "Only"]
        only |= {"Identifier": "", "Owner": "Ilze"}
        twin = next(row for row in rows if row["Title"] == "Twin")
        rows += [dict(twin, Owner="Other"), {"Title": "Twin", "Owner": "Who?"}]

    change = edited(store, tmp_path, "campaigns", edit)
    assert [record.title for record, _values in change.changed] == ["Only"]
    assert "was taken for the record" in change.concluded[0]
    assert sum("stands in several rows" in problem.why for problem in change.problems) == 2


def test_new_steps_fields_and_mappings_find_their_places(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    export_lists(store, path)
    book = load_workbook(path)
    book["Campaigns"].append(["", "Fresh"])
    steps = book["Steps"]
    place = {cell.value: number for number, cell in enumerate(steps[1])}

    def row(**values: str) -> list[str]:
        made = [""] * len(place)
        for name, value in values.items():
            made[place[name]] = value
        return made

    steps.append(row(Campaign="Fresh", Kind="Form", Title="Sign up"))
    steps.append(row(Campaign="Fresh", Kind="teleport", Title="Odd"))
    fields = book["Form fields"]
    fields.append(["", "Sign up", "E-pasts", "mail", "e-mail", "yes"])
    mappings = book["Mappings"]
    heads = [cell.value for cell in mappings[1]]
    mapping = [""] * len(heads)
    mapping[heads.index("Form field")] = "Sign up: E-pasts"
    mapping[heads.index("Lands in")] = "Lead.Email"
    mapping[heads.index("Direction")] = "into the target"
    mapping[heads.index("When both differ")] = "CRM wins"
    mappings.append(mapping)
    book.save(path)
    changes = preview_lists(store, path)
    told = [problem.why for change in changes for problem in change.problems]
    assert told == ["there is no kind of step “teleport”"]
    apply_lists(store, changes, "all.xlsx")
    (step,) = [each for each in store.all(Step) if each.title == "Sign up"]
    assert step.kind == "form"
    (field,) = store.referring(FormField, "step", step.id)
    assert (field.key, field.required) == ("mail", True)
    assert len(store.referring(Mapping, "collected", field.id)) == 1


def test_texts_that_look_like_formulas_come_back(tmp_path: Path) -> None:
    build = PlanBuilder()
    build.campaign("=1+1")
    build.campaign("'quoted")
    build.campaign("+49 30")
    store = Store(build.snapshot().records())
    for suffix in ("csv", "xlsx"):
        path = tmp_path / f"a.{suffix}"
        export_lists(store, path, ["campaigns"])
        (change,) = preview_lists(store, path)
        assert not change, change.changed
        assert not change.missing


def test_what_is_no_list_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("One,Two\n1,2\n")
    with pytest.raises(UnreadableSource, match=r"none of a plan's lists"):
        preview_lists(store, tmp_path / "a.csv")
    with pytest.raises(UnreadableSource, match=r"missing\.csv"):
        preview_lists(store, tmp_path / "missing.csv")
    with pytest.raises(CannotExport, match="holds one list"):
        export_lists(store, tmp_path / "b.csv")
    with pytest.raises(CannotExport, match="neither CSV nor XLSX"):
        export_lists(store, tmp_path / "b.ods", ["steps"])
    with pytest.raises(CannotExport, match="no list “weather”"):
        export_lists(store, tmp_path / "b.csv", ["weather"])


def test_columns_that_are_none_of_the_list_are_told(store: Store, tmp_path: Path) -> None:
    def edit(rows: list[dict[str, str]]) -> None:
        for each in rows:
            each["Mood"] = "good"

    change = edited(store, tmp_path, "campaigns", edit)
    assert not change
    assert "“Mood”" in change.left_out[0]
