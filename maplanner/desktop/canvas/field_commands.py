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
    return any(step.open for step in _steps_meant(desk))


def _steps_meant(desk: Desk) -> list[Step]:
    scene, store = desk.scene, desk.store
    found = [store.find_or_none(Step, key) for key in scene.selected_ids()]
    chosen = [step for step in found if step is not None and is_foldable(store, step)]
    drawn = store.referring(Step, "campaign", scene.campaign_id)
    return chosen or [step for step in drawn if is_foldable(store, step)]
