"""The tabs that show no campaign: the map of tools, lists, inventories. Each is made when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.checks import Finding
    from maplanner.simulation import SimulationResult

TOOL_MAP: Final = "tool-map"
LISTS: Final = "lists"
CAMPAIGNS: Final = "campaigns"
CHECKLIST: Final = "checklist"
SUPPORT: Final = "support"
TERMS: Final = "terms"
NAMES: Final = "names"
DATA_POINTS: Final = "data-points"
SCORING: Final = "scoring"
SEGMENTS: Final = "segments"
WHAT_IF: Final = "what-if"
GOALS: Final = "goals"
REQUIREMENTS: Final = "requirements"
SOLUTIONS: Final = "solutions"
WORK: Final = "work"
"""Names of screens, as they are remembered."""


@runtime_checkable
class Themed(Protocol):
    """A screen that draws in the theme's colours itself."""

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""


@runtime_checkable
class ShowsFindings(Protocol):
    """A screen that shows what the checks found."""

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show these findings."""


@runtime_checkable
class ShowsResult(Protocol):
    """A screen that shows a simulation's numbers."""

    def set_result(self, result: SimulationResult | None) -> None:
        """Show these numbers, or none."""


@dataclass(frozen=True)
class Screen:
    """A screen on offer: its name, the title of its tab, and how it is made."""

    name: str
    title: str
    make: Callable[[], QWidget]


class Screens:
    """Makes each screen once, and tells those that are made what there is to show.

    A screen that has ``set_theme``, ``set_findings`` or ``set_result`` is told.
    """

    def __init__(self) -> None:
        self._offered: dict[str, Screen] = {}
        self._made: dict[str, QWidget] = {}
        self._findings: Sequence[Finding] = ()
        self._result: SimulationResult | None = None

    def offer(self, screen: Screen) -> None:
        """Let a screen be shown by its name."""
        self._offered[screen.name] = screen

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a screen of that name."""
        return name in self._offered

    def title(self, name: str) -> str:
        """Return what the tab of a screen is called."""
        return self._offered[name].title

    def name_of(self, widget: QWidget | None) -> str:
        """Return the name of a screen that is made; an empty text for any other widget."""
        return next((name for name, each in self._made.items() if each is widget), "")

    def made(self, name: str) -> QWidget | None:
        """Return a screen if it is made."""
        return self._made.get(name)

    def get(self, name: str) -> QWidget:
        """Return a screen, making it if need be."""
        if name not in self._made:
            made = self._made[name] = self._offered[name].make()
            if isinstance(made, ShowsFindings):
                made.set_findings(self._findings)
            if isinstance(made, ShowsResult):
                made.set_result(self._result)
        return self._made[name]

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        for each in self._each():
            if isinstance(each, Themed):
                each.set_theme(theme)

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the checks found."""
        self._findings = findings
        for each in self._each():
            if isinstance(each, ShowsFindings):
                each.set_findings(findings)

    def set_result(self, result: SimulationResult | None) -> None:
        """Show a simulation's numbers."""
        self._result = result
        for each in self._each():
            if isinstance(each, ShowsResult):
                each.set_result(result)

    def _each(self) -> Iterator[QWidget]:
        yield from self._made.values()
