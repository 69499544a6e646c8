"""People on lists more than once: one lead or two, one e-mail or two, and lists that are sent again."""

from __future__ import annotations

from typing import Any

import pytest

from maplanner.core.errors import CannotSimulate
from maplanner.document.records import Step, System
from maplanner.document.vocabulary import FieldType
from maplanner.simulation import SimulationOptions, SimulationResult
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.run import run_plan
from tests.builders import PlanBuilder


class TwoLists:
    """Two lists that lead to one e-mail; the second shares people with the first."""

    def __init__(self, accounts: int = 7, second: dict[str, Any] | None = None, **tool: Any) -> None:
        self.builder = PlanBuilder(days=40.0, accounts=accounts, runs=1)
        self.builder.add_system("Mailer", **({"role": "marketing automation"} | tool))
        self.first = self.a_list("First", {"size": 100})
        shared = {"size": 60, "shares_with": self.first.id, "shared_share": 0.5}
        self.second = self.a_list("Second", shared | (second or {}))
        self.mail = self.builder.step("email", "Mail")
        self.builder.link(self.first, self.mail)
        self.builder.link(self.second, self.mail)

    def a_list(self, title: str, props: dict[str, Any]) -> Step:
        made = self.builder.step("contact_list", title, props=props)
        self.builder.field(made, "E-mail", type=FieldType.EMAIL, required=True)
        return made

    def result(self) -> SimulationResult:
        return run_plan(self.builder.snapshot(), SimulationOptions(threads=1))

    def sent(self) -> tuple[int, int, int]:
        """Return leads, e-mails sent, and those spared."""
        found = self.result()
        mail = found.step_by_id[self.mail.id]
        spared = 0 if mail.sent_once is None else int(mail.sent_once[0])
        return int(found.leads[0]), int(mail.entered[0]), spared


@pytest.mark.parametrize("accounts", [1, 7, 1000])
def test_a_tool_that_removes_duplicates_sends_once_to_a_person_on_two_lists(accounts: int) -> None:
    assert TwoLists(accounts).sent() == (130, 130, 30)


def test_a_tool_that_does_not_sends_twice_to_the_same_lead() -> None:
    assert TwoLists(removes_duplicates=False).sent() == (130, 160, 0)


@pytest.mark.parametrize("key", ["nothing", "whole row", "CRM id"])
def test_a_tool_that_cannot_know_them_has_two_leads(key: str) -> None:
    assert TwoLists(duplicate_key=key).sent() == (160, 160, 0)


def test_lists_that_are_sent_on_different_days_send_twice() -> None:
    assert TwoLists(second={"at": 5.0}).sent() == (130, 160, 0)


def test_who_is_in_a_campaign_once_and_for_all_does_not_enter_by_another_list() -> None:
    plan = TwoLists(second={"at": 5.0})
    plan.builder.put(plan.builder.current.changed({"re_entry": "never"}))
    assert plan.sent() == (130, 130, 0)


def test_the_earlier_list_brings_the_person_whichever_it_is() -> None:
    plan = TwoLists()
    plan.builder.put(plan.first.changed({"props.at": 9.0}))
    found = plan.result()
    assert found.leads[0] == 130
    assert {each.title: int(each.met[0]) for each in found.lists} == {"First": 30, "Second": 0}


def test_lists_may_share_in_a_chain_and_not_in_a_circle() -> None:
    plan = TwoLists()
    third = plan.a_list("Third", {"size": 40, "shares_with": plan.second.id, "shared_share": 1.0})
    plan.builder.link(third, plan.mail)
    assert plan.sent() == (130, 130, 70)
    plan.builder.put(plan.first.changed({"props.shares_with": third.id, "props.shared_share": 0.5}))
    with pytest.raises(CannotSimulate, match="circle"):
        compile_plan(plan.builder.snapshot())


@pytest.mark.parametrize(
    ("tool", "leads", "mails"),
    [
        ({"more_than_once": False}, 90, 90),
        ({"more_than_once": True}, 90, 90),
        ({"more_than_once": True, "removes_duplicates": False}, 90, 100),
        ({"more_than_once": True, "duplicate_key": "nothing"}, 100, 100),
        ({"more_than_once": True, "duplicate_key": "whole row", "removes_duplicates": False}, 90, 100),
    ],
)
def test_entries_that_are_twice_on_one_list(tool: dict[str, Any], leads: int, mails: int) -> None:
    plan = TwoLists(second={"size": 0}, **tool)
    plan.builder.put(plan.first.changed({"props.repeated_share": 0.1}))
    assert plan.sent()[:2] == (leads, mails)
    (found,) = plan.result().lists
    assert (found.size, found.left_out) == (100, 0 if tool["more_than_once"] else 10)
    assert found.met[0] == (100 - leads if tool["more_than_once"] else 0)


def test_a_list_is_sent_again_as_often_as_said() -> None:
    plan = TwoLists(second={"size": 0})
    plan.builder.put(plan.first.changed({"props.every": 7.0, "props.times": 3}))
    assert plan.sent() == (100, 400, 0)
    plan.builder.put(plan.first.changed({"props.every": 7.0, "props.times": None}))
    assert plan.sent() == (100, 600, 0), "on days 0, 7, 14, 21, 28 and 35"
    plan.builder.put(plan.builder.current.changed({"max_entries": 2}))
    assert plan.sent() == (100, 200, 0)


def test_without_a_tool_the_usual_one_is_meant() -> None:
    plan = TwoLists()
    del plan.builder.records[next(each.id for each in plan.builder.snapshot().all(System))]
    assert plan.sent() == (130, 130, 30)
