"""Printing the support card and the checklist as text on pages."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from maplanner.core.clock import utc_now
from maplanner.crm.checklist import is_done, is_overdue, ticked
from maplanner.crm.support import support_card
from maplanner.desktop.printing.dialog import PrintDialog
from maplanner.desktop.words import tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import ChecklistItem
from maplanner.drawing.theme import ui_font

_STYLE = """
h1 { font-size: 18pt; } h2 { font-size: 13pt; margin-top: 14px; } p { margin: 2px 0; }
td, th { padding: 4px; }
"""


class CardPrintDialog(PrintDialog):
    """Prints a text, made anew whenever it is shown."""

    def __init__(
        self,
        title: str,
        make: Callable[[], str],
        settings: QSettings,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, settings, folder, parent)
        self._make = make
        self.renew()

    def paint_to(self, printer: QPrinter) -> None:
        """Paint every page."""
        text = QTextDocument()
        text.setDefaultFont(QFont(ui_font(10).family(), 10))
        text.setDefaultStyleSheet(_STYLE)
        text.setHtml(self._make())
        text.print_(printer)


def support_html(reader: RecordReader) -> str:
    """Return the support card as a page of text."""
    parts = [f"<h1>{escape(tr('Support card'))}</h1><p>{escape(reader.plan.title)}</p>"]
    for entry in support_card(reader):
        title = entry.system.title if entry.system is not None else tr("No system")
        product = entry.system.product if entry.system is not None else ""
        parts.append(f"<h2>{escape(title)}{f' ({escape(product)})' if product else ''}</h2>")
        if not entry.contacts:
            parts.append(f"<p>{escape(tr('Nobody to call yet.'))}</p>")
        for contact in entry.contacts:
            lines = (
                ("", f"<b>{escape(contact.person)}</b>" if contact.person else ""),
                ("Phone", escape(contact.phone)),
                ("E-mail", escape(contact.email)),
                ("Web address", escape(contact.web)),
                ("Hours", escape(contact.hours)),
                ("Service terms", escape(contact.terms).replace("\n", "<br>")),
            )
            said = [f"{escape(tr(name))}: {value}" if name else value for name, value in lines if value]
            parts.append(f"<p>{'<br>'.join(said)}</p>")
    return "".join(parts)


def checklist_html(reader: RecordReader) -> str:
    """Return the checklist as a page of text."""
    today = utc_now().date()
    rows = []
    for item in sorted(reader.all(ChecklistItem), key=lambda each: each.order):
        done = is_done(reader, item)
        due = item.due.isoformat() if item.due is not None else ""
        late = f" <b>{escape(tr('late'))}</b>" if is_overdue(reader, item, today) else ""
        tick = ticked(reader, item)
        why = tr(tick.text).format(**tick.parameters) if tick is not None else item.notes
        cells = (escape(item.title), escape(item.owner), f"{due}{late}", escape(why))
        rows.append(
            f"<tr><td>{'☑' if done else '☐'}</td>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
        )
    columns = (("", 4), ("To do", 34), ("Owner", 16), ("Due", 16), ("Notes", 30))
    heads = "".join(f"<th align='left' width='{share}%'>{escape(tr(name))}</th>" for name, share in columns)
    title = f"<h1>{escape(tr('Checklist'))}</h1><p>{escape(reader.plan.title)}</p>"
    return f"{title}<table width='100%'><tr>{heads}</tr>{''.join(rows)}</table>"
