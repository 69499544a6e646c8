"""The schedule of the work as a picture: a bar for each line and role, milestones, hours by week and role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from maplanner.drawing.card_paint import Detail
from maplanner.drawing.coloring import Tone
from maplanner.drawing.geometry import Rect
from maplanner.drawing.legend import LegendEntry
from maplanner.drawing.text import Align, paint_text, text_width
from maplanner.drawing.theme import LIST_SIZE, MEDIUM, SECONDARY_SIZE, SEMIBOLD, ink, mixed
from maplanner.estimate.people import DAYS_PER_WEEK
from maplanner.steps.kind import PaletteGroup

if TYPE_CHECKING:
    from maplanner.drawing.theme import Theme
    from maplanner.estimate.network import Milestone
    from maplanner.estimate.work import LineEstimate, WeekLoad, WorkEstimate

ROW: Final = 22.0
HEAD: Final = 30.0
NAMES: Final = 300.0
_STRIP: Final = 26.0
_GAP: Final = 18.0
_RIGHT: Final = 24.0
_ROOM: Final = 900.0
"""Pixels that the time takes where it is short or long; between, a day has its own width."""
_LEAST_DAY: Final = 3.0
_MOST_DAY: Final = 14.0
_WEEK_WORDS: Final = 44.0
_GROUPS: Final = (
    PaletteGroup.PAGES,
    PaletteGroup.MESSAGES,
    PaletteGroup.INBOUND,
    PaletteGroup.SEGMENTS,
    PaletteGroup.OUTBOUND,
    PaletteGroup.SALES,
)
_NEUTRAL: Final = "Connections, data and scores"


@dataclass(frozen=True)
class Row:
    """One row: a heading, a line with its bars, or an item of the checklist."""

    title: str
    line: LineEstimate | None = None
    milestone: Milestone | None = None


class _Scale(NamedTuple):
    """The colour of a role, and the most hours of a week that a strip shows."""

    color: str
    most: float


@dataclass(frozen=True)
class Gantt:
    """The schedule of an estimate. It has the shape of a :class:`~maplanner.drawing.picture.Picture`."""

    work: WorkEstimate
    title: str = "Schedule of the work"

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows in the order in which they stand: work for all first, then campaign by campaign."""
        # Every campaign is tested, in the order of the inventory.
        tested = [each.line.scope for each in self.work.lines if each.line.item.key == "campaign-test"]
        sections: dict[str, list[LineEstimate]] = {scope: [] for scope in ("", *tested)}
        for each in self.work.lines:
            sections.setdefault(each.line.scope if each.line.of_campaign else "", []).append(each)
        due = [each for each in self.work.network.milestones if each.due is not None]
        found = [Row("Checklist")] if due else []
        found += [Row(each.title, milestone=each) for each in sorted(due, key=lambda each: str(each.due))]
        for scope, lines in sections.items():
            if not lines:
                continue
            found.append(Row(lines[0].line.scope_title if scope else _NEUTRAL))
            ordered = sorted(lines, key=lambda each: (each.start is None, each.start or 0.0, each.line.key))
            found += [Row(_name(each, in_campaign=bool(scope)), each) for each in ordered]
        return tuple(found)

    @property
    def subtitle(self) -> str:
        """What else is said beneath the title."""
        weeks = self.work.weeks
        begins = f"begins {self.work.team.first_day.isoformat()}"
        if weeks is None:
            return f"{begins}; when all is done is not known"
        return f"{begins}; {weeks.p50:.0f} weeks, with 80 % certainty at most {weeks.p80:.0f}"

    @cached_property
    def days(self) -> float:
        """How many days are shown: whole weeks, until the later end."""
        weeks = self.work.weeks
        last = max(self.work.schedule.days, weeks.p80 * DAYS_PER_WEEK if weeks is not None else 0.0)
        due = [self._days_to(each.due) for each in self.work.network.milestones if each.due is not None]
        whole = max([last, *due, float(DAYS_PER_WEEK)])
        return float(-(-int(whole + 1) // DAYS_PER_WEEK) * DAYS_PER_WEEK)

    @cached_property
    def day_width(self) -> float:
        """Pixels of a day."""
        return min(max(_ROOM / self.days, _LEAST_DAY), _MOST_DAY)

    @property
    def bounds(self) -> Rect:
        """All that is painted."""
        height = HEAD + len(self.rows) * ROW + _GAP + (len(self.work.roles) + 1) * _STRIP
        return Rect(0.0, 0.0, NAMES + self.days * self.day_width + _RIGHT, height)

    @property
    def legend(self) -> Sequence[LegendEntry]:
        """The colours of the roles."""
        return tuple(
            LegendEntry(role.title, tone=Tone(role.title, group=self._group(role.key)))
            for role in self.work.roles
        )

    def row_at(self, y: float) -> Row | None:
        """Return the row at a height, or ``None``."""
        place = int((y - HEAD) // ROW)
        return self.rows[place] if y >= HEAD and place < len(self.rows) else None

    def paint(self, painter: QPainter, theme: Theme, detail: Detail = Detail.FULL) -> None:
        """Draw everything."""
        del detail
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_weeks(painter, theme)
        for place, row in enumerate(self.rows):
            self._paint_row(painter, theme, row, HEAD + place * ROW)
        self._paint_marks(painter, theme)
        self._paint_strips(painter, theme)
        painter.restore()

    # ------------------------------------------------------------ parts

    def _group(self, role: str) -> PaletteGroup:
        keys = [each.key for each in self.work.roles]
        return _GROUPS[keys.index(role) % len(_GROUPS)] if role in keys else PaletteGroup.LOGIC

    def _x(self, day: float) -> float:
        return NAMES + day * self.day_width

    def _days_to(self, day: date) -> float:
        return float((day - self.work.team.first_day).days)

    @cached_property
    def _mondays(self) -> tuple[float, ...]:
        first = -self.work.team.first_day.weekday() % DAYS_PER_WEEK
        return tuple(float(day) for day in range(first, int(self.days) + 1, DAYS_PER_WEEK))

    def _paint_weeks(self, painter: QPainter, theme: Theme) -> None:
        bottom = HEAD + len(self.rows) * ROW
        every = max(1, -int(-_WEEK_WORDS // (self.day_width * DAYS_PER_WEEK)))
        for number, day in enumerate(self._mondays):
            x = self._x(day)
            painter.setPen(QPen(ink(theme.grid), 1.0))
            painter.drawLine(QPointF(x, HEAD), QPointF(x, bottom))
            if number % every == 0 and day < self.days:
                when = self.work.team.first_day + timedelta(days=int(day))
                place = Rect(x + 3.0, 0.0, _WEEK_WORDS + 12.0, HEAD - 4.0)
                paint_text(painter, place, f"{when.day}/{when.month}", theme.secondary, size=SECONDARY_SIZE)

    def _paint_row(self, painter: QPainter, theme: Theme, row: Row, y: float) -> None:
        place = Rect(0.0, y, NAMES - 12.0, ROW)
        if row.milestone is not None:
            self._paint_milestone(painter, theme, row.milestone, y)
            return
        if row.line is None:
            paint_text(painter, place, row.title, theme.secondary, size=SECONDARY_SIZE, weight=SEMIBOLD)
            painter.setPen(QPen(ink(theme.border), 1.0))
            painter.drawLine(QPointF(0.0, y + ROW - 1), QPointF(self.bounds.width - _RIGHT, y + ROW - 1))
            return
        name = Rect(12.0, y, NAMES - 24.0, ROW)
        paint_text(painter, name, row.title, theme.text, size=LIST_SIZE)
        placed = row.line.placed
        height = (ROW - 8.0) / max(len(placed), 1)
        painter.setPen(Qt.PenStyle.NoPen)
        for number, each in enumerate(placed):
            x, right = self._x(each.start), self._x(each.finish)
            painter.setBrush(ink(theme.group(self._group(each.part.role))))
            bar = QRectF(x, y + 4.0 + number * height, max(right - x, 2.5), max(height - 1.0, 2.0))
            painter.drawRoundedRect(bar, min(2.0, height / 2), min(2.0, height / 2))
        if row.line.is_stuck:
            stuck = Rect(self._x(0.0) + 4.0, y, 220.0, ROW)
            paint_text(painter, stuck, "nobody has the hours", theme.error_text, size=SECONDARY_SIZE)

    def _paint_marks(self, painter: QPainter, theme: Theme) -> None:
        bottom = HEAD + len(self.rows) * ROW
        weeks = self.work.weeks
        if weeks is not None:
            for share, days, color in (
                ("50 %", weeks.p50 * DAYS_PER_WEEK, theme.accent_text),
                ("80 %", weeks.p80 * DAYS_PER_WEEK, theme.warning_text),
            ):
                x = self._x(min(days, self.days))
                painter.setPen(QPen(ink(color), 1.2, Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(x, HEAD - 4.0), QPointF(x, bottom))
                place = Rect(x - 34.0, bottom - 14.0, 32.0, 14.0)
                paint_text(painter, place, share, color, size=SECONDARY_SIZE, align=Align.RIGHT)

    def _paint_milestone(self, painter: QPainter, theme: Theme, milestone: Milestone, y: float) -> None:
        name = Rect(12.0, y, NAMES - 24.0, ROW)
        paint_text(painter, name, milestone.title, theme.text, size=LIST_SIZE)
        if milestone.due is None:
            return
        x = self._x(min(max(self._days_to(milestone.due) + 1.0, 0.0), self.days))
        middle = y + ROW / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(theme.good if milestone.done else theme.error))
        corners = ((x, middle - 6), (x + 6, middle), (x, middle + 6), (x - 6, middle))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        words = "done" if milestone.done else "open"
        said = Rect(x + 10.0, y, 60.0, ROW)
        if said.right > self.bounds.width:
            said = Rect(x - 70.0, y, 60.0, ROW)
        paint_text(painter, said, words, theme.secondary, size=SECONDARY_SIZE)

    def _paint_strips(self, painter: QPainter, theme: Theme) -> None:
        """Draw, for each role, the hours of each week against those there are."""
        top = HEAD + len(self.rows) * ROW + _GAP
        head = Rect(0.0, top, self.bounds.width, _STRIP)
        words = "Hours a week: filled is planned, the frame is what there is, red waits for somebody"
        paint_text(painter, head, words, theme.secondary, size=SECONDARY_SIZE, weight=SEMIBOLD)
        for place, role in enumerate(self.work.roles, 1):
            y = top + place * _STRIP
            name = Rect(12.0, y, NAMES - 24.0, _STRIP)
            paint_text(painter, name, role.title, theme.text, size=LIST_SIZE, weight=MEDIUM)
            weeks = self.work.weeks_of(role.key)
            most = max((max(week.available, week.planned) for week in weeks), default=0.0)
            color = theme.group(self._group(role.key))
            for week in weeks:
                if most > 0:
                    self._paint_week(painter, theme, y, week, _Scale(color, most))

    def _paint_week(self, painter: QPainter, theme: Theme, y: float, week: WeekLoad, scale: _Scale) -> None:
        since = max(self._days_to(week.first_day), 0.0)
        until = min(since - week.first_day.weekday() + DAYS_PER_WEEK, self.days)
        cell = Rect(self._x(since) + 1, y + 3, (until - since) * self.day_width - 2, _STRIP - 6)
        available, planned, color = week.available, week.planned, scale.color
        if cell.width <= 1:
            return
        frame = cell.height * available / scale.most
        filled = cell.height * planned / scale.most
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(mixed(color, theme.panel, 0.18)))
        painter.drawRect(QRectF(cell.x, cell.bottom - frame, cell.width, frame))
        painter.setBrush(ink(mixed(color, theme.panel, 0.5)))
        painter.drawRect(QRectF(cell.x, cell.bottom - filled, cell.width, filled))
        if week.waiting > 0.5:
            painter.setBrush(ink(theme.error))
            painter.drawRect(QRectF(cell.x, cell.y - 2.0, cell.width, 2.0))
        text = f"{planned:.0f}/{available:.0f}"
        if text_width(text, SECONDARY_SIZE) + 4 <= cell.width:
            paint_text(painter, cell, text, theme.text, size=SECONDARY_SIZE, align=Align.CENTER)


def _name(each: LineEstimate, *, in_campaign: bool) -> str:
    if each.line.own is not None:
        return each.line.title
    return each.line.item.title if in_campaign else each.line.title


def gantt_of(work: WorkEstimate) -> Gantt:
    """Return the schedule of an estimate as a picture."""
    return Gantt(work)
