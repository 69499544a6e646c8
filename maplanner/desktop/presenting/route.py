"""The way through a campaign that is shown: from its entries along the links, back, and to what is left."""

from __future__ import annotations

from dataclasses import dataclass

from maplanner.document.reading import RecordReader
from maplanner.document.records import Step
from maplanner.drawing.labels import link_label
from maplanner.steps import kind_of, outputs_of
from maplanner.steps.graph import campaign_steps, links_from


@dataclass(frozen=True)
class Choice:
    """A way on: the link, the step it leads to, and what the link says."""

    link: str
    step: str
    label: str


class Route:
    """Where one is in a campaign, and where one has been. Never changes the plan."""

    def __init__(self, reader: RecordReader, campaign_id: str, begin: str = "") -> None:
        """Begin at a step, or at the campaign's first entry; a campaign without steps has no way."""
        self._reader = reader
        steps = campaign_steps(reader, campaign_id)
        entries = [step.id for step in steps if (kind := kind_of(step)) is not None and kind.entry]
        rest = [step.id for step in steps if step.id not in entries]
        self._all = [*entries, *rest]
        first = begin if begin in self._all else self._all[0] if self._all else ""
        self._been = [first] if first else []
        self._seen = set(self._been)

    @property
    def here(self) -> str:
        """The step one is at; an empty text in a campaign without steps."""
        return self._been[-1] if self._been else ""

    @property
    def total(self) -> int:
        """How many steps there are."""
        return len(self._all)

    @property
    def seen(self) -> int:
        """How many of them have been shown."""
        return len(self._seen)

    @property
    def choices(self) -> list[Choice]:
        """The ways on from here, in the order of the links."""
        step = self._reader.find_or_none(Step, self.here)
        if step is None:
            return []
        outputs = {output.name: output for output in outputs_of(step)}
        links = [link for link in links_from(self._reader, step.id) if link.target in self._all]
        found = []
        for link in links:
            siblings = [other for other in links if other.output == link.output]
            label = link_label(link, outputs.get(link.output), siblings)
            found.append(Choice(link.id, link.target, label))
        return found

    def follow(self, number: int = 0) -> bool:
        """Go one of the ways on, the first by default; where there is none go on to what is left."""
        choices = self.choices
        if not choices:
            return self.skip()
        if not 0 <= number < len(choices):
            return False
        self._go(choices[number].step)
        return True

    def skip(self) -> bool:
        """Go to the next step that nobody has seen, entries first; return whether there is one."""
        left = [step for step in self._all if step not in self._seen]
        if not left:
            return False
        self._go(left[0])
        return True

    def back(self) -> bool:
        """Go back one step; return whether there is one."""
        if len(self._been) < 2:
            return False
        self._been.pop()
        return True

    def restart(self) -> None:
        """Go back to where the way began, as if nothing had been seen."""
        self._been = self._been[:1]
        self._seen = set(self._been)

    def go_to(self, step_id: str) -> bool:
        """Go to any step of the campaign; return whether it is one."""
        if step_id not in self._all or step_id == self.here:
            return False
        self._go(step_id)
        return True

    def _go(self, step_id: str) -> None:
        self._been.append(step_id)
        self._seen.add(step_id)
