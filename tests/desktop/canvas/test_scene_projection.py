"""The scene shows what the records say, however they came to say it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maplanner.core.errors import MaplannerError
from maplanner.desktop.canvas.marks import Marks
from maplanner.desktop.canvas.scene import CanvasScene
from maplanner.document.records import FormField, Frame, Link, Mapping, Note, Step
from maplanner.document.store import Store
from maplanner.drawing.card import Badge
from maplanner.drawing.measures import Figures
from maplanner.drawing.theme import theme
from tests.desktop.canvas import sketch

KINDS = ("email", "wait", "form", "decision", "landing_page", "end")
NAMES = tuple("abcdef")
OUTPUTS = ("next", "sent", "opened", "clicked", "submitted", "yes", "no", "gone")
PLACES = st.integers(-6, 12).map(lambda cell: cell * 64.0)
ONE_OF = st.sampled_from(NAMES)
ONE_FRAME = st.sampled_from("fg")


def start() -> list:
    records = [*sketch.campaigns(), *sketch.crm(), *sketch.form("a"), sketch.note("n", 300, 300)]
    records += [
        sketch.step(name, KINDS[place % 3], 240.0 * place, 40.0 * place) for place, name in enumerate("bcd")
    ]
    records += [Frame(id="f", campaign="spring", title="F", x=200, y=200)]
    return [*records, sketch.link("a", "b", "submitted"), sketch.link("b", "c")]


def put_step(store, name, kind, x, y):
    with store.transact("Put step") as t:
        t.put(sketch.step(name, kind, x, y))


def move(store, name, x, y):
    with store.transact("Move") as t:
        t.change(name, {"x": x, "y": y})


def connect(store, source, output, target):
    with store.transact("Connect") as t:
        t.put(sketch.link(source, target, output, name=f"{source}-{output}-{target}"))


def remove(store, name):
    with store.transact("Remove") as t:
        t.remove(name)


def rename(store, name, title):
    with store.transact("Rename") as t:
        t.change(name, {"title": title})


def leave_campaign(store, name):
    # Links within one campaign only: a step that has none may go.
    with store.transact("Move to another campaign") as t:
        t.change(name, {"campaign": "autumn"})


def fold(store, name):
    with store.transact("Fold") as t:
        t.change(name, {"open": not store.find(Step, name).open})


def ask(store, name, key):
    with store.transact("Ask") as t:
        t.put(FormField(id=f"{name}.{key}", step=name, title=key, key=key))


def land(store, name, key):
    with store.transact("Map") as t:
        t.put(Mapping(id=f"{name}.{key}.m", collected=f"{name}.{key}", target="lead.company"))


def share(store, place, value):
    links = store.all(Link)
    if links:
        with store.transact("Share") as t:
            t.change(links[place % len(links)].id, {"share": value})


def reattach(store, place, end, name):
    links = store.all(Link)
    if links:
        with store.transact("Move link") as t:
            t.change(links[place % len(links)].id, {end: name})


def rename_field(store, title):
    with store.transact("Rename CRM field") as t:
        t.change("lead.email", {"api_name": title})


def write_note(store, name, text, x):
    with store.transact("Note") as t:
        t.put(Note(id=name, campaign="spring", text=text, x=x, y=50))


def put_frame(store, name, folded, x, y):
    with store.transact("Frame") as t:
        t.put(Frame(id=name, campaign="spring", title=name, folded=folded, x=x, y=y))


def fold_frame(store, name):
    with store.transact("Fold frame") as t:
        t.change(name, {"folded": not store.find(Frame, name).folded})


def join(store, name, frame):
    with store.transact("Join") as t:
        t.change(name, {"frame": frame})


def remotely(store, edit):
    """Do to a copy what then arrives as somebody else's patch."""
    other = Store(list(store.records()))
    patches = []
    other.subscribe(patches.append)
    edit(other)
    for patch in patches:
        store.apply(patch)


SHARES = st.sampled_from([None, 0.25, 0.5])
EDITS = st.one_of(
    st.tuples(st.just(put_step), ONE_OF, st.sampled_from(KINDS), PLACES, PLACES),
    st.tuples(st.just(move), ONE_OF, PLACES, PLACES),
    st.tuples(st.just(connect), ONE_OF, st.sampled_from(OUTPUTS), ONE_OF),
    st.tuples(st.just(connect), ONE_OF, st.sampled_from(OUTPUTS), ONE_OF),
    st.tuples(st.just(remove), st.sampled_from([*NAMES, "n", "f", "a.email", "a.map", "lead.email"])),
    st.tuples(st.just(rename), ONE_OF, st.text(max_size=30)),
    st.tuples(st.just(leave_campaign), ONE_OF),
    st.tuples(st.just(fold), ONE_OF),
    st.tuples(st.just(ask), ONE_OF, st.sampled_from(["email", "budget", "zip"])),
    st.tuples(st.just(land), ONE_OF, st.sampled_from(["email", "budget", "zip"])),
    st.tuples(st.just(share), st.integers(0, 9), SHARES),
    st.tuples(st.just(reattach), st.integers(0, 9), st.sampled_from(["source", "target"]), ONE_OF),
    st.tuples(st.just(rename_field), st.sampled_from(["Email", "Mail__c"])),
    st.tuples(st.just(put_frame), ONE_FRAME, st.booleans(), PLACES, PLACES),
    st.tuples(st.just(fold_frame), ONE_FRAME),
    st.tuples(st.just(join), st.sampled_from("abcdn"), st.sampled_from(["f", "g", None])),
    st.tuples(st.just(join), st.sampled_from("abcdn"), st.sampled_from(["f", "g", None])),
    st.tuples(st.just(write_note), st.sampled_from(["n", "m"]), st.text(max_size=9), PLACES),
)
HISTORY = st.lists(
    st.one_of(
        st.tuples(st.just("mine"), EDITS),
        st.tuples(st.just("theirs"), EDITS),
        st.tuples(st.sampled_from(["undo", "redo", "settle"]), st.none()),
    ),
    min_size=1,
    max_size=14,
)


def perform(store, scene, how, edit):
    if how == "undo":
        store.undo()
    elif how == "redo":
        store.redo()
    elif how == "settle":
        scene.settle()
    else:
        function, *arguments = edit
        if how == "theirs":
            remotely(store, lambda other: function(other, *arguments))
        else:
            function(store, *arguments)


@pytest.mark.usefixtures("qapp")
@settings(max_examples=120)
@given(history=HISTORY)
def test_after_any_patches_the_scene_is_as_if_built_anew(history):
    store = Store(start())
    scene = CanvasScene(store, "spring", theme("light"))
    store.subscribe(scene.apply)
    for how, edit in history:
        try:
            perform(store, scene, how, edit)
        except MaplannerError:
            continue  # The plan refuses some of these edits; then nothing may change.
    fresh = CanvasScene(store, "spring", theme("light"))
    assert scene.shows() == fresh.shows()
    assert scene.content_rect() == fresh.content_rect()
    assert set(scene.selected_ids()) <= scene.shows().keys()


@pytest.mark.usefixtures("qapp")
@given(places=st.dictionaries(st.sampled_from("abcdn"), st.tuples(PLACES, PLACES), min_size=1))
def test_holding_and_letting_go_leaves_no_trace(places):
    store = Store(start())
    scene = CanvasScene(store, "spring", theme("light"))
    before = scene.shows()
    scene.hold(places)
    scene.hold({name: (x + 8, y - 8) for name, (x, y) in places.items()})
    scene.let_go()
    assert scene.shows() == before
    assert scene.content_rect() == CanvasScene(store, "spring", theme("light")).content_rect()


@pytest.mark.usefixtures("qapp")
def test_a_patch_while_something_is_held_shows_after_letting_go():
    store = Store(start())
    scene = CanvasScene(store, "spring", theme("light"))
    store.subscribe(scene.apply)
    scene.hold({"b": (900.0, 900.0), "c": (1200.0, 900.0)})
    remove(store, "b")
    move(store, "c", 64.0, 640.0)
    scene.let_go()
    assert "b" not in scene.steps
    assert scene.shows() == CanvasScene(store, "spring", theme("light")).shows()


@pytest.mark.usefixtures("qapp")
def test_results_and_findings_stay_through_edits():
    store = Store(start())
    figures = Figures({"a": "200", "b": "90"}, carried={"a>b": 90.0}, most_carried=90.0)
    told = {"c": Badge.WARNING}, {"c": ("Look here.",)}
    marks = Marks({"a": 200.0, "b": 90.0}, {"a>b": 90.0}, figures, *told)
    scene = CanvasScene(store, "spring", theme("light"))
    store.subscribe(scene.apply)
    scene.set_marks(marks)
    assert scene.steps["a"].card.count == "200"
    assert scene.steps["c"].card.badge is Badge.WARNING
    thin = scene.links["b>c"].width
    assert scene.links["a>b"].width > thin
    rename(store, "a", "Guide form")
    fresh = CanvasScene(store, "spring", theme("light"))
    fresh.set_marks(marks)
    assert scene.shows() == fresh.shows()
    figures = Figures({"b": "12,345"}, carried={"b>c": 7.0}, most_carried=7.0)
    others = Marks({"b": 12345.0}, {"b>c": 7.0}, figures, {"a": Badge.NOTE}, {})
    scene.set_marks(others)
    fresh = CanvasScene(store, "spring", theme("light"))
    fresh.set_marks(others)
    assert scene.shows() == fresh.shows()
    scene.set_marks(Marks())
    assert scene.shows() == CanvasScene(store, "spring", theme("light")).shows()
