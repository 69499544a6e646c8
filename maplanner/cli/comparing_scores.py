"""Versions of the scoring model, and two of them compared, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maplanner.cli.arguments import BadArgument, JsonOption, PlanArgument
from maplanner.cli.output import add_row, number, print_json, progress_shown, say, show, table

if TYPE_CHECKING:
    from maplanner.app.version_compare import Qualified, VersionComparison
    from maplanner.document.reading import RecordReader, Snapshot
    from maplanner.scoring.explaining import Explanation

_SHOWN = 20
_NOW = "the plan"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("versions")(versions)


def versions(
    plan: PlanArgument,
    *,
    save: Annotated[str, typer.Option(metavar="NAME", help="Save the scoring model as it is now.")] = "",
    restore: Annotated[str, typer.Option(metavar="NAME", help="Bring a saved version back.")] = "",
    json: JsonOption = False,
) -> None:
    """List the saved versions of the scoring model; save the model as it is, or bring a version back."""
    from maplanner.scoring.versions import versions_in_order
    from maplanner.storage import read_plan

    lost: tuple[str, ...] = ()
    if save or restore:
        lost = _change(plan, save.strip(), restore)
    found = versions_in_order(read_plan(plan))
    if json:
        print_json({"versions": [_version_as_json(each) for each in found], "lost": list(lost)})
        return
    shown = table("Version", "Saved on", "By", "Records", numbers=("Records",))
    for each in found:
        saved = each.saved_on.isoformat() if each.saved_on is not None else ""
        add_row(shown, each.title, saved, each.author, number(len(each.records)))
    show(shown)
    for title in lost:
        say(f"“{title}” was left out: what it belongs to is gone.")


def _change(plan: Path, save: str, restore: str) -> tuple[str, ...]:
    from maplanner.app.person import author_name
    from maplanner.app.session import PlanSession
    from maplanner.core.clock import utc_now
    from maplanner.core.errors import PlanFileReadOnly
    from maplanner.scoring.versions import restore as bring_back
    from maplanner.scoring.versions import version_named, version_of

    with PlanSession.open(plan, remembered=False) as session:
        if session.read_only:
            raise PlanFileReadOnly(f"{plan} cannot be written.", advice=session.notice)
        store = session.store
        wanted = version_named(session.snapshot(), restore) if restore else None
        if save:
            _refuse_known(session.snapshot(), save)
            made = version_of(store, save, author=author_name(), on=utc_now().date())
            with store.transact("Save a scoring version") as transaction:
                transaction.put(made)
        if wanted is None:
            return ()
        return bring_back(store, wanted, "Bring a scoring version back").lost


def _refuse_known(reader: RecordReader, title: str) -> None:
    from maplanner.scoring.versions import versions_in_order

    if title.casefold() in (each.title.casefold() for each in versions_in_order(reader)):
        raise BadArgument(f"There is already a version “{title[:60]}”.", advice="Choose another name.")


def _version_as_json(version: Any) -> dict[str, Any]:
    return {
        "id": version.id,
        "title": version.title,
        "saved_on": version.saved_on.isoformat() if version.saved_on is not None else None,
        "author": version.author,
        "records": len(version.records),
    }


def compare_scores(
    snapshot: Snapshot, version: str, history: Path | None, score: str, lead: str, *, as_json: bool
) -> None:
    """Print who qualifies only under the plan or only under a version of it, when, and why."""
    from maplanner.app.histories import read_history
    from maplanner.app.version_compare import compare_on_history, compare_on_simulation
    from maplanner.scoring.versions import changes_between, version_named, with_version

    wanted = version_named(snapshot, version)
    other = with_version(snapshot, wanted)
    now, then = (_NOW, snapshot), (wanted.title or wanted.id, other)
    with progress_shown("Comparing") as progress:
        if history is not None:
            found = compare_on_history(now, then, read_history(history, progress), score)
        else:
            found = compare_on_simulation(now, then, score=score, progress=progress)
    changes = [vars(change) for change in changes_between(other, snapshot)]
    chosen = _of_lead(found, lead) if lead else None
    if as_json:
        print_json(_as_json(found, changes))
    elif chosen is not None:
        _tell_lead(found, chosen)
    else:
        _tell(found, changes)


def _of_lead(found: VersionComparison, lead: str) -> Qualified:
    for each in found.qualified:
        if each.name == lead:
            return each
    raise BadArgument(f"“{lead[:60]}” qualifies under neither.", advice="Leave --lead out to see who does.")


def _as_json(found: VersionComparison, changes: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "first": found.titles[0],
        "second": found.titles[1],
        "leads": found.leads,
        "both": len(found.under("both")),
        "sooner_under_first": found.sooner[0],
        "sooner_under_second": found.sooner[1],
        "changes": changes,
        "only_first": [_qualified_as_json(found, each) for each in found.under("first")],
        "only_second": [_qualified_as_json(found, each) for each in found.under("second")],
    }


def _qualified_as_json(found: VersionComparison, each: Qualified) -> dict[str, Any]:
    told = found.explain(each)
    logs = [_log(explanation) for explanation in told] if told is not None else []
    if not logs and found.logs is not None:
        logs = [
            [{"day": round(line.day, 6), "what": line.score, "score": round(line.value, 6)} for line in log]
            for log in found.logs.get(each.name, ())
        ]
    return {
        "lead": each.name,
        "day_first": each.first,
        "day_second": each.second,
        "why": dict(zip(("first", "second"), logs, strict=False)),
    }


def _log(told: Explanation) -> list[dict[str, Any]]:
    return [
        {
            "day": round(line.day, 6),
            "what": line.title or line.kind,
            "change": round(line.change, 6),
            "score": round(line.value, 6),
        }
        for line in told.lines
    ]


def _tell(found: VersionComparison, changes: list[dict[str, str]]) -> None:
    first, second = found.titles
    say(
        f"{number(found.leads)} leads: {number(len(found.under('both')))} qualify under both, "
        f"{number(len(found.under('first')))} only under {first}, "
        f"{number(len(found.under('second')))} only under “{second}”."
    )
    sooner = found.sooner
    say(f"Of both: {number(sooner[0])} sooner under {first}, {number(sooner[1])} sooner under “{second}”.")
    for which, title in (("first", first), ("second", f"“{second}”")):
        only = found.under(which)  # type: ignore[arg-type]
        if only:
            shown = table(f"Only under {title}", "On day", numbers=("On day",))
            for each in only[:_SHOWN]:
                day = each.first if each.first is not None else each.second
                add_row(shown, each.name, f"{day:.1f}")
            show(shown)
            if len(only) > _SHOWN:
                say(f"… and {number(len(only) - _SHOWN)} more; --json has them all.")
    if changes:
        differences = table("Difference", "", second, first)
        for change in changes[:_SHOWN]:
            add_row(differences, change["what"], change["name"], change["before"], change["after"])
        show(differences)
    say("--lead NAME shows both scores of one lead, side by side.")


def _tell_lead(found: VersionComparison, each: Qualified) -> None:
    told = found.explain(each)
    for place, title in enumerate(found.titles):
        shown = table("Day", title, "Points", "Score", numbers=("Day", "Points", "Score"))
        if told is not None:
            for line in told[place].lines:
                add_row(
                    shown,
                    f"{line.day:.1f}",
                    line.title or line.kind,
                    f"{line.change:+g}",
                    f"{line.value:g}",
                )
        elif found.logs is not None:
            for scored in found.logs[each.name][place]:
                add_row(shown, f"{scored.day:.1f}", scored.score, "", f"{scored.value:g}")
        show(shown)
