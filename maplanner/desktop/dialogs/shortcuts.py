"""The sheet of keyboard shortcuts, made from the list of actions; here they are also changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.actions import Action, Menu
from maplanner.desktop.dialogs.key_button import KeyButton
from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.keys import Keys, native
from maplanner.desktop.lettering import scaled
from maplanner.desktop.words import tr


class ShortcutSheet(QDialog):
    """Every action with its key, by menu, with a filter. A click on a key changes it."""

    def __init__(self, actions: Iterable[Action], keys: Keys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        order = list(Menu)
        self._actions = sorted(actions, key=lambda action: order.index(action.menu))
        self._keys = keys
        self.rows: dict[str, tuple[QLabel, KeyButton, QToolButton]] = {}
        self._heads: dict[str, QWidget] = {}
        self._asked: tuple[str, str] | None = None
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter by name or key"))
        self.filter.setAccessibleName(tr("Filter by name or key"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self.question = QLabel()
        self.question.setWordWrap(True)
        self.question.setProperty("role", "complaint")
        self.take_button = QPushButton(tr("Use it here"))
        self.leave_button = QPushButton(tr("Leave it"))
        self.reset_button = QPushButton(tr("Reset all keys"))
        self._lay_out()
        self.take_button.clicked.connect(self._take)
        self.leave_button.clicked.connect(self._ask_nothing)
        self.reset_button.clicked.connect(self._reset_all)
        keys.changed.connect(self.refresh)
        self.refresh()
        self._ask_nothing()

    def refresh(self) -> None:
        """Show the keys as they are now."""
        for action in self._actions:
            _title, button, reset = self.rows[action.id]
            keys = self._keys.of(action.id)
            button.show_key(keys[0] if keys else "")
            others = ", ".join(native(key) for key in keys[1:])
            button.setToolTip(
                tr("Also {keys}. Click, then press the new keys.").format(keys=others)
                if others
                else tr("Click, then press the new keys; Backspace takes the key away")
            )
            reset.setEnabled(self._keys.is_own(action.id))
            reset.setText("↺" if self._keys.is_own(action.id) else "")
        self.reset_button.setEnabled(self._keys.any_own)

    def bind(self, action_id: str, key: str) -> None:
        """Let a key run an action; ask first if it runs another one."""
        others = self._keys.using(key, action_id) if key else []
        if not others:
            self._ask_nothing()
            self._keys.bind(action_id, key)
            return
        titles = {action.id: tr(action.title) for action in self._actions}
        names = ", ".join(f"“{titles[other]}”" for other in others)
        self._asked = (action_id, key)
        self._say(tr("{key} runs {names}.").format(key=native(key), names=names))
        self.take_button.show()
        self.leave_button.show()
        self.take_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ inside

    def _lay_out(self) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self._body())
        asked = QHBoxLayout()
        asked.addWidget(self.question, 1)
        asked.addWidget(self.take_button)
        asked.addWidget(self.leave_button)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.reset_button, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.reject)
        for button in (self.take_button, self.leave_button, self.reset_button):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.filter)
        layout.addWidget(area, 1)
        layout.addLayout(asked)
        layout.addWidget(buttons)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(max(480, letter * 66), 600)

    def _body(self) -> QWidget:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(4, 0, 12, 8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        line = 0
        for menu, actions in groupby(self._actions, key=lambda action: action.menu):
            head = section_head(tr(str(menu)))
            self._heads[str(menu)] = head
            grid.addWidget(head, line, 0, 1, 3)
            line += 1
            for action in actions:
                self._add(grid, line, action)
                line += 1
        grid.setRowStretch(line, 1)
        return body

    def _add(self, grid: QGridLayout, line: int, action: Action) -> None:
        title = QLabel(tr(action.title))
        title.setWordWrap(True)
        button = KeyButton(tr(action.title))
        button.pressed_keys.connect(partial(self.bind, action.id))
        button.refused.connect(self._complain)
        reset = QToolButton()
        reset.setFixedWidth(scaled(26))
        reset.setToolTip(tr("Back to its own key"))
        reset.setAccessibleName(tr("{title}: back to its own key").format(title=tr(action.title)))
        reset.clicked.connect(lambda: self._reset(action.id))
        grid.addWidget(title, line, 0)
        grid.addWidget(button, line, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(reset, line, 2)
        self.rows[action.id] = (title, button, reset)

    def _take(self) -> None:
        if self._asked is not None:
            self._keys.bind(*self._asked)
        self._ask_nothing()

    def _ask_nothing(self) -> None:
        self._asked = None
        for part in (self.question, self.take_button, self.leave_button):
            part.hide()

    def _say(self, text: str) -> None:
        self.question.setText(text)
        self.question.show()

    def _complain(self, why: str) -> None:
        self._ask_nothing()
        self._say(why)

    def _reset(self, action_id: str) -> None:
        self._ask_nothing()
        taken = self._keys.reset(action_id)
        if taken:
            titles = {action.id: tr(action.title) for action in self._actions}
            names = ", ".join(f"“{titles[other]}”" for other in taken)
            self._say(tr("Its own key runs {names} now; reset that first.").format(names=names))

    def _reset_all(self) -> None:
        self._ask_nothing()
        self._keys.reset_all()

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        shown_menus = set()
        for action in self._actions:
            searched = f"{tr(action.title)} {self._keys.shown(action.id)}".casefold()
            fits = all(word in searched for word in words)
            for widget in self.rows[action.id]:
                widget.setVisible(fits)
            if fits:
                shown_menus.add(str(action.menu))
        for menu, head in self._heads.items():
            head.setVisible(menu in shown_menus)
