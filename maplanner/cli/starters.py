"""Published scoring models to begin with, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maplanner.cli.arguments import BadArgument, JsonOption
from maplanner.cli.output import add_row, number, print_json, say, show, table

if TYPE_CHECKING:
    from maplanner.scoring.starter import StarterModel


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("starters")(starters)


def starters(
    plan: Annotated[
        Path | None, typer.Argument(metavar="[PLAN]", help="The plan that shall use one.", show_default=False)
    ] = None,
    *,
    use: Annotated[str, typer.Option(metavar="NAME", help="Add the score and rules of this model.")] = "",
    json: JsonOption = False,
) -> None:
    """List the scoring models that common tools publish, with their sources; add one to a plan."""
    from maplanner.scoring.starter import starter_models

    models = starter_models()
    if use:
        if plan is None:
            raise BadArgument("No plan is named that shall use the model.", advice="Name the plan file.")
        chosen = _named(models, use)
        _add(plan, chosen)
        models = (chosen,)
    if json:
        print_json({"models": [_as_json(model) for model in models], "added": bool(use)})
        return
    shown = table("Model", "Rules", "Source", numbers=("Rules",))
    for model in models:
        add_row(shown, model.title, number(len(model.rules) + len(model.fit)), model.origin)
    show(shown)
    if use:
        say(f"{plan} has the score “{models[0].score.title}” now.")


def _named(models: tuple[StarterModel, ...], name: str) -> StarterModel:
    wanted = name.casefold()
    found = [model for model in models if wanted in model.title.casefold()]
    if len(found) == 1:
        return found[0]
    titles = ", ".join(f"“{model.title}”" for model in found or models)
    problem = "There is no starter model" if not found else "There are several starter models"
    raise BadArgument(f"{problem} “{name[:60]}”.", advice=f"There are: {titles}.")


def _add(plan: Path, model: StarterModel) -> None:
    from maplanner.app.session import PlanSession
    from maplanner.core.errors import PlanFileReadOnly
    from maplanner.document.records import Score
    from maplanner.scoring.starter import starter_records

    with PlanSession.open(plan, remembered=False) as session:
        if session.read_only:
            raise PlanFileReadOnly(f"{plan} cannot be written.", advice=session.notice)
        order = max((score.order for score in session.store.all(Score)), default=-1.0) + 1.0
        with session.store.transact("Use a starter model") as transaction:
            transaction.put(*starter_records(model, order))


def _as_json(model: StarterModel) -> dict[str, Any]:
    return {
        "title": model.title,
        "product": model.product,
        "source": model.origin,
        "verified": model.verified,
        "score": model.score.model_dump(mode="json"),
        "rules": [rule.model_dump(mode="json") for rule in model.rules],
        "fit": [fact.model_dump(mode="json") for fact in model.fit],
        "left_out": list(model.left_out),
    }
