"""The running program: its windows, its theme, and opening and making plans."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from subprocess import Popen
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSettings, QSocketNotifier, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from maplanner.app.one_program import FirstProgram
from maplanner.app.session import PlanSession, drafts
from maplanner.core.errors import MaplannerError
from maplanner.core.memory import without_garbage_search
from maplanner.desktop.jobs import Job
from maplanner.desktop.keys import Keys
from maplanner.desktop.lettering import lettering, set_text_size, text_size
from maplanner.desktop.main_window import MainWindow
from maplanner.desktop.motion import may_glide, want_less_motion
from maplanner.desktop.reopening import LastSession
from maplanner.desktop.style import style_sheet
from maplanner.desktop.words import tr
from maplanner.drawing.theme import Theme, ThemeName, qpalette, theme

if TYPE_CHECKING:
    from maplanner.desktop.welcome_window import WelcomeWindow


_THREADS_TAKE_TURNS_SECONDS: Final = 0.0002


class Application(QObject):
    """Holds the open windows. One window shows one plan."""

    def __init__(self, qt: QApplication, settings: QSettings | None = None) -> None:
        super().__init__(qt)
        self._qt = qt
        # The window asks for Python many times a frame, and waits so long each time another thread computes.
        sys.setswitchinterval(_THREADS_TAKE_TURNS_SECONDS)
        self.settings = settings or QSettings("maplanner", "maplanner")
        self.keys = Keys(self.settings, parent=self)
        self.windows: list[MainWindow] = []
        self.warming: Popen[bytes] | None = None
        self._last = LastSession(self.settings)
        self._first: FirstProgram | None = None
        self._caller: QSocketNotifier | None = None
        self._is_quitting = False
        self._welcome: WelcomeWindow | None = None
        # A box without a window above it lives only as long as somebody holds it.
        self.complaints: list[QMessageBox] = []
        qt.setStyle("Fusion")
        set_text_size(_whole(self.settings.value("window/text_size")))
        want_less_motion(self.less_motion)
        self.theme = self._remembered_theme()
        self._dress()
        qt.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def follows_system(self) -> bool:
        """Whether light and dark come from the system."""
        return not self.settings.value("window/theme")

    def choose_theme(self, name: ThemeName | None) -> None:
        """Use a theme from now on; ``None`` follows the system."""
        self.settings.setValue("window/theme", name.value if name is not None else "")
        self._apply(self._remembered_theme())

    @property
    def reopens(self) -> bool:
        """Whether the plans of the last time are opened at start."""
        return self._last.is_wanted

    def set_reopening(self, wanted: bool) -> None:
        """Open the last plans at start from now on, or show the welcome page."""
        self._last.want(wanted)

    @property
    def less_motion(self) -> bool:
        """Whether nothing glides, because the person wants it so."""
        return self.settings.value("window/less_motion", "") == "yes"

    def set_less_motion(self, less: bool) -> None:
        """Let things glide, or not, from now on."""
        self.settings.setValue("window/less_motion", "yes" if less else "")
        want_less_motion(less)
        for window in self.windows:
            window.setAnimated(may_glide())

    def prepare(self) -> None:
        """Get ready in the background for the first edit, and for the first simulation on this machine."""
        from maplanner.simulation.warming import start_warming
        from maplanner.storage import get_ready_to_write

        Job(lambda _control: get_ready_to_write(), self).start()
        self.warming = start_warming()
        for window in self.windows:
            window.analysis.wait_for(self.warming)

    def open_plan(self, path: Path, instead_of: MainWindow | None = None) -> MainWindow | None:
        """Open a plan file in a window; say why if that is not possible."""
        already = next((window for window in self.windows if window.session.path == path.resolve()), None)
        if already is not None:
            bring_to_front(already)
            return already
        try:
            session = PlanSession.open(path)
        except MaplannerError as error:
            self.complain(error, instead_of)
            return None
        return self.show_session(session, instead_of)

    def open_anew(self, window: MainWindow, path: Path) -> None:
        """Open in place of a window what its file holds now."""
        geometry = window.geometry()
        window.close_at_once()
        opened = self.open_plan(path)
        if opened is not None:
            opened.setGeometry(geometry)
        elif not self.windows:
            self.show_welcome()

    def new_plan(self, template: str = "empty", instead_of: MainWindow | None = None) -> MainWindow | None:
        """Start a plan from a template; it has no name until it is saved."""
        try:
            session = PlanSession.new(template=template)
        except MaplannerError as error:
            self.complain(error, instead_of)
            return None
        return self.show_session(session, instead_of)

    def show_session(self, session: PlanSession, instead_of: MainWindow | None = None) -> MainWindow:
        """Show an open plan in a window, taking the place of another if one is given."""
        with without_garbage_search():
            window = MainWindow(self, session)
            self._put_style_on()
        self.windows.append(window)
        self.note_plans()
        if instead_of is not None:
            window.setGeometry(instead_of.geometry())
        window.show()
        if instead_of is not None:
            instead_of.close()
        if self._welcome is not None:
            self._welcome.close()
        return window

    def show_welcome(self) -> WelcomeWindow:
        """Show recent plans and templates."""
        if self._welcome is None:
            from maplanner.desktop.welcome_window import WelcomeWindow

            self._welcome = WelcomeWindow(self)
        self._welcome.refresh()
        self._put_style_on()
        self._welcome.show()
        self._welcome.raise_()
        return self._welcome

    def forget(self, window: MainWindow) -> None:
        """Let go of a window that has closed."""
        if window not in self.windows:
            return
        self.windows.remove(window)
        if window.session.path is not None:
            self._last.closed(window.session.path)
        if self.windows and not self._is_quitting:
            # The last window takes the program with it: what it shows comes back at the next start.
            self.note_plans()

    def note_plans(self) -> None:
        """Remember which plans are open, for the next start."""
        self._last.keep([path for window in self.windows if (path := window.session.path) is not None])

    def reopen_last_session(self) -> bool:
        """Open the plans of the last time, named or not, if that is wanted; return whether any is open."""
        if self._last.is_wanted:
            for path in self._last.plans():
                self.open_plan(path)
            for draft in drafts():
                self.recover(draft, only_worked_on=True)
        return bool(self.windows)

    def recover(self, draft: Path, *, only_worked_on: bool = False) -> MainWindow | None:
        """Open a plan without a name that a crash left behind; say why if that is not possible.

        With ``only_worked_on`` one that was never changed is thrown away.
        """
        try:
            session = PlanSession.recover(draft)
        except MaplannerError as error:
            self.complain(error, self._welcome)
            return None
        if only_worked_on and session.saved:
            session.close()
            return None
        window = self.show_session(session)
        window.say(tr("Recovered: this plan had no name when the program ended."))
        return window

    def reopen_plan(self) -> MainWindow | None:
        """Open again the plan that was closed last."""
        path = self._last.last_closed()
        return self.open_plan(path) if path is not None else None

    def quit(self) -> None:
        """Close all windows; all stay open if one of them may not close."""
        self.note_plans()
        self._is_quitting = True
        try:
            if all(window.may_close() for window in list(self.windows)):
                for window in list(self.windows):
                    window.close_at_once()
                if self._welcome is not None:
                    self._welcome.close()
        finally:
            self._is_quitting = False

    def listen(self, first: FirstProgram) -> None:
        """Open what later starts of the program ask for."""
        self._first = first
        self._caller = QSocketNotifier(first.handle, QSocketNotifier.Type.Read, self)
        self._caller.activated.connect(self._answer)
        self._qt.aboutToQuit.connect(self._stop_listening)

    def _answer(self) -> None:
        request = self._first.heard() if self._first is not None else None
        if request is None:
            return
        opened = [self.open_plan(Path(name)) for name in request["open"]]
        window = next((each for each in reversed(opened) if each is not None), None)
        if window is None and self.windows:
            window = self.windows[-1]
        bring_to_front(window or self.show_welcome(), request["token"])

    def _stop_listening(self) -> None:
        if self._caller is not None and self._first is not None:
            self._caller.setEnabled(False)
            self._first.close()
            self._first = None

    def complain(self, error: BaseException, parent: QWidget | None = None) -> None:
        """Say what went wrong, and what to do about it."""
        box = QMessageBox(QMessageBox.Icon.Warning, "maplanner", "", parent=parent)
        if isinstance(error, MaplannerError):
            box.setText(tr(error.message))
            box.setInformativeText(tr(error.advice))
        else:
            box.setText(tr("Something went wrong that should not have. Your plan is as it was."))
            box.setInformativeText(f"{type(error).__name__}: {error}")
        self._put_style_on()
        self.complaints.append(box)
        box.finished.connect(lambda: self.complaints.remove(box))
        box.open()

    def _remembered_theme(self) -> Theme:
        name = str(self.settings.value("window/theme") or "")
        if name in set(ThemeName):
            return theme(name)
        dark = self._qt.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return theme(ThemeName.DARK if dark else ThemeName.LIGHT)

    def _system_changed(self) -> None:
        if self.follows_system:
            self._apply(self._remembered_theme())

    def _apply(self, chosen: Theme) -> None:
        self.theme = chosen
        self._dress()
        for window in self.windows:
            window.set_theme(chosen)

    def choose_text_size(self, per_cent: int) -> None:
        """Write texts in another size from now on."""
        set_text_size(per_cent)
        self.settings.setValue("window/text_size", text_size())
        self._apply(self.theme)

    def _dress(self) -> None:
        self._qt.setFont(lettering())
        self._qt.setPalette(qpalette(self.theme))
        if self._qt.styleSheet():
            self._put_style_on()

    def _put_style_on(self) -> None:
        """Let the style sheet hold: first of all when the first window is made and not yet shown.

        Under a style sheet every part is looked at anew each time it is put into another one, which would
        take as long as making the whole window does.
        """
        sheet = style_sheet(self.theme)
        if self._qt.styleSheet() != sheet:
            self._qt.setStyleSheet(sheet)


def bring_to_front(window: QWidget, token: str = "") -> None:
    """Show a window above the others; ``token`` is the right to do so that the desktop gave a later start."""
    if token:
        os.environ["XDG_ACTIVATION_TOKEN"] = token
    if window.isMinimized():
        window.showNormal()
    window.show()
    window.raise_()
    window.activateWindow()


def _whole(value: object) -> int:
    """Return a number that was kept; 100 for anything else."""
    try:
        return int(str(value))
    except ValueError:
        return 100
