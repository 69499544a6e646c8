"""Diagrams that somebody damaged: every reader reads what is left, or says which file is wrong."""

import io
import json
import random
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.drawn import Drawn
from maplanner.exchange.diagrams.formats import diagram_reader_named
from maplanner.exchange.peeking import Peek
from tests.exchange.diagram_files import bpmn, plane, visio
from tests.exchange.test_bpmn import POOLS, PROCESS
from tests.exchange.test_journeys import JOURNEY
from tests.exchange.test_mautic import CAMPAIGN, exported
from tests.exchange.test_n8n import node, to, workflow
from tests.exchange.test_visio import MASTERS, box, glued, group, line
from tests.property.test_mutated_catalogues import broken, damaged

LONGEST_SECONDS = 10.0
FLOW = workflow(
    node("A", "if"), node("B", "wait", parameters={"amount": 2, "unit": "days"}), node("C", "stickyNote"),
    node("D", "switch", parameters={"rules": {"values": [{"outputKey": "x"}]}}),
    A={"main": [to("B"), to("D")]}, D={"main": [to("A")]},
)  # fmt: skip
JSON_SEEDS: tuple[tuple[str, str, Any], ...] = (
    ("n8n", "flow.json", FLOW),
    ("mautic", "campaign.json", {"campaign": CAMPAIGN}),
    ("mautic", "export.json", exported()),
    ("journeys", "j.journey-meta.json", JOURNEY),
)
BPMN = bpmn(POOLS, PROCESS, plane("C", {"S": (1, 2, 3, 4), "PP": (0, 0, 900, 500)}))
SHAPES = group(box(2, "In"), PinX=1) + box(3, "B") + line(4)
PAGE = f"<Shapes>{SHAPES}</Shapes><Connects>{glued(4, 2, 3)}</Connects>"


def read_or_refused(name: str, path: Path) -> Drawn | None:
    """Hold that a reader gives a sound drawing in time, or names the file that it cannot read."""
    reader = diagram_reader_named(name)
    began = time.thread_time()
    reader.recognises(Peek(path))
    try:
        drawn = reader.read(path)
        refusal = ""
    except UnreadableSource as error:
        drawn, refusal = None, str(error)
    assert time.thread_time() - began < LONGEST_SECONDS
    assert drawn is not None or path.name in refusal, refusal
    if drawn is not None:
        sound(drawn)
    return drawn


def sound(drawn: Drawn) -> None:
    for page in drawn.pages:
        names = [shape.id for shape in page.shapes]
        assert len(set(names)) == len(names)
        held = {shape.id: shape.within for shape in page.shapes}
        for name in names:
            seen: set[str | None] = {name}
            while (name := held[name]) is not None:  # type: ignore[assignment]
                assert name not in seen
                seen.add(name)
        for arrow in page.arrows:
            assert {arrow.source, arrow.target} <= {*names, None}
        for text in (
            page.title,
            *(shape.text for shape in page.shapes),
            *(each.text for each in page.arrows),
        ):
            text.encode()
    for told in drawn.left_out:
        assert told.isprintable()


@pytest.mark.parametrize(("name", "file", "data"), JSON_SEEDS, ids=lambda value: str(value)[:20])
@given(seed=st.integers(0, 2**32))
def test_damaged_json_is_read_or_refused(name: str, file: str, data: Any, seed: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, file)
        path.write_text(json.dumps(damaged(data, random.Random(seed))), encoding="utf-8")
        read_or_refused(name, path)


@pytest.mark.parametrize(("name", "file", "data"), JSON_SEEDS, ids=lambda value: str(value)[:20])
@given(seed=st.integers(0, 2**32))
def test_broken_json_is_read_or_refused(name: str, file: str, data: Any, seed: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, file)
        path.write_bytes(broken(json.dumps(data).encode(), random.Random(seed)))
        read_or_refused(name, path)


@given(seed=st.integers(0, 2**32))
def test_broken_bpmn_is_read_or_refused(seed: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "a.bpmn")
        path.write_bytes(broken(BPMN.encode(), random.Random(seed)))
        read_or_refused("bpmn", path)


@given(seed=st.integers(0, 2**32))
def test_bpmn_whose_names_were_mixed_up_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    names = [
        f'"{name}"' for name in ("S", "T1", "T2", "G", "SP", "S2", "L1", "L2", "L3", "P1", "PP", "C", "E")
    ]
    text = BPMN
    for _ in range(4):
        text = text.replace(chance.choice(names), chance.choice(names), chance.randint(1, 3))
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "a.bpmn")
        path.write_text(text, encoding="utf-8")
        read_or_refused("bpmn", path)


@pytest.mark.parametrize("in_a_part", [True, False])
@given(seed=st.integers(0, 2**32))
def test_broken_visio_is_read_or_refused(in_a_part: bool, seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        whole = visio(Path(place, "whole.vsdx"), {"P": PAGE, "Q": PAGE}, MASTERS)
        path = Path(place, "a.vsdx")
        path.write_bytes(_other_parts(whole, chance) if in_a_part else broken(whole.read_bytes(), chance))
        read_or_refused("visio", path)


def _other_parts(path: Path, chance: random.Random) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(memory, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, broken(content, chance) if chance.random() < 0.3 else content)
    return memory.getvalue()


@pytest.mark.parametrize(
    ("name", "file", "text"),
    [
        ("n8n", "deep.json", "[" * 200_000),
        ("n8n", "long.json", json.dumps({"nodes": [node(str(n), "set") for n in range(21_000)]})),
        ("mautic", "deep.json", '{"campaign":' * 50_000),
        ("journeys", "many.json", json.dumps({**JOURNEY, "activities": JOURNEY["activities"] * 3_000})),
        ("bpmn", "deep.bpmn", bpmn("<bpmn:process id='p'>" + "<bpmn:subProcess>" * 30_000)),
        ("bpmn", "lanes.bpmn", bpmn("<bpmn:process><bpmn:laneSet>"
         + "<bpmn:lane><bpmn:childLaneSet>" * 5_000 + "</bpmn:childLaneSet></bpmn:lane>" * 5_000
         + "</bpmn:laneSet></bpmn:process>")),
        ("bpmn", "many.bpmn", bpmn("".join(f"<bpmn:process id='p{n}'><bpmn:task id='t{n}'/></bpmn:process>"
                                           for n in range(19_000)))),
        ("bpmn", "bomb.bpmn", '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>' + bpmn()[38:]),
    ],
    ids=lambda value: str(value)[:12],
)  # fmt: skip
def test_what_is_enormous_or_hostile_ends_in_time(name: str, file: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / file
    path.write_text(text, encoding="utf-8")
    read_or_refused(name, path)


@pytest.mark.parametrize("depth", [50, 5_000])
def test_deeply_nested_groups_end_in_time(depth: int, tmp_path: Path) -> None:
    nested = "<Shape ID='1' Type='Group'><Shapes>" * depth + "</Shapes></Shape>" * depth
    drawn = read_or_refused("visio", visio(tmp_path / "a.vsdx", {"P": f"<Shapes>{nested}</Shapes>"}))
    assert (drawn is None) == (depth > 60)


def test_real_files_that_were_broken_are_read_or_refused(real_inputs: Path, tmp_path: Path) -> None:
    chance = random.Random(7)
    parts = {"bpmn": "diagrams/bpmn", "visio": "diagrams/visio", "n8n": "n8n", "mautic": "mautic/campaign"}
    for name, part in parts.items():
        for file in sorted((real_inputs / part).iterdir())[:8]:
            for _ in range(3):
                path = tmp_path / file.name
                path.write_bytes(broken(file.read_bytes(), chance))
                read_or_refused(name, path)
