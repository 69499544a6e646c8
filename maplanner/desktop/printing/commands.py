"""Print, preview and page setup, as the File menu does them for one window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from maplanner.desktop.main_window import MainWindow
    from maplanner.desktop.printing.dialog import PrintDialog
    from maplanner.desktop.printing.drawing_dialog import Printable


def print_front(window: MainWindow) -> PrintDialog:
    """Show the pages of what is in front: a drawing, or the checklist or support card."""
    from maplanner.desktop.screens import CHECKLIST, SUPPORT

    front = window.tabs.front()
    if front in {CHECKLIST, SUPPORT}:
        return print_card(window, front)
    from maplanner.desktop.printing.drawing_dialog import DrawingPrintDialog

    return _shown(DrawingPrintDialog(_offered(window), window.application.settings, _folder(window), window))


def preview_front(window: MainWindow) -> PrintDialog:
    """Show the pages of what is in front as large as the screen."""
    dialog = print_front(window)
    dialog.setWindowTitle(tr("Print preview"))
    dialog.showMaximized()
    return dialog


def set_up_page(window: MainWindow) -> None:
    """Ask for paper and margins, for all that is printed."""
    dialog = print_front(window)
    dialog.show_pages()
    dialog.set_up_page()


def print_card(window: MainWindow, name: str) -> PrintDialog:
    """Show the pages of the checklist or the support card."""
    from maplanner.desktop.printing.card_dialog import CardPrintDialog, checklist_html, support_html
    from maplanner.desktop.screens import SUPPORT

    reader = window.bridge.reader
    title = tr("Support card") if name == SUPPORT else tr("Checklist")
    make = support_html if name == SUPPORT else checklist_html
    folder = _folder(window)
    return _shown(CardPrintDialog(title, lambda: make(reader), window.application.settings, folder, window))


def print_html(window: MainWindow, title: str, make: Callable[[], str]) -> PrintDialog:
    """Show the pages of a text, made anew whenever it is shown."""
    from maplanner.desktop.printing.card_dialog import CardPrintDialog

    return _shown(CardPrintDialog(title, make, window.application.settings, _folder(window), window))


def _shown(dialog: PrintDialog) -> PrintDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def _offered(window: MainWindow) -> list[Printable]:
    """Return the pictures that can be printed, the one in front first."""
    from maplanner.app.exporting import scene_of
    from maplanner.desktop.printing.drawing_dialog import Printable
    from maplanner.drawing.pictures.sources import picture_offers

    campaign_id = window.tabs.campaign_id() or None
    canvas = window.tabs.canvas()
    selected = tuple(canvas.selected_ids()) if canvas is not None else ()
    snapshot, result = window.bridge.store.snapshot(), window.analysis.result
    scene = scene_of(snapshot, result, campaign=campaign_id, selection=selected)
    offers = picture_offers(scene)
    if campaign_id is None:
        offers.sort(key=lambda offer: offer.key != "tools")
    return [Printable(offer.key, tr(offer.title), offer.draw) for offer in offers]


def _folder(window: MainWindow) -> Path:
    path = window.session.path
    return path.parent if path is not None else Path.home()
