"""What a recorded history teaches, printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from maplanner.cli.output import add_row, number, print_json, progress_shown, say, show, table
from maplanner.core.errors import CannotCalibrate

if TYPE_CHECKING:
    from maplanner.app.histories import Learned
    from maplanner.scoring.calibration import Calibration
    from maplanner.scoring.fitting import Evaluation

_SHOWN = 40


def calibrate_from(
    file: Path, plan: Path | None, mark: float | None, signals: list[str], outcome: str, *, as_json: bool
) -> None:
    """Print what a history teaches: proposed points, a threshold, and how good both are."""
    from maplanner.app.histories import learn
    from maplanner.storage import read_plan

    reader = None if plan is None else read_plan(plan)
    with progress_shown("Reading") as progress:
        learned = learn(file, reader, threshold=mark, signals=signals, outcome=outcome, progress=progress)
    if as_json:
        print_json(_as_json(learned, mark))
    else:
        _tell(learned, mark)


def _shared_out(learned: Learned, mark: float | None) -> Calibration | None:
    """Return the threshold shared out over the stages' interactions; ``None`` where there are none."""
    from maplanner.scoring.calibration import calibrate

    if not learned.stages:
        return None
    try:
        return calibrate(100.0 if mark is None else mark, [count for _stage, count in learned.stages])
    except CannotCalibrate:
        return None


def _as_json(learned: Learned, mark: float | None) -> dict[str, Any]:
    model, shared = learned.model, _shared_out(learned, mark)
    return {
        "leads": learned.leads,
        "bought": learned.bought,
        "threshold": model.threshold,
        "tells_little": model.tells_little,
        "signals": [
            {
                "signal": each.name,
                "leads": each.leads,
                "lift": round(each.lift, 3),
                "weight": round(each.weight, 4),
                "points": each.points,
            }
            for each in model.signals
        ],
        "held_out": evaluation_as_json(model.held_out),
        "learned_from": evaluation_as_json(model.learned_from),
        "stages": [{"stage": stage.title, "interactions": count} for stage, count in learned.stages],
        "shares": shared.shares if shared else None,
        "points": shared.points if shared else None,
        "left_over": shared.left_over if shared else None,
        "remarks": list(learned.remarks),
    }


def evaluation_as_json(found: Evaluation) -> dict[str, Any]:
    """Return how well a score tells buyers from others, for programs."""
    return {
        "leads": found.leads,
        "bought": found.bought,
        "rate": round(found.rate, 4),
        "auc": None if found.auc is None else round(found.auc, 4),
        "top_decile_lift": None if found.top_lift is None else round(found.top_lift, 3),
        "deciles": [
            {
                "decile": each.number,
                "leads": each.leads,
                "rate": round(each.rate, 4),
                "lift": round(each.lift, 3),
            }
            for each in found.deciles
        ],
        "thresholds": [
            {
                "threshold": each.threshold,
                "qualified": each.qualified,
                "precision": round(each.precision, 4),
                "recall": round(each.recall, 4),
            }
            for each in found.cuts
        ],
    }


def _tell(learned: Learned, mark: float | None) -> None:
    model = learned.model
    shown = table("Signal", "Leads", "Lift", "Points", numbers=("Leads", "Lift", "Points"))
    for each in model.signals[:_SHOWN]:
        add_row(shown, each.name, number(each.leads), f"{each.lift:.2f}", each.points)
    show(shown)
    if len(model.signals) > _SHOWN:
        say(f"… and {len(model.signals) - _SHOWN} more; --json has them all.")
    say(f"Proposed threshold: {model.threshold} points.")
    if model.tells_little:
        say("These points hardly tell buyers from others. Look for signals that say more before using them.")
    say()
    tell_evaluation(model.held_out, "On leads held out, which the proposal has never seen:")
    _tell_stages(learned, mark)
    for remark in learned.remarks:
        say(remark)


def tell_evaluation(found: Evaluation, title: str) -> None:
    """Print how well a score tells buyers from others."""
    say(f"{title} {number(found.leads)} leads, {100 * found.rate:.1f} % bought.")
    if found.top_lift is not None and found.auc is not None:
        say(
            f"The best tenth buys {found.top_lift:.2f} times as often as all do. "
            f"A buyer scores above another lead in {100 * found.auc:.0f} % of pairs."
        )
    titles = ("Tenth", "Leads", "Bought", "Lift")
    tenths = table(*titles, numbers=titles)
    for tenth in found.deciles:
        add_row(tenths, tenth.number, number(tenth.leads), f"{100 * tenth.rate:.1f} %", f"{tenth.lift:.2f}")
    show(tenths)
    titles = ("Threshold", "Qualified", "Precision", "Recall")
    marks = table(*titles, numbers=titles)
    for cut in found.cuts:
        shares = (f"{100 * cut.precision:.1f} %", f"{100 * cut.recall:.1f} %")
        add_row(marks, f"{cut.threshold:g}", number(cut.qualified), *shares)
    show(marks)


def _tell_stages(learned: Learned, mark: float | None) -> None:
    for stage, count in learned.stages:
        say(f"{stage.title}: {count:.1f} interactions of buyers on average")
    shared = _shared_out(learned, mark)
    if shared is not None:
        say(
            f"{shared.threshold:g} points over {shared.shares:.1f} interactions: "
            f"{shared.points} points each, {shared.left_over:.1f} left over."
        )
