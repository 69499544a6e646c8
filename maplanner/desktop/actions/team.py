"""Actions on working together: sharing, joining, people, what was done, versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.desktop.actions.action import Action, Menu

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow


def _is_shared(window: MainWindow) -> bool:
    return window.team.is_shared


def _is_not_shared(window: MainWindow) -> bool:
    return not window.team.is_shared


def _share(window: MainWindow) -> None:
    from maplanner.desktop.sharing.commands import share

    share(window)


def _join(window: MainWindow) -> None:
    from maplanner.desktop.sharing.commands import join

    join(window)


def _people(window: MainWindow) -> None:
    from maplanner.desktop.sharing.commands import show_people

    show_people(window)


def _activity(window: MainWindow) -> None:
    from maplanner.desktop.sharing.commands import show_activity

    show_activity(window)


def _news(window: MainWindow) -> None:
    from maplanner.desktop.sharing.commands import show_news

    show_news(window)


def _version(window: MainWindow) -> None:
    from maplanner.desktop.sharing.commands import name_version

    name_version(window)


def _leave(window: MainWindow) -> None:
    from maplanner.desktop.sharing.commands import leave

    leave(window)


def _merge(window: MainWindow) -> None:
    from maplanner.desktop.sharing.commands import merge

    merge(window)


TEAM_ACTIONS: tuple[Action, ...] = (
    Action("team.share", "Share this plan …", Menu.TEAM, _share, "share-2", enabled=_is_not_shared),
    Action("team.join", "Join a shared plan …", Menu.TEAM, _join, "link"),
    Action("team.people", "People and invitations …", Menu.TEAM, _people, "users", enabled=_is_shared),
    Action(
        "team.connect",
        "Connect now",
        Menu.TEAM,
        lambda w: w.team.hurry(),
        "refresh-cw",
        enabled=_is_shared,
    ),
    Action("team.leave", "Leave the shared plan …", Menu.TEAM, _leave, "log-out", enabled=_is_shared),
    Action("team.news", "What changed since I was last here", Menu.TEAM, _news, "bell", starts_group=True),
    Action("team.activity", "Who did what", Menu.TEAM, _activity, "activity"),
    Action("team.version", "Name this version …", Menu.TEAM, _version, "bookmark"),
    Action("team.merge", "Merge another copy …", Menu.TEAM, _merge, "git-merge", starts_group=True),
)
