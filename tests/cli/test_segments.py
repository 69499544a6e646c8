"""Segments on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from maplanner.document.records import CriterionGroup, SegmentRemoval
from maplanner.document.values import Condition
from maplanner.document.vocabulary import Joining, SegmentMaking
from maplanner.storage import PlanFile
from tests.builders import PlanBuilder
from tests.cli.running import CommandLine


def written(path: Path) -> Path:
    plan = PlanBuilder(days=30, accounts=10, all_data_points=1)
    score = plan.score()
    entry = plan.step("contact_list", "List", props={"size": 50})
    plan.chain(entry, plan.step("points", "Points", props={"points": 90.0}), plan.step("end", "End"))
    hot = plan.segment("Karstie", made=SegmentMaking.REAL_TIME)
    plan.criterion(hot, condition=Condition(subject="score", ref=score.id, value=80))
    plan.criterion(hot, condition=Condition(subject="score", ref=score.id, value=50), order=1)
    cold = plan.segment("Cold", made=SegmentMaking.REAL_TIME, order=1)
    group = plan.add(CriterionGroup, segment=cold.id, joining=Joining.ANY)
    low = Condition(subject="score", ref=score.id, operator="below", value=20)
    plan.criterion(cold, group=group.id, condition=low)
    action = Condition(subject="identified", operator="is not")
    plan.criterion(cold, group=group.id, condition=action, order=1)
    plan.add(SegmentRemoval, segment=hot.id, leaves=cold.id)
    PlanFile.create(path, list(plan.records.values())).close()
    return path


def test_segments_are_told_with_sizes_and_overlaps(cli: CommandLine, tmp_path: Path) -> None:
    path = written(tmp_path / "plan.maplan")
    found = json.loads(cli("segments", path, "--simulate", "--json").out)
    hot, cold = found["segments"]
    assert (hot["title"], hot["size"], cold["size"]) == ("Karstie", 50, 0)
    assert hot["members_are"] == "score ≥ 80 and score ≥ 50"
    assert [each["why"] for each in hot["superfluous_criteria"]] == ["follows from another"]
    assert cold["members_are"] == "(score < 20 or unknown person)"
    assert hot["joining_leaves"] == [cold["id"]]
    assert [each["type"] for each in cold["used_by"]] == ["segment_removal"]
    assert found["data_points"]["all"] == 2
    assert found["overlaps"] == [{"segments": [hot["id"], cold["id"]], "possible": True, "members": 0}]
    out = cli("segments", path, "--simulate").out
    assert "Karstie" in out
    assert "Different data points in all: 2. The team's limit is 1." in out


def test_without_simulating_nothing_is_counted(cli: CommandLine, tmp_path: Path) -> None:
    found = json.loads(cli("segments", written(tmp_path / "plan.maplan"), "--json").out)
    assert [each["size"] for each in found["segments"]] == [None, None]


def test_a_plan_without_segments_says_so(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "plan.maplan"
    PlanFile.create(path, list(PlanBuilder().records.values())).close()
    assert cli("segments", path).out == "The plan has no segment.\n"
