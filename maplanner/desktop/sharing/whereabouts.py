"""Where I am in the plan, told to the others; where they are, shown to me; and going along with one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from shiboken6 import isValid

from maplanner.desktop.naming import title_of
from maplanner.desktop.sharing.mates_layer import MatesLayer
from maplanner.desktop.words import tr
from maplanner.document.records import Campaign
from maplanner.drawing.geometry import Rect
from maplanner.team.presence import Whereabouts, color_of

if TYPE_CHECKING:
    from maplanner.app.sharing import TeamSession
    from maplanner.desktop.canvas.view import CanvasView
    from maplanner.desktop.main_window import MainWindow
    from maplanner.desktop.sharing.desk import TeamDesk

_TELL_MS: Final = 60
_MOST_SELECTED: Final = 50


class WhereaboutsDesk(QObject):
    """One window's part in who is where."""

    def __init__(self, window: MainWindow, team: TeamSession, desk: TeamDesk) -> None:
        super().__init__(desk)
        self._window = window
        self._team = team
        self._desk = desk
        self._layers: dict[CanvasView, MatesLayer] = {}
        self._cursor: tuple[float, float] | None = None
        self._selected: tuple[str, ...] = ()
        self._chips: list[QLabel] = []
        self.followed = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TELL_MS)
        self._soon.timeout.connect(self._tell)
        window.tabs.selection_changed.connect(self._note_selection)
        window.tabs.currentChanged.connect(self._note_tab)
        window.tabs.zoom_changed.connect(self._note_tab)
        desk.people.follow_requested.connect(self.follow)
        QApplication.instance().focusChanged.connect(self._note_focus)  # type: ignore[union-attr]
        self._note_tab()

    def close(self) -> None:
        """Show and tell nothing any more."""
        QApplication.instance().focusChanged.disconnect(self._note_focus)  # type: ignore[union-attr]
        self._soon.stop()
        for view, layer in self._layers.items():
            if isValid(view):
                layer.show([])
                view.viewport().removeEventFilter(self)
                view.corners.remove(layer)
        self._layers.clear()
        self._window.bridge.show_mates({})
        self._clear_chips()
        self.deleteLater()

    # ------------------------------------------------------------ where I am

    def look_around(self) -> None:
        """Tell where I am now and then, should a change have gone unnoticed."""
        self._soon_tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        view = self._window.tabs.canvas()
        if view is not None and watched is view.viewport():
            if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseMove:
                at = view.camera.to_drawing(QPointF(event.position()))
                self._cursor = (round(at.x(), 1), round(at.y(), 1))
                self._soon_tell()
            elif event.type() is QEvent.Type.Leave:
                self._cursor = None
                self._soon_tell()
            elif event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
                self._stop_following()
        return super().eventFilter(watched, event)

    def _note_selection(self, ids: list[str]) -> None:
        self._selected = tuple(ids[:_MOST_SELECTED])
        self._soon_tell()

    def _note_tab(self, *_: object) -> None:
        view = self._window.tabs.canvas()
        if view is not None and view not in self._layers:
            self._layers[view] = MatesLayer(view)
            view.viewport().installEventFilter(self)
            view.destroyed.connect(lambda _gone=None, key=view: self._layers.pop(key, None))
        if view is None:
            self._cursor = None
        self.show_others()
        self._soon_tell()

    def _note_focus(self, _old: QWidget | None, _new: QWidget | None) -> None:
        self._soon_tell()

    def _soon_tell(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _tell(self) -> None:
        tabs = self._window.tabs
        view = tabs.canvas()
        seen = view.camera.visible() if view is not None else None
        there = Whereabouts(
            person=self._team.person,
            color=color_of(self._team.person),
            member=self._team.mine.member,
            screen=tabs.front(),
            campaign=tabs.campaign_id(),
            view=() if seen is None else (seen.left(), seen.top(), seen.right(), seen.bottom()),
            selected=self._selected,
            editing=self._editing(),
        )
        if self._cursor is not None:
            there = replace(there, x=self._cursor[0], y=self._cursor[1])
        self._team.shared.say_where(there)

    def _editing(self) -> str:
        """Return the record and field that has the keyboard in the inspector."""
        form, focus = self._window.inspector.form(), QApplication.focusWidget()
        if form is None or focus is None or not form.isAncestorOf(focus):
            return ""
        path, ids = form.path_of(focus), self._window.inspector.shown_ids
        return f"{ids[0]}/{path}" if path and len(ids) == 1 else ""

    # ------------------------------------------------------------ where others are

    def people(self) -> dict[int, tuple[Whereabouts, str]]:
        """Return everybody else, each with where they are in words."""
        others = sorted(self._team.shared.people.others().items(), key=lambda each: each[1].person)
        return {client: (there, self._place(there)) for client, there in others}

    def _place(self, there: Whereabouts) -> str:
        reader = self._window.bridge.reader
        record_id, _slash, _path = there.editing.partition("/")
        edited = reader.get(record_id) if record_id else None
        if edited is not None:
            return tr("is typing in {place}").format(place=title_of(edited, reader))
        campaign = reader.find_or_none(Campaign, there.campaign)
        return title_of(campaign, reader) if campaign is not None else ""

    def show_others(self) -> None:
        """Show where others are on the drawing in front and in the inspector, and go along with one."""
        others = self._team.shared.people.others()
        for view, layer in list(self._layers.items()):
            if isValid(view):
                layer.show([each for each in others.values() if each.campaign == view.campaign_id])
        chosen = {record_id: there.color for there in others.values() for record_id in there.selected}
        self._window.bridge.show_mates(chosen)
        self._show_typing(list(others.values()))
        if self.followed and self.followed not in others:
            self._stop_following()
        elif self.followed:
            self._go_along(others[self.followed])

    def _show_typing(self, others: list[Whereabouts]) -> None:
        """Mark the fields of the inspector that somebody is typing in."""
        self._clear_chips()
        form, ids = self._window.inspector.form(), self._window.inspector.shown_ids
        for there in others:
            record_id, _slash, path = there.editing.partition("/")
            editor = form.editor(path) if form is not None and record_id in ids else None
            if form is None or editor is None:
                continue
            chip = QLabel(tr("{name} is typing").format(name=there.person), form)
            chip.setStyleSheet(
                f"background:{there.color};color:#ffffff;border-radius:4px;padding:1px 6px;font-size:11px"
            )
            chip.adjustSize()
            at = editor.geometry()
            chip.move(at.right() - chip.width(), max(0, at.top() - chip.height() - 1))
            chip.show()
            self._chips.append(chip)

    def _clear_chips(self) -> None:
        for chip in self._chips:
            if isValid(chip):
                chip.hide()
                chip.deleteLater()
        self._chips.clear()

    # ------------------------------------------------------------ following

    def follow(self, client: int) -> None:
        """Go along with a person from now on; once more stops it."""
        if client == self.followed:
            self._stop_following()
            return
        there = self._team.shared.people.others().get(client)
        if there is not None:
            self.followed = client
            self._window.say(tr("Following {name}; a click or the wheel stops it.").format(name=there.person))
            self._desk.people.show_people(self.people(), self.followed)
            self._go_along(there)

    def _stop_following(self) -> None:
        if self.followed:
            self.followed = 0
            self._desk.people.show_people(self.people(), 0)

    def _go_along(self, there: Whereabouts) -> None:
        tabs = self._window.tabs
        if there.screen and tabs.front() != there.screen and not tabs.show_named(there.screen):
            return
        view = tabs.canvas()
        if view is not None and len(there.view) == 4 and view.campaign_id == there.campaign:
            left, top, right, bottom = there.view
            view.camera.fit(Rect(left, top, max(right - left, 1.0), max(bottom - top, 1.0)))
