"""Turns the list of actions into menus, keys, the command palette and the shortcut sheet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QVBoxLayout, QWidget

from maplanner.desktop.actions import ACTIONS, Action, Menu
from maplanner.desktop.keys import KEYS_OF_THE_CANVAS
from maplanner.desktop.naming import kind_title, title_of
from maplanner.desktop.words import tr
from maplanner.document.records import Campaign, FormField, Frame, Step, System
from maplanner.drawing.icons import themed_icon
from maplanner.drawing.theme import Theme
from maplanner.steps import kind_of

if TYPE_CHECKING:
    from maplanner.desktop.dialogs.command_palette import CommandPalette, PaletteEntry
    from maplanner.desktop.main_window import MainWindow

_CONTEXT = (
    "edit.cut",
    "edit.copy",
    "edit.paste",
    "edit.duplicate",
    "edit.delete_selection",
    "edit.rename_selected",
    "edit.keep_place",
    "edit.pause",
    "edit.toggle_fields",
    "edit.add_note",
    "plan.add_problem",
    "plan.show_way",
    "plan.follow_here",
    "frame.add",
    "frame.ungroup",
    "frame.fold",
    "comment.add",
    "edit.tidy",
    "view.fit_all",
)
_WHERE_POSSIBLE = frozenset({"frame.ungroup", "frame.fold", "plan.show_way", "plan.follow_here"})
"""Of these a context menu shows only what can be done now."""
_SELECT = ("edit.select_upstream", "edit.select_downstream", "edit.select_connected")


class Commands:
    """All actions of one window, ready to run."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._actions: dict[str, tuple[Action, QAction]] = {}
        self._palette: CommandPalette | None = None
        self._theme = window.theme
        self._is_dressed = False
        for action in ACTIONS:
            self._actions[action.id] = (action, self._make(action))
        window.application.keys.changed.connect(self.bind_keys)
        self.bind_keys()

    def trigger(self, action_id: str) -> None:
        """Run an action if it can be run now."""
        action, _made = self._actions[action_id]
        if not action.enabled(self._window):
            return
        tabs = self._window.tabs
        before = tabs.currentWidget()
        action.run(self._window)
        if tabs.currentWidget() is not before and not _has_keyboard(tabs.currentWidget()):
            tabs.take_focus()
        self.refresh()

    def menu_and(self, bar: QWidget) -> QWidget:
        """Return the menu bar with another bar below it."""
        menus = QMenuBar()
        for menu in Menu:
            self._fill(menus.addMenu("&" + tr(menu.value)), _of(menu))
        both = QWidget()
        layout = QVBoxLayout(both)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(menus)
        layout.addWidget(bar)
        return both

    def bind_keys(self) -> None:
        """Let every action hear its keys as they are now."""
        keys = self._window.application.keys
        contexts = Qt.ShortcutContext
        for action_id, (_action, made) in self._actions.items():
            made.setShortcuts([QKeySequence(key) for key in keys.of(action_id)])
            heard_elsewhere = action_id in KEYS_OF_THE_CANVAS and not keys.is_own(action_id)
            made.setShortcutContext(contexts.WidgetShortcut if heard_elsewhere else contexts.WindowShortcut)

    def refresh(self) -> None:
        """Ask every action whether it can be run now."""
        for action, made in self._actions.values():
            made.setEnabled(action.enabled(self._window))
            if action.checked is not None:
                made.setChecked(action.checked(self._window))

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in other colours from the next menu on."""
        self._theme = theme
        self._is_dressed = False

    def prepare_menus(self) -> None:
        """Bring what menus show up to date. Icons wait for the first menu: nobody sees them before."""
        self.refresh()
        if self._is_dressed:
            return
        self._is_dressed = True
        for action, made in self._actions.values():
            if action.icon:
                made.setIcon(themed_icon(action.icon, self._theme))

    def show_context_menu(self, ids: list[str], place: QPoint) -> None:
        """Open the menu of what lies under the pointer; on bare canvas what can be added there."""
        self.prepare_menus()
        menu = QMenu(self._window)
        for action_id in _CONTEXT:
            action = self._actions[action_id][1]
            if action.isEnabled() or action_id not in _WHERE_POSSIBLE:
                menu.addAction(action)
        if len(ids) > 1:
            self._fill(menu.addMenu(tr("Arrange")), _of(Menu.ARRANGE))
        if ids:
            self._fill(menu.addMenu(tr("Select")), [self._actions[key][0] for key in _SELECT])
        else:
            menu.addSeparator()
            menu.addAction(
                tr("Campaign details"), lambda: self._window.inspector.show_records(self._campaign())
            )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def show_palette(self) -> None:
        """Open the field that finds and runs everything."""
        from maplanner.desktop.dialogs.command_palette import CommandPalette

        self._palette = CommandPalette(self._window, self._entries())
        self._palette.open()

    def show_guide(self) -> None:
        """Show the user guide beside the window."""
        from maplanner.desktop.dialogs.guide import GuideWindow

        guide = GuideWindow(self._window)
        guide.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        guide.show()

    def show_sheet(self) -> None:
        """Show which keys do what."""
        from maplanner.desktop.dialogs.shortcuts import ShortcutSheet

        sheet = ShortcutSheet(ACTIONS, self._window.application.keys, self._window)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def _go_to(self, record_id: str) -> None:
        self._window.tabs.reveal(record_id)
        self._window.tabs.take_focus()

    def _campaign(self) -> list[str]:
        return [self._window.tabs.campaign_id()] if self._window.tabs.campaign_id() else []

    def _make(self, action: Action) -> QAction:
        made = QAction(tr(action.title), self._window)
        made.setObjectName(action.id)
        made.setCheckable(action.checked is not None)
        made.triggered.connect(lambda: self.trigger(action.id))
        self._window.addAction(made)
        return made

    def _fill(self, menu: QMenu, actions: list[Action]) -> None:
        menu.aboutToShow.connect(self.prepare_menus)
        inner: dict[str, QMenu] = {}
        for action in actions:
            if action.starts_group and action.within not in inner:
                menu.addSeparator()
            place = inner.get(action.within) or menu
            if action.within and place is menu:
                place = inner[action.within] = menu.addMenu(tr(action.within))
            place.addAction(self._actions[action.id][1])

    def _entries(self) -> list[PaletteEntry]:
        return [*self._action_entries(), *self._record_entries()]

    def _action_entries(self) -> list[PaletteEntry]:
        from maplanner.desktop.dialogs.command_palette import PaletteEntry

        shown = (action for action, _made in self._actions.values() if action.id != "help.commands")
        return [
            PaletteEntry(
                tr(action.title),
                tr(action.menu.value),
                self._window.application.keys.shown(action.id),
                action.icon,
                partial(self.trigger, action.id),
            )
            for action in shown
            if action.enabled(self._window)
        ]

    def _record_entries(self) -> list[PaletteEntry]:
        from maplanner.desktop.dialogs.command_palette import PaletteEntry

        reader = self._window.bridge.reader
        entries = []
        for cls in (Campaign, Step, Frame, FormField, System):
            for record in reader.all(cls):
                kind = kind_of(record) if isinstance(record, Step) else None
                icon = kind.icon if kind is not None else "group" if cls is Frame else "workflow"
                go = partial(self._go_to, record.id)
                entries.append(PaletteEntry(title_of(record, reader), kind_title(record), "", icon, go))
        return entries


def _has_keyboard(page: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and page.isAncestorOf(focus)


def _of(menu: Menu) -> list[Action]:
    return [action for action in ACTIONS if action.menu is menu]
