"""Diagrams of real organisations: as many shapes and arrows as their files hold, counted another way."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import parse

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams import bpmn, journeys, mautic, n8n, visio
from maplanner.exchange.diagrams.drawn import Arrow, Drawn, Shape
from maplanner.exchange.peeking import Peek

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
LAYOUT = "{http://www.omg.org/spec/BPMN/20100524/DI}"


def shapes(drawn: Drawn) -> list[Shape]:
    return [shape for page in drawn.pages for shape in page.shapes]


def arrows(drawn: Drawn) -> list[Arrow]:
    return [arrow for page in drawn.pages for arrow in page.arrows]


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_bpmn_has_what_its_layout_draws(real_inputs: Path) -> None:
    found = files(real_inputs / "diagrams" / "bpmn")
    assert len(found) >= 10
    for path in found:
        assert bpmn.DIAGRAM.recognises(Peek(path))
        drawn = bpmn.DIAGRAM.read(path)
        root = parse(path).getroot()
        placed = {each.get("bpmnElement") for each in root.iter(f"{LAYOUT}BPMNShape")}
        assert {shape.id for shape in shapes(drawn) if shape.x is not None} == placed, path.name
        assert len(arrows(drawn)) == _drawn_flows(root), path.name
        assert all(arrow.source and arrow.target for arrow in arrows(drawn)), path.name
        unplaced = _nodes(root) - placed
        assert {shape.id for shape in shapes(drawn) if shape.x is None} == unplaced, path.name


def _drawn_flows(root: Element) -> int:
    edges = {each.get("bpmnElement") for each in root.iter(f"{LAYOUT}BPMNEdge")}
    flows = {each.get("id") for tag in ("sequenceFlow", "messageFlow") for each in root.iter(MODEL + tag)}
    return len(edges | flows) + sum(1 for _ in root.iter(f"{MODEL}boundaryEvent"))


def _nodes(root: Element) -> set[str | None]:
    """Return the ids of everything that flows lead to or from, and of what is drawn around it."""
    flows = list(root.iter(f"{MODEL}sequenceFlow"))
    joined = {flow.get(end) for flow in flows for end in ("sourceRef", "targetRef")}
    around = {each.get("id") for tag in ("participant", "lane") for each in root.iter(MODEL + tag)}
    return joined | around


def test_visio_has_the_shapes_and_the_glued_lines_of_its_pages(real_inputs: Path) -> None:
    found = files(real_inputs / "diagrams" / "visio")
    assert found
    for path in found:
        drawn = visio.DIAGRAM.read(path)
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if re.fullmatch(r"visio/pages/page\d+\.xml", name)]
            pages = [archive.read(name).decode() for name in names]
        starts = [part for page in pages for part in re.findall(r"<Shape [^>]*>(?:<Cell [^>]*>)*", page)]
        lines = [part for part in starts if "N='BeginX'" in part]
        parts = [part for part in starts if "MasterShape=" in part]
        assert len(arrows(drawn)) == len(lines), path.name
        assert len(shapes(drawn)) == len(starts) - len(lines) - len(parts), path.name
        glued = sum(page.count("FromCell=") for page in pages)
        assert sum(bool(arrow.source) + bool(arrow.target) for arrow in arrows(drawn)) == glued, path.name
        assert all(shape.x is not None and shape.width for shape in shapes(drawn)), path.name


def test_n8n_has_every_node_and_every_connection(real_inputs: Path) -> None:
    found = files(real_inputs / "n8n")
    assert len(found) >= 10
    for path in found:
        assert n8n.DIAGRAM.recognises(Peek(path))
        drawn = n8n.DIAGRAM.read(path)
        data = json.loads(path.read_text(encoding="utf-8"))
        assert len(shapes(drawn)) == len(data["nodes"]), path.name
        assert len(arrows(drawn)) == sum(1 for _ in _ends(data["connections"])), path.name
        texts = {shape.text for shape in shapes(drawn)}
        assert {n["name"].strip() for n in data["nodes"] if "stickyNote" not in n["type"]} <= texts, path.name


def _ends(connections: Any) -> Iterator[dict[str, Any]]:
    """Yield everything in connections that names a node."""
    if isinstance(connections, dict) and "node" in connections:
        yield connections
    elif isinstance(connections, dict | list):
        inner = connections.values() if isinstance(connections, dict) else connections
        for each in inner:
            yield from _ends(each)


def test_mautic_has_every_event_and_the_way_to_it(real_inputs: Path) -> None:
    path = real_inputs / "mautic" / "campaign" / "campaign-test.json"
    drawn = mautic.DIAGRAM.read(path)
    campaign = json.loads(path.read_text(encoding="utf-8"))["campaign"]
    assert len(shapes(drawn)) == len(campaign["events"]) + 1
    leads_to = [line["targetId"] for line in campaign["canvasSettings"]["connections"]]
    forgotten = [e for e in campaign["events"] if e["parent_id"] and str(e["id"]) not in leads_to]
    assert len(arrows(drawn)) == len(leads_to) + len(forgotten)
    told = {(arrow.target, arrow.outcome) for arrow in arrows(drawn) if arrow.outcome}
    assert told == {(str(e["id"]), e["decision_path"]) for e in campaign["events"] if e["decision_path"]}


def test_journeys_have_every_activity_and_every_way(real_inputs: Path) -> None:
    read = 0
    for path in files(real_inputs / "sfmc-journeys"):
        data = json.loads(path.read_text(encoding="utf-8"))
        if "activities" not in data:
            with pytest.raises(UnreadableSource, match="not a journey"):
                journeys.DIAGRAM.read(path)
            continue
        drawn = journeys.DIAGRAM.read(path)
        assert len(shapes(drawn)) == len(data["activities"]) + len(data["triggers"])
        named = [way["next"] for each in data["activities"] for way in each["outcomes"] if "next" in way]
        first_ones = {each["key"] for each in data["activities"]} - set(named)
        assert len(arrows(drawn)) == len(named) + len(first_ones) * len(data["triggers"])
        read += 1
    assert read >= 3


def test_other_files_of_the_same_folders_are_not_taken_for_diagrams(real_inputs: Path) -> None:
    for path in files(real_inputs / "mautic"):
        if path.name != "campaign-test.json":
            assert not mautic.DIAGRAM.recognises(Peek(path)), path.name
            with pytest.raises(UnreadableSource, match=re.escape(path.name)):
                mautic.DIAGRAM.read(path)
