"""Where things stand on the scoring screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.boxes import ChoiceBox
from maplanner.desktop.lettering import scaled
from maplanner.desktop.scoring.curve import DecayCurve
from maplanner.desktop.scoring.matrix_view import MatrixView
from maplanner.desktop.scoring.model_tree import ModelTree
from maplanner.desktop.words import tr
from maplanner.document.vocabulary import RollUp, RuleKind, ScoreBasis
from maplanner.drawing.icons import themed_icon
from maplanner.drawing.theme import Theme

_RULE_WORDS: Final = {
    RuleKind.ACTION: "For an action",
    RuleKind.PATTERN: "For a pattern of actions",
    RuleKind.INACTIVITY: "For inactivity",
    RuleKind.FACT: "For something known of the lead",
}
_SCORE_WORDS: Final = {
    ScoreBasis.ENGAGEMENT: "For what leads do",
    ScoreBasis.FIT: "For who leads are (fit)",
}


class ScreenParts:
    """The screen's controls."""

    def __init__(self, screen: QWidget, theme: Theme) -> None:
        self._icons: list[tuple[QToolButton, str]] = []
        self.scores = QTabBar()
        self.scores.setExpanding(False)
        self.scores.setDrawBase(False)
        self.scores.setUsesScrollButtons(True)
        self.scores.setElideMode(Qt.TextElideMode.ElideRight)
        self.scores.setAccessibleName(tr("Scores"))
        self.summary, self.complaint = QLabel(), QLabel()
        self.fading, self.account, self.grades, self.nothing = (QLabel() for _ in range(4))
        self.rules, self.thresholds = ModelTree(tr("Rules")), ModelTree(tr("Thresholds"))
        self.curve, self.matrix = DecayCurve(theme), MatrixView(theme)
        self.roll_up = ChoiceBox()
        for how in RollUp:
            self.roll_up.addItem(tr(how.value), how.value)
        self.roll_up.setAccessibleName(tr("An account's score is the"))
        self._make_buttons(screen)
        self.body, self.empty = QSplitter(Qt.Orientation.Horizontal), QWidget()
        self._lay_out(screen)
        self.set_theme(theme)

    def _make_buttons(self, screen: QWidget) -> None:
        self.add_group = QAction(tr("Group with a limit"), screen)
        self.rule_actions = {kind: QAction(tr(text), screen) for kind, text in _RULE_WORDS.items()}
        self.score_actions = {basis: QAction(tr(text), screen) for basis, text in _SCORE_WORDS.items()}
        self.asking_actions = {"score.starter": QAction(tr("From a starter model …"), screen)}
        self.groups = QMenu(tr("Group"), screen)
        self.up, self.down = (
            self._small("arrow-up", tr("Move up")),
            self._small("arrow-down", tr("Move down")),
        )
        self.double = self._small("copy", tr("Duplicate"))
        self.add_threshold, self.add_effect = (
            QPushButton(tr("Add a threshold")),
            QPushButton(tr("Add an effect")),
        )
        self.add_matrix, self.change_fading = QPushButton(tr("Add a grade matrix")), QPushButton(tr("Change"))
        self.first_score = QPushButton(tr("Add a score"))
        self.first_score.setProperty("role", "primary")
        self.asking = {
            "score.explain": QPushButton(tr("What if …")),
            "score.versions": QPushButton(tr("Versions …")),
            "score.calibrate": QPushButton(tr("Calibrate …")),
            "score.cold": QPushButton(tr("Cold leads …")),
            "score.account": QPushButton(tr("Set up in the CRM …")),
        }

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.curve.set_theme(theme)
        self.matrix.set_theme(theme)
        for button, name in self._icons:
            button.setIcon(themed_icon(name, theme))

    def show_any(self, there: bool) -> None:
        """Show a score, or how to begin where there is none."""
        self.body.setVisible(there)
        self.empty.setVisible(not there)
        self.scores.setVisible(there)
        self.summary.setVisible(there)
        self.complaint.hide()

    def fit(self, width: int) -> None:
        """Put rules and cards beside each other, or above each other where there is little room."""
        narrow = width < scaled(620)
        self.body.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
        self.asking["score.calibrate"].setVisible(not narrow)
        self.asking["score.cold"].setVisible(not narrow)

    def complain(self, text: str) -> None:
        """Say what was wrong."""
        self.complaint.setText(text)
        self.complaint.show()

    def _small(self, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        self._icons.append((button, name))
        return button

    # ------------------------------------------------------------ laying out

    def _lay_out(self, screen: QWidget) -> None:
        screen.setProperty("role", "panel")
        screen.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.complaint.setProperty("role", "complaint")
        self.complaint.setWordWrap(True)
        self.summary.setProperty("role", "secondary")
        self.body.setChildrenCollapsible(False)
        self.body.addWidget(self._rules_side())
        self.body.addWidget(self._cards_side())
        self.body.setStretchFactor(0, 3)
        self.body.setStretchFactor(1, 2)
        layout = QVBoxLayout(screen)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(self._head())
        layout.addWidget(self.scores)
        layout.addWidget(self.complaint)
        layout.addWidget(self.body, 1)
        layout.addWidget(self._nothing(), 1)

    def _head(self) -> QHBoxLayout:
        title = QLabel(tr("Scoring"))
        title.setProperty("role", "title")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addWidget(self.summary)
        head.addStretch(1)
        menu = QMenu(self.body)
        menu.addActions([*self.score_actions.values(), *self.asking_actions.values()])
        head.addWidget(_menu_button(tr("Add a score"), menu))
        for name in ("score.versions", "score.explain"):
            head.addWidget(self.asking[name])
        return head

    def _rules_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(6)
        bar = QHBoxLayout()
        bar.setSpacing(6)
        bar.addWidget(_heading(tr("Rules")))
        bar.addStretch(1)
        for part in (self.up, self.down, self.double):
            bar.addWidget(part)
        bar.addWidget(_menu_button(tr("Group"), self.groups))
        menu = QMenu(side)
        menu.addActions(list(self.rule_actions.values()))
        menu.addSeparator()
        menu.addAction(self.add_group)
        add = _menu_button(tr("Add a rule"), menu)
        add.setProperty("role", "primary")
        bar.addWidget(add)
        column.addLayout(bar)
        column.addWidget(self.rules, 1)
        row = QHBoxLayout()
        row.addWidget(self.asking["score.calibrate"])
        row.addWidget(self.asking["score.cold"])
        row.addStretch(1)
        column.addLayout(row)
        side.setMinimumWidth(scaled(300))
        return side

    def _cards_side(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 0, 4, 0)
        column.setSpacing(10)
        for label in (self.fading, self.account, self.grades):
            label.setProperty("role", "secondary")
            label.setWordWrap(True)
        self.thresholds.setMinimumHeight(scaled(132))
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_threshold)
        buttons.addWidget(self.add_effect)
        buttons.addStretch(1)
        column.addWidget(_card(tr("Thresholds"), None, self.thresholds, buttons))
        column.addWidget(_card(tr("Fading"), self.change_fading, self.curve, self.fading))
        column.addWidget(_card(tr("Account"), self.asking["score.account"], self.roll_up, self.account))
        column.addWidget(_card(tr("Grades"), None, self.grades, self.matrix, self.add_matrix))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setMinimumWidth(scaled(280))
        return area

    def _nothing(self) -> QWidget:
        column = QVBoxLayout(self.empty)
        column.addStretch(1)
        self.nothing.setText(
            tr(
                "A score adds up what leads do, and who they are. Rules give points, thresholds tell when a "
                "lead is ready. Begin with a score of your own, or with points that a common tool has."
            )
        )
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setMaximumWidth(scaled(440))
        column.addWidget(self.nothing, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.first_score, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        return self.empty


def _menu_button(text: str, menu: QMenu) -> QPushButton:
    button = QPushButton(text)
    button.setMenu(menu)
    return button


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "figure")
    return label


def _card(title: str, button: QPushButton | None, *content: QWidget | QLayout) -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(12, 8, 12, 10)
    column.setSpacing(6)
    head = QHBoxLayout()
    head.addWidget(_heading(title))
    head.addStretch(1)
    if button is not None:
        button.setProperty("role", "link")
        head.addWidget(button)
    column.addLayout(head)
    for each in content:
        if isinstance(each, QLayout):
            column.addLayout(each)
        else:
            column.addWidget(each)
    return card
