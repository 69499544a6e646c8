"""Random histories of local edits, remote patches, deletions, undo and redo keep the store's promises."""

import random

from hypothesis import given
from hypothesis import strategies as st

from maplanner.core.errors import InvalidRecord
from maplanner.document.fields import references
from maplanner.document.patch import Patch, patch_from_json, patch_to_json, record_class
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, CampaignGroup, FormField, Link, Plan, Record, Step
from maplanner.document.store import Listener, Store, Transaction

STEPS = [f"s{number}" for number in range(6)]
SEEDS = st.integers(0, 2**32 - 1)


def first_plan() -> list[Record]:
    steps = [Step(id=name, campaign="c", kind="email", props={"open_share": 0.2}) for name in STEPS[:4]]
    links = [Link(id="l01", source="s0", target="s1"), Link(id="l12", source="s1", target="s2")]
    return [Plan(), CampaignGroup(id="g"), Campaign(id="c", group="g"), *steps, *links]


def contents(reader: RecordReader) -> dict[str, dict[str, object]]:
    return {record.id: dict(record.values()) for record in reader.records()}


def random_edit(transaction: Transaction, dice: random.Random) -> None:
    """Make one random change that a person could make, or one that a rule refuses."""
    step = dice.choice(STEPS)
    roll = dice.randrange(8)
    if roll == 0:
        transaction.put(Step(id=step, campaign="c", kind="wait", x=dice.randrange(9)))
    elif roll == 1:
        transaction.remove(step)
    elif roll == 2:
        ends = dice.sample(STEPS, 2)
        transaction.put(Link(id="l" + "".join(ends), source=ends[0], target=ends[1], share=dice.random()))
    elif roll == 3:
        transaction.put(FormField(id=f"f{step}", step=step, title=str(dice.randrange(3))))
    elif roll == 4 and transaction.get("c") is not None:
        transaction.change("c", {"group": dice.choice([None, "g"])})
    elif roll == 5:
        transaction.remove(dice.choice(["g", f"f{step}", "l01", "l12"]))
    elif transaction.get(step) is not None:
        path = dice.choice(["title", "x", "props.open_share", "props.subject"])
        value = {"title": str(dice.randrange(4)), "x": float(dice.randrange(4))}.get(
            path, dice.choice([None, 0.5])
        )
        transaction.change(step, {path: value})


def local_step(store: Store, dice: random.Random) -> None:
    before = contents(store)
    try:
        with store.transact(f"Edit {dice.randrange(1000)}") as transaction:
            for _ in range(dice.randrange(1, 4)):
                random_edit(transaction, dice)
    except InvalidRecord:
        assert contents(store) == before, "a refused step changes nothing"


def post(outbox: list[Patch]) -> Listener:
    """Return a listener that keeps a person's own patches for the other."""
    return lambda patch: None if patch.origin == "remote" else outbox.append(patch)


def play(store: Store, teammate: Store, dice: random.Random, moves: int) -> None:
    """Let two people edit; each hears of the other's patches late, and may undo."""
    outboxes: dict[int, list[Patch]] = {id(store): [], id(teammate): []}
    leave = [person.subscribe(post(outboxes[id(person)])) for person in (store, teammate)]
    for _ in range(moves):
        person, other = dice.choice([(store, teammate), (teammate, store)])
        roll = dice.randrange(6)
        if roll == 0:
            person.undo()
        elif roll == 1:
            person.redo()
        elif roll == 2:
            for patch in outboxes[id(other)]:
                person.apply(patch_from_json(patch_to_json(patch)))
            outboxes[id(other)].clear()
        else:
            local_step(person, dice)
        assert_sound(person)
    for stop in leave:
        stop()


def assert_sound(store: Store) -> None:
    """No reference dangles, no two links are twins, and the index agrees with the records."""
    for record in store.records():
        for field, meaning in references(type(record)).items():
            target = getattr(record, field)
            if target is not None:
                assert store.find_or_none(record_class(meaning.ref), target) is not None
                assert record in store.referring(type(record), field, target)
    ends = [(link.source, link.output, link.target) for link in store.all(Link)]
    assert len(ends) == len(set(ends))
    assert contents(Store(store.records())) == contents(store)


@given(SEEDS)
def test_a_mirror_fed_only_with_patches_stays_equal(seed: int) -> None:
    dice = random.Random(seed)
    store, teammate, mirror = Store(first_plan()), Store(first_plan()), Store(first_plan())
    store.subscribe(lambda patch: assert_applies_whole(mirror, patch))
    play(store, teammate, dice, 25)
    assert contents(mirror) == contents(store)


def assert_applies_whole(mirror: Store, patch: Patch) -> None:
    effect = mirror.apply(patch_from_json(patch_to_json(patch)))
    assert {change.id for change in effect.changes} == {change.id for change in patch.changes}


@given(SEEDS)
def test_undoing_all_and_redoing_all_restores_both_ends(seed: int) -> None:
    dice = random.Random(seed)
    store = Store(first_plan())
    before = contents(store)
    for _ in range(12):
        local_step(store, dice)
    after = contents(store)
    undone = 0
    while store.undo() is not None:
        undone += 1
    assert contents(store) == before
    redone = 0
    while store.redo() is not None:
        redone += 1
    assert redone == undone
    assert contents(store) == after


@given(SEEDS)
def test_a_teammates_edit_to_another_field_survives_my_undo(seed: int) -> None:
    dice = random.Random(seed)
    store = Store(first_plan())
    for _ in range(6):
        local_step(store, dice)
    mine = Store(store.records())
    with mine.transact("Mine") as transaction:
        for step in mine.all(Step):
            transaction.change(step.id, {"notes": "mine"})
    theirs = Store(mine.records())
    patches: list[Patch] = []
    theirs.subscribe(patches.append)
    with theirs.transact("Theirs") as transaction:
        for step in theirs.all(Step):
            transaction.change(step.id, {"owner": f"Ilze {dice.randrange(9)}"})
    for patch in patches:
        mine.apply(patch)
    mine.undo()
    assert [(step.owner, step.notes) for step in mine.all(Step)] == [
        (step.owner, "") for step in theirs.all(Step)
    ]


@given(SEEDS)
def test_patches_made_one_patch_do_the_same(seed: int) -> None:
    dice = random.Random(seed)
    store, mirror = Store(first_plan()), Store(first_plan())
    patches: list[Patch] = []
    store.subscribe(patches.append)
    for _ in range(8):
        local_step(store, dice)
    if not patches:
        return
    merged = patches[0]
    for patch in patches[1:]:
        merged = merged.followed_by(patch)
    mirror.apply(merged)
    assert contents(mirror) == contents(store)
    mirror.apply(merged.inverse())
    assert contents(mirror) == contents(Store(first_plan()))
