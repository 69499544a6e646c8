"""Why a figure is what it is: formula, inputs with their sources, and the elements behind it.

An explanation is data. Windows, reports and the command line show it; where an input says in which field it
is kept, a person can change it right there, and every estimate that uses it follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from maplanner.crm.limits import Confidence, Fact
from maplanner.document.reading import RecordReader

if TYPE_CHECKING:
    from pydantic import JsonValue

    from maplanner.document.records import Record
    from maplanner.document.store import Transaction


@dataclass(frozen=True)
class Origin:
    """Where an input comes from, of when it is and how far it can be trusted; ``None`` where that is open."""

    text: str
    url: str = ""
    as_of: date | None = None
    confidence: Confidence | None = None

    @classmethod
    def of(cls, fact: Fact) -> Origin:
        """Return the origin of a figure that comes with the program."""
        return cls(fact.source, fact.url, fact.as_of, fact.confidence)

    @property
    def words(self) -> str:
        """The origin in one line: text, date, and how far it can be trusted unless it is verified."""
        doubt = self.confidence is not None and self.confidence is not Confidence.VERIFIED
        said = [
            self.text,
            self.as_of.isoformat() if self.as_of is not None else "",
            self.confidence.value if doubt and self.confidence is not None else "",
        ]
        return ", ".join(part for part in said if part)


THE_PLAN = Origin("the plan")
"""People of the team put it there."""
DERIVED = Origin("follows from the drawing")
"""Counted, not assumed."""
SIMULATED = Origin("simulated")
"""From the runs of the simulation."""
ASSUMED = Origin("assumption", confidence=Confidence.UNVERIFIED)
"""Nobody published it; the team should replace it."""


@dataclass(frozen=True)
class Kept:
    """The field in which an input is kept. ``new`` is put into the plan where the record is not there yet."""

    record: str
    path: str
    new: Record | None = None


@dataclass(frozen=True)
class Input:
    """One number that a figure is worked out from.

    ``unit`` stands behind the number (“hours”, “%” – then ``value`` is a share). ``kept`` says where a person
    changes it; ``None`` for what is counted or simulated. ``why`` explains it in turn.
    """

    name: str
    value: float | None
    unit: str = ""
    origin: Origin = ASSUMED
    kept: Kept | None = None
    why: Callable[[], Explanation] | None = field(default=None, compare=False)

    @property
    def can_be_changed(self) -> bool:
        """Whether a person may give another value."""
        return self.kept is not None

    def to_json(self) -> dict[str, Any]:
        """Return the input as JSON values."""
        return {"name": self.name, "value": self.value, "unit": self.unit, "source": self.origin.words}


@dataclass(frozen=True)
class Explanation:
    """Why one figure is what it is.

    ``figure`` is the number in words, ``formula`` how it is worked out, in words and signs that a person can
    follow with a pocket calculator; ``elements`` are identifiers of the records behind it, ``notes`` what
    else to know, such as what is lacking.
    """

    title: str
    figure: str
    formula: str
    inputs: tuple[Input, ...] = ()
    elements: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the explanation as JSON values."""
        return {
            "title": self.title,
            "figure": self.figure,
            "formula": self.formula,
            "inputs": [each.to_json() for each in self.inputs],
            "elements": list(self.elements),
            "notes": list(self.notes),
        }


def change_input(transaction: Transaction, changed: Input, value: JsonValue) -> None:
    """Give an input another value, as part of a transaction.

    Raises:
        ValueError: The input is not kept anywhere.
        InvalidRecord: The field does not take the value.
        NoSuchRecord: The record has been deleted meanwhile.
    """
    kept = changed.kept
    if kept is None:
        raise ValueError(f"“{changed.name}” is kept nowhere.")
    if transaction.get(kept.record) is None and kept.new is not None:
        transaction.put(kept.new)
    transaction.change(kept.record, {kept.path: value})


def elements_in(reader: RecordReader, explanation: Explanation) -> list[Record]:
    """Return the records behind a figure that are still in the plan."""
    found = (reader.get(element) for element in explanation.elements)
    return [record for record in found if record is not None]
