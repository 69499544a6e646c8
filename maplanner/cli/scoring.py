"""Scoring a recorded history by a plan's rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maplanner.cli.arguments import BadArgument, JsonOption, PlanArgument
from maplanner.cli.calibrating_history import evaluation_as_json
from maplanner.cli.output import add_row, number, print_json, progress_shown, say, show, table

if TYPE_CHECKING:
    from maplanner.app.recorded_scores import ScoredHistory
    from maplanner.document.reading import RecordReader
    from maplanner.document.records import Score

_SHOWN = 25


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("score")(score)


def score(
    plan: PlanArgument,
    *,
    history: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Events: lead, event, time; and outcome, asset, amount, stage, account."
        ),
    ] = None,
    name: Annotated[str, typer.Option("--score", metavar="NAME", help="Which score of the plan.")] = "",
    lead: Annotated[str, typer.Option(metavar="LEAD", help="Explain the score of this lead alone.")] = "",
    compare: Annotated[
        str,
        typer.Option(
            metavar="VERSION",
            help="Who qualifies only under the plan, or only under this saved version of its scoring: "
            "in the history, or without one among simulated leads.",
        ),
    ] = "",
    json: JsonOption = False,
) -> None:
    """Score recorded leads by the plan's rules, and explain each score event by event."""
    from maplanner.app.histories import read_history
    from maplanner.app.recorded_scores import score_recorded
    from maplanner.storage import read_plan

    snapshot = read_plan(plan)
    if compare:
        from maplanner.cli.comparing_scores import compare_scores

        compare_scores(snapshot, compare, history, name, lead, as_json=json)
        return
    if history is None:
        raise BadArgument("There is nothing to score.", advice="Name a file with --history.")
    chosen = _named(snapshot, name) if name else None
    with progress_shown("Reading") as progress:
        found = score_recorded(snapshot, read_history(history, progress), chosen)
    only = _lead(found, lead) if lead else None
    if json:
        print_json(_as_json(found, only))
    elif only is not None:
        _tell_lead(found, only)
    else:
        _tell(found)


def _named(reader: RecordReader, name: str) -> Score:
    from maplanner.document.records import Score

    for each in reader.all(Score):
        if name.casefold() in (each.title.casefold(), each.id):
            return each
    titles = ", ".join(f"“{each.title}”" for each in reader.all(Score)) or "none"
    raise BadArgument(f"There is no score “{name[:60]}”.", advice=f"There are: {titles}.")


def _lead(found: ScoredHistory, name: str) -> int:
    try:
        return found.history.leads.index(name)
    except ValueError as error:
        raise BadArgument(f"The history has no lead “{name[:60]}”.") from error


def _as_json(found: ScoredHistory, only: int | None) -> dict[str, Any]:
    chosen = range(len(found.history.leads)) if only is None else (only,)
    return {
        "score": found.score.title,
        "at": found.history.when(found.scored.at).isoformat(sep=" ", timespec="seconds"),
        "threshold": found.threshold,
        "leads": [_lead_as_json(found, lead) for lead in chosen],
        "accounts": [
            {
                "account": each.name,
                "score": round(each.value, 6),
                "leads": [found.history.leads[lead] for lead in each.leads],
                "reached": {title: _moment(found, day) for title, day in found.account_reached(each)},
            }
            for each in (found.accounts if only is None else ())
        ],
        "unheard_rules": found.unheard,
        "unknown_events": [{"event": title, "count": count} for title, count in found.unknown],
        "remarks": [str(remark) for remark in found.history.remarks],
        "quality": evaluation_as_json(found.evaluation()) if found.history.bought.any() else None,
    }


def _lead_as_json(found: ScoredHistory, lead: int) -> dict[str, Any]:
    told, reached = found.explain(lead), float(found.scored.reached[lead])
    return {
        "lead": found.history.leads[lead],
        "score": round(told.value, 6),
        "highest": round(float(found.scored.highest[lead]), 6),
        "reached": _moment(found, reached) if reached == reached else None,  # noqa: PLR0124 - NaN is not itself
        "bought": bool(found.history.bought[lead]),
        "log": [
            {
                "time": _moment(found, line.day),
                "what": line.title or line.kind,
                "kind": line.kind,
                "change": round(line.change, 6),
                "score": round(line.value, 6),
                "reached": list(line.reached),
                "fallen": list(line.fallen),
            }
            for line in told.lines
        ],
    }


def _moment(found: ScoredHistory, day: float) -> str:
    return found.history.when(day).isoformat(sep=" ", timespec="seconds")


def _tell_lead(found: ScoredHistory, lead: int) -> None:
    told = found.explain(lead)
    shown = table("When", "What", "Points", "Score", "", numbers=("Points", "Score"))
    for line in told.lines:
        crossed = [f"reaches “{title}”" for title in line.reached] + [
            f"below “{title}”" for title in line.fallen
        ]
        what = line.title or {"limited": "cut off at the limit"}.get(line.kind, line.kind)
        if line.kind == "ran out":
            what += " (points ran out)"
        add_row(
            shown, _moment(found, line.day), what, f"{line.change:+g}", f"{line.value:g}", ", ".join(crossed)
        )
    show(shown)
    say(f"{found.history.leads[lead]}: {told.value:g} points of “{found.score.title}”.")


def _tell(found: ScoredHistory) -> None:
    history, values = found.history, found.scored.value
    order = (-values).argsort(kind="stable")[:_SHOWN].tolist()
    shown = table("Lead", "Score", "Highest", "Bought", numbers=("Score", "Highest"))
    for lead in order:
        figures = (f"{values[lead]:g}", f"{found.scored.highest[lead]:g}")
        add_row(shown, history.leads[lead], *figures, "yes" if history.bought[lead] else "")
    show(shown)
    ready = int((found.scored.highest >= found.threshold).sum())
    say(
        f"{number(len(history.leads))} leads, {number(len(history.lead))} events; "
        f"{number(ready)} leads reached {found.threshold:g} points of “{found.score.title}”."
    )
    if found.accounts:
        accounts = table("Account", "Score", "Leads", "Reached", numbers=("Score", "Leads"))
        for each in found.accounts[:_SHOWN]:
            reached = ", ".join(
                f"“{title}” {_moment(found, day)}" for title, day in found.account_reached(each)
            )
            add_row(accounts, each.name, f"{each.value:g}", number(len(each.leads)), reached)
        show(accounts)
    for title in found.unheard:
        say(f"Nothing in the history speaks for the rule “{title}”.")
    for title, count in found.unknown:
        say(f"The plan does not know the event “{title}” ({number(count)} times).")
    for remark in history.remarks:
        say(str(remark))
    say("--lead NAME explains one lead.")
