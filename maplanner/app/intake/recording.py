"""Writes what came of a check into the plan, where it is remembered for the next list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from maplanner.app.intake.checking import Findings
from maplanner.app.intake.matching import ColumnUse, Target
from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, DataColumn, DataSet, FormField, Step
from maplanner.document.store import Store, Transaction
from maplanner.document.vocabulary import DuplicateKey


@dataclass(frozen=True)
class Checked:
    """A check that is done: the list, what it was checked against and how, and what was found."""

    path: Path
    target: Target | None
    uses: tuple[ColumnUse, ...]
    key: DuplicateKey
    found: Findings


def record(store: Store, checked: Checked, on: date, *, take_size: bool = False) -> str:
    """Write a check into the plan as one step that can be undone; return the data set's identifier.

    The same file checked again for the same list replaces what is there. With ``take_size`` the contact list
    gets the number of clean rows as its size.
    """
    with store.transact(f"Check “{checked.path.name}”") as transaction:
        data_set = _data_set(store, checked, on)
        earlier = store.find_or_none(DataSet, data_set.id)
        if earlier is not None:
            data_set = data_set.model_copy(update={"title": earlier.title, "notes": earlier.notes})
            for column in store.referring(DataColumn, "data_set", data_set.id):
                transaction.remove(column.id)
        transaction.put(data_set)
        for column in _columns(data_set, checked):
            transaction.put(column)
        if take_size:
            _take_size(transaction, data_set)
    return data_set.id


def take_over_size(store: Store, data_set_id: str) -> bool:
    """Make a contact list as long as its checked list has clean rows; return whether it was otherwise."""
    data_set = store.find(DataSet, data_set_id)
    step = store.find_or_none(Step, data_set.step)
    if step is None or step.props.get("size") == data_set.clean:
        return False
    with store.transact(f"Take over {data_set.clean:,} people") as transaction:
        _take_size(transaction, data_set)
    return True


def _take_size(transaction: Transaction, data_set: DataSet) -> None:
    if data_set.step is not None:
        transaction.change(data_set.step, {"props.size": data_set.clean})


def _data_set(reader: RecordReader, checked: Checked, on: date) -> DataSet:
    step = checked.target.record if checked.target is not None else None
    step_id = step.id if isinstance(step, Step) else None
    name = checked.path.name
    known = next((each for each in reader.all(DataSet) if each.file == name and each.step == step_id), None)
    found = checked.found
    made = DataSet.new(
        title=checked.path.stem,
        file=name,
        step=step_id,
        key=checked.key,
        rows=found.rows,
        clean=found.clean,
        rejects=found.rejects,
        duplicates=found.duplicates,
        checked_on=on,
    )
    return made if known is None else made.model_copy(update={"id": known.id})


def _columns(data_set: DataSet, checked: Checked) -> Sequence[DataColumn]:
    rows = max(checked.found.rows, 1)
    return [
        DataColumn.new(
            data_set=data_set.id,
            title=use.title,
            collected=use.field.id if isinstance(use.field, FormField) else None,
            held=use.field.id if isinstance(use.field, CrmField) else None,
            skipped=use.skipped,
            filled=figures.filled / rows,
            invalid=figures.invalid,
            order=float(at),
        )
        for at, (use, figures) in enumerate(zip(checked.uses, checked.found.columns, strict=True))
    ]
