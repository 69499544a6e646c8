"""draw.io files from elsewhere: steps and links counted apart from the reader, and nothing lost."""

import base64
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import pytest

from maplanner.document.records import Plan
from maplanner.document.store import Store
from maplanner.exchange.diagrams.formats import read_diagram
from maplanner.exchange.meaning.campaigns import Made, make_campaign
from maplanner.exchange.meaning.guessing import Reading, read_meaning

SIMPLE = (
    "blog/data-flow.drawio",
    "blog/translation-task-flowchart.xml",
    "examples/BPMN_2.xml",
    "examples/WorkflowFlowchart.xml",
    "templates/business/bpmn_2.xml",
    "templates/business/bpmn_3.xml",
    "templates/business/swimlane.xml",
    "templates/flowcharts/cross_functional_flowchart_1.xml",
    "templates/flowcharts/cross_functional_flowchart_2.xml",
    "templates/flowcharts/epc_1.xml",
    "templates/flowcharts/flowchart_1.xml",
    "templates/flowcharts/workflow_1.xml",
    "templates/flowcharts/workflow_2.xml",
    "templates/gcp/digital_marketing_dmp_data_warehouse.xml",
    "templates/gcp/retail_beacons_and_targeted_marketing.xml",
    "templates/software/data_flow_1.xml",
    "templates/software/data_flow_2.xml",
)
"""Files in which every shape that a line joins is a step, so that each such line is a link."""


class Counted(NamedTuple):
    """What a page holds, counted from its XML: lines whose two ends are shapes, and shapes they join."""

    shapes: int
    lines: int
    joined: int
    whole_lines: int


def counted(path: Path) -> list[Counted]:
    return [_counted(model) for model in _models(path)]


def _models(path: Path) -> Iterator[ET.Element]:
    for diagram in ET.parse(path).getroot().iter("diagram"):
        model = diagram.find("mxGraphModel")
        if model is None:
            text = zlib.decompress(base64.b64decode(diagram.text or ""), -15).decode()
            model = ET.fromstring(unquote(text))
        yield model


def _counted(model: ET.Element) -> Counted:
    shapes, lines = {}, {}
    for element in model.find("root") or ():
        cell = element if element.tag == "mxCell" else element.find("mxCell")
        assert cell is not None
        key = element.get("id")
        if cell.get("vertex") == "1":
            shapes[key] = cell
        elif cell.get("edge") == "1":
            lines[key] = cell
    ends = [(line.get("source"), line.get("target")) for line in lines.values()]
    labels = [key for key, cell in shapes.items() if cell.get("parent") in lines]
    whole = [(a, b) for a, b in ends if a in shapes and b in shapes and a != b]
    joined = {end for pair in ends for end in pair if end in shapes}
    return Counted(len(shapes) - len(labels), len(lines), len(joined), len(whole))


def taken(path: Path) -> Iterator[tuple[Reading, Made]]:
    drawn = read_diagram(path)
    for page in drawn.pages:
        reading = read_meaning(page, drawn.format)
        yield reading, make_campaign(reading, page.title, path.name)


@pytest.mark.parametrize("name", SIMPLE)
def test_steps_and_links_are_those_of_the_file(real_inputs: Path, name: str) -> None:
    path = real_inputs / "diagrams" / "drawio" / name
    for (_reading, made), there in zip(taken(path), counted(path), strict=True):
        doubled = sum("such a line already" in line for line in made.left_out)
        assert len(made.steps) == there.joined
        assert len(made.links) + doubled == there.whole_lines


def test_every_file_is_read_and_nothing_is_lost(real_inputs: Path) -> None:
    files = [each for each in (real_inputs / "diagrams" / "drawio").rglob("*") if each.is_file()]
    assert len(files) >= 26
    for path in files:
        for (reading, made), there in zip(taken(path), counted(path), strict=True):
            assert len(reading.page.shapes) == there.shapes, path.name
            lines_left = sum(line.startswith("The line") for line in made.left_out)
            assert len(made.links) + lines_left == there.lines, path.name
            parts = len(reading.of("part")) + len(reading.of("nothing"))
            records = len(made.steps) + len(made.notes) + len(made.frames)
            assert records + parts == there.shapes, path.name
            store = Store([Plan()])
            with store.transact("Import") as transaction:
                for record in made.records:
                    transaction.put(record)
