"""The net promoter number of a survey, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maplanner.cli.arguments import BadArgument, JsonOption
from maplanner.cli.output import add_row, number, print_json, say, show, table

if TYPE_CHECKING:
    from maplanner.exchange.sheets import Sheet
    from maplanner.scoring.net_promoter import Happiness, NetPromoter

_SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("promoters")(promoters)


def promoters(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A survey: CSV or XLSX.", show_default=False)],
    *,
    column: Annotated[str, typer.Option(metavar="NAME", help="The column of answers from 0 to 10.")],
    lead: Annotated[
        str, typer.Option(metavar="NAME", help="The column that names the leads: tells who is happiest.")
    ] = "",
    plan: Annotated[
        Path | None, typer.Option(metavar="PLAN", help="With --history: engagement by this plan's rules.")
    ] = None,
    history: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --plan: what the same leads did.")
    ] = None,
    days: Annotated[float, typer.Option(help="Engagement over so many last days.")] = 90.0,
    json: JsonOption = False,
) -> None:
    """Count promoters, passives and detractors in a survey, and the net promoter number."""
    from maplanner.exchange.sheets import open_sheet
    from maplanner.scoring.net_promoter import net_promoter

    if (plan is None) is not (history is None):
        raise BadArgument("--plan and --history belong together.", advice="Give both, or neither.")
    sheet = open_sheet(file, strict=False)
    place = _place(sheet, column)
    found = net_promoter(row.values[place] for row in sheet.rows())
    engagement = {} if plan is None or history is None else _engagement(plan, history, days)
    marked = _marked(sheet, (_place(sheet, lead), place), engagement) if lead else []
    if json:
        print_json(_as_json(found, marked, with_leads=bool(lead)))
        return
    _tell(found)
    _tell_marks(marked)


def _place(sheet: Sheet, column: str) -> int:
    if column not in sheet.columns:
        names = ", ".join(sheet.columns[:30])
        raise BadArgument(f"There is no column “{column[:60]}”.", advice=f"There are: {names}.")
    return sheet.columns.index(column)


def _engagement(plan: Path, history: Path, days: float) -> dict[str, float]:
    from maplanner.app.promoters import engagement_over
    from maplanner.storage import read_plan

    return engagement_over(read_plan(plan), history, days)


def _marked(sheet: Sheet, columns: tuple[int, int], engagement: dict[str, float]) -> list[Happiness]:
    from maplanner.app.promoters import answers_of
    from maplanner.scoring.net_promoter import happiness

    return happiness(answers_of(sheet, *columns), engagement)


def _as_json(found: NetPromoter, marked: list[Happiness], *, with_leads: bool) -> dict[str, Any]:
    counts = {"promoters": found.promoters, "passives": found.passives, "detractors": found.detractors}
    interval = None if found.interval is None else [round(each, 2) for each in found.interval]
    told: dict[str, Any] = counts | {
        "invalid": found.invalid,
        "empty": found.empty,
        "number": found.number,
        "interval": interval,
    }
    if with_leads:
        told["leads"] = [vars(each) for each in marked]
    return told


def _tell(found: NetPromoter) -> None:
    said = "none" if found.number is None else f"{found.number:+.0f}"
    if found.interval is not None:
        said += f" (95 %: {found.interval[0]:+.0f} to {found.interval[1]:+.0f})"
    say(f"Net promoter number: {said}")
    say(f"{found.promoters:,} promoters, {found.passives:,} passives, {found.detractors:,} detractors.")
    if found.invalid:
        say(f"{found.invalid:,} answers are no whole number from 0 to 10 and do not count.")


def _tell_marks(marked: list[Happiness]) -> None:
    for mark, title in (("happiest", "Happiest"), ("unhappiest", "Unhappiest")):
        meant = [each for each in marked if each.mark == mark]
        if not meant:
            continue
        shown = table(title, "Answer", "Engagement", numbers=("Answer", "Engagement"))
        for each in (meant if mark == "happiest" else meant[::-1])[:_SHOWN]:
            points = "" if each.engagement is None else f"{each.engagement:g}"
            add_row(shown, each.lead, str(each.answer), points)
        show(shown)
        if len(meant) > _SHOWN:
            say(f"… and {number(len(meant) - _SHOWN)} more; --json has them all.")
