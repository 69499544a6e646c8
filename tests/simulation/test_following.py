"""One lead's walk is what the simulation did with it, and forks can be chosen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from maplanner.app.templates import template_records
from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import Snapshot
from maplanner.document.records import SalesTeam, Stage, Step
from maplanner.exchange.event_logs import write_event_log
from maplanner.simulation import SimulationOptions, layout
from maplanner.simulation import program as op
from maplanner.simulation.chunks import Task, recorded
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.event_log import WORDS, EventLog
from maplanner.simulation.following import Who, day_and_time, find_lead, sentence_of, walk
from maplanner.steps import kind_of
from tests.builders import PlanBuilder


@pytest.fixture(scope="module")
def sample() -> Snapshot:
    return Snapshot.of(template_records("sample"))


def test_the_walk_is_the_kernels(sample: Snapshot) -> None:
    who = find_lead(sample, "deal")
    found = walk(sample, who)
    program = compile_plan(sample)
    _outcome, lines = recorded(program, Task(who.seed, who.run, who.account, who.account + 1, 50_000))
    own = (lines.lead == who.lead) & (lines.what == op.ARRIVE)
    kernel = [program.steps[which].id for which in lines.which[own]]
    assert [moment.step for moment in found.moments if moment.is_arrival] == kernel
    assert "deal" in kernel
    gains = [moment.value for moment in found.moments if moment.what == "score changes"]
    scored = (lines.lead == who.lead) & (lines.what == op.GAIN)
    assert gains == lines.value[scored].tolist()


def test_everything_that_is_known_grows_on_the_way(sample: Snapshot) -> None:
    found = walk(sample, find_lead(sample, "deal"))
    first, last = found.moments[0], found.moments[-1]
    assert (first.known, first.records, first.identified) == ((), (), False)
    assert "email" in last.known
    assert last.identified
    lead = next(record for record in last.records if record.api_name == "Lead")
    assert "Email" in lead.fields
    assert lead.created > first.day
    steps, links = found.way(len(found.moments) - 1)
    assert kind_of(sample.find(Step, steps[0])).entry  # type: ignore[union-attr]
    assert links


def test_another_lead_and_the_next_time_at_a_step(sample: Snapshot) -> None:
    one, other = find_lead(sample, "landing"), find_lead(sample, "landing", skip=1)
    assert one != other
    found = walk(sample, other)
    at = found.next_at("landing", -1)
    assert at is not None
    assert found.is_at("landing", at)
    assert found.next_at("nowhere", -1) is None


def test_a_fork_can_be_chosen_and_what_came_before_stays(sample: Snapshot) -> None:
    who = find_lead(sample, "guide-form")
    natural = walk(sample, who)
    forks = [choice for moment in natural.moments for choice in moment.choices]
    form = next(fork for fork in forks if any(option.words == "Submitted" for option in fork.options))
    chosen = walk(sample, who, {form.number: 1 - form.taken})
    assert [m.step for m in chosen.moments] != [m.step for m in natural.moments]
    same = min(len(natural.moments), 5)
    assert [m.what for m in chosen.moments[:same]] == [m.what for m in natural.moments[:same]]
    assert any(choice.forced for moment in chosen.moments for choice in moment.choices)


def test_nobody_and_nothing_are_told(sample: Snapshot) -> None:
    with pytest.raises(CannotSimulate, match="no such step"):
        find_lead(sample, "gone")
    paused = sample.replacing([sample.find(Step, "deal").changed({"paused": True})])
    with pytest.raises(CannotSimulate, match="no such lead"):
        walk(paused, Who(1, 0, 10**9, 0))
    with pytest.raises(CannotSimulate, match="no such lead"):
        walk(paused, Who(1, 0, 0, 10**6))


def test_moments_are_told_in_sentences_of_days_that_count_from_one(sample: Snapshot) -> None:
    found = walk(sample, find_lead(sample, "deal"))
    told = [
        sentence_of(each).format(title=each.title, value=each.value, when=day_and_time(each.value or 0.0))
        for each in found.moments
    ]
    assert "reaches “Opportunity”" in told
    assert any(line.startswith("waits at “Let it sink in” until") for line in told)
    assert day_and_time(0.0) == (1, "00:00")
    assert day_and_time(20.604) == (21, "14:29")
    assert day_and_time(3.0 - 1e-12) == (4, "00:00")
    assert found.labels["first_name"] == "First name"


def test_a_score_that_stays_at_its_floor_is_not_told_again_and_again() -> None:
    builder = PlanBuilder(days=100.0, accounts=1)
    mail = builder.step("email", props={"open_share": 1.0, "open_delay": {"kind": "fixed", "days": 1.0}})
    builder.link(builder.step("contact_list", props={"size": 1}), mail)
    score = builder.score()
    builder.rule(score, event="e-mail opened", points=5)
    builder.rule(score, kind="inactivity", days=10.0, points=-5)
    plan = builder.snapshot()
    found = walk(plan, Who(plan.plan.seed, 0, 0, 0))
    changes = [moment.value for moment in found.moments if moment.what == WORDS[op.GAIN]]
    assert changes == [5.0, 0.0]


def test_what_is_waited_for_in_vain_has_no_day(tmp_path: Path) -> None:
    builder = PlanBuilder(days=20.0, accounts=1)
    team = builder.add(SalesTeam, people=1, task_hours=10_000.0)
    task = builder.step("sales_task", "Call them", props={"team": team.id})
    builder.chain(builder.step("contact_list", props={"size": 2}), task)
    builder.link(task, builder.step("end"), "done")
    plan = builder.snapshot()
    walks = [walk(plan, Who(plan.plan.seed, 0, 0, lead)) for lead in (0, 1)]
    waits = [each for found in walks for each in found.moments if each.what == WORDS[layout.DELAYED]]
    assert [each.value for each in waits] == [None, None]
    assert "never comes" in sentence_of(waits[0])
    json.dumps([found.to_json() for found in walks], allow_nan=False)
    written = write_event_log(EventLog(plan, SimulationOptions()), tmp_path / "log.csv")
    assert "inf" not in written.path.read_text("utf-8-sig")


def test_a_lead_stands_where_it_came_to_stand() -> None:
    builder = PlanBuilder(days=20.0, accounts=5)
    builder.put(Stage(id="late", title="Izlemj"))
    builder.campaign()
    listed = builder.step("contact_list", props={"size": 5})
    visit = builder.step("wait", "Passing", props={"delay": {"kind": "fixed", "days": 1.0}}, stage="late")
    builder.chain(listed, visit, builder.step("stage_change", props={"stage": "late"}))
    plan = builder.snapshot()
    moments = walk(plan, find_lead(plan)).moments
    assert next(each for each in moments if each.title == "Passing").stage == ""
    assert moments[-1].stage == "Izlemj"
