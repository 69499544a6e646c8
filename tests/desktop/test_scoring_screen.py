"""The scoring screen: rules as sentences, changes that can be undone; accounts, cold leads, versions."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.scoring.account_dialog import AccountDialog
from maplanner.desktop.scoring.cold_dialog import ColdDialog
from maplanner.desktop.scoring.screen import ScoringScreen
from maplanner.desktop.scoring.sentences import decay_words, effect_words, rule_words, threshold_words
from maplanner.desktop.scoring.versions_dialog import VersionsDialog
from maplanner.document.records import (
    Campaign,
    CrmField,
    Effect,
    RuleGroup,
    Score,
    ScoringRule,
    ScoringVersion,
    Step,
    Threshold,
)
from maplanner.document.store import Store
from maplanner.document.values import Condition, HalfLifeDecay, StepDecay
from maplanner.document.vocabulary import Crossing, EventType, Repeat, RollUp, RuleKind, ScoreBasis
from maplanner.drawing.theme import ThemeName, theme
from tests.builders import PlanBuilder


@pytest.fixture
def store() -> Store:
    plan = PlanBuilder()
    form = plan.step("form", "Demo request")
    score = plan.score()
    group = plan.add(RuleGroup, score=score.id, title="Mails", at_most=40, per_days=30)
    plan.rule(score, event=EventType.FORM_FILLED, step=form.id, points=30, repeat=Repeat.FIRST, order=0)
    plan.rule(score, event=EventType.VIDEO_WATCHED, by_amount=True, points=10, order=1)
    plan.rule(score, event=EventType.EMAIL_OPENED, points=1, group=group.id, order=2)
    mark = plan.threshold(score, 100, title="")
    plan.add(Effect, threshold=mark.id)
    return plan.store()


@pytest.fixture
def screen(store: Store, qtbot: QtBot) -> ScoringScreen:
    made = ScoringScreen(PlanBridge(store), theme(ThemeName.LIGHT))
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def test_rules_are_read_as_sentences(screen: ScoringScreen) -> None:
    assert screen.parts.rules.texts() == [
        "Form filled on “Demo request” gives 30, first time only",
        "Video watched gives 10 × the share watched",
        "Mails · at most 40 in 30 days",
        "E-mail opened gives 1",
    ]
    assert screen.parts.thresholds.texts() == ["Rises to 100", "Qualifies the lead"]


def test_other_kinds_of_rules_and_thresholds_have_words_too(store: Store) -> None:
    reader = store
    score = "score_1"
    pattern = ScoringRule.new(
        score=score,
        kind=RuleKind.PATTERN,
        event=EventType.EMAIL_OPENED,
        without=EventType.EMAIL_CLICKED,
        times=5,
        points=-10,
        at_most=20,
    )
    said = "E-mail opened, 5 times within 30 days, and no e-mail clicked takes 10, at most 20 in all"
    assert rule_words(pattern, reader) == said
    idle = ScoringRule.new(score=score, kind=RuleKind.INACTIVITY, days=45, points=-5)
    assert rule_words(idle, reader) == "45 days without any action takes 5"
    fact = Condition(subject="field", ref="title", operator="is", text="Director")
    known = ScoringRule.new(score=score, kind=RuleKind.FACT, fact=fact, points=20, lasts=90, adjustment=5)
    assert rule_words(known, reader) == "Known: title is Director gives 20, for 90 days, +5 of it by sales"
    falls = Threshold.new(score=score, value=30, crossing=Crossing.DOWN)
    assert threshold_words(falls) == "Falls below 30"
    assert effect_words(Effect.new(threshold="t", kind="create a task", who="Ana"), reader) == (
        "Creates a task for Ana"
    )
    assert decay_words(HalfLifeDecay(days=60)) == "Halves in 60 days."
    assert decay_words(StepDecay(share=0.25, days=7)).startswith("Loses 25 %")


def test_rules_are_added_doubled_moved_and_deleted_in_steps_that_can_be_undone(
    screen: ScoringScreen, store: Store
) -> None:
    before = {record.id: record for record in store.records()}
    screen.edits.add_rule("score_1", RuleKind.INACTIVITY)
    screen.edits.duplicate("scoring_rule_1")
    screen.refresh()
    ids = screen.parts.rules.ids()
    assert ids[0] == "scoring_rule_1"
    assert rule_words(store.find(ScoringRule, ids[1]), store).startswith("Form filled")
    screen.edits.move("scoring_rule_2", -1)
    screen.refresh()
    assert screen.parts.rules.ids()[1] == "scoring_rule_2"
    screen.edits.move("scoring_rule_2", -1)
    screen.edits.move("scoring_rule_2", -1)
    screen.edits.put_into("scoring_rule_1", "rule_group_1")
    screen.edits.remove("scoring_rule_2")
    screen.refresh()
    assert "scoring_rule_2" not in screen.parts.rules.ids()
    for _step in range(6):
        store.undo()
    assert {record.id: record for record in store.records()} == before


def test_scores_thresholds_effects_and_grades_are_added(screen: ScoringScreen, store: Store) -> None:
    made: list[str] = []
    screen.made.connect(made.append)
    fit = screen.edits.add_score(ScoreBasis.FIT)
    assert screen.score() == store.find(Score, fit)
    assert store.find(Score, fit).decay is None
    screen.edits.add_matrix()
    assert screen.parts.matrix.grades()[0] == ["A1", "A2", "A3"]
    threshold = screen.edits.add_threshold(fit)
    assert len(store.referring(Effect, "threshold", threshold)) == 1
    screen.parts.thresholds.select_id(threshold)
    screen.parts.add_effect.click()
    assert len(store.referring(Effect, "threshold", threshold)) == 2
    assert len(made) == 4


def test_the_way_of_rolling_up_is_chosen(screen: ScoringScreen, store: Store) -> None:
    screen.parts.roll_up.setCurrentIndex(screen.parts.roll_up.findData(RollUp.CHAMPION.value))
    screen.parts.roll_up.activated.emit(screen.parts.roll_up.currentIndex())
    assert store.find(Score, "score_1").roll_up is RollUp.CHAMPION
    screen.refresh()
    assert "60 % the highest" in screen.parts.account.text()


def test_a_plan_without_scores_says_how_to_begin(qtbot: QtBot) -> None:
    screen = ScoringScreen(PlanBridge(PlanBuilder().store()), theme(ThemeName.DARK))
    qtbot.addWidget(screen)
    screen.show()
    assert screen.parts.empty.isVisible()
    screen.parts.first_score.click()
    assert screen.parts.body.isVisible()


def test_the_accounts_field_is_added_with_one_click(store: Store, qtbot: QtBot, tmp_path: Path) -> None:
    plan = PlanBuilder()
    crm = plan.crm("Sales", product="Salesforce")
    plan.object(crm, "Account")
    with store.transact("CRM") as transaction:
        transaction.put(*(record for record in plan.records.values() if record.type_name != "plan"))
    dialog = AccountDialog(PlanBridge(store), lambda _title, _make: None)
    qtbot.addWidget(dialog)
    assert "Record-Triggered Flow" in dialog.steps.toPlainText()
    dialog.add()
    field = store.find(CrmField, store.find(Score, "score_1").account_field or "")
    assert (field.object, field.api_name, field.custom) == ("object_1", "Account_Readiness__c", True)
    assert not dialog.add_field.isEnabled()
    dialog.write(tmp_path / "steps.txt")
    assert "Account_Readiness__c" in (tmp_path / "steps.txt").read_text(encoding="utf-8")
    store.undo()
    assert store.count(CrmField) == 0


def test_without_a_crm_it_is_said_what_is_missing(store: Store, qtbot: QtBot) -> None:
    dialog = AccountDialog(PlanBridge(store), lambda _title, _make: None)
    qtbot.addWidget(dialog)
    dialog.add()
    assert "no CRM" in dialog.said.text()


def test_a_path_for_cold_leads_is_drawn_as_one_step(store: Store, qtbot: QtBot) -> None:
    dialog = ColdDialog(PlanBridge(store))
    qtbot.addWidget(dialog)
    dialog.days.setValue(30)
    dialog.apply()
    campaign = store.all(Campaign)[-1]
    kinds = [step.kind for step in store.all(Step) if step.campaign == campaign.id]
    assert kinds.count("email") == 3
    assert kinds.count("trigger") == 2
    store.undo()
    assert campaign.id not in {each.id for each in store.all(Campaign)}


def test_versions_are_saved_renamed_and_brought_back(store: Store, qtbot: QtBot) -> None:
    dialog = VersionsDialog(PlanBridge(store))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.save()
    version = store.all(ScoringVersion)[0]
    dialog.parts.versions.typed.emit(0, 0, "Pavasaris")
    assert store.find(ScoringVersion, version.id).title == "Pavasaris"
    assert dialog.parts.no_changes.isVisible()
    with store.transact("Change") as transaction:
        transaction.change("scoring_rule_1", {"points": 55.0})
    dialog.refresh()
    assert dialog.parts.changes.item(0, 1).text() == "form filled: Demo request: Points"  # type: ignore[union-attr]
    dialog.bring_back()
    assert store.find(ScoringRule, "scoring_rule_1").points == 30


def test_versions_are_compared_on_a_history(store: Store, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    rows = [f"ann,form filled,Demo request,2026-01-0{day}" for day in (1, 2, 3)]
    path.write_text("\n".join(["lead,event,asset,time", *rows]), encoding="utf-8")
    dialog = VersionsDialog(PlanBridge(store))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.save()
    with store.transact("Change") as transaction:
        transaction.change("scoring_rule_1", {"points": 120.0})
    dialog.compare(path)
    qtbot.waitUntil(lambda: dialog.found is not None, timeout=10_000)
    assert dialog.parts.leads.item(0, 1).text() == "only the plan"  # type: ignore[union-attr]
    assert dialog.parts.logs[0].item(1, 2).text() == "+120"  # type: ignore[union-attr]
    assert dialog.parts.logs[1].item(1, 2).text() == "+30"  # type: ignore[union-attr]
