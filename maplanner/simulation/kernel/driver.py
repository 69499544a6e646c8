"""Lays a program and empty results on the machine's desk, and lets it run."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maplanner.simulation import program as op
from maplanner.simulation.chunks import Task, bucket_days, buckets
from maplanner.simulation.kernel.accounts import release_rows
from maplanner.simulation.kernel.desk import COLUMNS, COUNTS, DIMS, REGISTERS, SIZE, columns_of
from maplanner.simulation.kernel.machine import run_accounts
from maplanner.simulation.layout import count_layout
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.results import BINS_PER_DAY
from maplanner.simulation.serving import COLUMNS as WORDS
from maplanner.simulation.serving import Answers


@dataclass(frozen=True)
class Results:
    """What the machine fills: see ``chunks.Outcome``.

    ``log`` (n, 4) and ``log_times`` (n, 2) take the event log, of which ``happened`` says how many lines
    there were; ``writes`` are channel and bin of each; ``asked`` rows of ``serving.COLUMNS`` words.
    """

    counts: NDArray[np.int64]
    series: NDArray[np.int32]
    ends: NDArray[np.float64]
    revenue: NDArray[np.float64]
    log: NDArray[np.int64]
    log_times: NDArray[np.float64]
    writes: NDArray[np.int64]
    asked: NDArray[np.uint64]
    happened: int


def execute(program: FlowProgram, task: Task, answers: Answers, control: NDArray[np.int64]) -> Results:
    """Run the accounts of a task.

    ``control``: somebody sets [0] to stop; [1] says what went wrong, [2] at which instruction.
    """
    at, rows = count_layout(program.dims), _empty_rows(program, task, answers)
    desk = _laid(program, rows)
    desk[REGISTERS.log_room] = task.log_lines
    desk[REGISTERS.answers] = len(answers.key)
    try:
        run_accounts(
            desk,
            np.uint64(task.seed),
            np.uint64(task.run),
            task.first if task.only is None else 0,
            task.last if task.only is None else len(rows["only"]),
            task.only is not None,
            program.accounts,
            program.days,
            1.0 / bucket_days(program),
            control,
        )
        writes = _taken(desk, REGISTERS.writes, desk[REGISTERS.writes_length], np.int64)
        asked = _taken(desk, REGISTERS.asked, WORDS * desk[REGISTERS.asked_length], np.uint64)
    finally:
        release_rows(desk)
    found = {name: rows[name] for name in ("counts", "ends", "revenue", "log", "log_times")}
    series, steps = rows["series"], program.dims.steps
    found["counts"][at.entered : at.entered + steps] = series.sum(axis=0, dtype=np.int64)
    return Results(
        series=series.T,
        writes=writes,
        asked=asked.reshape(-1, WORDS),
        happened=int(desk[REGISTERS.log_lines]),
        **found,
    )


def _empty_rows(program: FlowProgram, task: Task, answers: Answers) -> dict[str, NDArray[Any]]:
    """Return the rows that the machine fills or reads, by the names of the registers."""
    dims = program.dims
    return {
        "counts": np.zeros(count_layout(dims).size, np.int64),
        "series": np.zeros((buckets(program), dims.steps), np.int32),
        "ends": np.zeros(dims.scores, np.float64),
        "revenue": np.zeros(dims.steps, np.float64),
        "log": np.empty((task.log_lines, 4), np.int64),
        "log_times": np.empty((task.log_lines, 2), np.float64),
        "only": np.arange(0) if task.only is None else np.ascontiguousarray(task.only, np.int64),
        "answer_key": answers.key,
        "answer_time": answers.time,
    }


def _taken(desk: NDArray[np.int64], place: int, length: int, kind: type[np.generic]) -> NDArray[Any]:
    """Return a copy of a row that the machine has made, whose address lies at a place of the desk."""
    words = (ctypes.c_int64 * int(length)).from_address(int(desk[place]))
    return np.frombuffer(memoryview(words), np.int64).view(kind).copy()


def _laid(program: FlowProgram, rows: dict[str, NDArray[Any]]) -> NDArray[np.int64]:
    """Return a desk with a program, and with the caller's rows; whoever has them must keep them."""
    desk = np.zeros(SIZE, np.int64)
    tables: tuple[Any, ...] = program.arrays
    for place, table in enumerate(tables):
        desk[place] = table.ctypes.data
    for name, row in rows.items():
        desk[getattr(REGISTERS, name)] = row.ctypes.data
    desk[COUNTS[0] : COUNTS[-1] + 1] = count_layout(program.dims)
    desk[COLUMNS[0] : COLUMNS[-1] + 1] = columns_of(program.dims)
    desk[DIMS[0] : DIMS[-1] + 1] = program.dims
    desk[REGISTERS.bins] = math.ceil(program.days * BINS_PER_DAY)
    desk[REGISTERS.bins_per_day] = BINS_PER_DAY
    desk[REGISTERS.spare] = most_pushes(program)
    return desk


def most_pushes(program: FlowProgram) -> int:
    """Return a bound for how many items a token can make before it comes to another step."""
    code = program.arrays.code
    begins = np.flatnonzero(code[:, 0] == op.ARRIVE)
    longest = int(np.diff([0, *begins.tolist(), len(code)]).max())
    links = int(np.max(code[:, 2], initial=0, where=code[:, 0] == op.EMIT))
    return (longest + 2) * (2 + links)
