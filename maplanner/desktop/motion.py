"""Whether things may glide: not where the person or the desktop asks for less motion."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStyle

_is_less_wanted = False


def want_less_motion(wanted: bool) -> None:
    """Let nothing glide from now on, or let things glide where the desktop allows it."""
    global _is_less_wanted  # noqa: PLW0603 - one program moves in one way
    _is_less_wanted = wanted
    for effect in (
        Qt.UIEffect.UI_AnimateMenu,
        Qt.UIEffect.UI_FadeMenu,
        Qt.UIEffect.UI_AnimateCombo,
        Qt.UIEffect.UI_AnimateTooltip,
        Qt.UIEffect.UI_FadeTooltip,
    ):
        if wanted:
            QApplication.setEffectEnabled(effect, False)


def may_glide() -> bool:
    """Return whether things may glide rather than jump.

    A desktop that is set to no animations says so by their duration.
    """
    duration = QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
    return duration > 0 and not _is_less_wanted
