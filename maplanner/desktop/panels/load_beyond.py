"""What a system must carry beyond the calls of a day: busiest moments, storage, fields, growth, remedies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.panels.showing import ShareBar
from maplanner.desktop.words import number, percent, tr
from maplanner.document.vocabulary import SyncWay
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from datetime import date

    from maplanner.estimate.custom_fields import ObjectFields
    from maplanner.estimate.explaining import Explanation
    from maplanner.estimate.growing import Resync
    from maplanner.estimate.peaks import Peak
    from maplanner.estimate.remedies import Remedy
    from maplanner.estimate.storage import Storage
    from maplanner.estimate.system_load import SystemLoad

_WARN_FROM, _ERROR_FROM = 0.7, 1.0
_BAR_WIDTH = 140
_REMEDIES_SHOWN = 5


@dataclass(frozen=True)
class Carried:
    """One line: what it is, the figure, its part of a limit (``None``: no limit known), and more to say."""

    what: str
    figure: str
    share: float | None = None
    tip: str = ""
    why: Callable[[], Explanation | None] | None = None
    """Says how the figure comes about."""


class Beyond(QWidget):
    """Lines with bars, and what would help; made anew whenever the figures change."""

    def __init__(self, bridge: PlanBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self.bars: list[ShareBar] = []
        self.remedies: list[QPushButton] = []
        self.why: list[QPushButton] = []
        self.said = QLabel()
        self.said.setProperty("role", "complaint")
        self.said.setWordWrap(True)
        self.said.hide()
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 4, 0, 0)
        self._body.setSpacing(6)
        self._held: QWidget | None = None

    def show_load(self, load: SystemLoad, storage: Storage | None, fields: Sequence[ObjectFields]) -> None:
        """Show these figures."""
        self.said.hide()
        if self._held is not None:
            self._body.removeWidget(self._held)
            self._held.deleteLater()
        self.bars, self.remedies, self.why = [], [], []
        self._held = QWidget(self)
        layout = QVBoxLayout(self._held)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._grid([*_lines(load, storage, fields)]))
        if load.remedies:
            layout.addLayout(self._helpful(load.remedies))
        layout.addWidget(self.said)
        self._body.addWidget(self._held)
        self._held.show()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        for bar in self.bars:
            bar.set_theme(theme)

    def _grid(self, lines: list[Carried]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(3, 1)
        grid.addWidget(section_head(tr("Busiest moments, storage and growth")), 0, 0, 1, 4)
        for row, line in enumerate(lines, start=1):
            what = QLabel(line.what)
            what.setToolTip(line.tip)
            grid.addWidget(what, row, 0)
            grid.addWidget(self._figure(line), row, 1, Qt.AlignmentFlag.AlignRight)
            if line.share is not None:
                grid.addLayout(self._against(line), row, 2)
        return grid

    def _figure(self, line: Carried) -> QWidget:
        """Return the figure; a click on it says how it comes about, where that is known."""
        if line.why is None:
            label = QLabel(line.figure)
            label.setToolTip(line.tip)
            return label
        button = QPushButton(line.figure)
        button.setProperty("role", "link")
        button.setToolTip(line.tip or tr("How this was worked out"))
        button.clicked.connect(partial(self._explain, line.why))
        self.why.append(button)
        return button

    def _explain(self, why: Callable[[], Explanation | None]) -> None:
        from maplanner.desktop.working.why_dialog import WhyDialog

        dialog = WhyDialog(self._bridge, why, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _against(self, line: Carried) -> QHBoxLayout:
        bar = ShareBar(self._theme)
        bar.setFixedWidth(_BAR_WIDTH)
        bar.show_share(line.share or 0.0, warn_from=_WARN_FROM, error_from=_ERROR_FROM)
        words = percent(line.share or 0.0)
        bar.setAccessibleName(f"{line.what}: {words}")
        bar.setToolTip(line.tip)
        said = QLabel(words)
        said.setProperty("role", "complaint" if (line.share or 0.0) > _ERROR_FROM else "secondary")
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(bar)
        beside.addWidget(said, 1)
        self.bars.append(bar)
        return beside

    def _helpful(self, remedies: Sequence[Remedy]) -> QVBoxLayout:
        found = QVBoxLayout()
        found.setSpacing(2)
        found.addWidget(section_head(tr("What would help")))
        for remedy in remedies[:_REMEDIES_SHOWN]:
            text = tr("{what}: {share} of the limit").format(
                what=tr(remedy.title), share=percent(remedy.share)
            )
            if not remedy.changes:
                found.addWidget(QLabel(text))
                continue
            button = QPushButton(text)
            button.setProperty("role", "link")
            button.setToolTip(tr("Change the plan so; Undo takes it back"))
            button.clicked.connect(partial(self._apply, remedy))
            found.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.remedies.append(button)
        return found

    def _apply(self, remedy: Remedy) -> None:
        try:
            with self._bridge.store.transact(tr(remedy.title)) as transaction:
                for record, path, value in remedy.changes:
                    transaction.change(record, {path: value})
        except MaplannerError as error:
            self.said.setText(str(error))
            self.said.show()


def _lines(load: SystemLoad, storage: Storage | None, fields: Sequence[ObjectFields]) -> Iterator[Carried]:
    way = load.rhythm.way
    for peak in load.peaks:
        yield _of_peak(peak, way)
    if load.reads:
        yield Carried(
            tr("Calls a day to look for what comes back"),
            number(load.reads),
            tip=tr("Cycles of the flows that lead out of it, times the objects with fields that come back"),
        )
    if load.again > 1.0:
        yield Carried(tr("Calls that one becomes, as some fail"), number(load.again, 2))
    yield from _of_growth(load, way)
    if load.resync is not None and load.resync.records >= 1.0:
        yield _of_resync(load.resync)
    if storage is not None:
        yield _of_storage(storage)
    for each in fields:
        what = tr("Custom fields of {object}").format(object=each.object.label or each.object.api_name)
        limit = "" if each.allowed is None else tr(" of {count}").format(count=number(each.allowed.value))
        tip = "" if each.allowed is None else each.allowed.origin.words
        yield Carried(what, f"{number(each.counted)}{limit}", each.share_of_limit, tip, each.explanation)


def _of_peak(peak: Peak, way: SyncWay) -> Carried:
    most = peak.most[way]
    limit = "" if peak.usable is None else tr(" of {count}").format(count=number(peak.usable))
    return Carried(
        tr("Most calls in any {time}").format(time=span_words(peak.seconds)),
        f"{number(most.mean)}{limit}",
        peak.share(way),
        "" if peak.allowed is None else peak.allowed.origin.words,
    )


def span_words(seconds: int) -> str:
    """Return a span of time in the unit that gives the shortest number."""
    for size, unit in ((3600, "hours"), (60, "minutes")):
        if seconds % size == 0:
            count = seconds // size
            return tr(unit[:-1]) if count == 1 else f"{number(count)} {tr(unit)}"
    return f"{number(seconds)} {tr('seconds')}"


def _of_growth(load: SystemLoad, way: SyncWay) -> Iterator[Carried]:
    factor = load.growth_to_limit(way)
    if factor is None:
        return
    if factor < 1.0:
        yield Carried(tr("Leads may grow, until the limit breaks"), tr("not at all"))
        return
    times = tr("{times}-fold").format(times=number(factor, 1 if factor < 100 else 0))
    yield Carried(tr("Leads may grow, until the limit breaks"), times)
    breaks = load.breaks_on(way)
    if breaks is not None:
        tip = tr("With {growth} more leads each year, as the plan's settings say").format(
            growth=percent(load.growth)
        )
        yield Carried(tr("The limit breaks on"), _day(breaks), tip=tip)


def _of_resync(found: Resync) -> Carried:
    figure = tr("{single} calls, {batched} in batches").format(
        single=number(found.one_by_one), batched=number(found.in_batches)
    )
    tip = tr("A changed scoring rule or a new field makes many tools send every record again")
    return Carried(tr("Sending every record again"), figure, found.days_one_by_one, tip)


def _of_storage(storage: Storage) -> Carried:
    allowed = storage.allowed
    figure = tr("{megabytes} MB a year").format(megabytes=number(storage.per_year))
    if allowed is not None:
        figure += tr(" of {count}").format(count=number(allowed.value))
    tips = [*map(tr, storage.lacks)]
    if storage.system.used_mb:
        tips.append(tr("{count} MB are in use today").format(count=number(storage.system.used_mb)))
    if storage.full_on is not None:
        tips.append(tr("Full on {day}").format(day=_day(storage.full_on)))
    return Carried(tr("New records take"), figure, storage.share_at_end, "\n".join(tips), storage.explanation)


def _day(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)
