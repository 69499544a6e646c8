"""Finding words in a plan."""

from __future__ import annotations

from typing import Annotated

import typer

from maplanner.cli.arguments import BadArgument, JsonOption, PlanArgument
from maplanner.cli.output import add_row, print_json, say, show, table


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("find")(find)


def find(
    plan: PlanArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to look for.", show_default=False)],
    *,
    words: Annotated[bool, typer.Option("--words", help="Find whole words alone.")] = False,
    case: Annotated[bool, typer.Option("--case", help="Tell capital letters from small ones.")] = False,
    accents: Annotated[
        bool, typer.Option("--accents", help="Tell letters with accents from those without.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Find words in titles, form fields, CRM fields, notes, problems and what steps say."""
    from maplanner.app.searching import name_of_hit, search, snippet, to_json
    from maplanner.document.wording import Wording
    from maplanner.storage import read_plan

    if not text.strip():
        raise BadArgument("There is nothing to look for.", advice="Give some letters.")
    groups = search(read_plan(plan), Wording(text, case=case, accents=accents, words=words))
    if json:
        print_json(to_json(groups))
        return
    for group in groups:
        found = table(group.title, "Field", "Text")
        for hit in group.hits:
            add_row(found, name_of_hit(hit.record), hit.field, snippet(hit))
        show(found)
        say()
    count = sum(len(group.hits) for group in groups)
    say(f"Found “{text}” in {count:,} {'place' if count == 1 else 'places'}.")
