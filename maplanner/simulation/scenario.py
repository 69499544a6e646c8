"""Scenarios: a plan with some assumptions changed."""

from __future__ import annotations

from maplanner.core.errors import CannotSimulate, InvalidRecord
from maplanner.document.reading import Snapshot
from maplanner.document.records import Assumption, Record, Scenario


def with_scenario(snapshot: Snapshot, scenario: str | None) -> Snapshot:
    """Return the plan as a scenario sees it; ``None`` is the plan as drawn.

    Raises:
        CannotSimulate: There is no such scenario, or an assumption does not fit.
    """
    if scenario is None:
        return snapshot
    changed: dict[str, Record] = {}
    for source in reversed(lineage(snapshot, chosen_scenario(snapshot, scenario))):
        for assumption in snapshot.referring(Assumption, "scenario", source.id):
            record = changed.get(assumption.about) or snapshot.get(assumption.about)
            changed[assumption.about] = _assumed(record, assumption, source)
    return snapshot.replacing(list(changed.values()))


def lineage(snapshot: Snapshot, scenario: Scenario) -> list[Scenario]:
    """Return a scenario and those that it is based on, the nearest first.

    Raises:
        CannotSimulate: Scenarios are based on each other in a circle.
    """
    found = [scenario]
    while (based_on := found[-1].based_on) is not None:
        parent = snapshot.find_or_none(Scenario, based_on)
        if parent is None:
            break
        if any(parent.id == known.id for known in found):
            titles = " → ".join(f"“{each.title}”" for each in (*found, parent))
            raise CannotSimulate(
                f"Scenarios are based on each other: {titles}.",
                advice="Let one of them start from the drawing.",
            )
        found.append(parent)
    return found


def chosen_scenario(snapshot: Snapshot, scenario: str) -> Scenario:
    """Return the scenario with an identifier, or the only one with a title.

    Raises:
        CannotSimulate: There is none, or several have the title.
    """
    by_id = snapshot.find_or_none(Scenario, scenario)
    if by_id is not None:
        return by_id
    titled = [found for found in snapshot.all(Scenario) if found.title == scenario]
    if len(titled) == 1:
        return titled[0]
    if titled:
        raise CannotSimulate(
            f"There are {len(titled)} scenarios named “{scenario}”.", advice="Give them different names."
        )
    known = ", ".join(f"“{found.title}”" for found in snapshot.all(Scenario)) or "none"
    raise CannotSimulate(f"There is no scenario “{scenario}”.", advice=f"The plan has: {known}.")


def _assumed(record: Record | None, assumption: Assumption, scenario: Scenario) -> Record:
    where = f"Scenario “{scenario.title}”: {assumption.path or 'no field'}"
    advice = "Correct or delete the assumption."
    if record is None:
        raise CannotSimulate(f"{where}: what it is about no longer exists.", advice=advice)
    name = assumption.path.partition(".")[0]
    if name == "id" or name not in type(record).model_fields:
        raise CannotSimulate(f"{where}: there is no such field.", advice=advice)
    try:
        return record.changed({assumption.path: assumption.value})
    except InvalidRecord as error:
        raise CannotSimulate(f"{where}: {error}", advice=advice) from error
