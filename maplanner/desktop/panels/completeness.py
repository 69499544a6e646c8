"""One line that says how complete the plan's data is; its menu names every score and what would raise it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from maplanner.desktop.eliding import ElidedLabel
from maplanner.desktop.panels.showing import ShareBar
from maplanner.desktop.words import tr
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.checks.completeness import Completeness, Lack

_LACKS_SHOWN = 8
_WIDEST = 90
"""Characters of one line of a menu."""


class CompletenessLine(QWidget):
    """Shows the score that most is missing from; all others are behind “What is missing”.

    Hidden where nothing is mapped.
    """

    jump_requested = Signal(str)
    """The identifier of what holds a score back."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scores: Sequence[Completeness] = ()
        self.label = ElidedLabel()
        self.label.setProperty("role", "secondary")
        self.bar = ShareBar(theme)
        self.bar.setMaximumWidth(160)
        self.more = QToolButton()
        self.more.setText(tr("What is missing"))
        self.more.setAutoRaise(True)
        self.more.setProperty("role", "link")
        self.more.setCursor(Qt.CursorShape.PointingHandCursor)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setToolTip(tr("Every object and campaign, and what would raise its score"))
        self.more.clicked.connect(self._show_menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(12)
        layout.addWidget(self.label)
        layout.addWidget(self.bar)
        layout.addWidget(self.more)
        layout.addStretch(1)

    def show_scores(self, scores: Sequence[Completeness]) -> None:
        """Say how complete the plan is."""
        self._scores = scores
        self.setVisible(bool(scores))
        if not scores:
            return
        main = max(scores, key=lambda each: (len(each.lacks), each.needed))
        said = sentence(main) if main.lacks else tr("All data goes its whole way (100 %)")
        self.label.show_text(said)
        self.bar.show_share(main.share)
        self.bar.setAccessibleName(said)
        self.more.setText(tr("What is missing") if main.lacks else tr("Every score"))
        self.setToolTip("\n".join(sentence(each) for each in scores))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.bar.set_theme(theme)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._show_menu()
        super().mousePressEvent(event)

    def menu(self) -> QMenu:
        """Return every score as a submenu of what holds it back; choosing a line goes there."""
        menu = QMenu(self)
        for score in self._scores:
            if not score.lacks:
                menu.addAction(_plain(sentence(score))).setEnabled(False)
                continue
            under = menu.addMenu(_plain(sentence(score)))
            for lack in score.lacks[:_LACKS_SHOWN]:
                action = under.addAction(_plain(_shortened(message_of(lack))))
                action.setToolTip(message_of(lack))
                action.triggered.connect(lambda _on=False, to=lack.record: self.jump_requested.emit(to))
            if len(score.lacks) > _LACKS_SHOWN:
                more = tr("and {count} more").format(count=len(score.lacks) - _LACKS_SHOWN)
                under.addAction(more).setEnabled(False)
        return menu

    def _show_menu(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


def sentence(score: Completeness) -> str:
    """Return a score in words."""
    text = (
        tr("{title}: {complete} of {needed} needed fields arrive ({share} %)")
        if score.sort == "object"
        else tr("{title}: {complete} of {needed} pieces of data go their whole way ({share} %)")
    )
    return text.format(
        title=_shortened(score.title, 28),
        complete=score.complete,
        needed=score.needed,
        share=int(score.share * 100),
    )


def message_of(lack: Lack) -> str:
    """Return what holds a score back in the person's language."""
    return tr(lack.template).format_map(lack.params)


def _plain(text: str) -> str:
    """Return text for a menu, in which one “&” would be taken for the sign of a key."""
    return text.replace("&", "&&")


def _shortened(text: str, most: int = _WIDEST) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
