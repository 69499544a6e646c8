"""How long a large plan takes to open and one edit to reach the disk.

Goals: 5,000 steps, 8,000 links and 20,000 mappings open in less than 0.5 s; one edit is on disk in less than
5 ms. Both are also held against plain ``sqlite3`` doing the least possible in the same run.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from maplanner.document.records import (
    Campaign,
    CrmField,
    CrmObject,
    FormField,
    Link,
    Mapping,
    Record,
    Step,
    System,
)
from maplanner.storage import PlanFile

STEPS, LINKS, MAPPINGS = 5_000, 8_000, 20_000


def large_plan() -> Iterator[Record]:
    yield System(id="crm", title="CRM")
    yield CrmObject(id="lead", system="crm", api_name="Lead")
    yield Campaign(id="c", title="Large")
    for i in range(STEPS):
        yield Step(
            id=f"s{i}", campaign="c", kind="email", title=f"E-mail {i}", props={"open_share": 0.3, "n": i}
        )
    for i in range(LINKS):
        output = f"out{i // STEPS}"
        yield Link(
            id=f"l{i}", source=f"s{i % STEPS}", target=f"s{(i * 7 + 1) % STEPS}", output=output, share=0.5
        )
    yield FormField(id="ff", step="s0", key="email")
    yield CrmField(id="cf", object="lead", api_name="Email")
    for i in range(MAPPINGS):
        yield Mapping(id=f"m{i}", collected="ff", target="cf", uses=("sales",), notes=f"mapping {i}")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.maplan"
    PlanFile.create(path, large_plan()).close()
    return path


def test_open(benchmark: BenchmarkFixture, large: Path) -> None:
    def open_and_close() -> int:
        with PlanFile.open(large) as plan_file:
            return plan_file.store.count(Mapping)

    assert benchmark.pedantic(open_and_close, rounds=5, warmup_rounds=1) == MAPPINGS
    assert benchmark.stats.stats.min < 0.5


def test_one_edit_on_disk(benchmark: BenchmarkFixture, large: Path) -> None:
    numbers = count()
    with PlanFile.open(large) as plan_file:

        def edit() -> None:
            with plan_file.store.transact("Move") as transaction:
                transaction.change("s17", {"x": float(next(numbers))})

        benchmark.pedantic(edit, rounds=200, warmup_rounds=5)
        assert plan_file.saved
    assert benchmark.stats.stats.median < 0.005


def test_one_edit_with_the_driver_alone(benchmark: BenchmarkFixture, large: Path, tmp_path: Path) -> None:
    numbers = count()
    with closing(sqlite3.connect(tmp_path / "plain.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE step (id TEXT PRIMARY KEY, x REAL)")
        connection.execute("INSERT INTO step VALUES ('s17', 0)")

        def edit() -> None:
            connection.execute("UPDATE step SET x = ? WHERE id = 's17'", (float(next(numbers)),))

        benchmark.pedantic(edit, rounds=200, warmup_rounds=5)
