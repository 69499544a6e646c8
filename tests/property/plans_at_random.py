"""Plans at random: the samples and the example of every record, with texts, numbers and records changed."""

from functools import cache
from pathlib import Path
from typing import Any, get_args

from hypothesis import strategies as st

from maplanner.core.errors import MaplannerError
from maplanner.core.resources import resource_root
from maplanner.document.fields import field_specs
from maplanner.document.reading import Snapshot
from maplanner.document.records import Record
from maplanner.document.store import Store
from maplanner.document.textform import plan_from_text

EXAMPLE = Path(__file__).resolve().parents[1] / "data" / "plan-0.1.json"
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
NUMBERS = st.one_of(
    st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6, allow_nan=False), st.just(0), st.just(-0.0)
)


@cache
def beginnings() -> tuple[Snapshot, ...]:
    """Return the plans that random ones are made of."""
    samples = sorted((resource_root() / "plans").glob("*.json"))
    return tuple(Snapshot.of(plan_from_text(path.read_text("utf-8"))) for path in (EXAMPLE, *samples))


@st.composite
def plans(draw: st.DrawFn) -> Snapshot:
    """Return a plan with some values changed and some records gone, as the store takes it."""
    store = Store(draw(st.sampled_from(beginnings())).records())
    for _ in range(draw(st.integers(0, 6))):
        records = list(store.records())
        record = records[draw(st.integers(0, len(records) - 1))]
        try:
            with store.transact("At random") as transaction:
                if draw(st.integers(0, 5)) == 0:
                    transaction.remove(record.id)
                else:
                    transaction.change(record.id, draw(_values(record)))
        except MaplannerError:
            continue  # The plan stays as it was.
    return store.snapshot()


def _values(record: Record) -> st.SearchStrategy[dict[str, Any]]:
    """Return values for some fields of a record; what does not fit is refused by the store."""
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for name, info in type(record).model_fields.items():
        spec = field_specs(type(record)).get(name)
        if name == "id" or spec is None or spec.ref:
            continue
        types = {info.annotation, *get_args(info.annotation)}
        if str in types:
            fields[name] = TEXTS
        elif bool in types:
            fields[name] = st.booleans()
        elif types & {int, float}:
            fields[name] = NUMBERS
    if not fields:
        return st.just({})
    return st.sampled_from(sorted(fields)).flatmap(lambda name: fields[name].map(lambda value: {name: value}))
