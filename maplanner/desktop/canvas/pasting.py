"""Copying, cutting, pasting and duplicating on a drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import QMimeData, QPointF
from PySide6.QtGui import QGuiApplication

from maplanner.core.errors import MaplannerError
from maplanner.desktop.canvas import clipboard, framing
from maplanner.desktop.canvas.clipboard import Copied, Target
from maplanner.desktop.canvas.clipboard_data import PNG, SVG, TEXT, put_on_clipboard
from maplanner.desktop.canvas.clipboard_text import to_text
from maplanner.desktop.canvas.gestures.desk import Desk
from maplanner.desktop.canvas.placing import free_shift
from maplanner.desktop.canvas.referred import Adoption, adopt, referred_records
from maplanner.desktop.naming import kind_title, title_of
from maplanner.desktop.words import number, tr
from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import CrmField, CrmObject, Frame, Mapping, Note, Record, Stage, Step, System
from maplanner.drawing.card import step_card
from maplanner.drawing.geometry import Point, Rect, around
from maplanner.drawing.notes import LINE_HEIGHT, NOTE_SIZE, PADDING, note_width
from maplanner.drawing.text import wrapped

BESIDE: Final = 24.0
"""Pixels that a copy lies beside its original, where there is room."""
LONGEST_NOTE: Final = 100_000
"""Characters that a note holds."""
_HIGHEST_NOTE: Final = 480.0
_COUNTED: Final = (
    (System, "%n systems"),
    (CrmObject, "%n objects"),
    (CrmField, "%n fields"),
    (Stage, "%n stages"),
)


class Pasting:
    """Takes what is selected on a desk to the clipboard, and what is on the clipboard to the desk."""

    def __init__(self, desk: Desk) -> None:
        """Work on a desk."""
        self._desk = desk

    def copy(self) -> bool:
        """Put what is selected on the clipboard, as steps, picture and words; return whether any was."""
        store, ids = self._desk.store, self._desk.scene.selected_ids()
        records = clipboard.copied_records(store, ids)
        if not records:
            self._desk.say(tr("Select the steps to copy first."))
            return False
        now = store.snapshot()
        copied = Copied(records, referred_records(store, records))
        makers: dict[str, Callable[[], bytes]] = {
            clipboard.MIME: partial(clipboard.to_json, copied),
            TEXT: lambda: to_text(records, now).encode(),
            **_picture_makers(now, self._campaign, [record.id for record in records]),
        }
        put_on_clipboard(makers)
        return True

    def cut(self, delete: Callable[[str], None]) -> None:
        """Copy what is selected, then let ``delete`` take it away under the label it is given."""
        if self.copy():
            delete("Cut")

    def copy_picture(self) -> None:
        """Put a picture of the selection, or of the whole drawing, on the clipboard."""
        store, ids = self._desk.store, self._desk.scene.selected_ids()
        chosen = [record.id for record in clipboard.copied_records(store, ids)] or None
        if not self._desk.scene.steps and not self._desk.scene.notes:
            self._desk.say(tr("There is nothing to draw yet."))
            return
        put_on_clipboard(_picture_makers(store.snapshot(), self._campaign, chosen))
        self._desk.say(
            tr("The selection is on the clipboard as a picture.")
            if chosen
            else tr("The drawing is on the clipboard as a picture.")
        )

    def paste(self) -> None:
        """Add what is on the clipboard, at the mouse or where there is room; say why where it cannot be."""
        data = QGuiApplication.clipboard().mimeData()
        try:
            if data.hasFormat(clipboard.MIME):
                self._paste_steps(bytes(data.data(clipboard.MIME).data()))
            elif data.hasText() and not any(url.isLocalFile() for url in data.urls()):
                self._paste_text(data.text())
            else:
                self._desk.say(_why_nothing(data))
        except MaplannerError as error:
            self._desk.say(str(error))

    def duplicate(self) -> None:
        """Add a copy of the selection beside it, without touching the clipboard."""
        records = clipboard.copied_records(self._desk.store, self._desk.scene.selected_ids())
        if not records:
            self._desk.say(tr("Select the steps to duplicate first."))
            return
        boxes = _boxes(records, self._desk.store)
        shift = free_shift(boxes, Point(BESIDE, BESIDE), self._taken())
        self._put(records, shift, "Duplicate", Adoption())

    # --- steps ---------------------------------------------------------------

    def _paste_steps(self, data: bytes) -> None:
        copied = clipboard.from_json(data)
        adoption = adopt(self._desk.store, copied.referred)
        boxes = _boxes(copied.records, Snapshot.of([*copied.records, *copied.referred]))
        if not boxes:
            self._desk.say(tr("There are no steps on the clipboard."))
            return
        shift = free_shift(boxes, self._wanted_shift(around(boxes), copied.records), self._taken())
        self._put(copied.records, shift, "Paste", adoption)
        self._desk.say(_report(adoption, self._desk.store))

    def _wanted_shift(self, area: Rect, records: Iterable[Record]) -> Point:
        """Return the shift to the mouse, else beside the originals, else to the middle of what is seen."""
        cursor, seen = self._desk.cursor(), self._desk.visible()
        if cursor is None:
            steps = [record for record in records if isinstance(record, Step)]
            is_here = any(step.campaign == self._campaign for step in steps)
            if is_here and seen.contains(QPointF(area.x, area.y)):
                return Point(0.0, 0.0)
            cursor = seen.center()
        return Point(cursor.x() - area.center.x, cursor.y() - area.center.y)

    def _put(self, records: list[Record], shift: Point, label: str, adoption: Adoption) -> None:
        target = Target(self._desk.store, self._campaign, shift)
        copies = clipboard.renewed(records, target, adoption)
        if not copies:
            self._desk.say(tr("There are no steps on the clipboard."))
            return
        with self._desk.store.transact(label) as transaction:
            transaction.put(*adoption.brought, *copies)
            framing.settle(transaction, [record.id for record in copies])
        # The lines of mappings go with their forms: what a person takes on from here are steps.
        self._desk.scene.select([record.id for record in copies if not isinstance(record, Mapping)])

    def _taken(self) -> list[Rect]:
        scene = self._desk.scene
        return [*scene.step_rects().values(), *(item.place for item in scene.notes.values())]

    # --- words ---------------------------------------------------------------

    def _paste_text(self, text: str) -> None:
        """Add a note with the words that another program has copied."""
        words = cleaned(text)
        if not words:
            self._desk.say(tr("The clipboard holds no words that could stand on a note."))
            return
        if len(words) > LONGEST_NOTE:
            limit = number(LONGEST_NOTE)
            refused = tr("This text is too long for a note, which holds {limit} characters.")
            self._desk.say(refused.format(limit=limit))
            return
        width, height = note_size(words)
        at = self._desk.cursor() or self._desk.visible().center()
        box = Rect(0.0, 0.0, width, height)
        place = free_shift([box], Point(at.x() - width / 2, at.y() - LINE_HEIGHT), self._taken())
        note = Note.new(campaign=self._campaign, text=words, x=place.x, y=place.y, width=width, height=height)
        with self._desk.store.transact("Paste note") as transaction:
            transaction.put(note)
            framing.settle(transaction, [note.id])
        self._desk.scene.select([note.id])

    @property
    def _campaign(self) -> str:
        return self._desk.scene.campaign_id


def cleaned(text: str) -> str:
    """Return a text as a note takes it: with plain ends of lines, and without signs that cannot be seen."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char in "\n\t" or char.isprintable()).strip("\n").rstrip()


def note_size(text: str) -> tuple[float, float]:
    """Return a size at which a note shows its text, as far as it is not very long."""
    width = max(184.0, note_width(max(text.splitlines(), key=len, default="")))
    most = int(_HIGHEST_NOTE // LINE_HEIGHT)
    lines = len(wrapped(text, width - 2 * PADDING, most, NOTE_SIZE))
    return width, max(64.0, 2 * PADDING + lines * LINE_HEIGHT)


def _boxes(records: Iterable[Record], reader: RecordReader) -> list[Rect]:
    """Return the area that each step, note and frame covers."""
    boxes: list[Rect] = []
    for record in records:
        if isinstance(record, Step):
            boxes.append(step_card(reader, record).rect)
        elif isinstance(record, Note | Frame):
            boxes.append(Rect(record.x, record.y, record.width, record.height))
    return boxes


def _picture_makers(now: Snapshot, campaign_id: str, ids: list[str] | None) -> dict[str, Callable[[], bytes]]:
    return {
        PNG: partial(_drawn, "png", now, campaign_id, ids),
        SVG: partial(_drawn, "svg", now, campaign_id, ids),
    }


def _drawn(form: str, now: Snapshot, campaign_id: str, ids: list[str] | None) -> bytes:
    """Return a picture in light colours, as it goes into letters and slides."""
    from maplanner.drawing import rendering
    from maplanner.drawing.picture import CampaignDrawing
    from maplanner.drawing.theme import theme

    drawing = CampaignDrawing.from_reader(now, campaign_id, selection=ids)
    make = rendering.png if form == "png" else rendering.svg
    return make(drawing, theme("light")).data


def _why_nothing(data: QMimeData) -> str:
    """Return why what other programs put on the clipboard does not go onto a drawing."""
    if any(url.isLocalFile() for url in data.urls()):
        return tr("The clipboard holds files. Open or import them from the File menu.")
    if data.hasImage():
        return tr("The clipboard holds a picture. A drawing takes steps, and words as a note.")
    if data.formats():
        return tr("The clipboard holds nothing that goes onto a drawing.")
    return tr("The clipboard is empty.")


def _report(adoption: Adoption, reader: RecordReader) -> str:
    """Return what came along with a paste from another plan and what was left out; empty for neither."""
    said: list[str] = []
    parts = []
    for cls, words in _COUNTED:
        found = sum(isinstance(record, cls) for record in adoption.brought)
        if found:
            parts.append(tr(words, found))
    if parts:
        said.append(tr("Brought along: {things}.").format(things=", ".join(parts)))
    names = [f"{kind_title(each).lower()} “{title_of(each, reader)}”" for each in adoption.missing.values()]
    if names:
        said.append(tr("Left out, since this plan lacks it: {things}.").format(things=", ".join(names[:5])))
    return " ".join(said)
