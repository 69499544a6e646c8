"""Lists checked for duplicates, missing and invalid values: the known answers, and what is written."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from maplanner.app.intake.checking import Findings, Intake, Outputs, check_list
from maplanner.app.intake.duplicates import SeenKeys, email_key, id_key
from maplanner.app.intake.faults import Fault
from maplanner.app.intake.keys import key_column, likely_key
from maplanner.app.intake.matching import ColumnUse, best_target, chosen, propose, rule_of
from maplanner.app.intake.recording import record, take_over_size
from maplanner.app.intake.running import prepare, run, target_named
from maplanner.app.intake.values import ColumnCheck, Rule
from maplanner.core.errors import Cancelled, CannotExport, NoSuchRecord, UnreadableSource
from maplanner.document.records import DataColumn, DataSet, Step
from maplanner.document.vocabulary import DuplicateKey, FieldType
from maplanner.exchange.sheets import open_sheet
from tests.builders import PlanBuilder

LIST = (
    "Name;E-mail;Country;Employees;Note\n"
    "Anna;anna@example.com;Latvia;12;\n"
    "Bo;BO@Example.com ;Norway;;=1+1\n"
    "Anna 2;Anna@EXAMPLE.com;Latvia;1;\n"
    ";nowhere;Mars;many;\n"
    "\n"
    "Cecilie;cecilie@example.com;Latvia;1 200;+47 22 33\n"
)
RULES = (
    Rule("Name", FieldType.TEXT, required=True, length=8),
    Rule("E-mail", FieldType.EMAIL, required=True),
    Rule("Country", FieldType.PICKLIST, allowed=("Latvia", "Norway")),
    Rule("Employees", FieldType.INTEGER),
    None,
)


def written(folder: Path, text: str = LIST) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def checked(path: Path, outputs: Outputs | None = None, **more: object) -> Findings:
    return check_list(Intake(open_sheet(path), RULES, DuplicateKey.EMAIL, 1, **more), outputs)  # type: ignore[arg-type]


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_counts_rows_fill_and_faults(tmp_path: Path) -> None:
    found = checked(written(tmp_path))
    assert (found.rows, found.empty, found.clean, found.rejects, found.duplicates) == (5, 1, 3, 2, 1)
    assert [column.filled for column in found.columns] == [4, 5, 5, 4, 2]
    kinds = (Fault.DUPLICATE, Fault.MISSING, Fault.NOT_EMAIL, Fault.NOT_IN_LIST, Fault.NOT_WHOLE)
    assert found.faults == dict.fromkeys(kinds, 1)


def test_a_row_that_goes_out_does_not_push_out_a_better_one(tmp_path: Path) -> None:
    text = "Name;E-mail\n;a@example.com\nAnna;a@example.com\nOther;a@example.com\n"
    path = written(tmp_path, text)
    found = check_list(Intake(open_sheet(path), RULES[:2], DuplicateKey.EMAIL, 1))
    assert [(number, [each.text for each in why]) for number, _row, why in found.examples] == [
        (2, ["“Name” is missing"]),
        (4, ["same e-mail as row 3"]),
    ]


def test_writes_clean_rows_and_rejects_with_reasons(tmp_path: Path) -> None:
    outputs = Outputs(tmp_path / "clean.csv", tmp_path / "rejects.csv")
    found = checked(written(tmp_path), outputs)
    clean, rejects = rows_of(outputs.clean or tmp_path), rows_of(outputs.rejects or tmp_path)
    assert [row[0] for row in clean] == ["Name", "Anna", "Bo", "Cecilie"]
    assert clean[2][1] == "BO@Example.com"
    assert clean[2][4] == "'=1+1", "a formula is made inert"
    assert clean[3][4] == "+47 22 33", "a phone number is not a formula"
    assert found.inert == 1
    assert rejects[0][:2] == ["Row", "Reason"]
    assert rejects[1][:3] == ["4", "same e-mail as row 2", "Anna 2"]
    assert rejects[2][0] == "5"
    for part in ("“Name” is missing", "no e-mail address: “nowhere”", "allowed values: “Mars”", "“many”"):
        assert part in rejects[2][1]


def test_writes_workbooks_that_read_back(tmp_path: Path) -> None:
    outputs = Outputs(tmp_path / "clean.xlsx", tmp_path / "rejects.xlsx")
    checked(written(tmp_path), outputs)
    assert outputs.clean is not None
    sheet = open_sheet(outputs.clean)
    assert [row.values[0] for row in sheet.rows()] == ["Anna", "Bo", "Cecilie"]
    assert next(row.values[4] for row in sheet.rows() if row.values[0] == "Bo") == "=1+1"


def test_the_list_itself_is_never_overwritten(tmp_path: Path) -> None:
    path = written(tmp_path)
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    for place in (path, link, tmp_path / "." / "list.csv"):
        with pytest.raises(CannotExport, match="never overwritten"):
            checked(path, Outputs(place))
    with pytest.raises(CannotExport, match="into one file"):
        checked(path, Outputs(tmp_path / "one.csv", tmp_path / "one.csv"))
    with pytest.raises(CannotExport, match=r"end on \.csv or \.xlsx"):
        checked(path, Outputs(tmp_path / "clean.doc"))
    assert path.read_text(encoding="utf-8") == LIST


def test_cancelling_leaves_no_file(tmp_path: Path) -> None:
    path = written(tmp_path)
    kept = tmp_path / "clean.csv"
    kept.write_text("old", encoding="utf-8")

    def stop(_share: float) -> None:
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        check_list(Intake(open_sheet(path), RULES, DuplicateKey.EMAIL, 1), Outputs(kept), stop)
    assert kept.read_text(encoding="utf-8") == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["clean.csv", "list.csv"]


def test_a_broken_list_leaves_no_file(tmp_path: Path) -> None:
    path = written(tmp_path, 'Name,E-mail\nA,a@b.lv\n"B,' + "x" * 200_000)
    with pytest.raises(UnreadableSource, match=r"list\.csv is broken"):
        check_list(Intake(open_sheet(path), (None, None), DuplicateKey.ROW), Outputs(tmp_path / "clean.csv"))
    assert [each.name for each in tmp_path.iterdir()] == ["list.csv"]


def test_rows_too_long_too_short_and_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(("Name,Town\nA\nB,Rīga,more\nC,Ogre,,\n" + "Ā,Ķīšē\n" * 30).encode() + b"D,\xff\n")
    sheet = open_sheet(path, strict=False)
    found = check_list(Intake(sheet, (None, None), DuplicateKey.NONE))
    assert found.faults == {Fault.TOO_MANY_VALUES: 1, Fault.UNREADABLE: 1}
    assert found.examples[0][2][0].text == "the row has 3 values for 2 columns"


def test_spaces_and_split_letters_are_tidied(tmp_path: Path) -> None:
    path = written(tmp_path, "Name;E-mail\n Jūlija\u00a0B \u200b; j@example.lv\n")
    out = tmp_path / "clean.csv"
    found = check_list(Intake(open_sheet(path), (None, None), DuplicateKey.EMAIL, 1), Outputs(out))
    assert rows_of(out)[1] == ["Jūlija B", "j@example.lv"]
    assert found.tidied == 2


@pytest.mark.parametrize(
    ("one", "other", "plus_tags"),
    [
        ("Anna@Example.COM", " anna@example.com ", False),
        ("anna@bücher.example", "anna@xn--bcher-kva.example", False),
        ("ａnna@example.com", "anna@example.com", False),
        ("mailto:anna@example.com", "anna@example.com", False),
        ("an\u200bna@example.com", "anna@example.com", False),
        ("anna+news@example.com", "anna@example.com", True),
    ],
)
def test_spellings_of_one_address_are_one(one: str, other: str, plus_tags: bool) -> None:
    assert email_key(one, plus_tags=plus_tags) == email_key(other, plus_tags=plus_tags)


def test_different_addresses_and_ids_stay_different() -> None:
    assert email_key("anna+news@example.com") != email_key("anna@example.com")
    assert id_key("00Q5g00000AbCdE") != id_key("00Q5g00000AbCde")
    assert id_key("00Q5g00000AbCdEEAU") == id_key("00Q5g00000AbCdE")
    assert id_key("{6F9619FF-8B86-D011-B42D-00CF4FC964FF}") == id_key("6f9619ff-8b86-d011-b42d-00cf4fc964ff")


def test_seen_keys_agree_with_a_dictionary() -> None:
    keys = [f"person{(number * number) % 7919}" if number % 11 else "" for number in range(60_000)]
    first: dict[str, int] = {}
    expected = []
    for number, key in enumerate(keys, 1):
        expected.append(first.get(key, 0) if key else 0)
        if key:
            first.setdefault(key, number)
    seen = SeenKeys()
    found: list[int] = []
    for start in range(0, len(keys), 777):
        part = keys[start : start + 777]
        found += seen.first_rows(part, range(start + 1, start + 1 + len(part)))
    assert found == expected


def test_seen_keys_grow_and_stay_small() -> None:
    seen = SeenKeys()
    for start in range(0, 100_000, 5_000):
        numbers = range(start + 1, start + 5_001)
        assert not any(seen.first_rows([f"{number}@example.com" for number in numbers], numbers))
    assert seen.first_rows(["77@example.com"], [200_000]) == [77]
    assert seen.bytes_held <= 67 * 100_001


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (FieldType.EMAIL,
         ["a@b.lv", "anna.o'x+1@sub.example.co.uk", "jānis@bērziņš.lv", "a@xn--bcher-kva.de"],
         ["a", "a@b", "a@@b.lv", "a b@c.lv", "a@b..lv", "@b.lv", ".a@b.lv", "a.@b.lv", "a@-b.lv"]),
        (FieldType.PHONE, ["+371 29 123 456", "(0)20 7946-0000", "004722334455", "29123456 ext. 12"],
         ["12", "phone", "+371 29z123", "1234567890123456789", "----------"]),
        (FieldType.URL, ["example.lv", "https://www.example.lv/a?b=c", "http://127.0.0.1:80/"],
         ["example", "http://", "a b.lv", "javascript:alert(1)"]),
        (FieldType.NUMBER, ["1", "-1.5", "1 234,50", "1.234.567", "€ 12", "3,5 %", "1e6", "12 EUR"],
         ["one", "1-2", "1.2.3", "--1", "1,2,3"]),
        (FieldType.INTEGER, ["12", "1 200", "1,200", "-3", "12.00"], ["1.5", "many", "1 20"]),
        (FieldType.DATE, ["2026-02-28", "28.02.2026", "2/28/2026", "28/2/26", "2026-02-28T10:00:00Z"],
         ["2026-02-30", "31.04.2026", "yesterday", "2026", "13/13/2026"]),
        (FieldType.DATETIME, ["2026-02-28 23:59", "2026-02-28T10:00:00.123+02:00", "28.02.2026 9:05 pm"],
         ["2026-02-28 25:00", "10:00"]),
        (FieldType.TIME, ["9:05", "23:59:59", "9.30 am"], ["24:00", "noon"]),
        (FieldType.CHECKBOX, ["yes", "No", "TRUE", "0", "jā"], ["perhaps", "2"]),
    ],
)  # fmt: skip
def test_values_are_judged_by_type(kind: FieldType, right: list[str], wrong: list[str]) -> None:
    check = ColumnCheck(Rule("x", kind))
    assert list(check.wrong(["", *right])) == []
    assert [at for at, _fault in check.wrong(wrong)] == list(range(len(wrong)))


def test_lists_and_digits_are_judged() -> None:
    several = ColumnCheck(Rule("x", FieldType.MULTI_PICKLIST, allowed=("Red", "Blue")))
    assert [at for at, _fault in several.wrong(["red; Blue", "Red;Green", ""])] == [1]
    money = ColumnCheck(Rule("x", FieldType.MONEY, digits=4))
    assert [at for at, _fault in money.wrong(["1 234,50", "12,345.00", "0001234"])] == [1]


def plan_with_list() -> tuple[PlanBuilder, Step]:
    plan = PlanBuilder()
    step = plan.step("contact_list", "Partner list", props={"size": 10})
    email = plan.field(step, "E-mail", type=FieldType.EMAIL, required=True)
    plan.field(step, "Full name", key="name", required=True)
    field = plan.crm_field(plan.object(plan.crm()), "Email", type=FieldType.EMAIL, length=40)
    plan.map(email, field)
    return plan, step


def test_columns_find_their_fields_with_a_reason() -> None:
    plan, step = plan_with_list()
    store = plan.store()
    target = best_target(store, ["Email address", "Name", "Shoe size"])
    assert target is not None
    assert target.record.id == step.id
    uses = propose(store, ["Email address", "Full name", "Shoe size"], target)
    assert [use.field.title if use.field else None for use in uses] == ["E-mail", "Full name", None]  # type: ignore[union-attr]
    assert uses[0].reason
    assert key_column(uses, DuplicateKey.EMAIL) == 0
    assert likely_key([ColumnUse("Record ID")]) is DuplicateKey.ID
    assert likely_key([ColumnUse("Shoe size")]) is DuplicateKey.ROW


def test_a_lists_column_must_also_fit_what_it_is_mapped_to() -> None:
    plan, _step = plan_with_list()
    store = plan.store()
    target = target_named(store, "partner")
    assert rule_of(store, target.fields[0]).length == 40
    with pytest.raises(NoSuchRecord, match="“Partner list”"):
        target_named(store, "nothing like it")


def test_a_check_is_recorded_remembered_and_undone_in_one_step(tmp_path: Path) -> None:
    plan, step = plan_with_list()
    store = plan.store()
    path = written(tmp_path, "Adrese;Full name;Extra\na@example.lv;A;1\na@example.lv;B;\n")
    prepared = prepare(store, open_sheet(path), target_named(store, "Partner list"))
    uses = (chosen(prepared.uses[0], prepared.target.fields[0]), *prepared.uses[1:])  # type: ignore[union-attr]
    uses = (*uses[:2], chosen(uses[2], None))
    result = run(store, type(prepared)(prepared.sheet, prepared.target, uses, DuplicateKey.EMAIL))
    (data_set,) = store.all(DataSet)
    assert (data_set.rows, data_set.clean, data_set.duplicates, data_set.step) == (2, 1, 1, step.id)
    assert [column.filled for column in store.all(DataColumn)] == [1.0, 1.0, 0.5]
    again = propose(store, ["adrese", "Full name", "Extra"], prepared.target)
    assert (again[0].field, again[0].reason) == (uses[0].field, "As it was before.")
    assert again[2].skipped
    record(store, result, date(2026, 11, 22))
    assert store.count(DataSet) == 1
    assert store.count(DataColumn) == 3
    assert take_over_size(store, data_set.id)
    assert store.find(Step, step.id).props["size"] == 1
    assert not take_over_size(store, data_set.id)
    store.undo()
    assert store.find(Step, step.id).props["size"] == 10
    store.undo()
    store.undo()
    assert store.count(DataSet) == 0


def test_a_key_that_no_column_holds_is_refused(tmp_path: Path) -> None:
    store = PlanBuilder().store()
    prepared = prepare(store, open_sheet(written(tmp_path, "Town\nRīga\n")), None, DuplicateKey.ID)
    with pytest.raises(UnreadableSource, match=r"No column of list\.csv holds a CRM id"):
        run(store, prepared)
