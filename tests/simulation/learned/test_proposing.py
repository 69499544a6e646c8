"""What recorded leads propose for a plan: made with known shares and times, which are found again."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from maplanner.document.records import Step
from maplanner.document.values import ExponentialDelay
from maplanner.scoring.history import History, RecordedEvents, Signal, in_order
from maplanner.simulation.learned.moments import OUTCOME, moment_title, moments_in, possible_moments
from maplanner.simulation.learned.proposing import LearnedPlan, Proposal, learn_plan
from tests.builders import PlanBuilder

LEADS = 4000
OPENED, CLICKED, MEAN = 0.4, 0.25, 2.0


def plan() -> PlanBuilder:
    built = PlanBuilder(days=90.0)
    ad = built.step("paid_ad", "Ad", props={"reckoned": "clicks", "clicks_per_day": 5.0})
    mail = built.step("email", "Welcome")
    form = built.step("form", "Demo")
    built.link(ad, mail)
    built.link(mail, form, output="clicked", delay=ExponentialDelay(mean=9.0))
    return built


def history(days: float = 200.0, seed: int = 3, *, named: bool = True) -> History:
    """Return leads that open, click and come to the form with known chances, after exponential times."""
    random = np.random.default_rng(seed)
    signals = (
        Signal("Ad"),
        Signal("e-mail opened", "Welcome" if named else ""),
        Signal("e-mail clicked", "Welcome" if named else ""),
        Signal("Demo"),
        Signal("moon phase"),
    )
    rows: list[tuple[int, int, float]] = []
    came = np.sort(random.uniform(0.0, days, LEADS))
    for lead, day in enumerate(came):
        rows.append((lead, 0, day))
        if random.random() < OPENED:
            opened = day + random.exponential(MEAN)
            rows.append((lead, 1, opened))
            if random.random() < CLICKED:
                clicked = opened + random.exponential(0.1)
                rows.append((lead, 2, clicked))
                rows.append((lead, 3, clicked + random.gamma(4.0, 0.5)))
    rows = [row for row in rows if row[2] < days]
    rows.append((0, 4, 1.0))
    lead, signal, when = (np.array(column) for column in zip(*rows, strict=True))
    read = RecordedEvents(
        tuple(f"lead {number}" for number in range(LEADS)),
        signals,
        lead.astype(np.int32),
        signal.astype(np.int32),
        1.8e9 + when * 86_400.0,
        np.ones(len(rows)),
        np.zeros(len(rows), bool),
        np.arange(len(rows)) + 2,
    )
    return in_order(read)


def written(path: Path, found: History) -> Path:
    """Write a history as a table, some years back."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["lead", "event", "asset", "time"])
        for lead, signal, day in zip(found.lead, found.signal, found.day, strict=True):
            event, asset, _stage = found.signals[signal]
            when = found.when(float(day)) - timedelta(days=1100)
            rows.writerow([found.leads[lead], event, asset, when.isoformat()])
    return path


def proposals(found: LearnedPlan) -> dict[str, Proposal]:
    return {each.key: each for each in found.proposals}


def test_shares_and_times_that_made_the_records_are_found_again() -> None:
    found = proposals(learn_plan(plan().snapshot(), history()))
    opened = found["step_2.props.open_share"]
    assert opened.share is not None
    assert opened.share.low < OPENED < opened.share.high
    assert "leads" in opened.evidence
    clicked = found["step_2.props.click_share"]
    assert clicked.share is not None
    assert clicked.share.low < CLICKED < clicked.share.high
    delay = found["step_2.props.open_delay"]
    assert delay.times is not None
    assert delay.times.mean == pytest.approx(MEAN, rel=0.08)
    assert found["link_2.delay"].proposed["kind"] == "gamma"  # type: ignore[index, call-overload]


def test_leads_that_were_held_out_bear_it_out() -> None:
    found = learn_plan(plan().snapshot(), history())
    checked = [each.held_out for each in found.proposals if each.held_out is not None]
    assert len(checked) >= 5
    assert sum(each.fits for each in checked) >= len(checked) - 1


def test_those_who_came_late_are_not_taken_for_a_no() -> None:
    """With ten days of records and two of mean delay, many still would have opened."""
    short = proposals(learn_plan(plan().snapshot(), history(days=20.0)))
    found = short["step_2.props.open_share"].share
    assert found is not None
    assert found.share == pytest.approx(OPENED, abs=0.045)


def test_an_event_without_an_asset_is_that_of_the_only_step_that_has_it() -> None:
    found = proposals(learn_plan(plan().snapshot(), history(named=False)))
    assert "step_2.props.open_share" in found
    twice = plan()
    twice.step("email", "Second")
    assert "step_2.props.open_share" not in proposals(learn_plan(twice.snapshot(), history(named=False)))


def test_arrivals_propose_pace_and_week() -> None:
    found = proposals(learn_plan(plan().snapshot(), history()))
    pace = found["step_1.props.clicks_per_day"]
    assert pace.proposed == pytest.approx(LEADS / 200.0, rel=0.05)
    week = found["step_1.props.week"].proposed
    assert isinstance(week, list)
    assert len(week) == 7
    assert max(week) == 1.0  # type: ignore[type-var]


def test_what_says_nothing_of_the_plan_is_named() -> None:
    found = learn_plan(plan().snapshot(), history())
    assert found.unheard == (("moon phase", 1),)


def test_every_proposal_is_a_value_that_its_field_takes() -> None:
    snapshot = plan().snapshot()
    for proposal in learn_plan(snapshot, history()).proposals:
        record = snapshot.get(proposal.record)
        assert record is not None
        changed = record.changed({proposal.path: proposal.proposed})
        assert changed.id == record.id
        if isinstance(record, Step):
            assert record.props.keys() <= changed.props.keys()  # type: ignore[attr-defined]


def test_what_a_person_says_events_mean_comes_before_their_names() -> None:
    snapshot = plan().snapshot()
    strange = history()
    renamed = replace(
        strange,
        signals=tuple(
            signal._replace(event=f"evt{at}", asset="") for at, signal in enumerate(strange.signals)
        ),
    )
    nothing = learn_plan(snapshot, renamed)
    assert nothing.proposals == ()
    assert [moment for *_, moment in nothing.events] == [None] * 5
    meanings = {
        "evt0": ("step_1", ""),
        "evt1": ("step_2", "e-mail opened"),
        "evt2": ("step_2", "e-mail clicked"),
        "evt3": ("step_3", ""),
    }
    assert proposals(learn_plan(snapshot, renamed, meanings)) == proposals(learn_plan(snapshot, strange))
    assert "step_2.props.open_share" not in proposals(
        learn_plan(snapshot, strange, {"e-mail opened: Welcome": None})
    )


def test_the_outcome_can_be_a_step_too() -> None:
    built = plan()
    snapshot = built.snapshot()
    bought = np.zeros(LEADS, np.bool_)
    recorded = history()
    bought[:500] = True
    recorded = replace(recorded, bought=bought)
    title, count, moment = learn_plan(snapshot, recorded).events[-1]
    assert (title, count, moment) == (OUTCOME, 500, None)
    moments = moments_in(snapshot, recorded, {OUTCOME: ("step_3", "form filled in")})
    first = moments.of("step_3", "form filled in")
    assert first is not None
    assert np.count_nonzero(~np.isnan(first)) == 500
    last = recorded.day[recorded.until[:500] - 1]
    assert first[:500] == pytest.approx(last)


def test_every_moment_of_a_plan_has_a_name() -> None:
    snapshot = plan().snapshot()
    titles = [moment_title(snapshot, moment) for moment in possible_moments(snapshot)]
    assert titles[0] == "Ad"
    assert "Welcome: e-mail clicked" in titles
    assert len(set(titles)) == len(titles)
