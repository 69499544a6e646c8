"""How much faster the kernel is than process-based programs of the same flows, in one run.

``python -m pytest tests/bench/test_kernel.py -s`` prints the figures. Both sides are measured in
processor time, so that other work on the machine weighs on both alike.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from maplanner.document.reading import Snapshot
from maplanner.document.textform import plan_from_text
from maplanner.simulation import SimulationOptions, simulate
from tests.bench.simpy_flow import SimpyFlow
from tests.bench.simpy_funnel import Funnel
from tests.simulation.reference_funnel import reference_funnel

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "plans" / "sample.json"
WANTED = 150.0
"""How many times faster than SimPy the kernel must be on the reference funnel; a kernel written by
hand for this one funnel is 345 times as fast."""
WANTED_OF_SAMPLE = 50.0
"""The same on the sample plan, which writes more records and watches segments in real time."""


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of some work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def test_reference_funnel_against_simpy() -> None:
    plan = reference_funnel().snapshot()
    simulate(plan, SimulationOptions(runs=1, threads=1))
    runs = 10
    ours = seconds(lambda: simulate(plan, SimulationOptions(runs=runs, threads=1))) / runs
    theirs = seconds(lambda: Funnel(1).run())
    print(f"\nreference funnel: kernel {ours:.3f} s, SimPy {theirs:.2f} s a run: {theirs / ours:.0f} times")
    assert theirs / ours >= WANTED


def test_sample_plan_against_simpy() -> None:
    plan = Snapshot.of(plan_from_text(SAMPLE.read_text("utf-8")))
    simulate(plan, SimulationOptions(runs=1, threads=1))
    runs = 40
    ours = seconds(lambda: simulate(plan, SimulationOptions(runs=runs, threads=1))) / runs
    theirs = seconds(lambda: SimpyFlow(plan, seed=1).run())
    print(f"\nsample plan: kernel {ours:.4f} s, SimPy {theirs:.2f} s a run: {theirs / ours:.0f} times")
    assert theirs / ours >= WANTED_OF_SAMPLE


def test_a_million_leads() -> None:
    plan = reference_funnel(33.0).snapshot()
    simulate(reference_funnel(0.01).snapshot(), SimulationOptions(runs=1))
    began = time.perf_counter()
    result = simulate(plan, SimulationOptions(runs=1))
    took = time.perf_counter() - began
    print(
        f"\n{result.leads[0]:,} leads, {result.events[0]:,} events on {result.threads} threads: {took:.2f} s"
    )
    assert result.leads[0] > 1_000_000
