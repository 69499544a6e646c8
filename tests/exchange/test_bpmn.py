"""BPMN 2.0: pools and lanes, tasks, events, gateways, flows and layout."""

from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.bpmn import DIAGRAM
from maplanner.exchange.diagrams.drawn import Drawn
from maplanner.exchange.peeking import Peek
from tests.exchange.diagram_files import arrow, bpmn, only_page, plane, put, shape, ways

PROCESS = """
<bpmn:process id="P1" name="Nurture">
 <bpmn:laneSet id="ls"><bpmn:lane id="L1" name="Marketing"><bpmn:flowNodeRef>S</bpmn:flowNodeRef>
  <bpmn:flowNodeRef>T1</bpmn:flowNodeRef></bpmn:lane><bpmn:lane id="L2" name="Sales">
  <bpmn:childLaneSet><bpmn:lane id="L3" name="Inside"><bpmn:flowNodeRef>T2</bpmn:flowNodeRef></bpmn:lane>
  </bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>
 <bpmn:startEvent id="S" name="Form sent"><bpmn:messageEventDefinition messageRef="M"/></bpmn:startEvent>
 <bpmn:sendTask id="T1" name="Welcome e-mail">
  <bpmn:documentation>Says hello</bpmn:documentation></bpmn:sendTask>
 <bpmn:boundaryEvent id="B" name="" attachedToRef="T1"><bpmn:timerEventDefinition>
  <bpmn:timeDuration>P2DT12H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
 <bpmn:exclusiveGateway id="G" name="Opened?" default="f3"/>
 <bpmn:userTask id="T2" name="Call"><bpmn:ioSpecification><bpmn:dataInput id="di"/></bpmn:ioSpecification>
  <bpmn:dataInputAssociation id="da"><bpmn:sourceRef>D</bpmn:sourceRef><bpmn:targetRef>di</bpmn:targetRef>
  </bpmn:dataInputAssociation></bpmn:userTask>
 <bpmn:subProcess id="SP" name="Trial"><bpmn:startEvent id="S2" name="Trial begins"/>
  <bpmn:endEvent id="E2" name="Trial ends"/>
  <bpmn:sequenceFlow id="f6" sourceRef="S2" targetRef="E2"/></bpmn:subProcess>
 <bpmn:dataStoreReference id="D" name="CRM"/>
 <bpmn:endEvent id="E" name="Done"/>
 <bpmn:textAnnotation id="A"><bpmn:text>Ask Anna</bpmn:text></bpmn:textAnnotation>
 <bpmn:association id="as" sourceRef="T2" targetRef="A"/>
 <bpmn:sequenceFlow id="f1" sourceRef="S" targetRef="T1"/>
 <bpmn:sequenceFlow id="f2" sourceRef="T1" targetRef="G"/>
 <bpmn:sequenceFlow id="f3" sourceRef="G" targetRef="SP"/>
 <bpmn:sequenceFlow id="f4" name="yes" sourceRef="G" targetRef="T2">
  <bpmn:conditionExpression>opens &gt; 0</bpmn:conditionExpression></bpmn:sequenceFlow>
 <bpmn:sequenceFlow id="f5" sourceRef="B" targetRef="E"/>
</bpmn:process><bpmn:message id="M" name="Contact form"/>"""
POOLS = """<bpmn:collaboration id="C" name="Whole"><bpmn:participant id="PP" name="We" processRef="P1"/>
<bpmn:participant id="QQ" name="Customer"/>
<bpmn:messageFlow id="mf" sourceRef="T1" targetRef="QQ" name="mail"/></bpmn:collaboration>"""


def read(folder: Path, text: str, name: str = "a.bpmn") -> Drawn:
    path = put(folder, text, name)
    assert DIAGRAM.recognises(Peek(path))
    return DIAGRAM.read(path)


def test_everything_drawn_is_a_shape_within_what_holds_it(tmp_path: Path) -> None:
    page = only_page(read(tmp_path, bpmn(POOLS, PROCESS)))
    assert page.title == "Whole"
    sorts = {(each.text, each.sort, each.within) for each in page.shapes}
    assert sorts == {
        ("We", "participant", None), ("Customer", "participant", None),
        ("Marketing", "lane", "PP"), ("Sales", "lane", "PP"), ("Inside", "lane", "L2"),
        ("Form sent", "startEvent.message", "L1"), ("Welcome e-mail", "sendTask", "L1"),
        ("", "boundaryEvent.timer", "PP"), ("Opened?", "exclusiveGateway", "PP"),
        ("Call", "userTask", "L3"), ("Trial", "subProcess", "PP"),
        ("Trial begins", "subProcess.startEvent", "SP"),
        ("Trial ends", "endEvent", "SP"), ("CRM", "dataStoreReference", "PP"),
        ("Done", "endEvent", "PP"), ("Ask Anna", "textAnnotation", "PP"),
    }  # fmt: skip
    assert shape(page, "Welcome e-mail").notes == "Says hello"
    assert ("message", "Contact form") in shape(page, "Form sent").details


def test_flows_name_their_ways_out(tmp_path: Path) -> None:
    page = only_page(read(tmp_path, bpmn(POOLS, PROCESS)))
    assert ways(page) == {
        ("Form sent", "", "Welcome e-mail"), ("Welcome e-mail", "", "Opened?"),
        ("Opened?", "default", "Trial"), ("Opened?", "", "Call"), ("", "", "Done"),
        ("Welcome e-mail", "timer", ""), ("Trial begins", "", "Trial ends"), ("CRM", "", "Call"),
        ("Call", "", "Ask Anna"), ("Welcome e-mail", "", "Customer"),
    }  # fmt: skip
    assert ("condition", "opens > 0") in arrow(page, "Opened?", "Call").details
    assert ("flow", "message") in arrow(page, "Welcome e-mail", "Customer").details
    assert dict(next(each for each in page.shapes if each.id == "B").details)["days"] == "2.5"


def test_layout_gives_places_and_pages(tmp_path: Path) -> None:
    second = '<bpmn:process id="P2" name="Other"><bpmn:task id="X" name="Lone"/></bpmn:process>'
    layout = plane("P1", {"S": (10, 20, 36, 36), "T1": (100, 20, 100, 80)}), plane("P2", {"X": (1, 2, 3, 4)})
    drawn = read(tmp_path, bpmn(PROCESS, second, *layout))
    assert [page.title for page in drawn.pages] == ["Nurture", "Other"]
    placed = shape(drawn.pages[0], "Form sent")
    assert (placed.x, placed.y, placed.width, placed.height) == (10, 20, 36, 36)
    unplaced = shape(drawn.pages[0], "Call")
    assert (unplaced.x, unplaced.y) == (None, None)


def test_processes_without_layout_are_pages(tmp_path: Path) -> None:
    second = '<bpmn:process id="P2" name="Other"><bpmn:task id="X" name="Lone"/></bpmn:process>'
    drawn = read(tmp_path, bpmn(PROCESS, second))
    assert [page.title for page in drawn.pages] == ["Nurture", "Other"]


def test_other_namespaces_and_names_of_files_are_read(tmp_path: Path) -> None:
    text = bpmn(PROCESS).replace("bpmn:", "semantic:").replace("xmlns:bpmn", "xmlns:semantic")
    assert len(only_page(read(tmp_path, text, "b.xml")).shapes) == 14
    plain = bpmn(PROCESS).replace("bpmn:", "").replace("xmlns:bpmn=", "xmlns=").replace("xmlns:di", "xmlns:q")
    assert len(only_page(read(tmp_path, plain, "c.bpmn")).shapes) == 14


def test_what_is_not_known_is_left_out_by_name(tmp_path: Path) -> None:
    strange = '<bpmn:process id="P"><bpmn:task id="t" name="T"/><bpmn:teleport id="z"/></bpmn:process>'
    drawn = read(tmp_path, bpmn(strange, '<bpmn:import location="x.wsdl"/>'))
    assert any("1 × teleport" in line for line in drawn.left_out)
    assert any("1 × import" in line for line in drawn.left_out)


def test_ends_that_are_not_there_are_left_open(tmp_path: Path) -> None:
    task = '<bpmn:task id="t" name="T"/><bpmn:sequenceFlow id="f" sourceRef="t" targetRef="u"/>'
    drawn = read(tmp_path, bpmn(f'<bpmn:process id="P">{task}</bpmn:process>'))
    assert only_page(drawn).arrows[0].target is None
    assert any("“u”" in line for line in drawn.left_out)


NESTED = "<bpmn:process>" + "<bpmn:subProcess>" * 900 + "</bpmn:subProcess>" * 900 + "</bpmn:process>"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "broken at line 1"),
        ("<definitions", "broken at line 1"),
        ("<html/>", "where BPMN's “definitions” are expected"),
        (bpmn(), "holds no process with steps"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + bpmn()[38:], "document type or entities"),
        (bpmn(NESTED), "deep in others"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(UnreadableSource, match=r"a\.bpmn") as caught:
        DIAGRAM.read(put(tmp_path, text, "a.bpmn"))
    assert why in str(caught.value)
