"""The checklist: what to do before an integration can start; the plan ticks what it knows."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale

from maplanner.core.clock import utc_now
from maplanner.crm.checklist import Tick, is_done, is_overdue, ticked, usual_items
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.planning.grid import Cell, Grid, RecordScreen
from maplanner.desktop.words import tr
from maplanner.document.records import (
    ChecklistItem,
    CrmField,
    CrmObject,
    DataFlow,
    DataSet,
    FormField,
    Mapping,
    Step,
    SupportContact,
    System,
)
from maplanner.document.vocabulary import ChecklistState
from maplanner.drawing.theme import Theme

_STATE, _TITLE, _OWNER, _DUE, _WHY, _NOTES = range(6)
_FIELDS = {_TITLE: "title", _OWNER: "owner", _NOTES: "notes"}
_WATCHED = (
    ChecklistItem,
    CrmField,
    CrmObject,
    DataFlow,
    DataSet,
    FormField,
    Mapping,
    Step,
    SupportContact,
    System,
)
"""What items are ticked from."""


class ChecklistScreen(RecordScreen):
    """One row for each thing to do."""

    def __init__(self, bridge: PlanBridge, theme: Theme) -> None:
        titles = (tr("State"), tr("To do"), tr("Owner"), tr("Due"), tr("What the plan shows"), tr("Notes"))
        grid = Grid(tr("Checklist"), titles, (104, 256, 116, 200, 300, 220))
        super().__init__(bridge, tr("Checklist"), grid, _WATCHED)
        self._theme = theme
        self.usual = self.add_button(tr("Add the usual items"), self.add_usual)
        self.add_button(tr("Add an item"), self.add, primary=True)
        self.add_delete(tr("Delete the item"), lambda: self.remove_current(tr("Delete a checklist item")))
        grid.typed.connect(self._typed)
        grid.ticked.connect(self._ticked)
        self.refresh()

    def add(self) -> None:
        """Add an item and let its title be typed."""
        last = max((item.order for item in self.bridge.reader.all(ChecklistItem)), default=-1.0)
        item = ChecklistItem.new(title=tr("New item"), order=last + 1)
        self.put(tr("Add a checklist item"), item)
        self.refresh()
        self.grid.edit_id(item.id, _TITLE)

    def add_usual(self) -> None:
        """Add the items that every integration needs and this plan lacks."""
        items = usual_items(self.bridge.reader)
        if items:
            self.put(tr("Add the usual items"), *items)

    def refresh(self) -> None:
        """Show the plan as it is now."""
        reader = self.bridge.reader
        items = sorted(reader.all(ChecklistItem), key=lambda item: item.order)
        today = utc_now().date()
        done = sum(is_done(reader, item) for item in items)
        late = sum(is_overdue(reader, item, today) for item in items)
        said = tr("{done} of {count} done").format(done=done, count=len(items))
        said += f" · {tr('{count} overdue').format(count=late)}" if late else ""
        self.summary.setText(said if items else tr("Nothing is on the list yet. Begin with the usual items."))
        self.usual.setEnabled(bool(usual_items(reader)))
        self.grid.show_rows([(item.id, self._cells(item, today)) for item in items])

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours."""
        self._theme = theme
        self.refresh()

    def _cells(self, item: ChecklistItem, today: date) -> tuple[Cell, ...]:
        reader = self.bridge.reader
        tick = ticked(reader, item)
        late = is_overdue(reader, item, today)
        return (
            self._state_cell(item, tick),
            Cell(item.title, editable=True, strong=True),
            Cell(item.owner, editable=True),
            Cell(
                _due_text(item, today) if late else _day_text(item.due),
                tip=tr("A date such as {example}").format(example=_day_text(today)),
                editable=True,
                color=self._theme.error_text if late else "",
            ),
            Cell(tr(tick.text).format(**tick.parameters) if tick is not None else tr("A person ticks this.")),
            Cell(item.notes.replace("\n", " "), tip=item.notes, editable=True),
        )

    def _state_cell(self, item: ChecklistItem, tick: Tick | None) -> Cell:
        if tick is None:
            done = item.state is ChecklistState.DONE
            return Cell(tr(item.state.value), ticked=done, tickable=True)
        said = tr("done") if tick.done else tr(_OPEN[item.state])
        mark = "✓  " if tick.done else "○  "
        color = self._theme.good_text if tick.done else ""
        return Cell(mark + said, tip=tr("Ticked from the plan, not by hand."), color=color)

    def _typed(self, row: int, column: int, text: str) -> None:
        record_id = self.grid.id_at(row)
        if column == _DUE:
            self._due_typed(record_id, text.strip())
        elif column in _FIELDS:
            self.change(tr("Change the checklist"), record_id, {_FIELDS[column]: text.strip()})

    def _due_typed(self, record_id: str, text: str) -> None:
        day = typed_day(text)
        if text and day is None:
            self.complain(tr("“{text}” is no date.").format(text=text))
            self.refresh()
            return
        self.change(tr("Change a due date"), record_id, {"due": day.isoformat() if day else None})

    def _ticked(self, row: int, done: bool) -> None:
        state = ChecklistState.DONE if done else ChecklistState.OPEN
        self.change(tr("Tick an item"), self.grid.id_at(row), {"state": state.value})


_OPEN = {ChecklistState.OPEN: "open", ChecklistState.IN_WORK: "in work", ChecklistState.DONE: "open"}
"""What is said of an item that the plan does not show to be done."""


def _due_text(item: ChecklistItem, today: date) -> str:
    days = (today - item.due).days if item.due is not None else 0
    return f"{_day_text(item.due)} · {tr('late by %n days', days)}"


def _day_text(day: date | None) -> str:
    if day is None:
        return ""
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)


def typed_day(text: str) -> date | None:
    """Return the day that was typed, in the person's own way or as year-month-day; ``None`` if it is none."""
    plain = text.partition(" · ")[0]
    locale = QLocale()
    for how in (QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat):
        found = locale.toDate(plain, how)
        if found.isValid() and found.year() > 1999:
            return date(found.year(), found.month(), found.day())
    for pattern in ("yyyy-MM-dd", "d.M.yyyy", "d/M/yyyy", "d MMM yyyy", "d MMMM yyyy"):
        found = locale.toDate(plain, pattern)
        if found.isValid():
            return date(found.year(), found.month(), found.day())
    return None
