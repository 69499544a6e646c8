"""The vocabulary of BPMN 2.0, and reading its elements whichever namespace a tool gave them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from maplanner.exchange.diagrams.json_values import duration, lasting
from maplanner.exchange.diagrams.sketch import Details
from maplanner.exchange.source_files import plain, plain_lines

CONTAINERS: Final = frozenset(
    {"process", "choreography", "subProcess", "transaction", "adHocSubProcess", "subChoreography"}
    | {"collaboration", "globalConversation"}
)
"""Elements in which others are drawn."""

NODES: Final = frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask"}
    | {"businessRuleTask", "callActivity", "subProcess", "transaction", "adHocSubProcess"}
    | {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
    | {"implicitThrowEvent", "event", "exclusiveGateway", "inclusiveGateway", "parallelGateway"}
    | {"eventBasedGateway", "complexGateway", "choreographyTask", "subChoreography", "callChoreography"}
    | {"conversation", "subConversation", "callConversation", "dataObjectReference", "dataStoreReference"}
    | {"textAnnotation", "group", "participant", "lane"}
)
"""Elements that are drawn as shapes."""

DRAWN_IF_PLACED: Final = frozenset({"dataObject", "dataInput", "dataOutput", "dataStore", "message"})
"""Elements that only are shapes where the layout gives them a place."""

FLOWS: Final = {
    "sequenceFlow": "",
    "messageFlow": "message",
    "association": "association",
    "dataInputAssociation": "data",
    "dataOutputAssociation": "data",
    "conversationLink": "conversation",
}
"""Elements that are drawn as arrows, and what their details call them."""

BEHIND: Final = frozenset(
    {"documentation", "extensionElements", "incoming", "outgoing", "ioSpecification", "ioBinding"}
    | {"property", "resourceRole", "performer", "humanPerformer", "potentialOwner", "laneSet", "auditing"}
    | {"monitoring", "supportedInterfaceRef", "correlationSubscription", "correlationKey", "participantRef"}
    | {"conditionExpression", "completionCondition", "ordering", "rendering", "script", "text"}
    | {"standardLoopCharacteristics", "multiInstanceLoopCharacteristics", "messageFlowRef", "participantSet"}
    | {"participantAssociation", "messageFlowAssociation", "conversationAssociation", "interfaceRef"}
    | {"activationCondition", "messageRef", "childLaneSet", "categoryValueRef", "dataState"}
    | {"choreographyRef", "artifact", "endPointRef", "participantMultiplicity", "partitionElement"}
    | {"dataInput", "dataOutput", "inputSet", "outputSet", "eventDefinitionRef", "flowNodeRef"}
)
"""What stands in elements without being drawn; what people need of it is read with its element."""

DEFINITIONS: Final = frozenset(
    {"process", "choreography", "collaboration", "globalConversation", "BPMNDiagram", "itemDefinition"}
    | {"message", "signal", "error", "escalation", "resource", "category", "dataStore", "interface"}
    | {"endPoint", "partnerEntity", "partnerRole", "correlationProperty", "extension", "relationship"}
    | {"globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask"}
    | {"documentation", "extensionElements"}
)
"""What stands beside processes, and is either read or named by the steps that use it."""

OWN: Final = "{urn:maplanner:bpmn}"
"""What stands before attributes that maplanner itself writes: kinds of step, outputs, shares."""

_DEFINITION: Final = "EventDefinition"
_TIMES: Final = {"timeDuration": "wait for", "timeDate": "wait until", "timeCycle": "repeats"}
_LOOPS: Final = {
    "standardLoopCharacteristics": "until done",
    "multiInstanceLoopCharacteristics": "for each",
}
_WORKED_BY: Final = frozenset({"performer", "humanPerformer", "potentialOwner", "resourceRole"})


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def called(reference: str | None) -> str:
    """Return the id that a reference means, without the prefix of a namespace."""
    return (reference or "").strip().rpartition(":")[2]


def own_id(element: Element) -> str:
    """Return the id of an element as references to it write it."""
    return called(element.get("id"))


def children(element: Element, *names: str) -> Iterator[Element]:
    """Yield the elements of these names right inside."""
    return (child for child in element if local(child) in names)


def child_text(element: Element, name: str) -> str:
    """Return the text of the first such element right inside, with everything within it."""
    found = next(children(element, name), None)
    return "" if found is None else plain_lines("".join(found.itertext()))


def title_of(element: Element, values: dict[str, str]) -> str:
    """Return what is written on a shape."""
    if local(element) == "textAnnotation":
        return child_text(element, "text") or element.get("text", "")
    if local(element) == "group":
        return values.get(called(element.get("categoryValueRef")), "") or element.get("name", "")
    return element.get("name", "")


def notes_of(element: Element) -> str:
    """Return what people wrote about an element."""
    found = (plain_lines("".join(each.itertext())) for each in children(element, "documentation"))
    return "\n".join(text for text in found if text)


def sort_of(element: Element) -> str:
    """Return what BPMN calls a shape; an event is called by what it waits for or tells, too."""
    kinds = event_kinds(element)
    return ".".join((local(element), kinds[0])) if len(kinds) == 1 else local(element)


def event_kinds(element: Element) -> tuple[str, ...]:
    """Return what an event waits for or tells: ``message``, ``timer`` and the like."""
    found = (local(child) for child in element)
    return tuple(name.removesuffix(_DEFINITION) for name in found if name.endswith(_DEFINITION))


def details_of(element: Element, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what an element says besides; ``names`` has those of messages, signals and the like by id."""
    for child in element:
        name = local(child)
        if name.endswith(_DEFINITION):
            yield from _event_details(child, name.removesuffix(_DEFINITION), names)
        elif name in _LOOPS:
            yield "repeats", _LOOPS[name]
        elif name in _WORKED_BY:
            referred = called(child_text(child, "resourceRef"))
            yield "done by", names.get(referred, "") or child.get("name", "") or referred
    yield from ((key.removeprefix(OWN), said) for key, said in element.items() if key.startswith(OWN))
    for key, said in (("calledElement", "calls"), ("cancelActivity", "interrupts"), ("triggeredByEvent", "")):
        value = element.get(key, "")
        if said and value:
            yield said, names.get(called(value), value)
    if reference := element.get("messageRef"):
        yield "message", names.get(called(reference), reference)
    if element.get("triggeredByEvent") == "true":
        yield "starts", "by its own event"


def _event_details(definition: Element, kind: str, names: dict[str, str]) -> Details:
    found = [("event", kind)]
    told = {**_TIMES, "condition": "condition"}
    for child in children(definition, *told):
        said = plain("".join(child.itertext()))
        days = duration(said) if local(child) == "timeDuration" else None
        found += lasting(days) if days is not None else [(told[local(child)], said)]
    for key in ("messageRef", "signalRef", "errorRef", "escalationRef"):
        if reference := called(definition.get(key)):
            found.append((key.removesuffix("Ref"), names.get(reference, reference)))
    if definition.get("name"):
        found.append((kind, definition.get("name", "")))
    return tuple(found)
