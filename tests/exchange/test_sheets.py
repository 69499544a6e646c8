"""Tables from outside: every encoding, every sign between columns, and what must be refused."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.sheets import Row, Sheet, column_letters, open_sheet

TITLES = ("Vārds", "E-pasts", "Uzņēmums")
PEOPLE = (
    ("Jānis Bērziņš", "janis@example.lv", "SIA “Šķūnis”, Rīga"),
    ("Līga Ozoliņa", "liga@example.lv", "Ķekavas; ģimene"),
    ("Ģirts Žīgurs", "girts@example.lv", "first\nsecond line"),
)


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


def table(delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([TITLES, *PEOPLE])
    return out.getvalue()


def workbook(folder: Path, sheets: dict[str, list[list[object]]]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "list.xlsx"
    book.save(path)
    return path


def names_of(sheet: Sheet) -> list[str]:
    return [row.values[0] for row in sheet.rows()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1257"])
def test_reads_any_encoding_with_any_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    sheet = open_sheet(written(tmp_path, table(delimiter), encoding))
    assert sheet.columns == TITLES
    assert sheet.form is not None
    assert sheet.form.delimiter == delimiter
    assert sheet.confidence > 0.7
    rows = list(sheet.rows())
    assert [row.number for row in rows] == [2, 3, 4]
    assert tuple(row.values for row in rows) == PEOPLE


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", ["Müller", "Größe", "Jörg"]),
        ("cp1252", ["Åse Bjørnstad", "Øyvind Hæren"]),
        ("cp1250", ["Łukasz Wałęsa", "Gdańsk", "Świętochłowice"]),
        ("cp1251", ["Иван Петров", "Алишер Каримов"]),
        ("cp1253", ["Γιώργος Παπαδόπουλος"]),
        ("cp1254", ["Işık Yılmaz", "Gülşen Özgür"]),
        ("cp1257", ["Žydrūnas Šėža", "Ąžuolas Jūrėnas"]),
    ],
)
def test_tells_old_encodings_apart_by_what_letters_come_out(
    tmp_path: Path, encoding: str, names: list[str]
) -> None:
    sheet = open_sheet(written(tmp_path, "Name;E-mail\n" + "".join(f"{n};x@y.z\n" for n in names), encoding))
    assert names_of(sheet) == names
    assert sheet.encoding is not None
    assert 0.5 < sheet.encoding.confidence < 1


def test_what_is_given_goes_before_what_is_guessed(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b;c\nš,2;3\n", "cp1257")
    sheet = open_sheet(path, encoding="windows-1252", delimiter=",")
    assert sheet.columns == ("a", "b;c")
    assert names_of(sheet) == ["ð"]
    with pytest.raises(UnreadableSource, match="no text encoding “klingon”"):
        open_sheet(path, encoding="klingon")
    with pytest.raises(UnreadableSource, match="no text encoding “base64”"):
        open_sheet(path, encoding="base64")


def test_a_first_row_of_data_names_nothing(tmp_path: Path) -> None:
    sheet = open_sheet(written(tmp_path, "Anna,anna@example.com\nBo,bo@example.com\n"))
    assert sheet.columns == ("Column A", "Column B")
    assert next(sheet.rows()) == Row(1, ("Anna", "anna@example.com"))
    assert open_sheet(sheet.path, header=True).columns == ("Anna", "anna@example.com")


def test_names_are_unique_and_empty_ones_are_named(tmp_path: Path) -> None:
    sheet = open_sheet(written(tmp_path, "\n\nName,,Name,\nA,b,c,\n\nshort\n"))
    assert sheet.columns == ("Name", "Column B", "Name (2)")
    assert list(sheet.rows()) == [Row(4, ("A", "b", "c", "")), Row(6, ("short", "", ""))]


def test_excels_own_first_line_and_one_column(tmp_path: Path) -> None:
    assert open_sheet(written(tmp_path, "sep=|\na|b\n1|2\n")).columns == ("a", "b")
    alone = open_sheet(written(tmp_path, "E-mail\na@b.c\nd@e.f\n"))
    assert alone.columns == ("E-mail",)
    assert names_of(alone) == ["a@b.c", "d@e.f"]


def test_batches_come_in_order_and_tell_how_far_they_are(tmp_path: Path) -> None:
    path = written(tmp_path, "n\n" + "".join(f"{each}\n" for each in range(1000)))
    batches = list(open_sheet(path, header=True).batches(64))
    assert [batch.first for batch in batches][:2] == [2, 65]
    assert [int(row[0]) for batch in batches for row in batch.rows] == list(range(1000))
    assert batches[-1].done == 1.0


def test_a_flaw_is_named_or_marked(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"Name\n" + "Bērziņš āēī ūšž\n".encode() * 20 + b"M\xfcller\n")
    with pytest.raises(UnreadableSource, match=r"line 22 that utf-8 cannot read"):
        open_sheet(path)
    assert names_of(open_sheet(path, strict=False))[-1] == "M\ufffdller"


def test_a_quotation_mark_without_a_partner_is_placed(tmp_path: Path) -> None:
    path = written(tmp_path, 'a,b\n1,2\n"3,4\n' + "5,6\n" * 50_000)
    with pytest.raises(UnreadableSource, match=r"list\.csv is broken before line \d+.*partner"):
        list(open_sheet(path).rows())


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old format or locked"),
        (b"%PDF-1.7\n", "is no table"),
        (bytes(range(256)) * 20, "is no text with columns"),
        (b"x" * (3 << 20), "a line without end"),
        (b"PK\x03\x04 nonsense", "damaged package"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableSource, match=complaint) as caught:
        open_sheet(path)
    assert "list.csv" in str(caught.value)


def test_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="not an ordinary file"):
        open_sheet(tmp_path)
    with pytest.raises(UnreadableSource, match="cannot be read"):
        open_sheet(tmp_path / "none.csv")


def test_reads_a_workbook_and_chooses_its_sheet(tmp_path: Path) -> None:
    day = datetime.fromisoformat("2026-03-01")
    rows: list[list[object]] = [["Name", "Phone", "Since", "Ok"], ["Zoë", 37129123456.0, day, True], []]
    path = workbook(tmp_path, {"About": [], "People": [*rows, ["Bo", None, date(2026, 4, 2), 1.5]]})
    sheet = open_sheet(path)
    assert (sheet.format, sheet.worksheet, sheet.worksheets) == ("XLSX", "People", ("About", "People"))
    assert list(sheet.rows()) == [
        Row(2, ("Zoë", "37129123456", "2026-03-01", "true")),
        Row(4, ("Bo", "", "2026-04-02", "1.5")),
    ]
    with pytest.raises(UnreadableSource, match=r"no sheet “Leads”.*“About”, “People”"):
        open_sheet(path, worksheet="Leads")
    with pytest.raises(UnreadableSource, match="is empty"):
        open_sheet(path, worksheet="About")


def test_a_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (80 << 20))
    with pytest.raises(UnreadableSource, match="would unpack to 80 MB"):
        open_sheet(path)


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    good = workbook(tmp_path, {"People": [["Name"], ["Bo"]]})
    bad = tmp_path / "bad.xlsx"
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(bad, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part, entity + data if part.filename.endswith("sheet1.xml") else data)
    with pytest.raises(UnreadableSource, match=r"bad\.xlsx"):
        open_sheet(bad)


def test_a_cut_workbook_and_other_packages_are_refused(tmp_path: Path) -> None:
    good = workbook(tmp_path, {"People": [["Name"], ["Bo"]]})
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(good.read_bytes()[:-200])
    with pytest.raises(UnreadableSource, match=r"cut\.xlsx"):
        open_sheet(cut)
    other = tmp_path / "list.ods"
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(UnreadableSource, match="OpenDocument"):
        open_sheet(other)


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [column_letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
