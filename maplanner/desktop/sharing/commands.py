"""What the Team menu does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from maplanner.app.person import author_name
from maplanner.core.errors import MaplannerError
from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from maplanner.desktop.application import Application
    from maplanner.desktop.main_window import MainWindow
    from maplanner.desktop.sharing.activity_panel import ActivityPanel


def share(window: MainWindow) -> None:
    """Ask for a server, and share the plan there; one without a file of its own gets one first."""
    from maplanner.desktop.sharing.dialogs import ShareDialog

    if window.session.path is None and not window.files.save_as():
        return
    try:
        from maplanner.app.sharing import TeamSession
    except MaplannerError as error:
        window.application.complain(error, window)
        return

    def begin(link: str, name: str, person: str) -> None:
        window.team.begin(TeamSession.share(window.session, link, name, person=person))

    title = window.bridge.reader.plan.title or window.session.name
    ShareDialog(window, title, author_name(), begin).open()


def join(window: MainWindow) -> None:
    """Ask for a link, and open the plan it leads to; an untouched new plan makes room for it."""
    path = window.session.path
    replaced = window if path is None and window.session.saved else None
    join_from(window.application, window, path.parent if path is not None else Path.home(), replaced)


def join_from(application: Application, parent: QWidget, folder: Path, replaced: MainWindow | None) -> None:
    """Ask for a link, and open the plan it leads to, in the place of a window if one is given."""
    from maplanner.desktop.sharing.dialogs import JoinDialog

    try:
        from maplanner.app.sharing import TeamSession
    except MaplannerError as error:
        application.complain(error, parent)
        return

    def begin(link: str, place: Path, person: str) -> None:
        team = TeamSession.join(link, place, person=person)
        application.show_session(team.session, replaced).team.begin(team, joins=True)

    JoinDialog(parent, folder, author_name(), begin).open()


def leave(window: MainWindow) -> None:
    """Ask, and share the plan no more."""
    buttons = QMessageBox.StandardButton
    words = tr("Leave the shared plan? Yours stays as it is; to come back, you need a new invitation.")
    answer = QMessageBox.question(window, "maplanner", words, buttons.Yes | buttons.Cancel, buttons.Cancel)
    if answer == buttons.Yes:
        window.team.leave()


def show_people(window: MainWindow) -> None:
    """Show members and invitations."""
    from maplanner.desktop.sharing.people_dialog import PeopleDialog

    if window.team.team is not None:
        PeopleDialog(window, window.team.team).open()


def activity_panel(window: MainWindow) -> ActivityPanel:
    """Return the panel that tells who did what, made when it is first asked for."""
    from PySide6.QtCore import Qt

    from maplanner.desktop.sharing.activity_panel import ActivityPanel

    if "activity" not in window.docks:
        panel = ActivityPanel(window)
        window.docks.add("activity", "Who did what", panel, Qt.DockWidgetArea.BottomDockWidgetArea)
    return window.docks.panel("activity")  # type: ignore[return-value] # made here


def show_activity(window: MainWindow) -> None:
    """Show who did what."""
    activity_panel(window).show_all()
    window.docks.show("activity")


def show_news(window: MainWindow) -> None:
    """Show what others did since this person was last here."""
    activity_panel(window).show_news()
    window.docks.show("activity")


def name_version(window: MainWindow) -> None:
    """Ask for a name for the plan as it is now."""
    name, given = QInputDialog.getText(window, tr("Name this version"), tr("Such as “As shown to the board”"))
    if not given or not name.strip():
        return
    newest = window.session.history(1)
    try:
        window.session.name_version(newest[0].seq if newest else 0, name)
    except MaplannerError as error:
        window.application.complain(error, window)
        return
    window.say(tr("“{name}” can be found and restored in Team ▸ Who did what.").format(name=name.strip()))
    if "activity" in window.docks:
        activity_panel(window).refresh()


def merge(window: MainWindow) -> None:
    """Ask for another copy of the plan, and merge it into this one."""
    from maplanner.desktop.sharing.merging import ask_and_merge

    ask_and_merge(window)
