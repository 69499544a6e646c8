"""Working together in the window: two windows on one plan, through a server on this machine."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from maplanner.app.session import PlanSession
from maplanner.app.sharing import TeamSession
from maplanner.core.errors import InvalidRecord
from maplanner.desktop import commenting
from maplanner.desktop.application import Application
from maplanner.desktop.main_window import MainWindow
from maplanner.desktop.sharing.commands import activity_panel, show_news
from maplanner.desktop.sharing.dialogs import JoinDialog, ShareDialog
from maplanner.desktop.sharing.merging import MergeDialog, ask_and_merge
from maplanner.desktop.sharing.people_bar import PeopleBar, initials
from maplanner.desktop.sharing.people_dialog import PeopleDialog
from maplanner.desktop.sharing.people_dots import PEOPLE_ROLE
from maplanner.desktop.tables.record_model import RecordModel
from maplanner.document.records import Step
from maplanner.team.presence import Whereabouts
from maplanner.team.reports import Standing
from tests.desktop.canvas import sketch
from tests.team.running import RunningHub


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RunningHub]:
    with RunningHub(tmp_path / "server" / "plans.sqlite") as running:
        yield running


@pytest.fixture
def application(qapp: QApplication, tmp_path: Path) -> Iterator[Application]:
    made = Application(qapp, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    yield made
    for window in list(made.windows):
        window.let_go()
        window.deleteLater()
    made.deleteLater()
    qapp.setStyleSheet("")


class Team:
    """Two windows, each of a person of their own."""

    def __init__(self, application: Application, hub: RunningHub, folder: Path) -> None:
        self.application, self.hub, self.folder = application, hub, folder
        session = PlanSession.new(folder / "ilze.maplan")
        with session, session.store.transact("Draw") as transaction:
            transaction.put(*sketch.chain("a", "b"))

    def at(self, person: str) -> None:
        """Be somebody: their settings count from now on."""
        os.environ["XDG_CONFIG_HOME"] = str(self.folder / f"config of {person}")

    def opened(self, person: str) -> MainWindow:
        self.at(person)
        window = self.application.open_plan(self.folder / f"{person}.maplan")
        assert window is not None
        return window

    def share(self, window: MainWindow) -> None:
        self.at("ilze")
        key = str(self.hub.link("", self.hub.store.new_key()))
        window.team.begin(TeamSession.share(window.session, key, "Spring", person="Ilze"))

    def join(self, role: str = "edit") -> MainWindow:
        self.at("janis")
        plan = self.hub.store.plans()[0]
        _made, token = self.hub.store.invite(plan.id, role, days=1, uses=1, made_by="test")
        link = str(self.hub.link("Spring", token))
        team = TeamSession.join(link, self.folder / "janis.maplan", person="Jānis")
        window = self.application.show_session(team.session)
        window.team.begin(team, joins=True)
        return window


@pytest.fixture
def team(application: Application, hub: RunningHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return Team(application, hub, tmp_path)


@pytest.fixture
def both(team: Team, qtbot) -> tuple[MainWindow, MainWindow]:
    ilze = team.opened("ilze")
    team.share(ilze)
    qtbot.waitUntil(lambda: is_in_step(ilze))
    janis = team.join()
    qtbot.waitUntil(lambda: is_in_step(janis) and janis.bridge.store.get("a") is not None)
    qtbot.waitUntil(lambda: len(ilze.team.people.marks()) == 1 and len(janis.team.people.marks()) == 1)
    return ilze, janis


def is_in_step(window: MainWindow) -> bool:
    return window.team.team is not None and window.team.team.shared.standing is Standing.IN_STEP


def title(window: MainWindow, step: str) -> str:
    return window.bridge.store.find(Step, step).title


def rename(window: MainWindow, step: str, words: str) -> None:
    with window.bridge.store.transact("Rename") as transaction:
        transaction.change(step, {"title": words})


def test_edits_cursors_and_selections_are_seen_by_the_other(both, qtbot) -> None:
    ilze, janis = both
    assert janis.tabs.canvas() is not None, "the first drawing of the joined plan is in front"
    assert "one other here" in ilze.team.standing.text()
    janis.tabs.open_campaign("spring").select(["b"])
    form = janis.inspector.form()
    assert form is not None
    form.editor("title").setFocus()
    rename(janis, "b", "No Jāņa")
    ilze.tabs.open_campaign("spring")
    qtbot.waitUntil(lambda: title(ilze, "b") == "No Jāņa")
    canvas = ilze.tabs.canvas()
    (layer,) = [each for each in canvas.corners if type(each).__name__ == "MatesLayer"]
    qtbot.waitUntil(lambda: [mate.selected for mate in layer.mates] == [("b",)])
    assert not layer.rect.isEmpty()
    ring = canvas.on_screen(canvas.canvas.rect_of("b")).adjusted(-4, 0, 0, 0)
    picture = canvas.viewport().grab().toImage()
    assert picture.pixelColor(ring.left(), ring.center().y()).name() == layer.mates[0].color
    ilze.bridge.undo()
    assert title(ilze, "b") == "No Jāņa", "my undo undoes only mine"
    model = RecordModel(ilze.bridge, Step)
    marks = [model.data(model.index(model.row_of(step), 0), Qt.ItemDataRole.DecorationRole) for step in "ab"]
    assert [mark and mark.name() for mark in marks] == [None, layer.mates[0].color]


def test_following_goes_along_until_a_click(both, qtbot) -> None:
    ilze, janis = both
    janis.tabs.show_tool_map()
    (mark,) = ilze.team.people.marks()
    mark.click()
    assert ilze.team.where.followed
    qtbot.waitUntil(lambda: ilze.tabs.front() == janis.tabs.front())
    mark.click()
    assert not ilze.team.where.followed


def test_offline_work_is_marked_and_what_came_in_summed_up(both, team: Team, qtbot) -> None:
    ilze, janis = both
    port = team.hub.hub.port
    team.hub.stop()
    qtbot.waitUntil(lambda: "offline" in janis.team.standing.text())
    rename(ilze, "a", "while apart")
    rename(janis, "b", "apart, too")
    janis.team._away_since -= 60
    # Jānis comes back after Ilze: what she did while he was away is what he is told.
    janis.team.team.shared._end_network()
    with RunningHub(team.folder / "server" / "plans.sqlite", port=port) as again:
        ilze.team.hurry()
        qtbot.waitUntil(lambda: b"while apart" in b"".join(again.store.load(1)))
        janis.team.team.start(janis.team._woken.emit)
        qtbot.waitUntil(lambda: title(janis, "a") == "while apart" and title(ilze, "b") == "apart, too")
        qtbot.waitUntil(lambda: janis.team.arrival is not None)
        assert "Ilze" in janis.status.numbers.text()
        for window in both:
            window.close_at_once()


def test_a_viewer_cannot_edit_and_hears_why(team: Team, qtbot, application: Application) -> None:
    ilze = team.opened("ilze")
    team.share(ilze)
    qtbot.waitUntil(lambda: is_in_step(ilze))
    viewer = team.join("view")
    qtbot.waitUntil(lambda: is_in_step(viewer) and viewer.bridge.store.get("a") is not None)
    with pytest.raises(InvalidRecord, match="look at this plan"):
        rename(viewer, "a", "no")
    rename(ilze, "a", "yes")
    qtbot.waitUntil(lambda: title(viewer, "a") == "yes")


def test_a_shared_plan_is_shared_again_when_it_is_opened_again(both, team: Team, qtbot) -> None:
    ilze, janis = both
    janis.close_at_once()
    rename(ilze, "a", "news")
    team.at("janis")
    again = team.opened("janis")
    qtbot.waitUntil(lambda: is_in_step(again) and title(again, "a") == "news")
    show_news(again)
    panel = activity_panel(again)
    assert [panel.list.topLevelItem(row).text(1) for row in range(panel.list.topLevelItemCount())] == ["Ilze"]


def test_a_comment_that_names_me_is_told(both, qtbot) -> None:
    ilze, janis = both
    commenting.comment_on(janis.bridge.store, "a", "Can you check this, @ilze?")
    qtbot.waitUntil(lambda: "named you" in ilze.status.numbers.text())
    assert ilze.docks.is_shown("comments")


def test_an_at_sign_offers_teammates(both, qtbot) -> None:
    ilze, _janis = both
    ilze.comments.begin("a")
    field = ilze.comments.talk.field
    field.setFocus()
    assert ilze.team.names() == ["Jānis"]
    mentions = field.mentions
    field.setPlainText("See @jā")
    field.moveCursor(field.textCursor().MoveOperation.End)
    assert mentions.begun() == "jā"
    mentions.insert("Jānis")
    assert field.toPlainText() == "See @Jānis "
    assert mentions.begun() is None or not mentions.is_offering


def test_what_others_did_can_be_looked_up_named_and_restored(both, qtbot, monkeypatch) -> None:
    ilze, janis = both
    rename(janis, "a", "good")
    qtbot.waitUntil(lambda: title(ilze, "a") == "good")
    seq = ilze.session.history(1)[0].seq
    ilze.session.name_version(seq, "As shown")
    rename(ilze, "a", "bad")
    panel = activity_panel(ilze)
    panel.named.setChecked(True)
    assert "As shown" in panel.list.topLevelItem(0).text(2)
    panel.list.setCurrentItem(panel.list.topLevelItem(0))
    monkeypatch.setattr(QMessageBox, "question", lambda *_args: QMessageBox.StandardButton.Yes)
    panel.restore.click()
    qtbot.waitUntil(lambda: title(janis, "a") == "good")
    panel.person.setCurrentIndex(panel.person.findData("Jānis"))
    panel.named.setChecked(False)
    panel.refresh()
    authors = {panel.list.topLevelItem(row).text(1) for row in range(panel.list.topLevelItemCount())}
    assert authors == {"Jānis"}


def test_an_owner_invites_and_takes_off(both, qtbot) -> None:
    ilze, janis = both
    dialog = PeopleDialog(ilze, ilze.team.team)
    qtbot.waitUntil(lambda: dialog.members.rowCount() == 2)
    dialog.invite.click()
    qtbot.waitUntil(lambda: "#inv-" in dialog.link.text())
    qtbot.waitUntil(lambda: dialog.invitations.rowCount() == 1)
    dialog.invitations.cellWidget(0, 3).click()
    qtbot.waitUntil(lambda: dialog.invitations.rowCount() == 0)
    dialog.members.cellWidget(1, 3).click()
    qtbot.waitUntil(lambda: "taken off" in janis.team.standing.toolTip())
    dialog.close()


def test_dialogs_complain_in_place(team: Team, qtbot) -> None:
    ilze = team.opened("ilze")

    def share(link: str, name: str, person: str) -> None:
        TeamSession.share(ilze.session, link, name, person=person)

    dialog = ShareDialog(ilze, "Plan", "Ilze", share)
    assert not dialog.go.isEnabled()
    dialog.link.setText("http://127.0.0.1:4780/Plan#inv-x")
    dialog.go.click()
    assert "no key to share" in dialog.complaint.text()
    assert not ilze.session.share_book().link
    dialog.reject()
    joining = JoinDialog(ilze, team.folder, "Ilze", lambda *_told: None)
    joining.link.setText("http://127.0.0.1:4780/Spring%20launch#inv-x")
    assert joining.place.text() == str(team.folder / "Spring launch.maplan")
    joining.reject()


def test_a_refused_share_is_taken_back(team: Team, qtbot) -> None:
    ilze = team.opened("ilze")
    team.at("ilze")
    key = str(team.hub.link("", "new-forged"))
    ilze.team.begin(TeamSession.share(ilze.session, key, "Spring", person="Ilze"))
    qtbot.waitUntil(lambda: not ilze.team.is_shared)
    assert ilze.session.share_book().link == ""
    (box,) = ilze.application.complaints
    assert "not valid" in box.text()
    box.close()


def test_a_copy_that_was_mailed_merges_back(team: Team, qtbot, tmp_path: Path) -> None:
    ilze = team.opened("ilze")
    rename(ilze, "a", "begun")
    with _copied(ilze, tmp_path) as copy, copy.store.transact("Edit") as transaction:
        transaction.change("b", {"title": "theirs"})
        transaction.change("a", {"title": "also theirs"})
    rename(ilze, "a", "mine")
    dialog = ask_and_merge(ilze, tmp_path / "copy.maplan")
    assert isinstance(dialog, MergeDialog)
    assert dialog.table.rowCount() == 1
    assert [dialog.table.item(0, column).text() for column in (2, 3)] == ["mine", "also theirs"]
    dialog.choose_all(1)
    dialog.go.click()
    assert (title(ilze, "a"), title(ilze, "b")) == ("also theirs", "theirs")
    ilze.bridge.undo()
    assert (title(ilze, "a"), title(ilze, "b")) == ("mine", "B")


def _copied(window: MainWindow, folder: Path) -> PlanSession:
    source = sqlite3.connect(window.session.path)
    target = sqlite3.connect(folder / "copy.maplan")
    source.backup(target)
    source.close()
    target.close()
    return PlanSession.open(folder / "copy.maplan", remembered=False, author="Jānis")


def test_initials_stand_for_people() -> None:
    assert [initials(name) for name in ("Ilze Bērziņa", "jānis", "", "A B C")] == ["IB", "J", "", "AC"]


def test_the_list_of_campaigns_shows_who_is_where(both, qtbot):
    ilze, janis = both
    campaign = janis.tabs.campaign_id()
    assert campaign
    qtbot.waitUntil(lambda: "Jānis" in shown_at(ilze, campaign))
    item = next(
        item for item in ilze.campaigns._items() if item.data(0, Qt.ItemDataRole.UserRole) == campaign
    )
    assert "Here now: Jānis" in item.toolTip(0)
    ilze.campaigns.set_theme(ilze.theme)
    assert "Jānis" in shown_at(ilze, campaign), "it is still told after the list was built anew"
    ilze.campaigns.tree.grab()
    janis.tabs.show_tool_map()
    qtbot.waitUntil(lambda: shown_at(ilze, campaign) == [])


def shown_at(window: MainWindow, campaign: str) -> list[str]:
    for item in window.campaigns._items():
        if item.data(0, Qt.ItemDataRole.UserRole) == campaign:
            return [each.person for each in item.data(0, PEOPLE_ROLE) or ()]
    return []


def test_more_people_than_there_is_room_for_are_in_a_menu(qtbot):
    bar = PeopleBar()
    qtbot.addWidget(bar)
    people = {n: (Whereabouts(f"Person {n:02}"), "Spring" if n % 2 else "") for n in range(20)}
    bar.show_people(people, 15)
    assert [mark.client for mark in bar.marks()] == list(range(8))
    assert bar.rest.text() == "+12"
    assert "Person 19" in bar.rest.toolTip()
    followed = []
    bar.follow_requested.connect(followed.append)
    bar.rest.menu().aboutToShow.emit()
    actions = bar.rest.menu().actions()
    assert [action.text() for action in actions if action.isChecked()] == ["Person 15 · Spring"]
    actions[-1].trigger()
    assert followed == [19]
    bar.show_people({n: people[n] for n in (0, 9, 11)}, 0)
    assert [mark.client for mark in bar.marks()] == [0, 9, 11]
    assert bar.rest.isHidden()
