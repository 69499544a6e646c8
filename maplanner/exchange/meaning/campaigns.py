"""The records that a page of a diagram becomes: a campaign with steps, links, notes and frames."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from maplanner.document.records import Campaign, Frame, Link, Note, Record, Step
from maplanner.document.values import FixedDelay
from maplanner.exchange.diagrams.drawn import Arrow, Shape
from maplanner.exchange.meaning.arranging import Arranged, arranged, note_text
from maplanner.exchange.meaning.guessing import DEEPEST, Reading, shown_sort
from maplanner.exchange.meaning.outcomes import outputs_for, share_of, title_of
from maplanner.exchange.meaning.sorts import FRAME, NOTE, NOTHING, PART
from maplanner.exchange.meaning.step_making import days_of, make_step, one_line
from maplanner.steps import KINDS, PaletteGroup, outputs_of

_EXCLUSIVE = "split"


@dataclass(frozen=True)
class Made:
    """A campaign made from a page. ``left_out`` says what did not come along, and why."""

    campaign: Campaign
    steps: tuple[Step, ...]
    links: tuple[Link, ...]
    notes: tuple[Note, ...]
    frames: tuple[Frame, ...]
    left_out: tuple[str, ...] = ()
    concluded: tuple[str, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """All records, those first that others point to."""
        return (self.campaign, *self.frames, *self.steps, *self.links, *self.notes)


def make_campaign(reading: Reading, title: str, source: str, order: float = 0.0) -> Made:
    """Return the campaign that a page becomes under a title; ``source`` names the file in its notes."""
    return _Making(reading, Campaign.new(title=title, order=order)).made(source)


_NO_STEPS: frozenset[str] = frozenset()


def _note_holder(found: dict[str, list[str]], shape_id: str, holder: str) -> bool:
    """Note what holds a shape, and look further."""
    found[holder].append(shape_id)
    return False


@dataclass
class _Making:
    reading: Reading
    campaign: Campaign
    left_out: list[str] = field(default_factory=list)
    concluded: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._shapes = {shape.id: shape for shape in self.reading.page.shapes}
        self._free: dict[tuple[str, bool], list[str]] = {}
        self._in_frame: dict[str, list[str]] | None = None
        self._before: defaultdict[str, set[str]] = defaultdict(set)
        self._after: defaultdict[str, set[str]] = defaultdict(set)

    def made(self, source: str) -> Made:
        """Make everything."""
        parts = self._parts()
        steps = {
            shape.id: make_step(shape, self._becomes(shape.id), parts[shape.id], self.campaign.id)
            for shape in self.reading.steps
        }
        links = self._links(steps)
        places = arranged(self.reading, steps, links)
        frames = self._frames(places)
        placed = {
            shape_id: step.model_copy(update=self._place(shape_id, places, frames))
            for shape_id, step in steps.items()
        }
        self._tell_of_nothing()
        told = [f"From {source}.", *self.left_out]
        campaign = self.campaign.model_copy(update={"notes": "\n".join(told)})
        return Made(
            campaign,
            tuple(placed.values()),
            tuple(links),
            tuple(self._notes(places, frames)),
            tuple(frames.values()),
            tuple(self.left_out),
            tuple(self.concluded),
        )

    def _becomes(self, shape_id: str) -> str:
        return self.reading.guesses[shape_id].becomes

    def _called(self, shape_id: str | None) -> str:
        """Return how a person finds a shape in the drawing."""
        shape = self._shapes.get(shape_id or "")
        if shape is None:
            return "nothing"
        text = one_line(shape.text)
        return f"“{text}”" if text else f"a shape without text ({shown_sort(shape)})"

    def _parts(self) -> dict[str, list[Shape]]:
        """Return what is drawn inside each step, without places of its own."""
        found: dict[str, list[Shape]] = defaultdict(list)
        for shape in self.reading.of(PART):
            holder = self._nearest(shape, lambda each: self.reading.guesses[each].is_step)
            if holder is None:
                self.left_out.append(f"{self._called(shape.id)}: a part of nothing that is a step.")
            else:
                found[holder].append(shape)
        return found

    def _nearest(self, shape: Shape, fits: Callable[[str], bool]) -> str | None:
        seen = {shape.id}
        holder = shape.within
        while holder is not None and holder in self._shapes and holder not in seen and len(seen) < DEEPEST:
            if fits(holder):
                return holder
            seen.add(holder)
            holder = self._shapes[holder].within
        return None

    def _place(self, shape_id: str, places: Arranged, frames: Mapping[str, Frame]) -> dict[str, object]:
        rect, holder = places.rects[shape_id], places.frame_of.get(shape_id)
        return {"x": rect.x, "y": rect.y, "frame": frames[holder].id if holder else None}

    def _frames(self, places: Arranged) -> dict[str, Frame]:
        found = {}
        for shape in self.reading.of(FRAME):
            rect = places.frames[shape.id]
            told = [shape.notes, *(f"{name}: {value}" for name, value in shape.details)]
            found[shape.id] = Frame.new(
                campaign=self.campaign.id,
                title=one_line(shape.text),
                notes="\n".join(line for line in told if line.strip()),
                **rect._asdict(),
            )
        return found

    def _notes(self, places: Arranged, frames: Mapping[str, Frame]) -> list[Note]:
        found = []
        for shape in self.reading.of(NOTE):
            rect = places.rects[shape.id]
            holder = places.frame_of.get(shape.id)
            found.append(
                Note.new(
                    campaign=self.campaign.id,
                    text=note_text(shape),
                    frame=frames[holder].id if holder else None,
                    **rect._asdict(),
                )
            )
        return found

    def _tell_of_nothing(self) -> None:
        """Count what does not come along: shapes without text by their sort, others one by one."""
        mute: dict[str, int] = defaultdict(int)
        for shape in self.reading.of(NOTHING):
            if shape.text.strip():
                self.left_out.append(f"{self._called(shape.id)}: left out as chosen.")
            else:
                mute[shown_sort(shape)] += 1
        for sort, count in mute.items():
            shapes = "1 shape" if count == 1 else f"{count} shapes"
            self.left_out.append(f"{shapes} without text, drawn as “{sort}”, which no line joins.")

    # ------------------------------------------------------------ links

    def _links(self, steps: Mapping[str, Step]) -> list[Link]:
        leaving: dict[str, list[tuple[Arrow, str]]] = defaultdict(list)
        for arrow in self.reading.page.arrows:
            ends = self._ends(arrow, steps)
            why = self._why_not(ends, steps)
            if why:
                self.left_out.append(f"{self._line(arrow)}: {why}")
            else:
                leaving[ends[0]].append((arrow, ends[1]))
        return [link for source, arrows in leaving.items() for link in self._out_of(source, arrows, steps)]

    def _out_of(
        self, source: str, arrows: Sequence[tuple[Arrow, str]], steps: Mapping[str, Step]
    ) -> list[Link]:
        """Return the links out of one step, each by the output that fits it."""
        step = steps[source]
        outputs = {output.name: output for output in outputs_of(step)}
        chosen = outputs_for([arrow for arrow, _target in arrows], tuple(outputs.values()), step.kind)
        found: dict[tuple[str, str], Link] = {}
        for (arrow, target), (output, is_told) in zip(arrows, chosen, strict=True):
            if (output, target) in found:
                self.left_out.append(f"{self._line(arrow)}: there is such a line already.")
                continue
            days = days_of(arrow.details)
            found[output, target] = Link.new(
                source=step.id,
                output=output,
                target=steps[target].id,
                title=title_of(arrow, outputs[output]),
                share=share_of(arrow) if step.kind == _EXCLUSIVE else None,
                delay=None if days is None else FixedDelay(days=days),
                order=float(len(found)),
            )
            if not is_told:
                title = outputs[output].title
                self.concluded.append(f"{self._line(arrow)}: taken for “{title}”, as nothing else is told.")
        return list(found.values())

    def _ends(self, arrow: Arrow, steps: Mapping[str, Step]) -> tuple[str, str]:
        """Return the shapes a line joins; one that ends at a frame joins the one step there to join."""
        source, target = arrow.source or "", arrow.target or ""
        if source in self._shapes and self._becomes(source) == FRAME:
            source = self._only(source, steps, into=False, arrow=arrow) or source
        if target in self._shapes and self._becomes(target) == FRAME:
            target = self._only(target, steps, into=True, arrow=arrow) or target
        return source, target

    def _only(self, frame: str, steps: Mapping[str, Step], *, into: bool, arrow: Arrow) -> str | None:
        free = self._free_in(frame, steps, into=into)
        if len(free) != 1:
            return None
        which = "first" if into else "last"
        self.concluded.append(
            f"{self._line(arrow)}: joined to {self._called(free[0])}, the {which} step there."
        )
        return free[0]

    def _free_in(self, frame: str, steps: Mapping[str, Step], *, into: bool) -> list[str]:
        """Return the steps of a frame that no other step of it leads to, or that lead to none."""
        if (frame, into) not in self._free:
            held = self._held(steps).get(frame, [])
            inside = set(held)
            others = self._before if into else self._after
            free = [each for each in held if not others.get(each, _NO_STEPS) & inside]
            self._free[frame, into] = free
        return self._free[frame, into]

    def _held(self, steps: Mapping[str, Step]) -> dict[str, list[str]]:
        """Return the steps in each frame, and note once which steps lead to which."""
        if self._in_frame is None:
            found: dict[str, list[str]] = defaultdict(list)
            for shape_id in steps:
                self._nearest(self._shapes[shape_id], partial(_note_holder, found, shape_id))
            for arrow in self.reading.page.arrows:
                source, target = arrow.source or "", arrow.target or ""
                if source in steps and target in steps:
                    self._before[target].add(source)
                    self._after[source].add(target)
            self._in_frame = found
        return self._in_frame

    def _line(self, arrow: Arrow) -> str:
        label = f" “{one_line(arrow.text)}”" if arrow.text.strip() else ""
        return f"The line{label} from {self._called(arrow.source)} to {self._called(arrow.target)}"

    def _why_not(self, ends: tuple[str, str], steps: Mapping[str, Step]) -> str:
        """Return why a line cannot be a link; nothing if it can."""
        for end, shape_id in (("begins", ends[0]), ("ends", ends[1])):
            if shape_id not in self._shapes:
                return f"it {end} at nothing."
            if shape_id not in steps:
                return f"it {end} at {_WHAT[self._becomes(shape_id)]}."
        source, target = (steps[shape_id] for shape_id in ends)
        if source is target and KINDS[source.kind].group is not PaletteGroup.PAGES:
            return "a step cannot lead to itself; put a wait between."
        if not outputs_of(source):
            return f"“{source.title}” is an end; nothing follows it."
        if not KINDS[target.kind].accepts_links:
            return f"“{target.title}” is where leads come in; no link may lead to it."
        return ""


_WHAT = {
    NOTE: "a note",
    FRAME: "a frame, with several steps to begin or end at",
    NOTHING: "something that was left out",
    PART: "a part of another shape",
}
