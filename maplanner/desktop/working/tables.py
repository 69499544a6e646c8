"""The tables of the work screen: breakdown, guessed hours, roles and people, campaigns."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from PySide6.QtCore import QDate, QLocale

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.choosing.numbers import typed_number
from maplanner.desktop.planning.checklist import typed_day
from maplanner.desktop.planning.grid import Cell, Grid
from maplanner.desktop.words import number, tr
from maplanner.document.records import Record, TeamMember, WorkRole
from maplanner.drawing.theme import Theme
from maplanner.estimate.explaining import Kept
from maplanner.estimate.hours import Guess, HoursTable, all_items, role_named
from maplanner.estimate.people import new_role
from maplanner.estimate.programmes import Programme
from maplanner.estimate.work import LineEstimate, WorkEstimate


class CellWriter(Protocol):
    """Writes what is typed into the tables to the plan."""

    def change(self, label: str, record: str, values: dict[str, object], new: Record | None) -> None:
        """Change a record as one step; ``new`` is put first where the record is not there yet."""

    def no_number(self, text: str) -> None:
        """Say that a text is no number, or no day."""


class BreakdownGrid(Grid):
    """One row for each line of the breakdown."""

    def __init__(self) -> None:
        titles = ("Line", "Pieces", "Hours", "80 %", "Cost", "From", "Until", "Who")
        super().__init__(tr("Work breakdown"), tuple(map(tr, titles)), (280, 64, 60, 60, 76, 92, 92, 240))

    def show_work(self, work: WorkEstimate, theme: Theme) -> None:
        """Show the lines of an estimate."""
        rows: list[tuple[str, tuple[Cell, ...]]] = []
        item = ""
        for each in work.lines:
            if each.line.item.key != item:
                item = each.line.item.key
                head = Cell(tr(each.line.item.title), strong=True, heading=True, color=theme.secondary)
                rows.append(("", (head,)))
            rows.append((each.line.key, self._cells(each, work, theme)))
        self.show_rows(rows)

    def _cells(self, each: LineEstimate, work: WorkEstimate, theme: Theme) -> tuple[Cell, ...]:
        people = ", ".join(dict.fromkeys(placed.worker.title for placed in each.placed))
        never = each.is_stuck
        why = tr("Enter shows how this was worked out, and lets you change it.")
        return (
            Cell(each.line.scope_title or each.line.title, tip=each.line.title, strong=True),
            Cell(_figure(each.line.quantity), tip=tr(each.line.item.unit), figure=True),
            Cell(_figure(each.hours.p50), tip=why, figure=True),
            Cell(_figure(each.hours.p80), tip=why, figure=True),
            Cell("" if each.cost is None else number(each.cost.p50), figure=True),
            Cell("" if each.start is None else day_text(work.team.day(each.start))),
            Cell(
                tr("never") if never else "" if each.finish is None else day_text(work.team.day(each.finish)),
                color=theme.error_text if never else "",
            ),
            Cell(people),
        )


class HoursGrid(Grid):
    """Three points for each item and role; typing over one makes it the team's own."""

    def __init__(self, bridge: PlanBridge, writer: CellWriter) -> None:
        titles = ("Role", "At least", "Most likely", "At most", "Mean", "Where it comes from")
        super().__init__(tr("Hours of one piece"), tuple(map(tr, titles)), (240, 80, 92, 80, 72, 460))
        self._bridge = bridge
        self._writer = writer
        self._guesses: list[Guess | None] = []
        self.typed.connect(self._typed)

    def refresh(self, work: WorkEstimate, theme: Theme) -> None:
        """Show the hours as they count now."""
        rows: list[tuple[str, tuple[Cell, ...]]] = []
        self._guesses = []
        items = {item.key: item for item in all_items()}
        last = ""
        for guess in HoursTable(self._bridge.reader).lines():
            if guess.item != last:
                last = guess.item
                words = tr("{title} · one {unit}").format(
                    title=tr(items[last].title), unit=tr(items[last].unit)
                )
                rows.append(("", (Cell(words, strong=True, heading=True, color=theme.secondary),)))
                self._guesses.append(None)
            rows.append((guess.kept.record, self._cells(guess, work, theme)))
            self._guesses.append(guess)
        self.show_rows(rows)

    def usual_again(self) -> str:
        """Return the team's own estimate in the chosen row; empty where the usual one counts."""
        row = self.currentRow()
        guess = self._guesses[row] if 0 <= row < len(self._guesses) else None
        return guess.kept.record if guess is not None and guess.is_own else ""

    def _cells(self, guess: Guess, work: WorkEstimate, theme: Theme) -> tuple[Cell, ...]:
        source = tr(guess.origin.words)
        points = (guess.low, guess.likely, guess.high)
        return (
            Cell(work.team.role(guess.role).title, strong=guess.is_own),
            *(Cell(_figure(value), editable=True, figure=True) for value in points),
            Cell(_figure(guess.mean), figure=True),
            Cell(source, editable=guess.is_own, color="" if guess.is_own else theme.secondary),
        )

    def _typed(self, row: int, column: int, text: str) -> None:
        guess = self._guesses[row]
        if guess is None:
            return
        label = tr("Change hours")
        if column == _SOURCE:
            self._writer.change(label, guess.kept.record, {"source": text.strip()}, None)
            return
        value = typed_number(text)
        field = ("", "low", "likely", "high")[column]
        if value is None:
            self._writer.no_number(text)
            return
        values: dict[str, object] = {field: value, **_moved(guess, field, value)}
        if not guess.is_own:
            values["source"] = tr("our own estimate")
        self._writer.change(label, guess.kept.record, values, guess.kept.new)


_SOURCE = 5


def _moved(guess: Guess, field: str, value: float) -> dict[str, object]:
    """Return the points that a new one pushes along, so that the three stay in their order."""
    order = ("low", "likely", "high")
    below = order[: order.index(field)]
    above = order[order.index(field) + 1 :]
    pushed = [name for name in below if getattr(guess, name) > value]
    pushed += [name for name in above if getattr(guess, name) < value]
    return dict.fromkeys(pushed, value)


class RolesGrid(Grid):
    """What an hour of each role costs."""

    def __init__(self, bridge: PlanBridge, writer: CellWriter) -> None:
        titles = ("Role", "An hour costs", "Currency", "Hours of work", "Where it comes from")
        super().__init__(tr("Roles"), tuple(map(tr, titles)), (240, 110, 90, 110, 360))
        self._bridge = bridge
        self._writer = writer
        self._kept: list[Kept] = []
        self.typed.connect(self._typed)

    def refresh(self, work: WorkEstimate, theme: Theme) -> None:
        """Show the roles that have work, and those of the plan."""
        reader = self._bridge.reader
        keys = dict.fromkeys([*(role.key for role in work.roles), *work.team.roles])
        rows: list[tuple[str, tuple[Cell, ...]]] = []
        self._kept = []
        for key in keys:
            role = work.team.role(key)
            record = reader.find_or_none(WorkRole, role.record)
            hours = work.hours_of(key)
            usual = role_named(key)
            if record is None and not hours:
                continue
            new = (
                new_role(usual)
                if usual is not None
                else WorkRole(id=f"role-{key}", title=role.title, key=key)
            )
            shown = record or new
            rate = (
                "" if shown.rate is None else number(shown.rate, 0 if shown.rate == round(shown.rate) else 2)
            )
            own = record is not None
            rows.append((
                shown.id,
                (
                    Cell(role.title, editable=own, strong=own),
                    Cell(rate, editable=True, figure=True, color="" if own else theme.secondary),
                    Cell(shown.currency or work.team.currency, editable=True),
                    Cell(number(hours), figure=True),
                    Cell(tr(role.rate.origin.words), color="" if own else theme.secondary),
                ),
            ))  # fmt: skip
            self._kept.append(Kept(shown.id, "rate", None if own else new))
        self.show_rows(rows)

    def _typed(self, row: int, column: int, text: str) -> None:
        kept = self._kept[row]
        label = tr("Change a role")
        if column == 1:
            value = typed_number(text) if text.strip() else None
            if text.strip() and value is None:
                self._writer.no_number(text)
                return
            self._writer.change(label, kept.record, {"rate": value}, kept.new)
        elif column in (0, 2):
            field = "title" if column == 0 else "currency"
            self._writer.change(label, kept.record, {field: text.strip()}, kept.new)


class PeopleGrid(Grid):
    """Who works, in which role, how many hours a week, from when until when."""

    def __init__(self, bridge: PlanBridge, writer: CellWriter) -> None:
        titles = (
            "Name",
            "Role",
            "Hours a week",
            "From",
            "Until",
            "An hour costs",
            "Currency",
            "Hours of work",
        )
        super().__init__(tr("People"), tuple(map(tr, titles)), (200, 180, 100, 110, 110, 110, 84, 110))
        self._bridge = bridge
        self._writer = writer
        self.typed.connect(self._typed)
        self.chosen.connect(self._chosen)

    def refresh(self, work: WorkEstimate) -> None:
        """Show the people of the plan."""
        reader = self._bridge.reader
        roles = tuple((role.id, role.title) for role in reader.all(WorkRole))
        given: dict[str, float] = {}
        for each in work.schedule.placed:
            given[each.worker.id] = given.get(each.worker.id, 0.0) + each.hours
        rows: list[tuple[str, tuple[Cell, ...]]] = []
        for member in sorted(reader.all(TeamMember), key=lambda each: each.order):
            role = reader.find_or_none(WorkRole, member.role)
            rate = "" if member.rate is None else number(member.rate, 2 if member.rate % 1 else 0)
            cells = (
                Cell(member.title, editable=True, strong=True),
                Cell(
                    role.title if role is not None else tr("no role"), choices=roles, value=member.role or ""
                ),
                Cell(_figure(member.hours_per_week), editable=True, figure=True),
                Cell(day_text(member.start), editable=True),
                Cell(day_text(member.end), editable=True),
                Cell(rate, tip=tr("Empty: what the role costs"), editable=True, figure=True),
                Cell(member.currency, tip=tr("Empty: the plan's"), editable=True),
                Cell(number(given.get(member.id, 0.0)), figure=True),
            )
            rows.append((member.id, cells))
        self.show_rows(rows)

    def _chosen(self, row: int, _column: int, value: str) -> None:
        self._writer.change(tr("Give a role"), self.id_at(row), {"role": value or None}, None)

    def _typed(self, row: int, column: int, text: str) -> None:
        plain, record = text.strip(), self.id_at(row)
        label = tr("Change a person")
        if column in (0, 6):
            self._writer.change(label, record, {"title" if column == 0 else "currency": plain}, None)
        elif column in (3, 4):
            day = typed_day(plain)
            if plain and day is None:
                self._writer.no_number(text)
            else:
                field = "start" if column == 3 else "end"
                self._writer.change(label, record, {field: day.isoformat() if day else None}, None)
        elif column in (2, 5):
            value = typed_number(plain) if plain else None
            if value is None and (plain or column == 2):
                self._writer.no_number(text)
            else:
                self._writer.change(label, record, {"hours_per_week" if column == 2 else "rate": value}, None)


class CampaignsGrid(Grid):
    """What each campaign takes: content, building, running."""

    def __init__(self) -> None:
        titles = (
            "Campaign", "Purpose", "Content to make", "Hours to build", "Cost to build", "Months",
            "Hours to run", "A month", "Cost to run",
        )  # fmt: skip
        widths = (220, 120, 280, 112, 104, 72, 104, 80, 100)
        super().__init__(tr("What each campaign takes"), tuple(map(tr, titles)), widths)

    def show_programmes(self, programmes: tuple[Programme, ...]) -> None:
        """Show the campaigns."""
        self.show_rows([(each.campaign.id, self._cells(each)) for each in programmes])

    def _cells(self, each: Programme) -> tuple[Cell, ...]:
        content = ", ".join(
            f"{tr(line.line.item.title)}: {number(line.line.quantity)}" for line in each.content
        )
        return (
            Cell(each.campaign.title, strong=True),
            Cell(tr(each.campaign.purpose.value)),
            Cell(content or tr("nothing")),
            Cell(number(each.build_hours), figure=True),
            Cell("" if each.build_cost is None else number(each.build_cost), figure=True),
            Cell(number(each.months, 1), figure=True),
            Cell(
                number(each.run_hours.p50),
                tip=tr("With 80 % certainty at most {hours}").format(hours=number(each.run_hours.p80)),
                figure=True,
            ),
            Cell(number(each.hours_per_month, 1), figure=True),
            Cell("" if each.run_cost is None else number(each.run_cost), figure=True),
        )


def day_text(day: date | None) -> str:
    """Return a day in the person's own way; nothing for none."""
    if day is None:
        return ""
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)


def _figure(value: float) -> str:
    return number(value, 0 if value == round(value) or value >= 100 else 2 if value < 1 else 1)
