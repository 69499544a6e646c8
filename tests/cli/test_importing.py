"""Importing on the command line: every kind of source, the difference, and what asks before it changes."""

import json
from pathlib import Path

import pytest

from maplanner.document.records import CrmField, Mapping, System
from maplanner.storage import PlanFile, read_plan
from tests.cli.running import CommandLine
from tests.exchange.answering import Answer, answering

PROPERTY = {"name": "email", "label": "E-mail", "type": "string", "fieldType": "text"}


def describe(folder: Path, **lengths: int) -> Path:
    """Write a describe result of Lead with text fields of these lengths."""
    fields = [
        {
            "name": name,
            "label": name,
            "type": "string",
            "length": length,
            "nillable": True,
            "createable": True,
        }
        for name, length in lengths.items()
    ]
    path = folder / "Lead.describe.json"
    path.write_text(json.dumps({"name": "Lead", "label": "Lead", "fields": fields}), encoding="utf-8")
    return path


def names(plan: Path) -> set[str]:
    return {field.api_name for field in read_plan(plan).all(CrmField)}


def test_the_difference_is_shown_and_nothing_changes_without_a_yes(cli: CommandLine, tmp_path: Path) -> None:
    plan = tmp_path / "plan.maplan"
    assert cli("import", describe(tmp_path, City=40, Old=10), "--into", plan).status == 0
    later = describe(tmp_path, City=20, New=10)
    shown = cli("import", later, "--into", plan, "--dry-run")
    assert shown.status == 0
    for piece in ("would change", "changed: Lead.City: Length: 40 → 20", "gone: Lead.Old", "new: Lead.New"):
        assert piece in shown.out
    assert names(plan) == {"City", "Old"}
    cli.refused("import", later, "--into", plan, said="--yes")
    assert names(plan) == {"City", "Old"}
    done = cli("import", later, "--into", plan, "--yes", "--json")
    document = json.loads(done.out)
    assert document["applied"]
    assert document["changed"] == [{"name": "Lead.City", "values": {"length": [40, 20]}}]
    assert (document["gone"], document["new"]) == (["Lead.Old"], ["Lead.New"])
    assert names(plan) == {"City", "New"}


def test_what_breaks_is_named(cli: CommandLine, tmp_path: Path) -> None:
    plan = tmp_path / "plan.maplan"
    cli("import", describe(tmp_path, City=40, Town=40), "--into", plan)
    with PlanFile.open(plan) as file:
        city, town = sorted(file.store.all(CrmField), key=lambda field: field.api_name)
        with file.store.transact("Map") as transaction:
            transaction.put(Mapping(id="m", held=town.id, target=city.id))
    ran = cli("import", describe(tmp_path, Town=40), "--into", plan, "--dry-run", "--json")
    document = json.loads(ran.out)
    assert not document["applied"]
    assert document["gone_in_use"] == ["Lead.City"]
    (broken,) = document["broken"]
    assert (broken["mapping"], broken["id"]) == ("Lead.Town → Lead.City", "m")
    cli("import", describe(tmp_path, Town=40), "--into", plan, "--yes")
    shown = json.loads(cli("fields", plan, "--json").out)["fields"]
    assert {each["api_name"]: each["gone"] for each in shown} == {"City": True, "Town": False}


def test_a_dry_run_makes_no_plan(cli: CommandLine, tmp_path: Path) -> None:
    ran = cli("import", "starter:dynamics", "--into", tmp_path / "new.maplan", "--dry-run")
    assert ran.status == 0
    assert "would change" in ran.out
    assert not (tmp_path / "new.maplan").exists()


def test_objects_may_be_chosen(cli: CommandLine, tmp_path: Path) -> None:
    plan = tmp_path / "plan.maplan"
    ran = cli("import", "starter:hubspot", "--into", plan, "--objects", "deals, contacts", "--json")
    assert json.loads(ran.out)["objects"] == 2
    cli.refused("import", "starter:hubspot", "--into", plan, "--objects", "cats", said="no object “cats”")


def test_a_list_of_fields_needs_its_columns(cli: CommandLine, tmp_path: Path) -> None:
    path, plan = tmp_path / "Lead.csv", tmp_path / "plan.maplan"
    path.write_text("Kolonna;Veids\nVārds;text\n", encoding="utf-8")
    cli.refused("import", path, "--into", plan, "--as", "table", said="“Kolonna”, “Veids”")
    cli.refused("import", path, "--into", plan, "--columns", "nonsense", said="which column")
    ran = cli("import", path, "--into", plan, "--columns", "name=Kolonna, type=Veids")
    assert ran.status == 0
    assert "taken: Lead.csv: name from “Kolonna”, type from “Veids”." in ran.out
    assert names(plan) == {"Vārds"}


def test_a_running_crm_is_asked_with_a_secret_from_the_environment(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = tmp_path / "plan.maplan"
    with answering(lambda _: Answer({"results": [PROPERTY]})) as server:
        asked = ("import", server.address, "--as", "hubspot", "--objects", "contacts", "--into", plan)
        monkeypatch.delenv("MAPLANNER_CRM_SECRET", raising=False)
        cli.refused(*asked, said="MAPLANNER_CRM_SECRET")
        monkeypatch.setenv("MAPLANNER_CRM_SECRET", "s3cret")
        ran = cli(*asked)
        assert (ran.status, server.asked[-1].headers["authorization"]) == (0, "Bearer s3cret")
        cli.refused("import", server.address, "--into", plan, said="--as")
    assert [system.title for system in read_plan(plan).all(System) if system.product == "HubSpot"] == [
        "HubSpot"
    ]
    assert b"s3cret" not in plan.read_bytes()
    assert "s3cret" not in ran.out + ran.err
    cli.refused("import", server.address, "--as", "hubspot", "--into", plan, said="cannot be reached")


def test_options_of_a_running_crm_are_refused_for_a_file(cli: CommandLine, tmp_path: Path) -> None:
    source = describe(tmp_path, City=10)
    cli.refused("import", source, "--into", tmp_path / "p.maplan", "--user", "ana", said="CRM that runs")


def test_fields_lists_what_a_plan_holds(cli: CommandLine, tmp_path: Path) -> None:
    plan = tmp_path / "plan.maplan"
    cli("import", "starter:espocrm", "--into", plan)
    ran = cli("fields", plan, "--system", "espocrm", "--object", "lead")
    assert ran.status == 0
    assert "emailAddress" in ran.out
    assert "27 fields." in ran.out
    document = json.loads(cli("fields", plan, "--json").out)
    email = next(each for each in document["fields"] if each["api_name"] == "emailAddress")
    assert (email["type"], email["length"], email["personal"], email["collected"]) == (
        "e-mail",
        255,
        True,
        False,
    )
    assert json.loads(cli("info", plan, "--json").out)["records"]["field"] == len(document["fields"])
    assert "0 fields" not in cli("fields", plan, "--unmapped").out
    cli.refused("fields", plan, "--system", "Nobody", said="“EspoCRM”")
    cli.refused("fields", plan, "--object", "Nobody")
