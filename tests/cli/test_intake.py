"""Checking a list from the command line."""

import csv
import json
from pathlib import Path

from maplanner.document.records import DataSet
from maplanner.storage import read_plan
from tests.cli.running import CommandLine

LIST = "E-mail;Vārds;Izmērs\na@example.lv;Anna;38\nA@EXAMPLE.lv;Anna;\nnowhere;Bo;\n"


def test_a_list_is_checked_written_and_recorded(cli: CommandLine, sample: Path, tmp_path: Path) -> None:
    source, clean, rejects = (tmp_path / name for name in ("list.csv", "clean.csv", "rejects.csv"))
    source.write_text(LIST, encoding="utf-8")
    options = ("--plan", sample, "-o", clean, "--rejects", rejects, "--against", "Salesforce · Contact")
    document = json.loads(cli("intake", source, *options, "--json").out)
    assert (document["rows"], document["clean"], document["rejects"], document["duplicates"]) == (3, 1, 2, 1)
    assert document["against"] == "Salesforce · Contact"
    assert [column["field"] for column in document["columns"]] == ["Email", "First Name", None]
    assert document["missing_fields"] == ["Last Name"]
    with clean.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";"))[1:] == [["a@example.lv", "Anna", "38"]]
    assert "same e-mail as row 2" in rejects.read_text(encoding="utf-8-sig")
    (data_set,) = read_plan(sample).all(DataSet)
    assert (data_set.file, data_set.rows, data_set.clean) == ("list.csv", 3, 1)
    said = cli("intake", source, "--plan", sample).out
    assert "3 rows: 1 clean, 2 rejected, 1 of them duplicates." in said
    assert "utf-8, semicolon" in said


def test_what_cannot_be_checked_is_refused(cli: CommandLine, sample: Path, tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text(LIST, encoding="utf-8")
    cli.refused("intake", source, "--plan", sample, "-o", source, said="never overwritten")
    cli.refused("intake", source, "--plan", sample, "--key", "id", said="holds a CRM id")
    cli.refused("intake", source, "--plan", sample, "--against", "Nothing", said="no one contact list")
    cli.refused("intake", tmp_path / "none.csv", "--plan", sample, said="cannot be read")
    cli.refused("intake", source, "--plan", tmp_path / "none.maplan")
    assert source.read_text(encoding="utf-8") == LIST
