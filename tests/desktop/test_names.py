"""The screen of names: compose a convention, build a name, see what does not fit, rename all."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.planning.name_parts import AbbreviationsDialog
from maplanner.desktop.planning.names import NamesScreen
from maplanner.document.records import Abbreviation, NamePart, NamingConvention, Segment
from maplanner.document.store import Store
from maplanner.drawing.theme import theme
from tests.builders import PlanBuilder


@pytest.fixture
def store() -> Store:
    plan = PlanBuilder()
    plan.segment("Webinar March 2027: pumps")
    plan.segment("Nothing to go by")
    plan.segment("2027-04_NL_taps")
    return plan.store()


@pytest.fixture
def screen(store: Store, qtbot: QtBot) -> NamesScreen:
    made = NamesScreen(PlanBridge(store), theme("light"))
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    return made


def titles(store: Store) -> list[str]:
    return [segment.title for segment in store.all(Segment)]


def text(screen: NamesScreen, row: int, column: int) -> str:
    item = screen.grid.item(row, column)
    assert item is not None
    return item.text()


def test_a_new_convention_checks_every_segment(screen: NamesScreen, store: Store) -> None:
    assert not screen.all.isEnabled()
    before = store.revision
    screen.add_convention()
    assert store.revision == before + 1
    assert "2 of 3 do not fit" in screen.summary.text()
    assert text(screen, 0, 3) == "2027-03_WN_pumps"
    assert text(screen, 1, 2) == "Without date, purpose."
    assert "newsletter" in text(screen, 2, 2)


def test_all_that_can_be_renamed_are_in_one_step(screen: NamesScreen, store: Store) -> None:
    screen.add_convention()
    screen.all.click()
    assert titles(store) == ["2027-03_WN_pumps", "Nothing to go by", "2027-04_NL_taps"]
    assert not screen.all.isEnabled()
    store.undo()
    assert titles(store)[0] == "Webinar March 2027: pumps"


def test_one_name_is_renamed_alone(screen: NamesScreen, store: Store) -> None:
    screen.add_convention()
    screen.grid.setCurrentCell(1, 0)
    assert not screen.one.isEnabled(), "its proposal lacks a part"
    screen.grid.setCurrentCell(0, 0)
    screen.one.click()
    assert titles(store)[0] == "2027-03_WN_pumps"
    assert titles(store)[1] == "Nothing to go by"


def test_the_chosen_name_fills_the_parts_and_takes_what_is_built(screen: NamesScreen, store: Store) -> None:
    screen.add_convention()
    screen.grid.setCurrentCell(1, 0)
    assert "Without date, purpose" in screen.lacking.text()
    assert not screen.use.isEnabled()
    date, purpose, _region, _topic = (part.id for part in store.all(NamePart))
    screen.builder.choose(screen.builder.choices() | {date: "2027-05", purpose: "EV"})
    assert screen.built.whole == "2027-05_EV_Nothing-to-go-by"
    screen.use.click()
    assert titles(store)[1] == "2027-05_EV_Nothing-to-go-by"


def test_abbreviations_are_typed_a_line_each(screen: NamesScreen, store: Store, qtbot: QtBot) -> None:
    screen.add_convention()
    convention = screen.convention()
    assert convention is not None
    purpose = convention.parts[1]
    dialog = AbbreviationsDialog(
        screen, purpose, lambda lines: screen.set_words(purpose, lines), lambda: None
    )
    qtbot.addWidget(dialog)
    dialog.text.setPlainText("WN = tīmekļa seminārs\n\nDM=direct mail\nXY")
    screen.set_words(purpose, dialog.lines())
    found = [
        (word.short, word.means) for word in sorted(store.all(Abbreviation), key=lambda each: each.order)
    ]
    assert found == [("WN", "tīmekļa seminārs"), ("DM", "direct mail"), ("XY", "")]
    assert "3 of 3 do not fit" in screen.summary.text()


def test_parts_can_be_added_and_removed(screen: NamesScreen, store: Store) -> None:
    screen.add_convention()
    screen.add_part()
    assert store.count(NamePart) == 5
    convention = screen.convention()
    assert convention is not None
    screen._remove_part(convention.parts[-1])
    assert store.count(NamePart) == 4
    store.undo()
    store.undo()
    store.undo()
    assert store.count(NamingConvention) == 0
    screen.refresh()
    assert "no naming convention" in screen.summary.text()
