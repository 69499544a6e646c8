"""Shows or hides the fields of forms and of steps that write to the CRM, of some or of a whole drawing."""

from __future__ import annotations

from maplanner.desktop.canvas.gestures.desk import Desk
from maplanner.desktop.canvas.wires import is_foldable
from maplanner.document.records import Step


def toggle_fields(desk: Desk) -> None:
    """Hide fields where any is shown, else show all: of the selected steps, or of all where none can be."""
    steps = _steps_meant(desk)
    if not steps:
        desk.say("No step here has fields to show.")
        return
    shown = not are_fields_shown(desk)
    with desk.store.transact("Show fields" if shown else "Hide fields") as transaction:
        for step in steps:
            transaction.change(step.id, {"open": shown})


def are_fields_shown(desk: Desk) -> bool:
    """Whether any of the steps that :func:`toggle_fields` concerns shows its fields."""
    chosen = _chosen(desk)
    if chosen:
        return any(step.open for step in chosen)
    # Asked after every edit: what the cards show is known without asking every step.
    return any(item.card.rows for item in desk.scene.steps.values() if item.foldable)


def _steps_meant(desk: Desk) -> list[Step]:
    store = desk.store
    drawn = store.referring(Step, "campaign", desk.scene.campaign_id)
    return _chosen(desk) or [step for step in drawn if is_foldable(store, step)]


def _chosen(desk: Desk) -> list[Step]:
    """Return the selected steps that have fields to show."""
    found = [desk.store.find_or_none(Step, key) for key in desk.scene.selected_ids()]
    return [step for step in found if step is not None and is_foldable(desk.store, step)]
