"""Printing dialogs: pages are shown, and PDF is offered where there is no printer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from maplanner.app.templates import template_records
from maplanner.core.errors import CannotExport
from maplanner.desktop.printing.card_dialog import CardPrintDialog, checklist_html, support_html
from maplanner.desktop.printing.drawing_dialog import DrawingPrintDialog, Printable
from maplanner.document.records import Campaign, ChecklistItem, SupportContact
from maplanner.document.store import Store
from maplanner.drawing.paging import Spread
from maplanner.drawing.picture import CampaignDrawing
from maplanner.drawing.toolmap import tool_map


@pytest.fixture(scope="module")
def store() -> Store:
    return Store(template_records("sample"))


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def dialog(store: Store, settings: QSettings, qtbot: QtBot, tmp_path: Path) -> DrawingPrintDialog:
    campaign = store.all(Campaign)[0]
    offered = [
        Printable("front", campaign.title, lambda: CampaignDrawing.from_reader(store, campaign.id)),
        Printable("tools", "Tool map", lambda: tool_map(store)),
    ]
    made = DrawingPrintDialog(offered, settings, tmp_path)
    qtbot.addWidget(made)
    made.show()
    made.show_pages()
    return made


def pages_of(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def test_the_paper_lies_as_the_drawing_and_one_page_is_enough(dialog: DrawingPrintDialog) -> None:
    assert dialog.preview.pageCount() == 1
    assert dialog.printer.pageLayout().orientation().name == "Landscape"
    assert dialog.said().startswith("1 page · at ")
    dialog.laying.setCurrentIndex(dialog.laying.findData("upright"))
    dialog.show_pages()
    assert dialog.printer.pageLayout().orientation().name == "Portrait"


def test_a_poster_takes_many_pages_that_are_saved_as_pdf(dialog: DrawingPrintDialog, tmp_path: Path) -> None:
    dialog.spread.setCurrentIndex(dialog.spread.findData(Spread.POSTER))
    dialog.show_pages()
    count = dialog.preview.pageCount()
    assert count == len(dialog.sheets().pages) > 1
    path = tmp_path / "poster.pdf"
    dialog.write_pdf(path)
    assert pages_of(path) == count
    with pytest.raises(CannotExport, match="no folder"):
        dialog.write_pdf(tmp_path / "none" / "poster.pdf")


def test_without_a_printer_it_is_said_and_pdf_is_offered(dialog: DrawingPrintDialog) -> None:
    if dialog.has_printer:
        pytest.skip("this machine has a printer")
    assert "No printer is set up" in dialog.message.text()
    assert not dialog.print.isEnabled()
    assert dialog.save_pdf.isEnabled()


def test_what_was_chosen_comes_back(
    dialog: DrawingPrintDialog, settings: QSettings, qtbot: QtBot, tmp_path: Path, store: Store
) -> None:
    dialog.spread.setCurrentIndex(dialog.spread.findData(Spread.PAGES))
    dialog.columns.setValue(3)
    dialog.numbers.setChecked(False)
    dialog.paper.setCurrentText("A3")
    dialog.paper.activated.emit(dialog.paper.currentIndex())
    again = DrawingPrintDialog([Printable("tools", "Tool map", lambda: tool_map(store))], settings, tmp_path)
    qtbot.addWidget(again)
    assert again.wish().spread is Spread.PAGES
    assert (again.columns.value(), again.numbers.isChecked(), again.paper.currentText()) == (3, False, "A3")
    again.show_pages()
    assert again.printer.pageLayout().pageSize().name().startswith("A3")


def test_cards_are_printed_as_text(store: Store, settings: QSettings, qtbot: QtBot, tmp_path: Path) -> None:
    with store.transact("card") as transaction:
        transaction.put(SupportContact.new(person="Vera <Ķirse>", phone="+371 29"))
        transaction.put(ChecklistItem.new(title="Book & ask"))
    assert "Vera &lt;Ķirse&gt;" in support_html(store)
    assert "Book &amp; ask" in checklist_html(store)
    dialog = CardPrintDialog("Support card", lambda: support_html(store), settings, tmp_path)
    qtbot.addWidget(dialog)
    dialog.write_pdf(tmp_path / "card.pdf")
    assert pages_of(tmp_path / "card.pdf") == 1
    store.undo()
