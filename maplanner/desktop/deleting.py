"""Deleting with care: at once where nobody misses it, else after showing where it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QWidget

from maplanner.document.reading import RecordReader
from maplanner.document.usage import uses_elsewhere


def delete_with_care(
    parent: QWidget, reader: RecordReader, ids: Iterable[str], delete: Callable[[], object]
) -> None:
    """Run ``delete``, which takes the records away; ask first where something else uses one of them."""
    chosen = list(ids)
    uses = uses_elsewhere(reader, chosen)
    if not uses:
        delete()
        return
    from maplanner.desktop.dialogs.delete_used import DeleteUsedDialog

    window = parent.window()
    DeleteUsedDialog(window, reader, uses, delete, _way_to(window)).open()


def _way_to(window: QWidget) -> Callable[[str], object]:
    """Return what shows a record in a window; nothing where the window shows none."""
    tabs = getattr(window, "tabs", None)
    return tabs.reveal if tabs is not None else lambda _record_id: None
