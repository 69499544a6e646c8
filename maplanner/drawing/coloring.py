"""What the colours of steps stand for: kinds, campaign groups, buying stages, simulated numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from maplanner.document.records import Campaign, CampaignGroup, Stage
from maplanner.drawing.labels import count_text, one_line
from maplanner.drawing.theme import standing_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from maplanner.document.reading import RecordReader
    from maplanner.document.records import Step
    from maplanner.drawing.measures import Figures
    from maplanner.drawing.theme import Theme
    from maplanner.steps.kind import PaletteGroup


class Coloring(StrEnum):
    """What the colours of a drawing say."""

    KIND = "kind"
    GROUP = "campaign group"
    STAGE = "buying stage"
    RESULT = "simulated leads"
    CONVERSION = "share of leads that come"
    TIME = "time until leads come"
    WAITING = "leads that wait"
    COST = "cost"

    @property
    def is_measured(self) -> bool:
        """Whether the colours come from a simulation."""
        return self not in (Coloring.KIND, Coloring.GROUP, Coloring.STAGE)


_HEAT: Final = ("#8A94A6", "#5F7FD6", "#8E5BCB", "#C2449A", "#CC3A2E")
"""From few to many leads: further from grey and warmer at each step, so that anyone tells them apart."""
_SHARES: Final = (0.01, 0.05, 0.2, 0.5, 1.0)
"""Upper ends of the classes, as parts of what the busiest step gets."""
_LEAST_CONTRAST: Final = 3.0


@dataclass(frozen=True)
class Tone:
    """A colour with its meaning.

    It is a group's, or a person's (``color``), or one by ``place`` in the theme's row of colours, or a
    ``heat``; grey if it is none of them. ``place`` is also the order in which a legend tells of it.
    """

    words: str
    group: PaletteGroup | None = None
    color: str = ""
    place: int = -1
    heat: int = -1

    def ink(self, theme: Theme) -> str:
        """Return the colour in a theme, strong enough to be seen on a card."""
        if self.group is not None:
            return theme.group(self.group)
        if self.heat >= 0:
            return standing_out(_HEAT[self.heat], theme.card, _LEAST_CONTRAST)
        if self.color:
            return standing_out(self.color, theme.card, _LEAST_CONTRAST)
        row = list(theme.groups.values())
        return row[self.place % len(row)] if self.place >= 0 else theme.secondary


def tone_of(reader: RecordReader, step: Step, coloring: Coloring, figures: Figures) -> Tone | None:
    """Return the colour of a step; ``None`` where its kind says it. ``figures`` are those of a simulation."""
    if coloring is Coloring.STAGE:
        return _stage_tone(reader, step)
    if coloring is Coloring.GROUP:
        return _group_tone(reader, step)
    return figures.tone(step.id) if coloring.is_measured else None


def _stage_tone(reader: RecordReader, step: Step) -> Tone:
    stages = in_order(reader)
    for place, stage in enumerate(stages):
        if stage.id == step.stage:
            return Tone(one_line(stage.title) or "Stage", color=stage.color, place=place)
    return Tone("No buying stage")


def in_order(reader: RecordReader) -> list[Stage]:
    """Return the buying stages in their order."""
    return sorted(reader.all(Stage), key=lambda stage: (stage.order, stage.title, stage.id))


def _group_tone(reader: RecordReader, step: Step) -> Tone:
    campaign = reader.find_or_none(Campaign, step.campaign)
    groups = sorted(reader.all(CampaignGroup), key=lambda group: (group.order, group.title, group.id))
    for place, group in enumerate(groups):
        if campaign is not None and group.id == campaign.group:
            return Tone(one_line(group.title) or "Group", color=group.color, place=place)
    return Tone("No campaign group")


def no_figure_tone(coloring: Coloring) -> Tone:
    """Return the colour of a step that the simulation says nothing of."""
    return Tone("Costs nothing" if coloring is Coloring.COST else "Not simulated", place=-1)


def heat_tone(
    value: float | None,
    most: float,
    write: Callable[[float], str] = count_text,
    classes: tuple[float, ...] = _SHARES,
    *,
    unit: str = "",
) -> Tone:
    """Return the colour of a figure among those up to ``most``; ``classes`` end at parts of it."""
    if value is None or most <= 0:
        return Tone("Not simulated", place=-1)
    last = len(classes) - 1
    heat = next(at for at, share in enumerate(classes) if value <= share * most or at == last)
    low = classes[heat - 1] * most if heat else 0.0
    words = f"{write(low)} – {write(classes[heat] * most)}{unit}"
    return Tone(words, place=heat, heat=heat)
