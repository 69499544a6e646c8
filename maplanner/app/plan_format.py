"""The text form explained: the whole JSON Schema, and the tables of the manual page.

``python -m maplanner.app.plan_format FILE`` writes the tables anew into a page, between its two marks.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from maplanner.core.units import Unit
from maplanner.document.fields import FieldSpec, field_specs
from maplanner.document.records import RECORD_TYPES, Scope
from maplanner.document.textform import plan_schema
from maplanner.steps import KINDS
from maplanner.steps.kind import Kind

BEGIN: Final = "<!-- Made by scripts/plan-format; do not edit below. -->"
END: Final = "<!-- Made by scripts/plan-format; do not edit above. -->"


def whole_schema() -> dict[str, Any]:
    """Return the JSON Schema of the text form, with the properties of every kind of step."""
    schema = plan_schema()
    refs, found = models_json_schema(
        [(kind.props, "validation") for kind in KINDS.values()], ref_template="#/$defs/{model}"
    )
    schema["$defs"] = found["$defs"] | schema["$defs"]
    step = schema["$defs"]["Step"]
    step["properties"]["kind"] |= {"examples": list(KINDS)}
    step["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": kind.name}}, "required": ["kind"]},
            "then": {"properties": {"props": refs[kind.props, "validation"]}},
        }
        for kind in KINDS.values()
    ]
    return schema


def tables() -> str:
    """Return the tables of all records, kinds of step and values, as Markdown."""
    schema = whole_schema()
    return "\n".join(line.rstrip() for line in _lines(schema)).strip() + "\n"


def renewed(page: str) -> str:
    """Return a page with the tables between its marks as they are today.

    Raises:
        ValueError: The page lacks a mark.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The page must hold the lines “{BEGIN}” and “{END}”.")
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{after}"


def _lines(schema: dict[str, Any]) -> Iterator[str]:
    definitions = schema["$defs"]
    yield "## Records"
    for cls in RECORD_TYPES:
        if cls.scope is Scope.DOCUMENT:
            yield from _section(cls.type_name, _first_line(cls), cls, definitions)
    yield from ("", "## Kinds of step")
    for kind in KINDS.values():
        outputs = ", ".join(f"`{output.name}` ({output.title})" for output in kind.outputs(kind.props()))
        about = f"*{kind.title}.* {kind.help} {_ways(kind, outputs)}"
        yield from _section(kind.name, about, kind.props, definitions)
    yield from ("", "## Values")
    for name in sorted(_values(definitions)):
        yield from _value(name, definitions[name])


def _ways(kind: Kind[Any], outputs: str) -> str:
    ways = f"Outputs: {outputs}." if outputs else "No output."
    return f"An entry. {ways}" if kind.entry else ways


def _section(name: str, about: str, model: type[BaseModel], definitions: dict[str, Any]) -> Iterator[str]:
    yield from ("", f"### `{name}`", "", about, "")
    specs = field_specs(model)
    properties = definitions[model.__name__]["properties"] if specs else {}
    required = definitions[model.__name__].get("required", ())
    if not properties:
        yield "Nothing to set."
        return
    yield from ("| field | value | without it | meaning |", "|---|---|---|---|")
    for field, described in properties.items():
        meaning = specs[field]
        value = f"id of a `{meaning.ref}`" if meaning.ref else _type(described)
        usual = "must be there" if field in required else _default(described, model, field)
        yield f"| `{field}` | {_cell(value)} | {usual} | {_cell(_meaning(field, meaning))} |"


def _meaning(field: str, meaning: FieldSpec) -> str:
    if field == "id":
        return "What other records call it."
    unit = ""
    if meaning.unit is not None:
        unit = f" ({'0.2 is 20 %' if meaning.unit is Unit.SHARE else meaning.unit.value})"
    return " ".join(part for part in (f"{meaning.title}{unit}.", meaning.help, _counts_when(meaning)) if part)


def _counts_when(meaning: FieldSpec) -> str:
    """Return with which values of another field this one counts; nothing for one that always does."""
    if meaning.when is None:
        return ""
    on, values = meaning.when
    return f"Counts where `{on}` is " + " or ".join(f"“{value}”" for value in values) + "."


def _value(name: str, described: dict[str, Any]) -> Iterator[str]:
    about = " ".join(str(described.get("description", "")).replace("``", "`").split())
    yield from ("", f"### {name}", "", about, "")
    if "enum" in described:
        yield "One of " + ", ".join(f"`{value}`" for value in described["enum"]) + "."
        return
    yield from ("| field | value | without it |", "|---|---|---|")
    for field, part in described["properties"].items():
        yield f"| `{field}` | {_cell(_type(part))} | {_json(part.get('default'))} |"


def _values(definitions: dict[str, Any]) -> set[str]:
    """Return the definitions that are neither records nor properties of a kind."""
    others = {cls.__name__ for cls in RECORD_TYPES} | {kind.props.__name__ for kind in KINDS.values()}
    told = {name for name, described in definitions.items() if described.keys() & {"enum", "properties"}}
    return told - others


def _type(described: dict[str, Any]) -> str:
    """Return in words what a JSON Schema accepts."""
    if "$ref" in described:
        name = described["$ref"].rsplit("/", 1)[-1]
        return "any value" if name == "JsonValue" else f"[{name}](#{name.lower()})"
    for choice in ("anyOf", "oneOf"):
        if choice in described:
            return " or ".join(_type(part) for part in described[choice])
    if "const" in described:
        return f"`{described['const']}`"
    if "enum" in described:
        return ", ".join(f"`{value}`" for value in described["enum"])
    kind = str(described.get("type", "anything"))
    if kind == "array":
        return f"list of {_type(described.get('items', {}))}{_bounds(described, 'minItems', 'maxItems')}"
    if described.get("format") == "date":
        return "date, such as `2027-01-04`"
    return _NAMES.get(kind, kind) + _range(described)


def _range(described: dict[str, Any]) -> str:
    low, high = described.get("minimum"), described.get("maximum")
    above, below = described.get("exclusiveMinimum"), described.get("exclusiveMaximum")
    parts = (
        None if low is None else f"from {_figure(low)}",
        None if above is None else f"above {_figure(above)}",
        None if high is None else f"to {_figure(high)}",
        None if below is None else f"below {_figure(below)}",
    )
    return "".join(f" {part}" for part in parts if part)


def _figure(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def _bounds(described: dict[str, Any], low: str, high: str) -> str:
    if described.get(low) is None or described.get(low) != described.get(high):
        return ""
    return f", {described[low]} of them"


def _default(described: dict[str, Any], model: type[BaseModel], field: str) -> str:
    value = model.model_fields[field].get_default(call_default_factory=True)
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    return _json(described.get("default", value))


def _json(value: Any) -> str:
    if value is None or value in ("", [], {}, ()):
        return "–"
    if isinstance(value, Enum):
        value = value.value
    return f"`{json.dumps(value, ensure_ascii=False, default=str)}`"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _first_line(cls: type[BaseModel]) -> str:
    return " ".join((cls.__doc__ or "").replace("``", "`").split())


_NAMES: Final = {
    "string": "text",
    "number": "number",
    "integer": "whole number",
    "boolean": "`true` or `false`",
    "null": "`null`",
    "object": "object",
}


def main() -> int:
    """Renew the page that is named on the command line."""
    page = Path(sys.argv[1])
    page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
