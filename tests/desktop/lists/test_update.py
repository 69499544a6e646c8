"""Lists in the window: a preview of what comes back, one step in the history."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from maplanner.app.lists import export_lists
from maplanner.app.templates import template_records
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.lists.update_dialog import ListUpdateDialog
from maplanner.document.records import Campaign
from maplanner.document.store import Store
from maplanner.drawing.theme import theme


@pytest.fixture
def store() -> Store:
    return Store(template_records("sample"))


def shown(store: Store, path: Path, qtbot: QtBot) -> ListUpdateDialog:
    dialog = ListUpdateDialog(PlanBridge(store), path, theme("light"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def lines(dialog: ListUpdateDialog) -> list[str]:
    heads = [dialog.tree.topLevelItem(row) for row in range(dialog.tree.topLevelItemCount())]
    return [head.child(row).text(0) for head in heads for row in range(head.childCount())]


def changed(store: Store, folder: Path) -> Path:
    path = folder / "campaigns.csv"
    export_lists(store, path, ["campaigns"])
    text = path.read_text("utf-8-sig").replace("Five-mail course", "Piecu vēstuļu kurss")
    kept = [line for line in text.splitlines() if "Add-on" not in line]
    path.write_text("\n".join([*kept, ",Jauna"]), "utf-8")
    return path


def test_changes_are_shown_and_taken_over_as_one_step(store: Store, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = shown(store, changed(store, tmp_path), qtbot)
    told = lines(dialog)
    assert "+ Jauna" in told
    assert any(line.startswith("≠ ") and "Piecu vēstuļu kurss" in line for line in told)
    assert any("Add-on" in line and "stays" in line for line in told)
    dialog.delete_missing.setChecked(True)
    assert any(line.startswith("−") and "Add-on" in line for line in lines(dialog))
    dialog.accept()
    titles = {campaign.title for campaign in store.all(Campaign)}
    assert {"Jauna", "Piecu vēstuļu kurss"} <= titles
    assert len(titles) == 3
    assert store.history.undo_label == "Update from campaigns.csv"


def test_a_list_as_it_was_has_nothing_to_take_over(store: Store, qtbot: QtBot, tmp_path: Path) -> None:
    export_lists(store, tmp_path / "all.xlsx")
    dialog = shown(store, tmp_path / "all.xlsx", qtbot)
    assert not dialog.take_over.isEnabled()
    assert dialog.message.text() == "Nothing differs."
    assert not dialog.delete_missing.isVisible()


def test_what_is_no_list_is_said(store: Store, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    dialog = shown(store, tmp_path / "x.csv", qtbot)
    assert "none of a plan's lists" in dialog.message.text()
    assert not dialog.take_over.isEnabled()
