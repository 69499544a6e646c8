"""What the steps of a plan do, before that becomes instructions."""

from __future__ import annotations

from dataclasses import dataclass, field

from maplanner.core.errors import CannotSimulate, InvalidRecord
from maplanner.document.reading import RecordReader
from maplanner.document.records import Step
from maplanner.flow import behaviour as word
from maplanner.simulation.numbering import Vocabulary


@dataclass
class Meanings:
    """By the identifiers of steps, in their order: what each does, and its ways out."""

    behaviours: dict[str, word.Behaviour] = field(default_factory=dict)
    outputs: dict[str, tuple[word.Output, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: RecordReader, vocabulary: Vocabulary) -> Meanings:
        """Read the steps of a plan. A paused step does nothing, whatever its properties say.

        Raises:
            CannotSimulate: A step's kind is unknown, or a property is not acceptable.
        """
        found = cls()
        for step in reader.all(Step):
            with At(step):
                found._add(step, reader, vocabulary)
        return found

    def _add(self, step: Step, reader: RecordReader, vocabulary: Vocabulary) -> None:
        self.behaviours[step.id], self.outputs[step.id] = word.Behaviour(on_arrival=()), ()
        if not (step.paused or vocabulary.knows(step)):
            raise CannotSimulate(
                f"{where(step)} is of a kind (“{step.kind}”) that this version does not know.",
                advice="Update maplanner, or delete the step.",
            )
        try:
            if not step.paused:
                self.behaviours[step.id] = vocabulary.behaviour(step, reader)
            self.outputs[step.id] = vocabulary.outputs(step)
        except InvalidRecord as error:
            if not step.paused:
                raise CannotSimulate(str(error), advice="Correct the property in the inspector.") from error


class At:
    """Lets errors know which step they are about."""

    __slots__ = ("_step",)

    def __init__(self, step: Step) -> None:
        self._step = step

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, CannotSimulate):
            error.about = error.about or self._step.id


def where(step: Step) -> str:
    """Return how messages name a step."""
    return f"Step “{step.title or 'untitled'}”"
