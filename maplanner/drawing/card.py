"""A step's card: what it says and where its parts and ports lie. Plain Python; ``card_paint`` draws it.

Places are the card's own unless said otherwise: (0, 0) is the upper left corner of the card.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from maplanner.core.errors import InvalidRecord
from maplanner.document.records import Link, Step
from maplanner.drawing.field_rows import FieldRow, RowSort, rows_of
from maplanner.drawing.geometry import Point, Rect
from maplanner.drawing.labels import count_text, one_line
from maplanner.drawing.measures import CountLook
from maplanner.flow.behaviour import NEXT, Output
from maplanner.steps.catalogue import kind_of, outputs_of, summary_of
from maplanner.steps.kind import PaletteGroup

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.drawing.coloring import Tone
    from maplanner.drawing.theme import Theme

CARD_WIDTH: Final = 186.0
CARD_HEIGHT: Final = 54.0
ROW_HEIGHT: Final = 24.0
ROWS_TOP: Final = CARD_HEIGHT + 4.0
ROWS_BOTTOM: Final = 12.0
BAR_WIDTH: Final = 8.0
RADIUS: Final = 8.0
PORT_SPACING: Final = 7.0
DOCK_REACH: Final = 17.0
CHIP_OVERHANG: Final = 10.0
BADGE_SIZE: Final = 16.0

UNKNOWN_ICON: Final = "unknown"


class Badge(StrEnum):
    """The worst that the checks found about a step."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class StepCard:
    """What a card says. ``x`` and ``y`` place it on the drawing; ``count`` is the text of the round chip.

    ``look`` says how sure the number in that chip is.

    ``used`` names the outputs that links leave by: they get the best places on the right edge, so the card is
    to be made again when its links change.
    """

    id: str
    title: str
    summary: str
    group: PaletteGroup | None
    icon: str
    x: float = 0.0
    y: float = 0.0
    outputs: tuple[Output, ...] = (NEXT,)
    used: frozenset[str] = frozenset()
    rows: tuple[FieldRow, ...] = ()
    count: str = ""
    look: CountLook = CountLook.SURE
    badge: Badge | None = None
    accepts_links: bool = True
    pinned: bool = False
    paused: bool = False
    tone: Tone | None = None
    comments: int = 0
    owner: str = ""

    def ink(self, theme: Theme) -> str:
        """Return the colour of the card's bar and icon in a theme."""
        return theme.group(self.group) if self.tone is None else self.tone.ink(theme)

    @cached_property
    def height(self) -> float:
        """The height of the card: 54, more for open forms and for more than six ways out."""
        below = ROWS_TOP + len(self.rows) * ROW_HEIGHT + ROWS_BOTTOM if self.rows else 0.0
        return max(self._ports_height, below)

    @property
    def _ports_height(self) -> float:
        return max(CARD_HEIGHT, PORT_SPACING * (len(self.outputs) + 1))

    @property
    def size(self) -> Rect:
        """The card itself, at its own origin."""
        return Rect(0.0, 0.0, CARD_WIDTH, self.height)

    @cached_property
    def rect(self) -> Rect:
        """The card on the drawing."""
        return Rect(self.x, self.y, CARD_WIDTH, self.height)

    @property
    def extent(self) -> Rect:
        """All that is painted, at the card's origin: count chip, badge, ports and selection frame too."""
        return Rect(-6.0, -CHIP_OVERHANG - 3.0, CARD_WIDTH + 16.0, self.height + CHIP_OVERHANG + 13.0)

    @property
    def in_port(self) -> Point:
        """Where links arrive: on the left, at the middle of the head."""
        return Point(0.0, CARD_HEIGHT / 2)

    def out_port(self, output: str) -> Point:
        """Where links leave by an output; one that the kind does not have leaves at the head's middle."""
        return Point(CARD_WIDTH, self._port_heights.get(output, CARD_HEIGHT / 2))

    def out_ports(self) -> list[tuple[Output, Point]]:
        """Return every way out with its place."""
        return [(output, self.out_port(output.name)) for output in self.outputs]

    @cached_property
    def _port_heights(self) -> dict[str, float]:
        """Spread the used outputs evenly over the edge, and the others over the gaps between them."""
        names = [output.name for output in self.outputs]
        used = [name for name in names if name in self.used] or names
        marks = [self._ports_height * index / (len(used) + 1) for index in range(len(used) + 2)]
        found = dict(zip(used, marks[1:], strict=False))
        rest = [name for name in names if name not in found]
        gaps = len(marks) - 1
        for gap in range(gaps):
            mine = rest[gap * len(rest) // gaps : (gap + 1) * len(rest) // gaps]
            step = (marks[gap + 1] - marks[gap]) / (len(mine) + 1)
            found.update({name: marks[gap] + step * (place + 1) for place, name in enumerate(mine)})
        return found

    def row_rect(self, index: int) -> Rect:
        """Return the place of a field's row."""
        left = BAR_WIDTH + 9.0
        return Rect(left, ROWS_TOP + index * ROW_HEIGHT, CARD_WIDTH - left - 11.0, ROW_HEIGHT)

    def field_port(self, index: int) -> Point:
        """Return the place of a field's port: at the right of what is collected, at the left of the CRM's."""
        is_collected = self.rows[index].sort is RowSort.COLLECTED
        return Point(CARD_WIDTH if is_collected else 0.0, ROWS_TOP + (index + 0.5) * ROW_HEIGHT)

    def moved_to(self, x: float, y: float) -> StepCard:
        """Return the card at another place of the drawing."""
        return replace(self, x=x, y=y)

    def marked(self, *, count: str = "", badge: Badge | None = None) -> StepCard:
        """Return the card with another count and badge."""
        return replace(self, count=count, badge=badge)

    def toned(self, tone: Tone | None, comments: int = 0) -> StepCard:
        """Return the card in another colour than its kind's, with so many open comments."""
        if tone is None and not comments and self.tone is None and not self.comments:
            return self
        return replace(self, tone=tone, comments=comments)

    def counted(self, count: str, look: CountLook) -> StepCard:
        """Return the card with another number on it."""
        return replace(self, count=count, look=look)


def step_card(
    reader: RecordReader, step: Step, *, count: float | None = None, badge: Badge | None = None
) -> StepCard:
    """Return the card of a step; a step whose properties are not acceptable says so and carries an error."""
    kind = kind_of(step)
    try:
        summary, outputs = summary_of(step, reader), outputs_of(step)
    except InvalidRecord:
        summary, outputs, badge = "a property is not acceptable", (NEXT,), Badge.ERROR
    used = frozenset(link.output for link in reader.referring(Link, "source", step.id))
    title = one_line(step.title) or (kind.title if kind else one_line(step.kind))
    return StepCard(
        id=step.id,
        title=title,
        summary="paused: nobody passes" if step.paused else one_line(summary),
        group=kind.group if kind else None,
        icon=kind.icon if kind else UNKNOWN_ICON,
        x=step.x,
        y=step.y,
        outputs=_with_stale(outputs, used),
        used=used,
        rows=rows_of(reader, step, kind),
        count="" if count is None else count_text(count),
        badge=badge,
        accepts_links=kind.accepts_links if kind else True,
        pinned=step.pinned,
        paused=step.paused,
        owner=one_line(step.owner),
    )


def _with_stale(outputs: tuple[Output, ...], used: frozenset[str]) -> tuple[Output, ...]:
    """Add outputs that links still use although the step no longer has them: each leaves somewhere."""
    known = {output.name for output in outputs}
    return outputs + tuple(Output(name, name) for name in sorted(used - known))
