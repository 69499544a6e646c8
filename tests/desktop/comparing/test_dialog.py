"""The comparison in the window: history and other files, the list, and the drawing at the right place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from maplanner.app.session import PlanSession
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.comparing.dialog import CompareDialog
from maplanner.document.records import Campaign, Step
from maplanner.drawing.theme import theme


@pytest.fixture
def session(tmp_path: Path) -> Iterator[PlanSession]:
    made = PlanSession.new(tmp_path / "plan.maplan", template="sample")
    first = made.store.all(Campaign)[0]
    step = made.store.referring(Step, "campaign", first.id)[0]
    with made.store.transact("Rename a step") as transaction:
        transaction.change(step.id, {"title": "Another name"})
    with made.store.transact("Add a step") as transaction:
        transaction.put(Step(id="new", campaign=first.id, kind="wait", title="Ķekava", x=900, y=900))
    yield made
    made.close()


@pytest.fixture
def dialog(session: PlanSession, qtbot: QtBot) -> CompareDialog:
    made = CompareDialog(PlanBridge(session.store), session.path, theme("light"))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    return made


def texts(dialog: CompareDialog) -> list[str]:
    head = dialog.list.topLevelItem(0)
    return [head.child(row).text(0) for row in range(head.childCount())]


def test_the_change_before_is_compared_first(dialog: CompareDialog) -> None:
    assert "Rename a step" in dialog.other.currentText()
    assert dialog.message.text() == "1 added."
    assert texts(dialog) == ["+  Wait “Ķekava”"]
    assert dialog.view.picture is not None


def test_the_beginning_of_the_history_can_be_chosen(dialog: CompareDialog) -> None:
    dialog.other.setCurrentIndex(dialog.other.count() - 1)
    dialog.other.activated.emit(dialog.other.currentIndex())
    assert dialog.message.text() == "1 added, 1 changed."


def test_a_line_of_the_list_brings_its_step_into_view(dialog: CompareDialog) -> None:
    dialog.list.setCurrentItem(dialog.list.topLevelItem(0).child(0))
    seen = dialog.view.mapToScene(dialog.view.viewport().rect()).boundingRect()
    assert seen.contains(950, 920)


def test_another_plan_is_compared_and_what_is_none_is_refused(dialog: CompareDialog, tmp_path: Path) -> None:
    with PlanSession.new(tmp_path / "bare.maplan"):
        pass
    dialog.compare_with_file(tmp_path / "bare.maplan")
    assert "added" in dialog.message.text()
    assert dialog.campaign.count() == 4, "three of this plan, one of the other"
    (tmp_path / "no.maplan").write_text("no plan")
    dialog.compare_with_file(tmp_path / "no.maplan")
    assert "no.maplan" in dialog.message.text()


def test_the_drawing_is_saved_with_its_marks(dialog: CompareDialog, tmp_path: Path) -> None:
    dialog.save_picture(tmp_path / "marks.png")
    good = tuple(int(theme("light").good[at : at + 2], 16) for at in (1, 3, 5))
    with Image.open(tmp_path / "marks.png") as image:
        colors = {color for _count, color in image.convert("RGB").getcolors(1 << 24)}
    assert good in colors
    dialog.save_picture(tmp_path / "no" / "marks.png")
    assert "no folder" in dialog.message.text()


def test_a_plan_without_a_file_asks_for_another(session: PlanSession, qtbot: QtBot) -> None:
    made = CompareDialog(PlanBridge(session.store), None, theme("dark"))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    assert "Choose a plan" in made.message.text()
    assert made.view.picture is None
