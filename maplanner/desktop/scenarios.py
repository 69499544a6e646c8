"""Which of the plan's scenarios to simulate."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from maplanner.desktop.inspector.picking import pick_record
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import tr
from maplanner.document.records import Scenario

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow


def has_scenarios(window: MainWindow) -> bool:
    """Return whether there is a scenario to simulate."""
    return window.bridge.reader.count(Scenario) > 0


def choose_scenario(window: MainWindow) -> None:
    """Let a person choose a scenario by its name, and simulate it."""
    reader = window.bridge.reader
    pick_record(
        window, reader.all(Scenario), reader, window.analysis.simulate, tr("Simulate which scenario?")
    )


def add_scenario(window: MainWindow) -> None:
    """Add a scenario and let a person name it."""
    reader = window.bridge.reader
    order = max((each.order for each in reader.all(Scenario)), default=0.0) + 1
    scenario = Scenario.new(title=tr("New scenario"), order=order)
    with window.bridge.store.transact(tr("Add scenario")) as transaction:
        transaction.put(scenario)
    window.begin_record(scenario.id)


class ScenarioMenu(QMenu):
    """The plan as drawn, its scenarios, and a new one; made anew each time it opens."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._plan_window = window
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what can be simulated now."""
        window, reader = self._plan_window, self._plan_window.bridge.reader
        self.clear()
        self.addAction(tr("As drawn"), partial(window.analysis.simulate, None))
        for scenario in sorted(reader.all(Scenario), key=lambda each: (each.order, each.title)):
            # What stands after an ampersand would be underlined.
            title = title_of(scenario, reader).replace("&", "&&")
            self.addAction(title, partial(window.analysis.simulate, scenario.id))
        self.addSeparator()
        self.addAction(tr("New scenario"), partial(add_scenario, window))
