"""Writes small Salesforce metadata for tests."""

from pathlib import Path

NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def xml(root: str, inner: str) -> str:
    return f'{HEAD}<{root} xmlns="{NAMESPACE}">{inner}</{root}>'


def tag(name: str, value: str) -> str:
    return f"<{name}>{value}</{name}>"


def described(api_name: str, inner: str = "") -> str:
    return tag("fullName", api_name) + inner


def value_set(*names: str, restricted: bool = False) -> str:
    values = "".join(tag("value", tag("fullName", name) + tag("default", "false")) for name in names)
    head = tag("restricted", "true") if restricted else ""
    return tag("valueSet", head + tag("valueSetDefinition", tag("sorted", "false") + values))


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def source_field(folder: Path, object_name: str, api_name: str, inner: str = "") -> Path:
    path = folder / "objects" / object_name / "fields" / f"{api_name}.field-meta.xml"
    return write(path, xml("CustomField", described(api_name, inner)))


def object_file(folder: Path, object_name: str, *fields: str, extra: str = "") -> Path:
    inner = "".join(tag("fields", field) for field in fields) + extra
    return write(folder / "objects" / f"{object_name}.object", xml("CustomObject", inner))
