"""Tidying up the drawing in front, off the window's thread, and keeping steps where they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.canvas import edits
from maplanner.desktop.canvas.gliding import Glide
from maplanner.desktop.jobs import JobControl, LatestJob
from maplanner.desktop.motion import may_glide
from maplanner.desktop.words import tr
from maplanner.document.reading import Snapshot
from maplanner.document.records import Step
from maplanner.drawing.geometry import Point

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView

_LONG: Final = 400
"""Milliseconds after which it is said that the work goes on."""


@dataclass(frozen=True)
class TidyPlaces:
    """Where the steps and notes of a campaign go."""

    campaign_id: str
    places: dict[str, Point]


class Tidying(QObject):
    """Lays out the drawing in front when asked, never by itself.

    What comes back is used only if the plan is still the one it was made from.
    """

    message = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        bridge: PlanBridge,
        canvas: Callable[[], CanvasView | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._canvas = canvas
        self._job = LatestJob(self)
        self._job.finished.connect(self._put_in_place)
        self._job.failed.connect(self.failed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._say_that_it_goes_on)

    @property
    def is_busy(self) -> bool:
        """Whether a layout is being worked out."""
        return self._job.is_busy

    def tidy(self) -> None:
        """Tidy up the drawing in front: the selected steps where there are several, else all."""
        canvas = self._canvas()
        if canvas is None:
            return
        canvas.end_work()
        chosen = self._selected_steps(canvas)
        only = tuple(chosen) if len(chosen) > 1 else ()
        snapshot, campaign_id = self._bridge.store.snapshot(), canvas.campaign_id
        self._job.start(lambda control: _places(snapshot, campaign_id, only, control), snapshot.revision)
        self._soon.start(_LONG)

    def toggle_kept(self) -> None:
        """Let the selected steps keep their place; if all do already, let them go."""
        canvas = self._canvas()
        if canvas is not None and self._selected_steps(canvas):
            edits.keep_place(self._bridge.store, self._selected_steps(canvas), not self.are_kept())

    def are_kept(self) -> bool:
        """Whether all selected steps keep their place."""
        canvas = self._canvas()
        chosen = self._selected_steps(canvas) if canvas is not None else []
        return bool(chosen) and all(self._bridge.reader.find(Step, key).pinned for key in chosen)

    def toggle_paused(self) -> None:
        """Pause the selected steps; if all are paused already, let them go on."""
        canvas = self._canvas()
        if canvas is not None and self._selected_steps(canvas):
            edits.pause(self._bridge.store, self._selected_steps(canvas), not self.are_paused())

    def are_paused(self) -> bool:
        """Whether all selected steps are paused."""
        canvas = self._canvas()
        chosen = self._selected_steps(canvas) if canvas is not None else []
        return bool(chosen) and all(self._bridge.reader.find(Step, key).paused for key in chosen)

    def has_steps(self) -> bool:
        """Whether a step is selected."""
        canvas = self._canvas()
        return canvas is not None and bool(self._selected_steps(canvas))

    def close(self) -> None:
        """Stop and wait for what runs."""
        self._soon.stop()
        self._job.close()

    def _selected_steps(self, canvas: CanvasView) -> list[str]:
        found = (self._bridge.reader.find_or_none(Step, key) for key in canvas.selected_ids())
        return [step.id for step in found if step is not None]

    def _put_in_place(self, found: TidyPlaces, revision: int) -> None:
        from maplanner.app.tidying import put_in_place

        self._soon.stop()
        if revision != self._bridge.store.revision:
            self.message.emit(tr("The plan has changed meanwhile, so nothing was moved. Tidy up again."))
            return
        if not found.places:
            self.message.emit(tr("Nothing had to be moved."))
            return
        canvas = self._canvas()
        in_front = canvas is not None and canvas.campaign_id == found.campaign_id
        glide = Glide(canvas) if canvas is not None and in_front and may_glide() else None
        try:
            put_in_place(self._bridge.store, found.places)
        except MaplannerError as error:
            self.failed.emit(error)
            return
        if glide is not None:
            glide.start()
        steps = sum(self._bridge.reader.find_or_none(Step, key) is not None for key in found.places)
        self.message.emit(tr("Steps tidied up: {number}").format(number=steps))

    def _say_that_it_goes_on(self) -> None:
        if self._job.is_busy:
            self.message.emit(tr("Tidying up …"))


def _places(snapshot: Snapshot, campaign_id: str, only: tuple[str, ...], control: JobControl) -> TidyPlaces:
    from maplanner.app.tidying import tidy_places

    return TidyPlaces(campaign_id, tidy_places(snapshot, campaign_id, only, cancelled=control.cancelled))
