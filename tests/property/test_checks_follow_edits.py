"""Checking again after an edit finds what checking from scratch finds."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from maplanner.checks import Checker, Finding, check_once
from maplanner.core.errors import MaplannerError
from maplanner.document.records import Campaign, FormField, IgnoredFinding, Link, Mapping, Record, Step
from maplanner.document.store import Store, Transaction
from tests.checks import data_examples  # noqa: F401 - adds its examples
from tests.checks.examples import FAILS, PASSES, Example

EXAMPLES: list[Example] = [each for found in (FAILS, PASSES) for makers in found.values() for each in makers]
Edit = Callable[[Transaction, Record, int], None]


def said(findings: tuple[Finding, ...]) -> list[object]:
    return [finding.to_json() for finding in findings]


def remove(transaction: Transaction, record: Record, _number: int) -> None:
    transaction.remove(record.id)


def rename(transaction: Transaction, record: Record, number: int) -> None:
    name = next((each for each in ("title", "api_name") if each in type(record).model_fields), None)
    if name is not None:
        transaction.change(record.id, {name: f"Name {number}"})


def move(transaction: Transaction, record: Record, number: int) -> None:
    if isinstance(record, Step):
        transaction.change(record.id, {"x": number * 100.0, "y": -number * 80.0})


def flip(transaction: Transaction, record: Record, _number: int) -> None:
    """Turn the first switch of a record round."""
    name = next((each for each, value in record if isinstance(value, bool)), None)
    if name is not None:
        transaction.change(record.id, {name: not getattr(record, name)})


def copy(transaction: Transaction, record: Record, number: int) -> None:
    twin = record.model_copy(update={"id": f"{record.id}_{number}"})
    if not isinstance(record, Campaign) and transaction.get(twin.id) is None:
        transaction.put(twin)


def turn_round(transaction: Transaction, record: Record, number: int) -> None:
    """Let a link lead elsewhere, a field go by another key, a mapping go both ways, a write only update."""
    if isinstance(record, Link):
        transaction.change(record.id, {"target": record.source})
    elif isinstance(record, FormField):
        transaction.change(record.id, {"key": f"key{number % 2}"})
    elif isinstance(record, Mapping):
        transaction.change(record.id, {"direction": "both ways"})
    elif isinstance(record, Step):
        transaction.change(record.id, {"props.operation": "update", "props.subject": "Hello {{key0}}"})


EDITS: list[Edit] = [remove, rename, move, flip, copy, turn_round]


def edit(store: Store, change: Edit, which: int, number: int) -> None:
    records = list(store.records())
    try:
        with store.transact("Edit") as transaction:
            change(transaction, records[which % len(records)], number)
    except MaplannerError:
        return


@settings(deadline=None)
@given(
    st.sampled_from(EXAMPLES),
    st.lists(
        st.tuples(st.sampled_from(EDITS), st.integers(0, 60), st.integers(0, 9), st.booleans()), max_size=6
    ),
)
def test_following_edits_finds_what_a_new_look_finds(
    example: Example, edits: list[tuple[Edit, int, int, bool]]
) -> None:
    store = example().store()
    checker = Checker()
    for change, which, number, takes_back in [(move, 0, 1, False), *edits]:
        edit(store, change, which, number)
        if takes_back:
            store.undo()
        followed, anew = checker.check(store.snapshot()), check_once(store.snapshot())
        assert said(followed.findings) == said(anew.findings)
        assert said(followed.ignored) == said(anew.ignored)
        assert [each.to_json() for each in followed.completeness] == [
            each.to_json() for each in anew.completeness
        ]


@given(st.sampled_from(EXAMPLES))
def test_ignoring_is_followed(example: Example) -> None:
    store = example().store()
    checker = Checker()
    before = checker.check(store.snapshot())
    for finding in before.findings:
        record = IgnoredFinding.new(
            code=finding.code, about=finding.record, detail=finding.detail, reason="Known"
        )
        with store.transact("Ignore") as transaction:
            transaction.put(record)
    after = checker.check(store.snapshot())
    assert after.findings == ()
    assert {each.key for each in after.ignored} == {each.key for each in before.findings}
