"""The user guide, to be read and searched beside the plan."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QTextBrowser, QToolButton, QVBoxLayout, QWidget

from maplanner.core.resources import docs_root
from maplanner.desktop.lettering import scaled
from maplanner.desktop.words import tr

_SIZE: Final = (760, 640)
_ABOVE_HEADING: Final = 14
_BELOW: Final = 9
_BETWEEN_LINES: Final = 4
_LINE_PER_CENT: Final = 112.0


class GuideWindow(QDialog):
    """Shows the pages of the user guide. It does not block the plan's window."""

    def __init__(self, parent: QWidget | None = None, page: str = "guide.md") -> None:
        """Show a page of the guide."""
        super().__init__(parent)
        self.setWindowTitle(tr("User guide"))
        self.page = QTextBrowser()
        self.page.setAccessibleName(tr("User guide"))
        self.page.setOpenExternalLinks(True)
        self.page.document().setDocumentMargin(scaled(16))
        self.back = QToolButton()
        self.back.setText("←")
        self.back.setToolTip(tr("Page before"))
        self.back.setAccessibleName(tr("Page before"))
        self.back.setShortcut(QKeySequence(QKeySequence.StandardKey.Back))
        self.back.setEnabled(False)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find in the guide"))
        self.field.setAccessibleName(tr("Find in the guide"))
        self.field.setClearButtonEnabled(True)
        self.back.clicked.connect(self.page.backward)
        self.page.sourceChanged.connect(self._space_out)
        self.page.backwardAvailable.connect(self.back.setEnabled)
        self.field.textEdited.connect(self._find_first)
        self.field.returnPressed.connect(self.find_next)
        self._lay_out()
        place = QUrl.fromLocalFile(str(docs_root() / page))
        self.page.setSource(place, QTextDocument.ResourceType.MarkdownResource)
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_next(self) -> bool:
        """Go to the next place that has the words in the field, from the top again behind the last one."""
        words = self.field.text()
        if not words:
            return False
        if self.page.find(words):
            return True
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        return self.page.find(words)

    def _find_first(self) -> None:
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        self.find_next()

    def _space_out(self) -> None:
        """Put air between paragraphs: Markdown's come without."""
        cursor = QTextCursor(self.page.document())
        cursor.beginEditBlock()
        block = self.page.document().begin()
        while block.isValid():
            cursor.setPosition(block.position())
            if cursor.currentTable() is None:
                layout = QTextBlockFormat(block.blockFormat())
                layout.setTopMargin(scaled(_ABOVE_HEADING if layout.headingLevel() else 0))
                layout.setBottomMargin(scaled(_BELOW if cursor.currentList() is None else _BETWEEN_LINES))
                layout.setLineHeight(
                    _LINE_PER_CENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
                )
                cursor.setBlockFormat(layout)
            block = block.next()
        cursor.endEditBlock()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.back)
        line.addWidget(self.field, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addLayout(line)
        layout.addWidget(self.page, 1)
        self.resize(scaled(_SIZE[0]), scaled(_SIZE[1]))
