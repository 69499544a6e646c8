"""A button that shows an action's key, and once pressed takes the keys pressed next as the new one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from maplanner.desktop.keys import native
from maplanner.desktop.words import tr

_ALONE: Final = {
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_unknown,
}
_HOLDING: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_LAST_LETTER: Final = 0x00FFFFFF
"""Keys up to here write a character (Qt::Key)."""


class KeyButton(QPushButton):
    """Shows a key; pressed, it listens: Esc leaves all as it was, Backspace takes the key away."""

    pressed_keys = Signal(str)
    """A portable key, or an empty text for none."""
    refused = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._key = ""
        self._is_listening = False
        self.setProperty("role", "key")
        self.setAutoDefault(False)
        self.setToolTip(tr("Click, then press the new keys; Backspace takes the key away"))
        self.clicked.connect(self._listen)

    def show_key(self, key: str) -> None:
        """Show a portable key; an empty text for none."""
        self._key = key
        self._end()

    def event(self, event: QEvent) -> bool:
        # Else Qt would run the shortcut, or move the focus on Tab, before anybody hears the key.
        if self._is_listening and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if self._is_listening and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._hear(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._end()
        super().focusOutEvent(event)

    def _listen(self) -> None:
        self._is_listening = True
        self.setText(tr("Press keys …"))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self) -> None:
        self._is_listening = False
        self.setText(native(self._key).replace("&", "&&") or "–")
        self.setAccessibleName(f"{self._title}: {native(self._key) or tr('no key')}")

    def _hear(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ALONE:
            return
        if held == Qt.KeyboardModifier.NoModifier and key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self._end()
            if key == Qt.Key.Key_Backspace:
                self.pressed_keys.emit("")
            return
        writes = key.value <= _LAST_LETTER
        if writes and not held & _HOLDING:
            self._end()
            self.refused.emit(tr("A letter alone is for writing: hold Ctrl or Alt with it."))
            return
        if writes and not Qt.Key.Key_A.value <= key.value <= Qt.Key.Key_Z.value and key != Qt.Key.Key_Space:
            # The sign itself says that Shift was held: “+” is Shift and “=” on many keyboards.
            held &= ~Qt.KeyboardModifier.ShiftModifier
        if key == Qt.Key.Key_Backtab:
            key = Qt.Key.Key_Tab
        self._end()
        sequence = QKeySequence(QKeyCombination(held, key))
        self.pressed_keys.emit(sequence.toString(QKeySequence.SequenceFormat.PortableText))
