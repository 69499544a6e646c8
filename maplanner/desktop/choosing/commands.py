"""What a person does with goals and solutions, beside their screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from maplanner.desktop.screens import GOALS
from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from maplanner.desktop.main_window import MainWindow
    from maplanner.desktop.planning.grid import RecordScreen
    from maplanner.estimate.explaining import Explanation


def goals_screen(window: MainWindow) -> RecordScreen:
    """Return the screen of goals of a window."""
    from maplanner.desktop.choosing.goals_screen import GoalsScreen

    screen = GoalsScreen(window.bridge, window.theme)
    screen.jump_requested.connect(window.tabs.reveal)
    screen.selection_changed.connect(window.select)
    return screen


def requirements_screen(window: MainWindow) -> RecordScreen:
    """Return the screen of requirements of a window."""
    from maplanner.desktop.choosing.requirements_screen import RequirementsScreen

    screen = RequirementsScreen(window.bridge, window.theme)
    screen.jump_requested.connect(window.tabs.reveal)
    return screen


def solutions_screen(window: MainWindow) -> RecordScreen:
    """Return the screen of solutions of a window."""
    from maplanner.desktop.choosing.solutions_screen import SolutionsScreen

    screen = SolutionsScreen(window.bridge, window.theme)
    screen.selection_changed.connect(window.select)
    screen.questions_requested.connect(lambda: ask_vendors(window))
    screen.reading_requested.connect(lambda: read_questionnaire(window))
    screen.why_requested.connect(lambda solution: show_why(window, _asking_of(window, solution)))
    return screen


def work_screen(window: MainWindow) -> QWidget:
    """Return the screen of the work of a window."""
    from maplanner.desktop.working.work_screen import WorkScreen

    screen = WorkScreen(window.bridge, window.theme)
    screen.selection_changed.connect(window.select)
    screen.why_requested.connect(lambda ask: show_why(window, ask))
    return screen


def _asking_of(window: MainWindow, solution: str) -> Callable[[], Explanation | None]:
    from maplanner.estimate.solutions import compare

    def ask() -> Explanation | None:
        found = (each for each in compare(window.bridge.reader).candidates if each.solution.id == solution)
        candidate = next(found, None)
        return None if candidate is None else candidate.explanation()

    return ask


def show_why(window: MainWindow, ask: Callable[[], Explanation | None], over: QWidget | None = None) -> None:
    """Explain a figure in a dialog; what it is made of can be changed there."""
    from maplanner.desktop.working.why_dialog import WhyDialog

    dialog = WhyDialog(window.bridge, ask, over or window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.jump_requested.connect(window.tabs.reveal)
    dialog.jump_requested.connect(dialog.close)
    dialog.open()


def ask_vendors(window: MainWindow) -> None:
    """Show what is to be asked of vendors, to be written as a questionnaire."""
    from maplanner.desktop.choosing.questionnaire_dialogs import AskDialog

    dialog = AskDialog(window.bridge, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def read_questionnaire(window: MainWindow) -> None:
    """Read what vendors answered."""
    from maplanner.desktop.choosing.questionnaire_dialogs import ReadDialog

    dialog = ReadDialog(window.bridge, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def selected_element(window: MainWindow) -> str:
    """Return the one element that is selected and may serve a goal; empty without one."""
    from maplanner.document.records import Campaign, DataFlow, Score, Segment, Step, System

    shown = window.inspector.shown_ids
    record = window.bridge.reader.get(shown[0]) if len(shown) == 1 else None
    can = isinstance(record, Campaign | DataFlow | Score | Segment | Step | System)
    return record.id if can and record is not None else ""


def show_goals_of_selection(window: MainWindow) -> None:
    """Show in a menu which goals the selected element serves; a tick ties it by hand, or cuts it."""
    menu = goals_menu(window, selected_element(window))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(QCursor.pos())


def goals_menu(window: MainWindow, element: str) -> QMenu:
    """Return a menu of all goals, those ticked that an element serves."""
    from maplanner.desktop.choosing.goals_screen import set_tie
    from maplanner.desktop.naming import title_of
    from maplanner.estimate.goals import register_of

    register = register_of(window.bridge.reader)
    serving = {each.goal.id for each in register.served_by(element)}
    menu = QMenu(window)
    for each in register.goals:
        goal = each.goal
        action = menu.addAction(title_of(goal, window.bridge.reader))
        action.setCheckable(True)
        action.setChecked(goal.id in serving)
        through = [tr(asked.title) for asked in each.requirements if element in asked.causes]
        if through:
            # What it serves through a requirement is cut there, for all that ask for the same.
            action.setText(f"{action.text()}  ·  {', '.join(through)}")
            action.setEnabled(False)
        action.toggled.connect(
            lambda on, to=goal.id: set_tie(window.bridge, to, element, serves=on)  # one for each goal
        )
    if not register.goals:
        menu.addAction(tr("The plan has no goals yet.")).setEnabled(False)
    menu.addSeparator()
    menu.addAction(tr("Show the goals"), lambda: window.tabs.show_screen(GOALS))
    return menu
