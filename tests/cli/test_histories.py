"""Recorded histories on the command line: scores with their logs, and what outcomes teach."""

from __future__ import annotations

import csv
import json
import math
import random
from pathlib import Path

import pytest

from maplanner.app.histories import read_history
from maplanner.document.records import Stage
from maplanner.document.values import LinearDecay
from maplanner.document.vocabulary import EventType
from maplanner.storage import PlanFile
from tests.builders import PlanBuilder
from tests.cli.running import CommandLine


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    plan = PlanBuilder()
    stages = [plan.add(Stage, title=title, order=at) for at, title in enumerate(("Aware", "Deciding"))]
    mail = plan.step("email", "Welcome", stage=stages[0].id)
    demo = plan.step("form", "Demo", stage=stages[1].id)
    score = plan.score("Readiness", decay=LinearDecay(points=10, days=30))
    plan.threshold(score, 50, title="Ready")
    plan.rule(score, event=EventType.EMAIL_OPENED, step=mail.id, points=10)
    plan.rule(score, event=EventType.FORM_FILLED, step=demo.id, points=40)
    path = tmp_path / "scored.maplan"
    PlanFile.create(path, list(plan.records.values())).close()
    return path


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Two hundred leads: those who fill in the demo form mostly buy."""
    dice = random.Random(5)
    path = tmp_path / "history.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["lead", "event", "asset", "time", "outcome"])
        for lead in range(200):
            asked = lead % 4 == 0
            won = dice.random() < (0.9 if asked else 0.1)
            for day in range(1, dice.randint(2, 5)):
                out.writerow([f"lead {lead}", "email_opened", "Welcome", f"2026-01-{day:02}", int(won)])
            if asked:
                out.writerow([f"lead {lead}", "Form submitted", "Demo", "2026-01-20 10:00", int(won)])
        out.writerow(["lead 0", "Sneezed", "", "2026-03-01", ""])
    return path


def test_scores_come_with_logs_that_add_up(cli: CommandLine, scored: Path, history: Path) -> None:
    ran = cli("score", scored, "--history", history, "--json")
    assert (ran.status, ran.err) == (0, "")
    document = json.loads(ran.out)
    assert document["threshold"] == 50
    assert len(document["leads"]) == 200
    assert document["unknown_events"] == [{"event": "Sneezed", "count": 1}]
    for lead in document["leads"]:
        assert math.fsum(line["change"] for line in lead["log"]) == pytest.approx(lead["score"], abs=1e-5)
    asked = document["leads"][0]
    assert asked["highest"] >= 50
    assert asked["reached"] == "2026-01-20 10:00:00"
    assert asked["score"] == asked["highest"] - 10, "thirty days have passed since"
    assert document["quality"]["top_decile_lift"] > 1.5


def test_one_lead_is_explained_to_people(cli: CommandLine, scored: Path, history: Path) -> None:
    out = cli("score", scored, "--history", history, "--lead", "lead 0").out
    assert "reaches “Ready”" in out
    assert "faded" in out
    out = cli("score", scored, "--history", history).out
    assert "does not know the event “Sneezed” (1 times)" in out
    cli.refused("score", scored, "--history", history, "--lead", "nobody", said="nobody")
    cli.refused("score", scored, "--history", history, "--score", "Love", said="“Readiness”")


def test_a_history_teaches_points_interactions_and_a_threshold(
    cli: CommandLine, scored: Path, history: Path
) -> None:
    document = json.loads(cli("calibrate", scored, "--history", history, "--json").out)
    points = {each["signal"]: each["points"] for each in document["signals"]}
    assert points["Form submitted: Demo"] > 3 * abs(points["email_opened: Welcome"])
    assert document["held_out"]["leads"] + document["learned_from"]["leads"] == 200
    assert document["held_out"]["top_decile_lift"] > 1.5
    assert len(document["held_out"]["deciles"]) == 10
    aware, deciding = document["stages"]
    assert (aware["stage"], deciding["stage"]) == ("Aware", "Deciding")
    assert 1 < aware["interactions"] < 4
    assert 0.4 < deciding["interactions"] < 1
    out = cli("calibrate", scored, "--history", history).out
    assert "leads held out" in out
    assert "points each" in out


def table(folder: Path) -> Path:
    dice = random.Random(9)
    path = folder / "leads.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["Prospect ID", "Source", "Minutes", "Same", "Verdict", "Converted"])
        for lead in range(2_000):
            referred, minutes = dice.random() < 0.2, dice.randint(0, 1000)
            won = dice.random() < 0.1 + 0.4 * referred + 0.4 * (minutes > 750)
            source = "Referral" if referred else dice.choice(["Search", "Ad"])
            out.writerow([lead, source, minutes, "x", "won it" if won else "", int(won)])
    return path


def test_a_row_for_each_lead_teaches_points_for_its_values(cli: CommandLine, tmp_path: Path) -> None:
    path = table(tmp_path)
    document = json.loads(cli("calibrate", "--history", path, "--json").out)
    points = {each["signal"]: each["points"] for each in document["signals"]}
    assert points["Source: Referral"] > 15 + max(points["Source: Search"], points["Source: Ad"])
    assert min(points["Source: Search"], points["Source: Ad"]) == 0
    assert document["held_out"]["top_decile_lift"] > 2
    assert any("Verdict" in remark and "gives the outcome away" in remark for remark in document["remarks"])
    assert not any(name.startswith(("Verdict", "Same")) for name in points)


def test_columns_can_be_chosen(cli: CommandLine, tmp_path: Path) -> None:
    path = table(tmp_path)
    document = json.loads(cli("calibrate", "--history", path, "--signal", "Source", "--json").out)
    assert {each["signal"].split(":")[0] for each in document["signals"]} == {"Source"}
    cli.refused("calibrate", "--history", path, "--signal", "Sauce", said="“Sauce”")
    cli.refused("calibrate", "--history", path, "--outcome", "Source", said="too few")


def test_real_leads_give_a_model_whose_lift_is_told(cli: CommandLine, real_inputs: Path) -> None:
    path = real_inputs / "histories" / "x-education" / "leads.csv"
    if not path.exists():
        pytest.skip("no such history here")
    document = json.loads(cli("calibrate", "--history", path, "--json").out)
    assert document["leads"] > 9_000
    assert document["held_out"]["top_decile_lift"] > 2.2
    assert document["held_out"]["auc"] > 0.85
    assert abs(document["held_out"]["auc"] - document["learned_from"]["auc"]) < 0.03


def test_real_calls_are_told_apart_though_a_column_is_called_contact(
    cli: CommandLine, real_inputs: Path
) -> None:
    path = real_inputs / "histories" / "bank-marketing" / "bank-additional.csv"
    if not path.exists():
        pytest.skip("no such history here")
    document = json.loads(cli("calibrate", "--history", path, "--json").out)
    assert document["leads"] > 4_000
    assert document["held_out"]["leads"] > 1_000
    assert document["held_out"]["top_decile_lift"] > 3


def test_a_column_that_only_sounds_like_a_name_is_learned_from(cli: CommandLine, tmp_path: Path) -> None:
    ways, bought = ("mail", "phone"), (0, 1, 0, 0, 0, 1, 1, 1, 0, 0)
    rows = [f"{ways[lead % 2]},{lead % 7},{bought[lead % 10]}" for lead in range(600)]
    path = tmp_path / "calls.csv"
    path.write_text("\n".join(["contact,day,bought", *rows]), encoding="utf-8")
    document = json.loads(cli("calibrate", "--history", path, "--json").out)
    points = {each["signal"]: each["points"] for each in document["signals"]}
    assert points["contact: phone"] > points["contact: mail"]


@pytest.mark.parametrize("month_first", [True, False])
def test_dates_with_slashes_are_read_by_what_they_show(
    cli: CommandLine, tmp_path: Path, month_first: bool
) -> None:
    days = ["01/31/2026", "02/01/2026"] if month_first else ["31/01/2026", "01/02/2026"]
    path = tmp_path / "history.csv"
    path.write_text("\n".join(["lead,event,time", *(f"a,open,{day}" for day in days)]), encoding="utf-8")
    history = read_history(path)
    assert history.day.tolist() == [0, 1]
    assert history.start.isoformat() == "2026-01-31T00:00:00"
