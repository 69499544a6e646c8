"""What every check promises: it finds, it keeps quiet, its fix helps, and nothing makes it raise."""

from __future__ import annotations

import json
import re

import pytest
from _pytest.mark import ParameterSet

from maplanner.checks import CHECKS, Finding, Severity, run_checks
from maplanner.document.reading import Snapshot
from tests.checks import (  # noqa: F401 - they add their examples
    data_examples,
    goal_examples,
    scoring_examples,
    segment_examples,
    time_examples,
)
from tests.checks.examples import FAILS, PASSES, Example


def cases(examples: dict[str, list[Example]]) -> list[ParameterSet]:
    return [
        pytest.param(code, maker, id=f"{code}: {maker.__name__.replace('_', ' ')}")
        for code, makers in examples.items()
        for maker in makers
    ]


def found(snapshot: Snapshot, code: str) -> list[Finding]:
    return [finding for finding in run_checks(snapshot) if finding.code == code]


def test_every_check_has_examples_both_ways() -> None:
    assert set(FAILS) == set(CHECKS) == set(PASSES)


@pytest.mark.parametrize(("code", "example"), cases(FAILS))
def test_it_finds_what_is_wrong(code: str, example: Example) -> None:
    snapshot = example().snapshot()
    findings = found(snapshot, code)
    assert findings
    for finding in findings:
        assert snapshot.get(finding.record) is not None
        assert finding.message.endswith((".", "!"))
        assert not re.search(r"[{}]|\w+_\d+|None", finding.message), finding.message
        assert len(finding.message) < 250


@pytest.mark.parametrize(("code", "example"), cases(PASSES))
def test_it_keeps_quiet(code: str, example: Example) -> None:
    assert [finding.message for finding in found(example().snapshot(), code)] == []


@pytest.mark.parametrize(("code", "example"), cases(FAILS))
def test_its_fix_puts_it_right(code: str, example: Example) -> None:
    for number, finding in enumerate(found(example().snapshot(), code)):
        if finding.fix is None:
            continue
        store = example().store()
        again = found(store.snapshot(), code)[number]
        assert again.fix is not None
        with store.transact(again.fix.title) as transaction:
            again.fix.apply(transaction)
        assert again.message not in [each.message for each in found(store.snapshot(), code)]
        assert store.undo() is not None
        assert [each.message for each in found(store.snapshot(), code)].count(again.message) == 1


@pytest.mark.parametrize("code", CHECKS)
def test_it_explains_itself(code: str) -> None:
    check = CHECKS[code]
    assert check.code == code
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", code)
    assert check.title
    assert check.explanation.endswith(".")
    assert check.example.endswith(".")
    assert check.remedy.endswith(".")
    assert isinstance(check.severity, Severity)


@pytest.mark.parametrize(("code", "example"), cases(FAILS))
def test_it_says_where_in_words_and_identifiers(code: str, example: Example) -> None:
    for finding in found(example().snapshot(), code):
        data = json.loads(json.dumps(finding.to_json()))
        assert {"code", "severity", "message", "campaign", "step", "field"} <= set(data)
        assert all(isinstance(data[key], str) for key in ("campaign", "step", "field"))
        assert bool(data["step"]) == bool(data["step_id"])
        assert bool(data["campaign"]) == bool(data["campaign_id"])


@pytest.mark.parametrize(("code", "example"), cases(FAILS))
def test_its_findings_are_told_apart_however_things_are_called(code: str, example: Example) -> None:
    plan = example()
    before = [finding.key for finding in run_checks(plan.snapshot())]
    assert len(before) == len(set(before))
    for record in list(plan.records.values()):
        if "title" in type(record).model_fields:
            plan.put(record.changed({"title": f"Renamed {record.id}"}))
    after = {finding.key for finding in run_checks(plan.snapshot()) if finding.code == code}
    assert after == {key for key in before if key[0] == code}
