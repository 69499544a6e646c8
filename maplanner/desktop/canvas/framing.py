"""What a person does with frames, each as one step that can be undone; and which frame a thing lies in.

What lies in an open frame belongs to it: it moves, folds and is copied with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from maplanner.document.reading import RecordReader
from maplanner.document.records import Frame, Note, Step
from maplanner.document.store import Store, Transaction
from maplanner.drawing.card import CARD_HEIGHT, CARD_WIDTH
from maplanner.drawing.frames import SMALLEST, frame_at, member_rect, members_of, rect_around
from maplanner.drawing.geometry import Point, Rect
from maplanner.drawing.lanes import joined

Place = tuple[float, float]


def carried(reader: RecordReader, ids: Iterable[str]) -> dict[str, Place]:
    """Return the places of what lies in the frames among the identifiers and is not named itself."""
    chosen = set(ids)
    frames = [key for key in chosen if reader.find_or_none(Frame, key) is not None]
    members = (member for key in frames for member in members_of(reader, key))
    return {member.id: (member.x, member.y) for member in members if member.id not in chosen}


def members(reader: RecordReader, ids: Iterable[str]) -> list[str]:
    """Return what lies in those frames that are among the identifiers."""
    frames = [key for key in ids if reader.find_or_none(Frame, key) is not None]
    return [member.id for key in frames for member in members_of(reader, key)]


def with_carried(reader: RecordReader, places: Mapping[str, Place]) -> dict[str, Place]:
    """Return the places, and those of what moves along in the frames among them."""
    found = dict(places)
    for key, (x, y) in places.items():
        frame = reader.find_or_none(Frame, key)
        if frame is None:
            continue
        for member in members_of(reader, key):
            found.setdefault(member.id, (member.x + x - frame.x, member.y + y - frame.y))
    return found


def settle(transaction: Transaction, ids: Iterable[str]) -> None:
    """Let steps and notes join the frame and the lane that they lie in now, and leave those they have left.

    What has moved together with its frame stays in it, and so does what a folded frame hides.
    """
    moved = set(ids)
    if transaction.count(Frame):
        _join_frames(transaction, moved)
    steps = [step for key in moved if (step := transaction.find_or_none(Step, key)) is not None]
    for step_id, values in joined(transaction, steps).items():
        transaction.change(step_id, values)


def _join_frames(transaction: Transaction, moved: set[str]) -> None:
    for record_id in moved:
        member = transaction.get(record_id)
        if not isinstance(member, Step | Note) or member.frame in moved:
            continue
        held = transaction.find_or_none(Frame, member.frame)
        if held is not None and held.folded:
            continue
        frame = frame_at(transaction, member.campaign, _middle(member))
        if frame != member.frame:
            transaction.change(record_id, {"frame": frame})


def _middle(member: Step | Note) -> Point:
    if isinstance(member, Note):
        return Point(member.x + member.width / 2, member.y + member.height / 2)
    return Point(member.x + CARD_WIDTH / 2, member.y + CARD_HEIGHT / 2)


def frame_around(store: Store, campaign_id: str, ids: Iterable[str]) -> Frame | None:
    """Put a frame around steps and notes, which leave the frames that they were in; ``None`` without any."""
    found = (store.get(key) for key in ids)
    members: list[Step | Note] = [record for record in found if isinstance(record, Step | Note)]
    if not members:
        return None
    rect = rect_around(member_rect(store, member) for member in members)
    frame = _new(campaign_id, rect)
    with store.transact("Frame") as transaction:
        transaction.put(frame)
        for member in members:
            transaction.change(member.id, {"frame": frame.id})
        # What else lies there would be in the frame to the eye, but not move with it.
        _join_frames(transaction, _loose(transaction, campaign_id))
    return frame


def add_frame(store: Store, campaign_id: str, rect: Rect) -> Frame:
    """Add a frame at a place; what lies there on bare canvas belongs to it."""
    frame = _new(campaign_id, rect)
    with store.transact("Add frame") as transaction:
        transaction.put(frame)
        _join_frames(transaction, _loose(transaction, campaign_id))
    return frame


def _new(campaign_id: str, rect: Rect) -> Frame:
    width, height = max(rect.width, SMALLEST[0]), max(rect.height, SMALLEST[1])
    return Frame.new(campaign=campaign_id, title="Frame", x=rect.x, y=rect.y, width=width, height=height)


def _loose(reader: RecordReader, campaign_id: str) -> set[str]:
    """Return what lies in no frame."""
    steps: list[Step | Note] = [*reader.referring(Step, "campaign", campaign_id)]
    notes = reader.referring(Note, "campaign", campaign_id)
    return {each.id for each in (*steps, *notes) if each.frame is None}


def ungroup(store: Store, frame_ids: Iterable[str]) -> list[str]:
    """Take frames away and keep what lies in them; return that."""
    frames = list(frame_ids)
    kept = [member.id for key in frames for member in members_of(store, key)]
    with store.transact("Take frame away" if len(frames) == 1 else "Take frames away") as transaction:
        transaction.remove(*frames)
    return kept


def with_contents(reader: RecordReader, ids: Iterable[str]) -> list[str]:
    """Return the identifiers, and those of what lies in the frames among them."""
    chosen = list(dict.fromkeys(ids))
    return [*chosen, *carried(reader, chosen)]


def fold(store: Store, frame_ids: Iterable[str], *, folded: bool) -> None:
    """Hide what lies in frames, or show it again."""
    with store.transact("Fold frame" if folded else "Unfold frame") as transaction:
        for frame_id in frame_ids:
            transaction.change(frame_id, {"folded": folded})


def resize(store: Store, frame_id: str, rect: Rect) -> None:
    """Give a frame another place and size; what it leaves goes out of it, what it covers joins it."""
    with store.transact("Resize frame") as transaction:
        transaction.change(frame_id, {"x": rect.x, "y": rect.y, "width": rect.width, "height": rect.height})
        inside = [member.id for member in members_of(transaction, frame_id)]
        frame = transaction.find(Frame, frame_id)
        _join_frames(transaction, {*inside, *_loose(transaction, frame.campaign)})


def resize_all(store: Store, sizes: Mapping[str, tuple[float, float]], label: str) -> None:
    """Give notes and frames other widths and heights; frames take in and let go what they cover then."""
    with store.transact(label) as transaction:
        for record_id, (width, height) in sizes.items():
            transaction.change(record_id, {"width": width, "height": height})
        inside = set(members(transaction, sizes))
        campaigns = {frame.campaign for key in sizes if (frame := transaction.find_or_none(Frame, key))}
        loose = {key for campaign in campaigns for key in _loose(transaction, campaign)}
        _join_frames(transaction, inside | loose)
