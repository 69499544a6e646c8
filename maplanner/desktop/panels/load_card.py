"""One system in the CRM load: edition and seats, calls against the limit, writes, the working-out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.errors import MaplannerError
from maplanner.desktop.boxes import ChoiceBox
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.lettering import scaled
from maplanner.desktop.panels.showing import ShareBar
from maplanner.desktop.words import number, spread, tr
from maplanner.document.records import RecordValues, System
from maplanner.document.vocabulary import SyncWay
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.estimate.system_load import SystemLoad

_WARN_FROM, _ERROR_FROM = 0.7, 1.0
_GAP = 28
_MOST_SEATS = 10_000_000


class SeatsField(QLineEdit):
    """A whole number of seats, with the locale's separators."""

    committed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = 0
        self.setMaxLength(14)
        self.setFixedWidth(scaled(92))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editingFinished.connect(self._commit)

    def show_value(self, value: int) -> None:
        """Show a number, unless a person is just typing another."""
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self.setText(number(value))

    def _commit(self) -> None:
        value, ok = QLocale().toLongLong(self.text().strip())
        if not ok:
            digits = "".join(letter for letter in self.text() if letter.isdigit())
            value = int(digits) if digits else self._value
        self.setModified(False)
        value = min(max(value, 0), _MOST_SEATS)
        self.setText(number(value))
        if value != self._value:
            self._value = value
            self.committed.emit(value)


class SystemCard(QWidget):
    """What one system has to carry. Product, edition and seats are written to its record."""

    def __init__(
        self, bridge: PlanBridge, load: SystemLoad, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._id = load.system.id
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.product, self.edition, self.seats = ChoiceBox(), ChoiceBox(), SeatsField()
        self.limit, self.lacks = QLabel(), QLabel()
        self.bars: dict[SyncWay, ShareBar] = {}
        self.calls: dict[SyncWay, dict[str, QLabel]] = {}
        self.more = QToolButton()
        self.explanation = QLabel()
        self._shown: SystemLoad | None = None
        self._set_up_choices()
        self._lay_out(load)
        self.show_load(load)

    def show_load(self, load: SystemLoad) -> None:
        """Show these figures."""
        self._shown = load
        self.title.setText(load.title)
        self._show_choices(load.system)
        limit = load.budget.limit_per_day
        self.limit.setText(
            tr("Limit unknown")
            if limit is None
            else tr("{limit} calls a day allowed").format(limit=number(limit))
        )
        self.limit.setToolTip("\n".join(_figures(load)[-6:]))
        for way in load.loads:
            self._show_way(load, way)
        self.lacks.setText("\n".join(tr(each) for each in load.lacks))
        self.lacks.setVisible(bool(load.lacks))
        self.explanation.setText("\n".join(_figures(load)))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        for bar in self.bars.values():
            bar.set_theme(theme)

    def fit(self, width: int) -> None:
        """Stand calls and writes side by side where a width allows it, else one below the other."""
        wide = sum(grid.minimumSize().width() for grid in self._grids) + _GAP <= width
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)

    # ------------------------------------------------------------ laying out

    def _lay_out(self, load: SystemLoad) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addStretch(1)
        for widget in (self.product, self.edition, self.seats):
            head.addWidget(widget)
        head.addWidget(QLabel(tr("seats")))
        self.limit.setProperty("role", "secondary")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(_GAP)
        self._grids = (self._calls_grid(load), _writes_grid(load))
        for grid, stretch in zip(self._grids, (3, 2), strict=True):
            self._columns.addLayout(grid, stretch)
        self.lacks.setProperty("role", "complaint")
        self.lacks.setWordWrap(True)
        self.explanation.setProperty("role", "hint")
        self.explanation.setWordWrap(True)
        self.explanation.setTextFormat(Qt.TextFormat.PlainText)
        self.explanation.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.explanation.hide()
        self.more.setText(tr("How this was worked out"))
        self.more.setCheckable(True)
        self.more.setArrowType(Qt.ArrowType.RightArrow)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.toggled.connect(self._unfold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.limit)
        layout.addWidget(self.lacks)
        layout.addLayout(self._columns)
        layout.addWidget(self.more)
        layout.addWidget(self.explanation)

    def _calls_grid(self, load: SystemLoad) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(4, 1)
        for column, title in enumerate(
            ("Calls", "Median day", "Busiest day", "Busiest hour", "Of the limit")
        ):
            head = section_head(tr(title))
            if 0 < column < 4:
                head.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(head, 0, column)
        for line, way in enumerate(load.loads, start=1):
            self._add_way(grid, line, way)
        grid.setRowStretch(len(load.loads) + 1, 1)
        return grid

    def _add_way(self, grid: QGridLayout, line: int, way: SyncWay) -> None:
        labels = {name: QLabel() for name in ("way", "median", "busiest", "hour", "share")}
        for column, name in enumerate(("way", "median", "busiest", "hour")):
            label = labels[name]
            if column:
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label, line, column)
        bar = ShareBar(self._theme)
        bar.setMaximumWidth(180)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(bar, 1)
        beside.addWidget(labels["share"])
        grid.addLayout(beside, line, 4)
        self.calls[way], self.bars[way] = labels, bar

    def _set_up_choices(self) -> None:
        from maplanner.crm.limits import products

        for widget, name in (
            (self.product, tr("Product")),
            (self.edition, tr("Edition")),
            (self.seats, tr("Seats")),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(name)
            if isinstance(widget, QComboBox):
                widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                widget.setMinimumContentsLength(9)
        self.product.addItem(tr("choose a product …"), "")
        for product in products():
            self.product.addItem(product.name, product.name)
        self.product.activated.connect(self._choose_product)
        self.edition.activated.connect(
            lambda: self._write("Edition", {"edition": self.edition.currentData()})
        )
        self.seats.committed.connect(lambda value: self._write("Seats", {"seats": value}))

    # ------------------------------------------------------------ showing

    def _show_choices(self, system: System) -> None:
        from maplanner.crm.limits import editions

        _choose(self.product, system.product)
        self.edition.clear()
        self.edition.addItem(tr("choose an edition …"), "")
        for edition in editions(system.product):
            self.edition.addItem(edition.name, edition.name)
        _choose(self.edition, system.edition)
        self.edition.setEnabled(bool(system.product))
        self.seats.show_value(system.seats)

    def _show_way(self, load: SystemLoad, way: SyncWay) -> None:
        labels, calls, share = self.calls[way], load.loads[way], load.share_of_limit(way)
        is_planned = way is load.rhythm.way
        name = tr(way.value).capitalize()
        labels["way"].setText(tr("{way} (planned)").format(way=name) if is_planned else name)
        labels["median"].setText(number(calls.median_day.mean))
        labels["busiest"].setText(number(calls.busiest_day.mean))
        labels["hour"].setText(number(calls.busiest_hour.mean))
        for key, figure in (
            ("median", calls.median_day),
            ("busiest", calls.busiest_day),
            ("hour", calls.busiest_hour),
        ):
            labels[key].setToolTip(tr("{range} calls; in brackets 9 of 10 runs").format(range=spread(figure)))
        words = tr("no limit known") if share is None else share_words(share)
        labels["share"].setText(words)
        labels["share"].setProperty("role", "complaint" if (share or 0) >= _ERROR_FROM else "secondary")
        growth = load.growth_to_limit(way)
        if growth is not None:
            room = tr("Writes may grow {times}-fold before the busiest day reaches the limit.")
            labels["share"].setToolTip(room.format(times=number(growth, 1 if growth < 100 else 0)))
        self.bars[way].setVisible(share is not None)
        self.bars[way].show_share(share or 0.0, warn_from=_WARN_FROM, error_from=_ERROR_FROM)
        self.bars[way].setAccessibleName(f"{name}: {words}")

    def _unfold(self, on: bool) -> None:
        self.explanation.setVisible(on)
        self.more.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)

    # ------------------------------------------------------------ writing

    def _choose_product(self) -> None:
        product = self.product.currentData()
        if self._shown is not None and product != self._shown.system.product:
            self._write("Product", {"product": product, "edition": ""})

    def _write(self, title: str, values: RecordValues) -> None:
        system = self._bridge.reader.find_or_none(System, self._id)
        now = system.values() if system is not None else {}
        if system is None or all(now.get(key) == value for key, value in values.items()):
            return
        label = tr("Change {title}").format(title=tr(title))
        try:
            with self._bridge.store.transact(label, coalesce=f"{title} {self._id}") as transaction:
                transaction.change(self._id, values)
        except MaplannerError as error:
            self.lacks.setText(str(error))
            self.lacks.show()


def share_words(share: float) -> str:
    """Return a part of the limit in words that do not hide a small one or one beyond the limit."""
    if share >= 1:
        return tr("{share} % – over the limit").format(share=number(share * 100))
    if 0 < share < 0.001:
        return tr("under 0.1 %")
    return f"{number(share * 100, 1 if 0 < share < 0.1 else 0)} %"


def _writes_grid(load: SystemLoad) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for column, title in enumerate(("Writes a day", "Median", "Busiest")):
        head = section_head(tr(title))
        if column:
            head.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(head, 0, column)
    for line, write in enumerate(load.writes, start=1):
        grid.addWidget(QLabel(f"{write.api_name}, {tr(write.operation.value)}"), line, 0)
        for column, figure in ((1, write.median_per_day), (2, write.busiest_day)):
            label = QLabel(number(figure))
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            label.setToolTip(tr("Simulated: the mean over all runs"))
            grid.addWidget(label, line, column)
    grid.setRowStretch(len(load.writes) + 1, 1)
    return grid


def _figures(load: SystemLoad) -> list[str]:
    """Return every figure with where it comes from, a line each."""
    return [f"{tr(each.what)}: {each.figure} – {tr(each.source)}" for each in load.explanation]


def _choose(box: QComboBox, value: str) -> None:
    """Choose a value; one that is not on the list is added as it stands."""
    place = box.findData(value)
    if place < 0:
        box.addItem(value, value)
        place = box.count() - 1
    box.setCurrentIndex(place)
