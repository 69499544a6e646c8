"""What every reader of catalogues owes."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.crm.starter import starter_catalogue
from maplanner.exchange.readers import Reader, catalogue_readers, read_catalogue, readers_for

READERS = catalogue_readers()
NAMES = ("Lead.object", "A.field-meta.xml", "Lead.describe.json", "LeadSource.standardValueSet", "x.json")


def outcome(reader: Reader, path: Path) -> tuple[str, tuple[str, ...]]:
    """Return the message of a refusal, or else what was left out."""
    try:
        return "", reader.read(path).left_out
    except UnreadableSource as error:
        return str(error), ()


def test_readers_are_found_and_named_apart() -> None:
    assert len(READERS) >= 3
    assert (
        len({reader.name for reader in READERS}) == len({reader.title for reader in READERS}) == len(READERS)
    )


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
class TestReader:
    def test_recognises_nothing_in_nothing(self, reader: Reader, tmp_path: Path) -> None:
        assert not reader.finds_in(tmp_path)
        assert not reader.finds_in(tmp_path / "missing")
        assert not reader.finds_in(tmp_path / ("x" * 300))
        assert not reader.finds_in(Path("a\0b"))
        (tmp_path / "plan.maplan").write_bytes(b"SQLite format 3\0")
        assert not reader.finds_in(tmp_path)

    def test_reads_noise_or_refuses_it(self, reader: Reader, tmp_path: Path) -> None:
        noise = random.Random(7)
        for number in range(40):
            path = tmp_path / str(number) / "objects" / "Lead" / "fields" / noise.choice(NAMES)
            path.parent.mkdir(parents=True)
            path.write_bytes(noise.randbytes(noise.randrange(200)))
            reader.finds_in(path)
            refusal, left_out = outcome(reader, path)
            assert path.name in refusal or left_out

    def test_says_what_it_looks_for(self, reader: Reader, tmp_path: Path) -> None:
        with pytest.raises(UnreadableSource) as caught:
            read_catalogue(tmp_path)
        assert reader.title in str(caught.value)
        with pytest.raises(UnreadableSource) as caught:
            read_catalogue(tmp_path, reader.name)
        assert reader.looks_for in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content"), [("a.json", "{"), ("a.yaml", "{"), ("a.xml", "<a>"), ("a.json", "\0{")]
)
def test_a_broken_file_of_no_format_is_told_with_its_place(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(UnreadableSource, match=rf"{name}.*(line [12]|no JSON text)"):
        read_catalogue(tmp_path / name)


def test_nothing_there_and_unknown_formats_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="nothing at"):
        read_catalogue(tmp_path / "missing")
    with pytest.raises(UnreadableSource, match="nothing at starter:lotus"):
        read_catalogue(Path("starter:lotus"))
    with pytest.raises(UnreadableSource, match="salesforce-source"):
        read_catalogue(tmp_path, "lotus-notes")


def test_a_starter_catalogue_is_read_by_name() -> None:
    assert read_catalogue(Path("starter:salesforce")) == starter_catalogue("salesforce")


@pytest.mark.parametrize("name", ["unpackaged.zip", "unpackaged.7z"])
def test_a_packed_folder_that_cannot_be_opened_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK")
    with pytest.raises(UnreadableSource, match=r"(?i)unpack it"):
        read_catalogue(path)


def test_several_formats_in_one_folder_need_a_choice(tmp_path: Path) -> None:
    (tmp_path / "Lead.object").write_text("<CustomObject/>", "utf-8")
    (tmp_path / "Lead.describe.json").write_text('{"name": "Lead", "fields": []}', "utf-8")
    assert len(readers_for(tmp_path)) == 2
    with pytest.raises(UnreadableSource, match="several formats"):
        read_catalogue(tmp_path)
    assert len(read_catalogue(tmp_path, "salesforce-metadata").objects) == 1


def test_a_project_with_packages_in_the_other_salesforce_format_is_read_whole(tmp_path: Path) -> None:
    fields = tmp_path / "objects" / "Lead" / "fields"
    fields.mkdir(parents=True)
    name = "<fullName>{}__c</fullName><type>Checkbox</type>"
    source = f"<CustomField>{name.format('Hot')}</CustomField>"
    (fields / "Hot__c.field-meta.xml").write_text(source, "utf-8")
    package = f"<CustomObject><fields>{name.format('Cold')}</fields></CustomObject>"
    (tmp_path / "Lead.object").write_text(package, "utf-8")
    (lead,) = read_catalogue(tmp_path).objects
    assert {field.api_name for field in lead.fields} == {"Hot__c", "Cold__c"}


def test_finding_the_readers_loads_no_drawing() -> None:
    code = (
        "import sys; from maplanner.exchange.readers import catalogue_readers\n"
        "catalogue_readers(); print('PySide6' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert result.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("npsp", "salesforce-source"),
        ("gsa", "salesforce-source"),
        ("npsp-mdapi", "salesforce-metadata"),
        ("npsp-valuesets", "salesforce-metadata"),
        ("describe", "salesforce-describe"),
    ],
)
def test_real_inputs_are_recognised_by_one_reader(real_inputs: Path, part: str, name: str) -> None:
    assert [reader.name for reader in readers_for(real_inputs / "salesforce" / part)] == [name]


def test_other_metadata_of_salesforce_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "Welcome.flow-meta.xml"
    path.write_text("<Flow/>", "utf-8")
    with pytest.raises(UnreadableSource, match="describes no object, field or list"):
        read_catalogue(path)
