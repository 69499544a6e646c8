"""Merging copies of a plan that were edited apart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maplanner.cli import status
from maplanner.cli.arguments import BadArgument, JsonOption
from maplanner.cli.output import add_row, print_json, say, show, table

if TYPE_CHECKING:
    from maplanner.app.merging import Merging
    from maplanner.document.merging import Conflict


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("merge")(merge)


def merge(
    copies: Annotated[
        list[Path],
        typer.Argument(
            metavar="[BASE] MINE THEIRS",
            help="The two copies; before them, what both began as. Without it their histories tell.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="The file to make.", show_default=False)
    ],
    prefer: Annotated[
        str, typer.Option(metavar="SIDE", help="Who wins where both changed the same: mine or theirs.")
    ] = "",
    json: JsonOption = False,
) -> int:
    """Merge two copies of a plan, field by field; where both changed the same, show it side by side."""
    from maplanner.app.merging import base_of, prepare, read_copy, write_merged

    if len(copies) not in (2, 3):
        raise BadArgument("Merging takes two copies, or what both began as and two copies.")
    if prefer not in ("", "mine", "theirs"):
        raise BadArgument(f"--prefer “{prefer[:40]}” is not possible.", advice="Give mine or theirs.")
    if out.exists():
        raise BadArgument(f"“{out}” exists already.", advice="Choose another name for what comes of it.")
    mine, theirs = copies[-2:]
    base = read_copy(copies[0]) if len(copies) == 3 else base_of(mine, theirs)
    merging = prepare(read_copy(mine), read_copy(theirs), base)
    conflicts = merging.outcome.conflicts
    done = bool(prefer) or not conflicts
    if done:
        side = "theirs" if prefer == "theirs" else "mine"
        write_merged(mine, merging.with_all(side), out, f"Merge “{theirs.name}”")  # type: ignore[arg-type]
    _tell(merging, out, done=done, as_json=json)
    return status.DONE if done else status.FOUND_ERRORS


def _tell(merging: Merging, out: Path, *, done: bool, as_json: bool) -> None:
    conflicts = merging.outcome.conflicts
    if as_json:
        print_json(
            {
                "written": str(out) if done else None,
                "taken": merging.outcome.taken,
                "knows_base": merging.knows_base,
                "conflicts": [_as_json(each) for each in conflicts],
            }
        )
        return
    if not merging.knows_base:
        say("The copies have no history in common: whatever differs is listed. Name what both began as.")
    if conflicts:
        shown = table("What", "Field", "Mine", "Theirs")
        for each in conflicts:
            add_row(shown, *_cells(each, merging))
        show(shown)
    if done:
        say(f"Wrote {out}: {merging.outcome.taken} records taken over, {len(conflicts)} conflicts decided.")
    else:
        say(f"Nothing is written: {len(conflicts)} conflicts. Decide with --prefer, or merge in the window.")


def _as_json(conflict: Conflict) -> dict[str, Any]:
    return {
        "type": conflict.type_name,
        "id": conflict.id,
        "field": conflict.path or None,
        "base": conflict.base,
        "mine": conflict.mine,
        "theirs": conflict.theirs,
    }


def _cells(conflict: Conflict, merging: Merging) -> tuple[str, str, str, str]:
    from maplanner.app.differences import shown
    from maplanner.document.merging import path_title

    record = merging.mine.get(conflict.id) or merging.theirs.get(conflict.id)
    title = getattr(record, "title", "") or conflict.id
    what = f"{conflict.type_name.replace('_', ' ')} “{title}”"
    if conflict.is_deletion or record is None:
        return (
            what,
            "",
            *("deleted" if side is None else "changed" for side in (conflict.mine, conflict.theirs)),
        )  # type: ignore[return-value]
    return what, path_title(record, conflict.path), shown(conflict.mine), shown(conflict.theirs)
