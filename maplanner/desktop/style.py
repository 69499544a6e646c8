"""The window's style sheet, made from a theme. Widgets say what they are by the property ``role``."""

from __future__ import annotations

import os

import platformdirs

from maplanner.drawing.icons import icon_svg
from maplanner.drawing.theme import Theme


def style_sheet(theme: Theme) -> str:
    """Return the style of every control in a theme's colours."""
    parts = (_surfaces, _texts, _controls, _lists, _bars, _pictures)
    return "\n".join(part(theme) for part in parts)


def _surfaces(t: Theme) -> str:
    return f"""
    QMainWindow, QDialog, QWidget[role="panel"] {{ background: {t.panel}; }}
    QMainWindow::separator {{ background: {t.border}; width: 1px; height: 1px; }}
    QWidget[role="bar"] {{ background: {t.panel}; border-bottom: 1px solid {t.border}; }}
    QWidget[role="status"] {{ background: {t.panel}; border-top: 1px solid {t.border}; }}
    QFrame[role="line"] {{ background: {t.border}; border: none; max-height: 1px; min-height: 1px; }}
    QFrame[role="row"] {{ background: {t.card}; border: 1px solid {t.border}; border-radius: 6px; }}
    QFrame[role="card"] {{ background: {t.card}; border: 1px solid {t.border}; border-radius: 8px; }}
    QScrollArea {{ background: {t.panel}; border: none; }}
    QScrollArea > QWidget > QWidget {{ background: {t.panel}; }}
    QToolTip {{ background: {t.card}; color: {t.text}; border: 1px solid {t.border}; padding: 4px 6px; }}
    QSplitter::handle {{ background: {t.border}; }}
    QDockWidget {{ color: {t.text}; }}
    QDockWidget::title {{ background: {t.panel}; padding: 6px 12px; }}
    """


def _texts(t: Theme) -> str:
    return f"""
    QLabel {{ color: {t.text}; background: transparent; }}
    QLabel[role="title"] {{ font-size: 15px; font-weight: 600; }}
    QLabel[role="secondary"] {{ color: {t.secondary}; font-size: 11px; }}
    QLabel[role="field"] {{ color: {t.secondary}; font-size: 12px; }}
    QLabel[role="hint"] {{ color: {t.secondary}; font-size: 11px; }}
    QLabel[role="complaint"] {{ color: {t.error_text}; font-size: 11px; }}
    QLabel[role="head"] {{
        color: {t.secondary}; font-size: 10px; font-weight: 600; letter-spacing: 1px; padding-top: 6px; }}
    QLabel[role="figure"] {{ font-weight: 600; }}
    QLabel[role="key"] {{
        background: {t.chip}; border: 1px solid {t.border}; border-radius: 5px;
        padding: 1px 7px; font-size: 11px; }}
    QLabel[role="saved"] {{ color: {t.secondary}; font-size: 11px; }}
    """


def _controls(t: Theme) -> str:
    return f"""
    QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QSpinBox, QDoubleSpinBox {{
        background: {t.canvas}; color: {t.text}; border: 1px solid {t.border}; border-radius: 6px;
        padding: 3px 8px; min-height: 20px; selection-background-color: {t.accent};
        selection-color: {t.on_accent}; }}
    QLineEdit[role="cell"] {{ border-radius: 0; padding: 0 6px; }}
    QLineEdit[role="narrow"] {{ padding: 3px 2px; }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus
        {{ border: 1px solid {t.accent}; }}
    QLineEdit:disabled, QComboBox:disabled, QDateEdit:disabled {{ color: {t.secondary}; }}
    QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 20px; }}
    QComboBox QAbstractItemView {{ background: {t.card}; color: {t.text}; border: 1px solid {t.border};
        selection-background-color: {t.accent_ground}; selection-color: {t.text}; outline: none;
        padding: 2px; }}
    QPushButton, QToolButton[role="verb"] {{
        background: {t.chip}; color: {t.text}; border: none; border-radius: 6px;
        padding: 5px 14px; min-height: 16px; font-weight: 500; }}
    QPushButton:hover, QToolButton[role="verb"]:hover {{ background: {t.border}; }}
    QPushButton:focus {{ border: 1px solid {t.accent}; padding: 4px 13px; }}
    QPushButton:disabled {{ color: {t.secondary}; }}
    QPushButton[role="primary"] {{ background: {t.accent}; color: {t.on_accent}; font-weight: 600; }}
    QPushButton[role="primary"]:hover {{ background: {t.accent_text}; }}
    QPushButton[role="primary"]:disabled {{ background: {t.border}; color: {t.secondary}; }}
    QPushButton[role="link"] {{
        background: transparent; color: {t.accent_text}; padding: 2px 4px; font-weight: 500;
        border: none; }}
    QPushButton[role="link"]:hover, QPushButton[role="link"]:focus {{ text-decoration: underline; }}
    QPushButton[role="part"] {{
        background: transparent; text-align: left; padding: 5px 10px; font-weight: 400;
        border: none; }}
    QPushButton[role="part"]:hover, QPushButton[role="part"]:focus {{ color: {t.accent_text}; }}
    QPushButton[role="chip"] {{ background: {t.card}; border: 1px solid {t.border}; border-radius: 6px;
        padding: 3px 8px; text-align: left; font-weight: 400; font-size: 12px; }}
    QPushButton[role="chip"]:hover, QPushButton[role="chip"]:focus {{
        border-color: {t.accent}; padding: 3px 8px; }}
    QPushButton[role="search"] {{
        background: {t.chip}; color: {t.secondary}; text-align: left; font-weight: 400;
        font-size: 12px; }}
    QToolButton {{
        background: transparent; color: {t.text}; border: none; border-radius: 6px; padding: 4px; }}
    QToolButton:hover {{ background: {t.chip}; }}
    QToolButton:focus {{ border: 1px solid {t.accent}; padding: 3px; }}
    QToolButton[role="toggle"] {{ color: {t.secondary}; font-size: 12px; padding: 4px 9px; }}
    QToolButton[role="toggle"]:checked {{ background: {t.chip}; color: {t.text}; font-weight: 500; }}
    QToolButton[role="toggle"]:focus {{ border: 1px solid {t.accent}; padding: 3px 8px; }}
    QCheckBox, QRadioButton {{ color: {t.text}; spacing: 6px; }}
    QProgressBar {{
        background: {t.chip}; border: none; border-radius: 4px; height: 8px; text-align: center; }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 4px; }}
    """


def _lists(t: Theme) -> str:
    return f"""
    QTreeView, QListView, QTableView, QListWidget, QTreeWidget, QTableWidget {{
        background: {t.panel}; color: {t.text};
        border: none; outline: none; alternate-background-color: {t.canvas}; font-size: 12px;
        selection-background-color: {t.accent_ground}; selection-color: {t.text};
        gridline-color: {t.border}; }}
    QTreeView::item, QListView::item {{ padding: 4px 6px; min-height: 18px; }}
    QListView::item {{ border-radius: 6px; }}
    QTreeView {{ show-decoration-selected: 1; }}
    QTreeView::branch:selected {{ background: {t.accent_ground}; }}
    QTableView::item {{ padding: 4px 8px; border-bottom: 1px solid {t.border}; }}
    QTreeView::item:hover, QListView::item:hover {{ background: {t.canvas}; }}
    QTreeView::item:selected, QListView::item:selected, QTableView::item:selected
        {{ background: {t.accent_ground}; color: {t.text}; }}
    QHeaderView {{ background: {t.panel}; }}
    QHeaderView::section {{ background: {t.panel}; color: {t.secondary}; border: none;
        border-bottom: 1px solid {t.border}; padding: 5px 8px; font-size: 11px; font-weight: 500; }}
    QTableCornerButton::section {{ background: {t.panel}; border: none; }}
    QAbstractScrollArea::corner {{ background: transparent; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle {{
        background: {t.border}; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 1px; }}
    QScrollBar::handle:hover {{ background: {t.link}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _bars(t: Theme) -> str:
    return f"""
    QMenuBar {{
        background: {t.panel}; color: {t.text}; border-bottom: 1px solid {t.border}; padding: 1px 6px; }}
    QMenuBar::item {{ background: transparent; padding: 4px 9px; border-radius: 6px; }}
    QMenuBar::item:selected {{ background: {t.chip}; }}
    QMenu {{ background: {t.card}; color: {t.text}; border: 1px solid {t.border}; padding: 4px; }}
    QMenu::item {{ padding: 5px 26px 5px 12px; border-radius: 5px; }}
    QMenu::item:selected {{ background: {t.accent_ground}; }}
    QMenu::item:disabled {{ color: {t.secondary}; }}
    QMenu::separator {{ background: {t.border}; height: 1px; margin: 4px 8px; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {t.border}; }}
    QTabBar {{ background: {t.panel}; qproperty-drawBase: 0; }}
    QTabBar::tab {{ background: transparent; color: {t.secondary}; padding: 8px 14px 7px 14px; border: none;
        border-bottom: 2px solid transparent; }}
    QTabBar::tab:selected {{ color: {t.text}; font-weight: 600; border-bottom: 2px solid {t.accent}; }}
    QTabBar::tab:hover {{ color: {t.text}; }}
    QTabBar::tab:focus {{ color: {t.accent_text}; }}
    """


def _pictures(t: Theme) -> str:
    """Return the rules that name pictures: arrows, ticks and crosses in the theme's colours."""
    down, cross = _picture("chevron-down", t.secondary), _picture("x", t.secondary)
    right, tick = _picture("chevron-right", t.secondary), _picture("check", t.on_accent)
    strong = _picture("x", t.text)
    return f"""
    QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url({down}); width: 14px; height: 14px; }}
    QTabBar::close-button {{ image: url({cross}); subcontrol-position: right; padding: 1px; }}
    QTabBar::close-button:hover {{ image: url({strong}); background: {t.chip}; border-radius: 4px; }}
    QTreeView::branch:has-children:closed {{ image: url({right}); }}
    QTreeView::branch:has-children:open {{ image: url({down}); }}
    QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {t.link}; border-radius: 4px;
        background: {t.canvas}; }}
    QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent}; image: url({tick}); }}
    QCheckBox::indicator:indeterminate {{ background: {t.accent_ground}; border-color: {t.accent}; }}
    QCheckBox::indicator:focus {{ border-color: {t.accent}; }}
    QMenu::indicator {{ width: 14px; height: 14px; }}
    QMenu::indicator:checked {{ image: url({_picture("check", t.text)}); }}
    QMenu::right-arrow {{ image: url({right}); width: 12px; height: 12px; }}
    """


def _picture(name: str, color: str) -> str:
    """Return the path of an icon in a colour; style sheets can name pictures only as files."""
    folder = platformdirs.user_cache_path("maplanner", appauthor=False) / "pictures"
    path = folder / f"{name}-{color.lstrip('#')}.svg"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_bytes(icon_svg(name, color))
        draft.replace(path)
    return path.as_posix()
