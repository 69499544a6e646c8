"""Every diagram of the real inputs: read, or refused with a reason, under a wrong name too."""

import time
from pathlib import Path

import pytest

from maplanner.app.diagrams import campaigns_of, read_drawing, take_over
from maplanner.app.templates import template_records
from maplanner.core.errors import UnreadableSource
from maplanner.document.store import Store
from maplanner.document.textform import plan_to_text

FOLDERS = ("diagrams", "mautic", "sfmc-journeys", "n8n")
NO_DIAGRAMS = ("fixtures", "fields", "campaign_schema", "dataExtension", "event", "automation")
LONGEST_SECONDS = 10.0


def real_files(folder: Path) -> list[Path]:
    return [path for name in FOLDERS for path in sorted((folder / name).rglob("*")) if path.is_file()]


def taken(path: Path, store: Store) -> str:
    """Return why a file was refused; nothing where its campaigns went into a copy of the plan."""
    began = time.thread_time()
    why = ""
    try:
        read = read_drawing(path)
        copy = Store(store.records())
        take_over(copy, campaigns_of(read, copy), read.file)
    except UnreadableSource as error:
        why = str(error)
    assert time.thread_time() - began < LONGEST_SECONDS, path
    return why


def test_each_is_read_or_refused_with_a_reason(real_inputs: Path) -> None:
    store = Store(template_records("sample"))
    before = plan_to_text(store)
    refused = {}
    files = real_files(real_inputs)
    assert len(files) > 100
    for path in files:
        why = taken(path, store)
        if why:
            refused[path] = why
            assert path.name in why
    unexpected = [path for path in refused if not any(part in str(path) for part in NO_DIAGRAMS)]
    assert not unexpected
    assert plan_to_text(store) == before


@pytest.mark.parametrize(
    "suffix", [".drawio", ".bpmn", ".vsdx", ".json", ".mmd", ".csv", ".png", ".svg", ".zip"]
)
def test_wrong_names_and_halves_are_refused_or_read(real_inputs: Path, suffix: str, tmp_path: Path) -> None:
    store = Store(template_records("sample"))
    before = plan_to_text(store)
    for number, path in enumerate(real_files(real_inputs)[::7]):
        data = path.read_bytes()
        odd = tmp_path / f"{number}{suffix}"
        odd.write_bytes(data)
        taken(odd, store)
        odd.write_bytes(data[: len(data) * 2 // 3])
        taken(odd, store)
    assert plan_to_text(store) == before
