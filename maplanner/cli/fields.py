"""The inventory of fields on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from maplanner.cli.arguments import BadArgument, JsonOption, PlanArgument
from maplanner.cli.output import add_row, print_json, say, show, table

if TYPE_CHECKING:
    from maplanner.steps.field_inventory import FieldLine


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("fields")(fields)


def fields(
    plan: PlanArgument,
    *,
    system: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only the fields of this system.")
    ] = None,
    objects: Annotated[
        str | None, typer.Option("--object", metavar="NAME", help="Only the fields of this object or form.")
    ] = None,
    unmapped: Annotated[
        bool, typer.Option("--unmapped", help="Only fields that nothing is mapped to.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """List every field of every system and form: type, length, values, uses, and where it leads."""
    from maplanner.document.records import CrmField
    from maplanner.steps.field_inventory import FieldInventory
    from maplanner.storage import read_plan

    snapshot = read_plan(plan)
    lines = list(FieldInventory(snapshot).lines())
    found = _chosen(lines, system, objects, unmapped=unmapped)
    gone = {each.id for each in snapshot.all(CrmField) if each.gone_on is not None}
    names = {line.id: f"{line.object}.{line.name or line.label}" for line in lines}
    if json:
        print_json({"fields": [_as_json(line, names, gone=line.id in gone) for line in found]})
        return
    shown = table("System", "Object", "Field", "Label", "Type", "Length", "Required", "Mapped to", "Used for")
    for line in found:
        add_row(
            shown,
            line.system,
            line.object,
            line.name,
            f"{line.label} (gone)" if line.id in gone else line.label,
            line.type.value,
            line.length or "",
            "yes" if line.required else "",
            ", ".join(names.get(each, each) for each in (*line.taken_to, *line.brought_by)),
            ", ".join(sorted(use.value for use in line.uses)),
        )
    if found:
        show(shown)
    say(f"{len(found):,} {'field' if len(found) == 1 else 'fields'}.")


def _chosen(
    lines: list[FieldLine], system: str | None, holder: str | None, *, unmapped: bool
) -> list[FieldLine]:
    """Return the lines that were asked for.

    Raises:
        BadArgument: There is no such system or object.
    """
    if system is not None:
        lines = _named(lines, system, {line.system for line in lines}, "system", "system")
    if holder is not None:
        lines = _named(lines, holder, {line.object for line in lines}, "object", "object or form")
    return [line for line in lines if not line.is_mapped] if unmapped else lines


def _named(lines: list[FieldLine], name: str, known: set[str], attribute: str, what: str) -> list[FieldLine]:
    found = [line for line in lines if getattr(line, attribute).casefold() == name.casefold()]
    if not found:
        there = ", ".join(f"“{each}”" for each in sorted(known)[:20]) or "none"
        raise BadArgument(f"No field belongs to the {what} “{name[:60]}”.", advice=f"There are: {there}.")
    return found


def _as_json(line: FieldLine, names: dict[str, str], *, gone: bool) -> dict[str, Any]:
    return {
        "id": line.id,
        "system": line.system,
        "object": line.object,
        "api_name": line.name,
        "label": line.label,
        "type": line.type.value,
        "length": line.length,
        "required": line.required,
        "values": list(line.values),
        "collected": line.is_collected,
        "custom": line.custom,
        "personal": line.personal,
        "gone": gone,
        "directions": [each.value for each in line.directions],
        "conflict_rules": [each.value for each in line.conflicts],
        "uses": {"declared": sorted(line.declared), "derived": sorted(line.derived)},
        "mapped_to": [names.get(each, each) for each in line.taken_to],
        "brought_by": [names.get(each, each) for each in line.brought_by],
        "used_in": [{"record": place.record, "role": place.role.value} for place in line.places],
    }
