"""Tidying up with frames and lanes."""

from itertools import combinations

from maplanner.app.tidying import put_in_place, tidy_places
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Frame, Link, Note, Stage, Step
from maplanner.document.store import Store
from maplanner.drawing.frames import block_rect, frame_box, member_rect, members_of
from maplanner.drawing.geometry import Rect
from maplanner.drawing.lanes import lane_at, lane_key, lanes_of, strays


def email(name: str, x: float, y: float, **more: object) -> Step:
    return Step(**({"id": name, "campaign": "c", "kind": "email", "title": name, "x": x, "y": y} | more))


def link(source: str, target: str) -> Link:
    return Link(id=f"{source}{target}", source=source, output="sent", target=target)


def plan(**of_frame: object) -> Store:
    """a → (b → d, in a frame, on a heap) → e, and a note in the frame."""
    frame = Frame(**({"id": "f", "campaign": "c", "x": 400, "y": 96, "width": 300, "height": 200} | of_frame))
    return Store(
        [
            Campaign(id="c"),
            Stage(id="s1", title="Aware", order=1),
            Stage(id="s2", title="Deciding", order=2),
            frame,
            email("a", 0, 0, stage="s1"),
            email("b", 430, 140, frame="f", stage="s2"),
            email("d", 450, 150, frame="f", stage="s2"),
            email("e", 420, 160),
            Note(id="n", campaign="c", frame="f", x=440, y=230, height=40),
            *(link(*ends) for ends in ("ab", "bd", "de")),
        ]
    )


def tidy(store: Store, only: tuple[str, ...] = ()) -> None:
    put_in_place(store, tidy_places(store, "c", only))


def outer(reader: RecordReader) -> dict[str, Rect]:
    """What lies side by side on the whole drawing."""
    steps = {step.id: member_rect(reader, step) for step in reader.all(Step) if step.frame is None}
    frames = {
        frame.id: block_rect(frame) if frame.folded else frame_box(frame).rect for frame in reader.all(Frame)
    }
    return steps | frames


def test_a_frame_is_tidy_inside_and_lies_among_the_rest() -> None:
    store = plan()
    before = {record.id: record for record in store.records()}
    tidy(store)
    frame = frame_box(store.find(Frame, "f")).rect
    inner = {member.id: member_rect(store, member) for member in members_of(store, "f")}
    for rect in inner.values():
        assert frame.x < rect.x
        assert frame.y + 24 < rect.y
        assert rect.right < frame.right
        assert rect.bottom < frame.bottom
    assert not inner["b"].meets(inner["d"])
    assert inner["b"].right < inner["d"].x
    rects = outer(store)
    assert not [pair for pair in combinations(rects, 2) if rects[pair[0]].meets(rects[pair[1]])]
    assert rects["a"].right < rects["f"].x
    assert rects["f"].right < rects["e"].x
    store.undo()
    assert {record.id: record for record in store.records()} == before


def test_what_is_tidy_stays() -> None:
    store = plan()
    tidy(store)
    before = {record.id: record for record in store.records()}
    tidy(store)
    assert {record.id: record for record in store.records()} == before


def test_a_folded_frame_goes_with_what_it_hides() -> None:
    store = plan(folded=True)
    b = store.find(Step, "b")
    frame = store.find(Frame, "f")
    tidy(store)
    now = store.find(Frame, "f")
    assert now.width == 300
    assert store.find(Step, "b").x - b.x == now.x - frame.x
    rects = outer(store)
    assert not [pair for pair in combinations(rects, 2) if rects[pair[0]].meets(rects[pair[1]])]


def test_steps_of_one_frame_are_tidied_inside_it() -> None:
    store = plan()
    tidy(store, ("b", "d"))
    assert (store.find(Step, "a").x, store.find(Step, "e").x) == (0, 420)
    b, d = (member_rect(store, store.find(Step, name)) for name in "bd")
    assert not b.meets(d)
    frame = frame_box(store.find(Frame, "f")).rect
    assert frame.right > d.right


def test_lanes_are_kept() -> None:
    store = plan()
    with store.transact("Lanes") as transaction:
        transaction.change("c", {"lanes": "buying stage"})
    tidy(store)
    campaign = store.find(Campaign, "c")
    assert strays(store, campaign) == []
    lanes = lanes_of(store, campaign)
    for step in store.all(Step):
        lane = lane_at(lanes, step.y + 27)
        assert lane is not None
        assert lane.key == lane_key(step, campaign.lanes)
    rects = outer(store)
    assert not [pair for pair in combinations(rects, 2) if rects[pair[0]].meets(rects[pair[1]])]
    assert store.history.undo_label == "Tidy up"
