"""The scoring screen: one score at a time, with its rules as sentences, its fading, thresholds and grades."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.deleting import delete_with_care
from maplanner.desktop.late import Late
from maplanner.desktop.naming import title_of
from maplanner.desktop.scoring.edits import ScoringEdits
from maplanner.desktop.scoring.model_tree import Line
from maplanner.desktop.scoring.screen_layout import ScreenParts
from maplanner.desktop.scoring.sentences import (
    decay_words,
    effect_words,
    limit_words,
    roll_up_words,
    rule_words,
    signed,
    threshold_words,
)
from maplanner.desktop.words import counted, tr
from maplanner.document.patch import Patch
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    BuyerRole,
    Campaign,
    CrmField,
    Effect,
    RuleGroup,
    Score,
    ScoreMatrix,
    ScoringRule,
    Segment,
    Stage,
    Step,
    Threshold,
)
from maplanner.document.vocabulary import RollUp, RuleKind, ScoreBasis
from maplanner.drawing.theme import Theme
from maplanner.scoring.calibration import rules_in_order
from maplanner.scoring.model import ScoreModel

_WATCHED = {
    cls.type_name
    for cls in (
        Score,
        RuleGroup,
        ScoringRule,
        Threshold,
        Effect,
        ScoreMatrix,
        BuyerRole,
        Step,
        Segment,
        Stage,
        Campaign,
        CrmField,
    )
}


class ScoringScreen(QWidget):
    """Shows and changes the scoring model; what is chosen is edited in the panel at the right."""

    selection_changed = Signal(list)
    made = Signal(str)
    """A record was made, and is to be named and filled in."""
    asked = Signal(str)
    """Something beyond the screen is wanted: the name of an action."""

    def __init__(self, bridge: PlanBridge, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self.edits = ScoringEdits(bridge, self)
        self.parts = ScreenParts(self, theme)
        self._late = Late(self.refresh, self)
        self._connect()
        bridge.patched.connect(self._on_patch)
        self.refresh()

    # ------------------------------------------------------------ what others may ask

    @property
    def reader(self) -> RecordReader:
        """The live records, for reading."""
        return self._bridge.reader

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.parts.set_theme(theme)
        self.refresh()

    def score(self) -> Score | None:
        """Return the score that is shown."""
        tabs = self.parts.scores
        return self.reader.find_or_none(Score, tabs.tabData(tabs.currentIndex()))

    def show_score(self, score_id: str) -> None:
        """Show a score."""
        self.refresh()
        for place in range(self.parts.scores.count()):
            if self.parts.scores.tabData(place) == score_id:
                self.parts.scores.setCurrentIndex(place)

    def refresh(self) -> None:
        """Show the plan as it is now."""
        self._show_scores()
        score = self.score()
        self.parts.show_any(score is not None)
        if score is None:
            return
        self.parts.rules.show_lines(self._rule_lines(score))
        self.parts.thresholds.show_lines(self._threshold_lines(score))
        self.parts.curve.show_decay(ScoreModel.of(score))
        self.parts.fading.setText(self._fading_words(score))
        self._show_account(score)
        self._show_grades()
        rules = len(self.reader.referring(ScoringRule, "score", score.id))
        self.parts.summary.setText(" · ".join([tr(score.basis.value), counted("%n rules", rules)]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.parts.fit(event.size().width())

    # ------------------------------------------------------------ showing

    def _show_scores(self) -> None:
        tabs = self.parts.scores
        chosen = tabs.tabData(tabs.currentIndex()) if tabs.count() else None
        scores = sorted(self.reader.all(Score), key=lambda score: score.order)
        with QSignalBlocker(tabs):
            while tabs.count() > len(scores):
                tabs.removeTab(tabs.count() - 1)
            for place, score in enumerate(scores):
                title = title_of(score, self.reader)
                if place == tabs.count():
                    tabs.addTab("")
                tabs.setTabText(place, title.replace("&", "&&"))
                tabs.setTabToolTip(place, f"{title} ({tr(score.basis.value)})")
                tabs.setTabData(place, score.id)
            ids = [score.id for score in scores]
            if chosen in ids:
                tabs.setCurrentIndex(ids.index(chosen))

    def _rule_lines(self, score: Score) -> list[Line]:
        rules = rules_in_order(self.reader, score)
        groups = sorted(self.reader.referring(RuleGroup, "score", score.id), key=lambda group: group.order)
        known = {group.id for group in groups}
        lines = [self._rule_line(rule) for rule in rules if rule.group not in known]
        for group in groups:
            below = tuple(self._rule_line(rule) for rule in rules if rule.group == group.id)
            said = (title_of(group, self.reader), limit_words(group))
            lines.append(Line(group.id, " · ".join(filter(None, said)), "", below, strong=True))
        return lines

    def _rule_line(self, rule: ScoringRule) -> Line:
        said = rule_words(rule, self.reader)
        text = f"{rule.title}: {said}" if rule.title else said
        color = self._theme.error_text if rule.points < 0 else self._theme.good_text
        return Line(rule.id, text, signed(rule.points), color=color if rule.points else "")

    def _threshold_lines(self, score: Score) -> list[Line]:
        marks = sorted(
            self.reader.referring(Threshold, "score", score.id), key=lambda mark: (mark.level, -mark.value)
        )
        lines = []
        for mark in marks:
            effects = sorted(
                self.reader.referring(Effect, "threshold", mark.id), key=lambda effect: effect.order
            )
            below = tuple(Line(each.id, effect_words(each, self.reader)) for each in effects)
            said = threshold_words(mark)
            text = f"{mark.title}: {said}" if mark.title else said
            lines.append(Line(mark.id, text, "", below, strong=True))
        return lines

    def _fading_words(self, score: Score) -> str:
        said = [decay_words(score.decay)]
        if score.cap is not None:
            said.append(tr("Never above {points}.").format(points=signed(score.cap).lstrip("+")))
        if score.floor:
            said.append(tr("Never below {points}.").format(points=signed(score.floor).lstrip("+")))
        return " ".join(said)

    def _show_account(self, score: Score) -> None:
        box = self.parts.roll_up
        with QSignalBlocker(box):
            box.setCurrentIndex(box.findData(score.roll_up.value))
        field = self.reader.find_or_none(CrmField, score.account_field)
        held = (
            tr("Held in {field}.").format(field=title_of(field, self.reader))
            if field is not None
            else tr("No field of the account holds it yet.")
        )
        self.parts.account.setText(f"{roll_up_words(score)} {held}")

    def _show_grades(self) -> None:
        found = sorted(self.reader.all(ScoreMatrix), key=lambda matrix: matrix.order)
        self.parts.matrix.setVisible(bool(found))
        self.parts.add_matrix.setVisible(not found)
        if not found:
            self.parts.grades.setText(tr("Letters say who a lead is, numbers what it does: A1 is the best."))
            return
        matrix = found[0]
        self.parts.matrix.show_matrix(matrix)
        titles = [
            title_of(score, self.reader) if score is not None else tr("nothing chosen")
            for score in (
                self.reader.find_or_none(Score, matrix.fit),
                self.reader.find_or_none(Score, matrix.engagement),
            )
        ]
        said = tr("Letters from “{fit}”, numbers from “{engagement}”.")
        self.parts.grades.setText(said.format(fit=titles[0], engagement=titles[1]))

    # ------------------------------------------------------------ hearing

    def _made(self, record_id: str) -> None:
        self.refresh()
        record = self.reader.get(record_id)
        if isinstance(record, Score):
            self.show_score(record_id)
        for tree in (self.parts.rules, self.parts.thresholds):
            with QSignalBlocker(tree):
                tree.select_id(record_id)
        self.made.emit(record_id)

    def _delete(self, record_id: str) -> None:
        delete_with_care(self, self.reader, [record_id], lambda: self.edits.remove(record_id))

    def _group_of_chosen(self) -> str | None:
        record = self.reader.get(self.parts.rules.current_id())
        if isinstance(record, RuleGroup):
            return record.id
        return record.group if isinstance(record, ScoringRule) else None

    def _chosen_threshold(self) -> str:
        record = self.reader.get(self.parts.thresholds.current_id())
        if isinstance(record, Effect):
            return record.threshold
        if isinstance(record, Threshold):
            return record.id
        score = self.score()
        marks = self.reader.referring(Threshold, "score", score.id) if score is not None else []
        return marks[0].id if marks else ""

    def _with_score(self, run: Callable[[str], object]) -> Callable[[], None]:
        def act() -> None:
            score = self.score()
            if score is not None:
                run(score.id)

        return act

    def _add_effect(self) -> None:
        threshold = self._chosen_threshold()
        if threshold:
            self.edits.add_effect(threshold)

    def _roll_up_chosen(self) -> None:
        score = self.score()
        if score is not None:
            how = RollUp(self.parts.roll_up.currentData())
            self.edits.change(tr("Choose how accounts score"), score.id, {"roll_up": how})

    def _tell_score(self) -> None:
        score = self.score()
        self.refresh()
        if score is not None:
            self.selection_changed.emit([score.id])

    def _fill_groups(self, menu: QMenu) -> None:
        menu.clear()
        rule, score = self.reader.get(self.parts.rules.current_id()), self.score()
        if not isinstance(rule, ScoringRule) or score is None:
            menu.addAction(tr("Choose a rule first")).setEnabled(False)
            return
        rule_id = rule.id
        menu.addAction(tr("In no group"), lambda: self.edits.put_into(rule_id, None))
        for group in self.reader.referring(RuleGroup, "score", score.id):
            title, group_id = title_of(group, self.reader), group.id
            menu.addAction(title.replace("&", "&&"), partial(self.edits.put_into, rule_id, group_id))

    def _connect(self) -> None:
        parts, edits = self.parts, self.edits
        edits.made.connect(self._made)
        edits.refused.connect(parts.complain)
        parts.scores.currentChanged.connect(lambda _place: self._tell_score())
        parts.scores.tabBarClicked.connect(lambda _place: self._tell_score())
        for tree in (parts.rules, parts.thresholds):
            tree.picked.connect(lambda record_id: self.selection_changed.emit([record_id]))
            tree.moved.connect(edits.move)
            tree.doubled.connect(edits.duplicate)
            tree.deleted.connect(self._delete)
        for kind, action in parts.rule_actions.items():
            action.triggered.connect(lambda _checked=False, kind=kind: self._add_rule(kind))
        for basis, action in parts.score_actions.items():
            action.triggered.connect(lambda _checked=False, basis=basis: edits.add_score(basis))
        parts.first_score.clicked.connect(lambda: edits.add_score(ScoreBasis.ENGAGEMENT))
        parts.add_group.triggered.connect(self._with_score(edits.add_group))
        parts.groups.aboutToShow.connect(lambda: self._fill_groups(parts.groups))
        parts.up.clicked.connect(lambda: edits.move(parts.rules.current_id(), -1))
        parts.down.clicked.connect(lambda: edits.move(parts.rules.current_id(), 1))
        parts.double.clicked.connect(lambda: edits.duplicate(parts.rules.current_id()))
        parts.add_threshold.clicked.connect(self._with_score(edits.add_threshold))
        parts.add_effect.clicked.connect(self._add_effect)
        parts.add_matrix.clicked.connect(edits.add_matrix)
        parts.matrix.chosen.connect(lambda record_id: self.selection_changed.emit([record_id]))
        parts.change_fading.clicked.connect(self._tell_score)
        parts.roll_up.activated.connect(self._roll_up_chosen)
        for name, button in parts.asking.items():
            button.clicked.connect(lambda _checked=False, name=name: self.asked.emit(name))
        for name, action in parts.asking_actions.items():
            action.triggered.connect(lambda _checked=False, name=name: self.asked.emit(name))

    def _add_rule(self, kind: RuleKind) -> None:
        score = self.score()
        if score is not None:
            self.edits.add_rule(score.id, kind, self._group_of_chosen())

    def _on_patch(self, patch: Patch) -> None:
        if any(change.type_name in _WATCHED for change in patch.changes):
            self._late.follow(patch)
