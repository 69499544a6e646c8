"""The line at the bottom: what is wrong, how good the numbers are, how near the CRM's limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QStatusBar

from maplanner.desktop.time_left import TimeLeft
from maplanner.desktop.words import number, percent, tr

if TYPE_CHECKING:
    from maplanner.checks import Finding
    from maplanner.desktop.analysis import SimulationOutcome
    from maplanner.estimate import Estimate

_MESSAGE_MS = 8_000


class StatusLine(QStatusBar):
    """Three texts that stay and a message that goes away."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.findings, self.numbers, self.load, self.zoom = QLabel(), QLabel(), QLabel(), QLabel()
        for label in (self.findings, self.numbers, self.load, self.zoom):
            label.setProperty("role", "secondary")
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.numbers.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self.findings)
        self.addWidget(self.numbers, 1)
        self.addPermanentWidget(self.load)
        self.addPermanentWidget(self.zoom)
        self._numbers_text = ""
        self._load_text, self._load_is_old = "", False
        self._stale = False
        self._refusal = ""
        self._waits = False
        self._time_left = TimeLeft()
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.timeout.connect(self._show_numbers)

    def say(self, text: str) -> None:
        """Show a message for a while, in place of what the numbers are worth."""
        self.numbers.setText(text)
        self._forget.start(_MESSAGE_MS)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Count what is wrong."""
        counts = Counter(finding.severity.value for finding in findings)
        words = (("error", "%n errors"), ("warning", "%n warnings"), ("note", "%n notes"))
        parts = [tr(word, counts[name]) for name, word in words if counts[name]]
        self.findings.setText("  " + (" · ".join(parts) or tr("Nothing is missing")))

    def show_outcome(self, outcome: SimulationOutcome | None) -> None:
        """Say what the numbers rest on, and how much of its limit the CRM uses."""
        self._numbers_text = ""
        self._stale = False
        if outcome is None:
            self._load_text = ""
        elif outcome.result.preview is not None:
            found = outcome.result.preview
            self._numbers_text = tr("preview from {leads} leads · ± {off}").format(
                leads=number(found.leads), off=percent(found.precision)
            )
        else:
            result = outcome.result
            self._numbers_text = tr("{leads} leads · {days} days · {runs} runs").format(
                leads=number(float(result.leads.mean())), days=number(result.days), runs=number(result.runs)
            )
            self._refusal = ""
            if result.left_out:
                left_out = number(len(result.left_out))
                self._numbers_text += " · " + tr("{count} left out").format(count=left_out)
            if outcome.scenario:
                self._numbers_text = f"“{outcome.scenario}”: {self._numbers_text}"
        # A preview does not tell of peaks: those of the last full run stand until the next.
        self._load_is_old = outcome is not None and outcome.estimate is None
        if outcome is not None and outcome.estimate is not None:
            self._load_text = "   ·   ".join(_load_texts(outcome.estimate))
        self._show_numbers()

    def show_stale(self, stale: bool) -> None:
        """Say that the plan has changed since."""
        self._stale = stale
        self._show_numbers()

    def show_progress(self, share: float) -> None:
        """Say how long a simulation still takes, once that can be told."""
        left = self._time_left.after(share)
        if left:
            self.numbers.setText(tr("Simulating … {left} left").format(left=left))

    def show_preparing(self, *, waits: bool) -> None:
        """Say that the first numbers wait for what is prepared once after each update."""
        if waits:
            self.numbers.setText(tr("Preparing the simulation; this takes a minute, once …"))
        elif waits is not self._waits:
            self._show_numbers()
        self._waits = waits

    def show_refusal(self, why: str) -> None:
        """Say why there are no numbers; an empty text is that nothing is in their way."""
        if why != self._refusal:
            self._refusal = why
            self._show_numbers()

    def show_busy(self, busy: bool, *, preparing: bool = False) -> None:
        """Say that a simulation runs, or waits for what is prepared once after each update."""
        if busy and preparing:
            self.numbers.setText(tr("Preparing the simulation; this takes a minute, once …"))
        elif busy:
            self.numbers.setText(tr("Simulating …"))
        else:
            self._show_numbers()

    def show_zoom(self, zoom: float) -> None:
        """Show the scale of the drawing."""
        self.zoom.setText(f"  {round(zoom * 100)} %  ")

    def _show_numbers(self) -> None:
        text = self._numbers_text
        if self._refusal:
            text = tr("No new numbers. {why}").format(why=self._refusal)
        elif text and self._stale:
            text += " · " + tr("the plan has changed since: simulate again")
        self.numbers.setText(text)
        is_old = bool(self._load_text) and (self._stale or self._load_is_old)
        self.load.setText(tr("before: {load}").format(load=self._load_text) if is_old else self._load_text)


def _load_texts(estimate: Estimate) -> list[str]:
    texts = []
    for load in estimate.systems:
        way = load.rhythm.way
        calls = number(load.loads[way].busiest_day.mean)
        share = load.share_of_limit(way)
        if share is not None and load.budget.limit_per_day is not None:
            text = tr("{system}: {calls} of {limit} calls on the busiest day, {share}")
            limit = number(load.budget.limit_per_day)
            texts.append(text.format(system=load.title, calls=calls, limit=limit, share=percent(share)))
        else:
            texts.append(
                tr("{system}: {calls} calls on the busiest day").format(system=load.title, calls=calls)
            )
    return texts
