"""What comes of it: cost, revenue and return of each campaign and of the whole plan."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.words import number, percent, spread, tr

if TYPE_CHECKING:
    from maplanner.estimate.returns import Return, Returns
    from maplanner.simulation.results import Range

_HEADS = (
    "Campaign",
    "Leads",
    "Customers",
    "Cost",
    "Pipeline",
    "Revenue",
    "Left",
    "Return",
    "A lead costs",
    "A customer",
)


class ReturnsCard(QWidget):
    """A line for each campaign and one for all; a click on what is left says how it comes about."""

    def __init__(self, bridge: PlanBridge, returns: Returns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.why: list[QPushButton] = []
        title = QLabel(tr("Cost and return, in {currency}").format(currency=returns.currency))
        title.setProperty("role", "title")
        lacks = QLabel("\n".join(tr(each) for each in returns.lacks))
        lacks.setProperty("role", "hint")
        lacks.setWordWrap(True)
        lacks.setVisible(bool(returns.lacks))
        self.payback = QLabel(_payback(returns))
        self.payback.setProperty("role", "secondary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(title)
        layout.addWidget(lacks)
        layout.addLayout(self._grid(returns))
        layout.addWidget(self.payback)

    def _grid(self, returns: Returns) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(len(_HEADS), 1)
        for column, head in enumerate(_HEADS):
            label = section_head(tr(head))
            if column:
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label, 0, column)
        for row, each in enumerate((*returns.campaigns, returns.total), start=1):
            self._fill(grid, row, each)
        return grid

    def _fill(self, grid: QGridLayout, row: int, found: Return) -> None:
        from maplanner.simulation.results import Range

        reached = found.reached
        left = Range.of(found.left)
        cells = (
            found.title if found.campaign else tr("Whole plan"),
            number(float(reached.leads.mean())),
            number(float(reached.customers.mean())),
            number(float(found.cost.mean())),
            number(float(reached.pipeline.mean())),
            spread(Range.of(found.revenue)),
            "",
            "–" if found.gain is None else percent_signed(found.gain),
            _money(found.cost_per(reached.leads)),
            _money(found.cost_per(reached.customers)),
        )
        for column, text in enumerate(cells):
            label = QLabel(text)
            label.setTextFormat(Qt.TextFormat.PlainText)
            if column:
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label, row, column)
        grid.addWidget(self._why(found, left), row, _HEADS.index("Left"), Qt.AlignmentFlag.AlignRight)

    def _why(self, found: Return, left: Range) -> QPushButton:
        button = QPushButton(spread(left))
        button.setProperty("role", "link")
        button.setToolTip(tr("How this was worked out"))
        button.clicked.connect(partial(self._explain, found))
        self.why.append(button)
        return button

    def _explain(self, found: Return) -> None:
        from maplanner.desktop.working.why_dialog import WhyDialog

        dialog = WhyDialog(self._bridge, found.explanation, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def percent_signed(share: float) -> str:
    """Return a share as per cent with its sign."""
    return f"{'+' if share > 0 else '−' if share < 0 else ''}{percent(abs(share))}"


def _money(amount: float | None) -> str:
    return "–" if amount is None else number(amount, 2 if amount < 100 else 0)


def _payback(returns: Returns) -> str:
    day = returns.payback
    if day is None:
        return tr("It does not pay back at this pace.")
    shown = QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)
    return tr("Paid back on {day}, if leads come as in the simulated time.").format(day=shown)
