"""Asks what a drawn line leaves open: which field of the CRM, or what is done to the value on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from maplanner.desktop.mapping import Verdict, map_field, move_mapping

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView


class LandingChoice:
    """Makes mappings for gestures, after asking a person where that is needed."""

    def __init__(self, view: CanvasView) -> None:
        """Work for a view."""
        self._view = view

    def make(self, field_id: str, target_id: str, verdict: Verdict, mapping_id: str = "") -> None:
        """Map a field, or move a mapping; a value that does not fit needs a conversion first."""
        if verdict.refused:
            self._view.message.emit(verdict.refused)
        elif verdict.reason and not self._has_conversion(mapping_id):
            self._ask(field_id, target_id, verdict, mapping_id)
        else:
            self._write(field_id, target_id, None, mapping_id)

    def offer(self, field_id: str, object_id: str = "") -> None:
        """Open a search over the fields of an object, or of all, the likeliest first."""
        from maplanner.desktop.inspector.landing import choose_landing

        choose_landing(self._view.bridge, field_id, self._window, object_id)

    @property
    def _window(self) -> QWidget:
        return self._view.window()

    def _has_conversion(self, mapping_id: str) -> bool:
        from maplanner.document.records import Mapping

        mapping = self._view.bridge.reader.find_or_none(Mapping, mapping_id)
        return mapping is not None and bool(mapping.conversion)

    def _ask(self, field_id: str, target_id: str, verdict: Verdict, mapping_id: str) -> None:
        from maplanner.desktop.dialogs.conversion import ConversionDialog

        def write(conversion: str) -> None:
            self._write(field_id, target_id, conversion, mapping_id)

        ConversionDialog(self._window, verdict.reason, verdict.proposal, write).open()

    def _write(self, field_id: str, target_id: str, conversion: str | None, mapping_id: str) -> None:
        view, store = self._view, self._view.bridge.store
        if mapping_id:
            view.desk.attempt(lambda: move_mapping(store, mapping_id, field_id, target_id, conversion))
            view.select([mapping_id])
            return
        made: list[str] = []
        view.desk.attempt(lambda: made.append(map_field(store, field_id, target_id, conversion or "").id))
        view.select(made or view.selected_ids())
