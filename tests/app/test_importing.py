"""What is made elsewhere comes in: plans in text form, and catalogues of CRMs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from defusedxml import ElementTree

from maplanner.app.importing import import_into_store, import_source, is_plan_text, preview
from maplanner.app.session import PlanSession
from maplanner.core.errors import InvalidPlan, MaplannerError, NoSuchRecord, PlanFileError, UnreadableSource
from maplanner.document.records import Campaign, CrmField, CrmObject, System
from maplanner.document.textform import plan_to_text
from maplanner.storage import PlanFile, read_plan
from tests.storage.plans import small_plan

COMMON = {
    "length": 80,
    "nillable": True,
    "createable": True,
    "updateable": True,
    "defaultedOnCreate": False,
    "unique": False,
    "calculated": False,
    "precision": 0,
    "scale": 0,
    "picklistValues": [],
    "referenceTo": [],
}
EMAIL = {"name": "Email", "label": "Email", "type": "email", "custom": False}
REGION = {
    "name": "Region__c",
    "label": "Region",
    "type": "picklist",
    "custom": True,
    "restrictedPicklist": True,
}
NORTH = {"picklistValues": [{"value": "North", "active": True, "label": "North"}]}
DESCRIBE = {
    "name": "Lead",
    "label": "Lead",
    "custom": False,
    "fields": [{**COMMON, **EMAIL}, {**COMMON, **REGION, **NORTH}],
}


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    with PlanFile.create(tmp_path / "made.maplan", small_plan()) as plan_file:
        path.write_text(plan_to_text(plan_file.store), encoding="utf-8")
    return path


@pytest.fixture
def describe(tmp_path: Path) -> Path:
    path = tmp_path / "lead.json"
    path.write_text(json.dumps(DESCRIBE))
    return path


def test_the_text_form_makes_a_plan(text: Path, tmp_path: Path) -> None:
    outcome = import_source(text, tmp_path / "new.maplan")
    assert outcome.made_plan
    new, old = (read_plan(tmp_path / name) for name in ("new.maplan", "made.maplan"))
    assert {record.id: record for record in new.records()} == {record.id: record for record in old.records()}


def test_the_text_form_never_goes_over_a_plan(text: Path, tmp_path: Path) -> None:
    before = (tmp_path / "made.maplan").read_bytes()
    with pytest.raises(PlanFileError, match="exists already"):
        import_source(text, tmp_path / "made.maplan")
    assert (tmp_path / "made.maplan").read_bytes() == before


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"format": "maplanner", "version": 1, "records": {"step": [{"id": "s"}]}}', InvalidPlan),
        (
            b'{"format": "maplanner", "version": 1, "records": {"plan": [{"id": "plan", "days": -1}]}}',
            InvalidPlan,
        ),
        (b'{"format": "maplanner", "version": 1, "records": ', InvalidPlan),
        (b'{"format": "maplanner", "title": "\xff\xfe"}', UnreadableSource),
        (b"", UnreadableSource),
        (b"{}", UnreadableSource),
        (b"\x00\x01", UnreadableSource),
    ],
)
def test_text_that_makes_no_plan(tmp_path: Path, content: bytes, kind: type[Exception]) -> None:
    source = tmp_path / "source.json"
    source.write_bytes(content)
    with pytest.raises(kind):
        import_source(source, tmp_path / "new.maplan")
    assert not (tmp_path / "new.maplan").exists()


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    for name in ("missing.json", "missing", "a\x00b", "x" * 300):
        with pytest.raises(MaplannerError):
            import_source(tmp_path / name, tmp_path / "new.maplan")
    assert not (tmp_path / "new.maplan").exists()


def test_a_catalogue_makes_a_plan_or_joins_one(describe: Path, tmp_path: Path) -> None:
    into = tmp_path / "new.maplan"
    first = import_source(describe, into)
    assert (first.made_plan, first.objects, first.fields) == (False, 1, 2)
    plan = read_plan(into)
    assert {field.api_name for field in plan.all(CrmField)} == {"Email", "Region__c"}
    again = import_source(describe, into)
    assert (again.new, again.changed, again.gone) == (0, 0, 0)
    assert read_plan(into).count(CrmField) == 2


def test_a_catalogue_goes_to_the_system_that_is_named(describe: Path, tmp_path: Path) -> None:
    into = tmp_path / "plan.maplan"
    PlanFile.create(into, [System(id="a", title="Sales"), System(id="b", title="Service")]).close()
    import_source(describe, into, system="service")
    assert [item.system for item in read_plan(into).all(CrmObject)] == ["b"]
    before = read_plan(into).counts()
    with pytest.raises(NoSuchRecord, match="“Sales”, “Service”"):
        import_source(describe, into, system="Finance")
    assert read_plan(into).counts() == before


def test_a_format_that_does_not_exist(describe: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="no reader"):
        import_source(describe, tmp_path / "new.maplan", as_format="papyrus")


def test_importing_into_an_open_plan_is_one_step(describe: Path, text: Path, tmp_path: Path) -> None:
    with PlanSession.new(tmp_path / "plan.maplan") as session:
        assert preview(session.store, describe).new_fields
        assert session.store.count(CrmField) == 0
        import_into_store(session.store, describe)
        assert session.store.count(CrmField) == 2
        session.store.undo()
        assert session.store.count(CrmField) == 0
        with pytest.raises(UnreadableSource, match="a whole plan"):
            import_into_store(session.store, text)


def test_telling_plans_from_other_files(text: Path, describe: Path, tmp_path: Path) -> None:
    late = tmp_path / "late.json"
    late.write_text(
        json.dumps({"records": {"campaign": [{"id": "c", "notes": "x" * 9000}]}, "format": "maplanner"})
    )
    assert is_plan_text(text)
    assert is_plan_text(late)
    assert not is_plan_text(describe)
    assert not is_plan_text(tmp_path)
    assert read_plan(tmp_path / "made.maplan").count(Campaign) == 1


# ---------------------------------------------------------------- files of real organisations


def fields_in_source_format(folder: Path) -> set[tuple[str, str]]:
    """Return object and field of each field file."""
    files = folder.rglob("*.field-meta.xml")
    return {(file.parent.parent.name, file.name.removesuffix(".field-meta.xml")) for file in files}


def fields_in_describe_results(folder: Path) -> set[tuple[str, str]]:
    described = [json.loads(file.read_text()) for file in folder.rglob("*.json")]
    return {(item["name"], field["name"]) for item in described for field in item["fields"]}


def fields_in_metadata_api_format(folder: Path) -> set[tuple[str, str]]:
    namespace = "{http://soap.sforce.com/2006/04/metadata}"
    found = set()
    for file in folder.rglob("*.object"):
        for field in ElementTree.parse(file).getroot().findall(f"{namespace}fields"):
            found.add((file.stem, field.findtext(f"{namespace}fullName")))
    return found


@pytest.mark.parametrize(
    ("folder", "count"),
    [
        ("gsa", fields_in_source_format),
        ("npsp", fields_in_source_format),
        ("npsp-mdapi", fields_in_metadata_api_format),
        ("describe", fields_in_describe_results),
    ],
)
def test_real_metadata_brings_every_field_that_its_files_hold(
    real_inputs: Path, tmp_path: Path, folder: str, count: Callable[[Path], set[tuple[str, str]]]
) -> None:
    source = real_inputs / "salesforce" / folder
    import_source(source, tmp_path / "new.maplan")
    plan = read_plan(tmp_path / "new.maplan")
    objects = {item.id: item.api_name for item in plan.all(CrmObject)}
    expected = {(name.casefold(), field.casefold()) for name, field in count(source)}
    assert expected
    got = {(objects[field.object].casefold(), field.api_name.casefold()) for field in plan.all(CrmField)}
    assert got == expected
