"""What one window does to work with others: keeps the plan in step, and says how things stand."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QMenuBar, QMessageBox

from maplanner.core.errors import MaplannerError
from maplanner.desktop.sharing.pacing import Intake
from maplanner.desktop.sharing.people_bar import PeopleBar
from maplanner.desktop.words import counted, tr
from maplanner.document.records import Comment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maplanner.app.sharing import TeamSession
    from maplanner.desktop.main_window import MainWindow
    from maplanner.desktop.sharing.people_dots import Here
    from maplanner.desktop.sharing.whereabouts import WhereaboutsDesk
    from maplanner.document.patch import Patch
    from maplanner.team.presence import Whereabouts
    from maplanner.team.reports import Arrival

_LATER_MS: Final = 250
"""Whether a plan is shared is looked up once its window is seen."""
_TICK_MS: Final = 1_000
_PEOPLE_MS: Final = 100
"""Twenty cursors that move are shown so often, all at once."""
_AWAY_SECONDS: Final = 10.0
"""Whoever was away longer than this is told what came in meanwhile."""


class TeamDesk(QObject):
    """Holds a window's shared plan, if it is one. Without one it does nothing and loads nothing."""

    changed = Signal()
    """How things stand, or who is there, is not as it was."""
    arrived = Signal(object)
    """An :class:`~maplanner.team.shared.Arrival`: what came in after being away."""
    _woken = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.team: TeamSession | None = None
        self.where: WhereaboutsDesk | None = None
        self.arrival: Arrival | None = None
        self._joins = False
        self._away_since: float | None = None
        self._intake = Intake()
        self._batch = QTimer(self)
        self._batch.setSingleShot(True)
        self._batch.timeout.connect(self.pump)
        self._people_soon = QTimer(self)
        self._people_soon.setSingleShot(True)
        self._people_soon.setInterval(_PEOPLE_MS)
        self._people_soon.timeout.connect(self._tell_people)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.pump)
        QTimer.singleShot(_LATER_MS, self, self.resume)
        self._woken.connect(self._wake, Qt.ConnectionType.QueuedConnection)
        self.standing = QLabel()
        self.standing.setProperty("role", "secondary")
        self.standing.setTextFormat(Qt.TextFormat.PlainText)
        self.people = PeopleBar()
        window.status.addPermanentWidget(self.standing)
        self.standing.hide()
        self._is_in_corner = False
        self._menus = window.findChild(QMenuBar)
        window.bridge.closing.connect(self.close)
        window.bridge.patched.connect(self._look_for_mention)

    # ------------------------------------------------------------ beginning and ending

    def resume(self) -> None:
        """Go on with a plan that was shared before; a plan that is not costs one look into its file."""
        session = self._window.session
        try:
            if self.team is not None or not session.share_book().link:
                return
            from maplanner.app.sharing import TeamSession

            team = TeamSession.resume(session)
        except MaplannerError as error:
            self._window.application.complain(error, self._window)
            return
        if team is not None:
            self.begin(team)

    def begin(self, team: TeamSession, *, joins: bool = False) -> None:
        """Keep a plan in step from now on; ``joins`` where its content is still to come."""
        from maplanner.desktop.sharing.whereabouts import WhereaboutsDesk

        self.team, self._joins = team, joins
        self._window.bridge.store.author = team.person
        reports = team.shared.reports
        reports.standing = self._tell_standing
        reports.people = self._people_moved
        reports.arrival = self._tell_arrival
        reports.told = self._tell_refusal
        self.where = WhereaboutsDesk(self._window, team, self)
        self._window.comments.talk.offer_names(self.names)
        self._away_since = time.monotonic() - _AWAY_SECONDS
        team.start(self._woken.emit)
        self._tick.start()
        self._tell_standing()

    def close(self) -> None:
        """Stop keeping in step, as the plan is about to be closed."""
        team = self._stop()
        if team is not None:
            newest = self._window.session.history(1)
            if newest and not self._window.session.read_only:
                team.book.see(newest[0].seq)
            team.close()

    def leave(self) -> None:
        """Share the plan no more; it stays here as it is."""
        team = self._stop()
        if team is None:
            return
        try:
            team.leave()
        except MaplannerError as error:
            self._window.application.complain(error, self._window)
        self._window.say(tr("You left the shared plan. Yours stays as it is, and goes its own way."))

    def _stop(self) -> TeamSession | None:
        team, self.team = self.team, None
        for timer in (self._batch, self._tick, self._people_soon):
            timer.stop()
        if self.where is not None:
            self.where.close()
            self.where = None
        self._tell_people()
        self.standing.hide()
        return team

    # ------------------------------------------------------------ while it runs

    @property
    def is_shared(self) -> bool:
        """Whether the plan is shared."""
        return self.team is not None

    def names(self) -> list[str]:
        """Return whom a comment may name: who is here, who said something, who did something."""
        if self.team is None:
            return []
        here = {there.person for there in self.team.shared.people.others().values()}
        spoke = {comment.author for comment in self._window.bridge.reader.all(Comment)}
        did = {each.person for each in self.team.shared.mirror.activities()}
        return sorted((here | spoke | did) - {"", self.team.person}, key=str.casefold)

    def pump(self) -> None:
        """Take what came, and do what is due."""
        if self.team is None:
            return
        begun = time.monotonic()
        taken = self.team.pump(self._intake.most(self.team.shared.waiting))
        self._intake.took(taken, time.monotonic() - begun)
        if self.team.shared.waiting:
            self._wake()
        if self.where is not None:
            self.where.look_around()
        if self.team.was_refused:
            self._give_up()

    def hurry(self) -> None:
        """Try again now to connect."""
        if self.team is not None:
            self.team.shared.hurry()

    def _wake(self) -> None:
        if not self._batch.isActive():
            self._batch.start(self._intake.pause_ms)

    def _people_moved(self) -> None:
        if not self._people_soon.isActive():
            self._people_soon.start()

    def _give_up(self) -> None:
        """Nothing came of sharing: say why, and take it back."""
        team = self._stop()
        if team is not None:
            from maplanner.core.errors import CannotShare

            words = team.shared.words
            team.leave()
            self._window.application.complain(CannotShare(words), self._window)

    # ------------------------------------------------------------ what people are told

    def _tell_standing(self) -> None:
        team = self.team
        if team is None:
            return
        self._show_standing(team)
        if team.shared.standing == "in step":
            if self._joins:
                self._joins, self._away_since = False, None
                QTimer.singleShot(0, self._window, self._show_first)
        elif self._away_since is None:
            self._away_since = time.monotonic()
        self.changed.emit()

    def _show_standing(self, team: TeamSession) -> None:
        words, more = standing_words(team, self._seconds_to_wait())
        if self.standing.text() != f"  {words}  ":
            self.standing.setText(f"  {words}  ")
        self.standing.setToolTip(more)
        self.standing.show()

    def _seconds_to_wait(self) -> float:
        at = self.team.shared.retry_at if self.team is not None else None
        return 0.0 if at is None else max(0.0, at - time.monotonic())

    def _show_first(self) -> None:
        self._window.tabs.open_first()
        self._window.tabs.fit_front()
        self._window.show_title()

    def _tell_people(self) -> None:
        people = self.where.people() if self.where is not None else {}
        followed = self.where.followed if self.where is not None else 0
        width = self.people.width()
        self.people.show_people(people, followed)
        self.people.setVisible(bool(people))
        if self.people.width() != width or not self._is_in_corner:
            self._is_in_corner = True
            self._put_in_corner()
            # Once more when it is seen: only then its place is known.
            QTimer.singleShot(0, self, self._put_in_corner)
        self._window.campaigns.show_people(_by_campaign(people))
        if self.where is not None and self.team is not None:
            self.where.show_others()
            self._show_standing(self.team)
        self.changed.emit()

    def _put_in_corner(self) -> None:
        """Put the people into the menu bar's corner, which is measured only when something is put there."""
        if self._menus is not None:
            self._menus.setCornerWidget(self.people)
            self.people.setVisible(bool(self.people.marks()))

    def _tell_arrival(self, arrival: Arrival) -> None:
        since, self._away_since = self._away_since, None
        if since is None or time.monotonic() - since < _AWAY_SECONDS:
            return
        self.arrival = arrival
        self._window.say(arrival_words(arrival))
        self.arrived.emit(arrival)

    def _tell_refusal(self, words: str) -> None:
        """Say that the server did not take something, and offer to take what the team has."""
        box = QMessageBox(QMessageBox.Icon.Warning, "maplanner", tr(words), parent=self._window)
        box.setInformativeText(
            tr("You can save your version under another name first; your steps stay in the history.")
        )
        theirs = box.addButton(tr("Take the team's version"), QMessageBox.ButtonRole.AcceptRole)
        theirs.clicked.connect(self._take_theirs)
        box.addButton(tr("Later"), QMessageBox.ButtonRole.RejectRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _take_theirs(self) -> None:
        if self.team is not None:
            self.team.take_theirs()

    def _look_for_mention(self, patch: Patch) -> None:
        """Say so when somebody names this person in a comment."""
        if self.team is None or patch.origin != "remote":
            return
        me = f"@{self.team.person}".casefold()
        for change in patch.changes:
            record = self._window.bridge.reader.get(change.id)
            if isinstance(record, Comment) and change.before is None and me in record.text.casefold():
                self._window.say(tr("{name} named you in a comment.").format(name=record.author))
                self._window.docks.show("comments")


def _by_campaign(people: Mapping[int, tuple[Whereabouts, str]]) -> dict[str, tuple[Here, ...]]:
    """Return who is in which campaign, by name; somebody with two windows counts once."""
    from maplanner.desktop.sharing.people_dots import Here

    found: dict[str, dict[Here, None]] = {}
    for there, _where in people.values():
        if there.campaign:
            found.setdefault(there.campaign, {})[Here(there.person, there.color)] = None
    return {campaign: tuple(here) for campaign, here in found.items()}


def standing_words(team: TeamSession, wait: float) -> tuple[str, str]:
    """Return how things stand in a few words, and in more."""
    from maplanner.team.reports import Standing

    shared = team.shared
    others = len(shared.people.others())
    words = {
        Standing.IN_STEP: _together_words(others),
        Standing.CATCHING_UP: tr("catching up …"),
        Standing.CONNECTING: tr("connecting …"),
        Standing.OFFLINE: tr("offline · your work is kept and merged later"),
        Standing.ENDED: tr("not connected any more"),
    }[shared.standing]
    more = [tr("{plan} on {server}").format(plan=shared.link.plan, server=shared.link.place)]
    if shared.words:
        more.append(tr(shared.words))
    if shared.standing is Standing.OFFLINE and wait:
        more.append(tr("Trying again in {seconds} s.").format(seconds=round(wait)))
    return words, "\n".join(more)


def _together_words(others: int) -> str:
    if others == 0:
        return tr("shared")
    return tr("shared · one other here") if others == 1 else counted(tr("shared · %n others here"), others)


def arrival_words(arrival: Arrival) -> str:
    """Return in a sentence what came in while one was away."""
    by_person: dict[str, int] = {}
    for each in arrival.activities:
        by_person[each.person or tr("Somebody")] = by_person.get(each.person or tr("Somebody"), 0) + 1
    parts = [counted(f"{name}: %n {tr('steps')}", count) for name, count in by_person.items()]
    told = ", ".join(parts[:4]) + (" …" if len(parts) > 4 else "")
    mended = " " + tr("Some of it was put right after merging.") if arrival.mended else ""
    return tr("While you were away: {told}.").format(told=told or tr("changes of the team")) + mended


def with_team(window: MainWindow, do: Callable[[TeamSession], object]) -> None:
    """Do something with a window's shared plan, or say that it is none."""
    if window.team.team is None:
        window.say(tr("This plan is not shared."))
    else:
        do(window.team.team)
