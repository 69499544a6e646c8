"""What every reader of diagrams owes: it recognises only its own, and reads noise or refuses it by name."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.core.resources import resource_root
from maplanner.exchange.diagrams.drawn import DiagramReader
from maplanner.exchange.diagrams.formats import diagram_readers, read_diagram, recognised
from maplanner.exchange.peeking import Peek
from maplanner.exchange.readers import catalogue_readers
from maplanner.steps import KINDS

READERS = diagram_readers()
BEGINNINGS = (
    b"",
    b"<mxfile>",
    b"<definitions",
    b"{",
    b"[",
    b"PK\x03\x04",
    b"\x89PNG\r\n\x1a\n",
    b"flowchart TD\n",
    b"step,next\n",
)
NAMES = ("a.drawio", "a.bpmn", "a.vsdx", "a.json", "a.xml", "a.mmd", "a.csv", "a.png", "a.svg", "a.md")


def test_formats_are_named_apart_and_from_catalogues() -> None:
    assert {"drawio", "mermaid", "campaign-table"} <= {reader.name for reader in READERS}
    names = [reader.name for reader in (*READERS, *catalogue_readers())]
    assert len(names) == len(set(names))


def refusal(path: Path, name: str) -> str:
    """Return why a file is not read; its name where it is."""
    try:
        read_diagram(path, name)
    except UnreadableSource as error:
        return str(error)
    return path.name


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
class TestDiagramReader:
    def test_recognises_nothing_in_nothing(self, reader: DiagramReader, tmp_path: Path) -> None:
        (tmp_path / "plan.maplan").write_bytes(b"SQLite format 3\0")
        (tmp_path / "empty.xml").write_bytes(b"")
        for path in (tmp_path, tmp_path / "missing", Path("a\0b"), *tmp_path.iterdir()):
            assert not reader.recognises(Peek(path))

    def test_reads_noise_or_refuses_it_by_name(self, reader: DiagramReader, tmp_path: Path) -> None:
        noise = random.Random(11)
        for number in range(60):
            path = tmp_path / f"{number}-{noise.choice(NAMES)}"
            path.write_bytes(noise.choice(BEGINNINGS) + noise.randbytes(noise.randrange(300)))
            reader.recognises(Peek(path))
            assert path.name in refusal(path, reader.name)

    def test_what_its_shapes_mean_are_kinds_that_there_are(self, reader: DiagramReader) -> None:
        path = resource_root() / "shapes" / f"{reader.name}.json"
        sorts = json.loads(path.read_text("utf-8"))["sorts"] if path.exists() else {}
        known = {*KINDS, "note", "frame", "nothing", "step"}
        for sort, said in sorts.items():
            meaning = {"becomes": said} if isinstance(said, str) else said
            assert meaning["becomes"] in known, sort
            assert meaning.get("how", "sure") in {"sure", "likely", "unsure"}, sort
            assert set(meaning.get("or", [])) <= set(KINDS), sort


def test_catalogues_are_no_diagrams(tmp_path: Path) -> None:
    (tmp_path / "Lead.object").write_text("<CustomObject/>", "utf-8")
    (tmp_path / "Lead.describe.json").write_text('{"name": "Lead", "fields": []}', "utf-8")
    (tmp_path / "plan.json").write_text('{"format": "maplanner", "records": {}}', "utf-8")
    assert [recognised(path) for path in tmp_path.iterdir()] == [None] * 3


def test_missing_files_and_unknown_formats_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="no file"):
        read_diagram(tmp_path / "missing.drawio")
    (tmp_path / "a.drawio").write_text("<mxfile/>", "utf-8")
    with pytest.raises(UnreadableSource, match="drawio"):
        read_diagram(tmp_path / "a.drawio", "papyrus")


def test_reading_diagrams_loads_no_qt() -> None:
    code = (
        "import sys; import maplanner.app.diagrams, maplanner.exchange.diagrams.formats as f\n"
        "f.diagram_readers(); print('PySide6' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert result.stdout.strip() == "False"
