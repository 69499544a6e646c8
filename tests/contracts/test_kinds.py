"""What every kind of step owes the palette, the inspector, the canvas, the checks and the simulation."""

from __future__ import annotations

import json
import types
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any, Union, get_args, get_origin

import lucide
import pytest
from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from maplanner.core.errors import InvalidRecord
from maplanner.core.units import Unit
from maplanner.document.fields import field_specs
from maplanner.document.records import RECORD_TYPE, RECORD_TYPES, Campaign, FormField, Score, Step
from maplanner.document.store import Store
from maplanner.document.values import EmpiricalDelay, WindowDelay
from maplanner.flow.behaviour import Behaviour, Emit, Operation
from maplanner.steps import KINDS, Kind, behaviour_of, new_step, outputs_of, props_of, summary_of
from maplanner.steps.kind import Props, StepContext

EVERY_KIND = pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))

EXPECTED = {
    "search_term", "paid_ad", "contact_list", "trigger", "landing_page", "page_visit", "form", "download",
    "video", "webinar", "email", "wait", "decision", "split", "campaign_start", "end", "segment_change",
    "points", "crm_write", "sales_task", "notification", "hand_off", "social_post", "event", "call",
}  # fmt: skip

CAMPAIGN = Campaign(id="c")


def plan_with(kind: Kind[Any], props: dict[str, Any] | None = None) -> tuple[Store, Step]:
    """Return a store with one new step of the kind, its fields and one score."""
    records = new_step(kind.name, CAMPAIGN.id, 0, 0)
    step = records[0]
    assert isinstance(step, Step)
    if props is not None:
        step = step.model_copy(update={"props": props})
    return Store([CAMPAIGN, Score(id="readiness", title="Readiness"), step, *records[1:]]), step


def operations(behaviour: Behaviour) -> Iterator[Operation]:
    """Yield every operation of a behaviour, branches included."""
    pending: list[Operation] = list(behaviour.on_arrival)
    while pending:
        operation = pending.pop()
        yield operation
        for branch in ("then", "otherwise"):
            pending += getattr(operation, branch, ())


def emitted(behaviour: Behaviour) -> set[str]:
    return {operation.output for operation in operations(behaviour) if isinstance(operation, Emit)}


def limits(metadata: list[Any]) -> tuple[float, float]:
    low, high = -1e6, 1e6
    for bound in metadata:
        if isinstance(bound, Ge):
            low = float(bound.ge)  # type: ignore[arg-type]
        elif isinstance(bound, Gt):
            low = float(bound.gt) + 1e-6  # type: ignore[arg-type]
        elif isinstance(bound, Le):
            high = float(bound.le)  # type: ignore[arg-type]
        elif isinstance(bound, Lt):
            high = float(bound.lt) - 1e-6  # type: ignore[arg-type]
    return low, high


def metadata_of(annotation: Any) -> list[Any]:
    """Return the bounds in an Annotated type, those inside a nested ``Field`` included."""
    return [inner for item in get_args(annotation)[1:] for inner in (item, *getattr(item, "metadata", ()))]


def drawn(annotation: Any, metadata: list[Any]) -> st.SearchStrategy[Any]:
    """Return JSON values that a field of this type accepts."""
    if hasattr(annotation, "__metadata__"):
        return drawn(get_args(annotation)[0], [*metadata_of(annotation), *metadata])
    origin = get_origin(annotation)
    if origin in {Union, types.UnionType}:
        return reduce(or_, (drawn(part, metadata) for part in get_args(annotation)))
    if origin is tuple:
        least = next((bound.min_length for bound in metadata if isinstance(bound, MinLen)), 0)
        most = next((bound.max_length for bound in metadata if isinstance(bound, MaxLen)), 3)
        return st.lists(drawn(get_args(annotation)[0], []), min_size=least, max_size=min(most, max(3, least)))
    if origin is not None:
        return st.sampled_from(get_args(annotation))
    return drawn_plain(annotation, metadata)


def drawn_plain(annotation: Any, metadata: list[Any]) -> st.SearchStrategy[Any]:
    if annotation is type(None):
        return st.none()
    if annotation is bool:
        return st.booleans()
    if issubclass(annotation, StrEnum):
        return st.sampled_from([str(member) for member in annotation])
    if issubclass(annotation, BaseModel):
        return drawn_model(annotation)
    if annotation is str:
        longest = next((bound.max_length for bound in metadata if isinstance(bound, MaxLen)), 80)
        return st.text(max_size=min(longest, 80))
    if annotation is date:
        return st.dates().map(date.isoformat)
    low, high = limits(metadata)
    if annotation is int:
        return st.integers(int(low), int(high))
    assert annotation is float, annotation
    return st.floats(low, high, allow_nan=False)


def drawn_model(model: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    fields = {name: drawn(info.annotation, list(info.metadata)) for name, info in model.model_fields.items()}
    if model is EmpiricalDelay:
        return st.just(EmpiricalDelay().model_dump(mode="json"))
    found = st.fixed_dictionaries(fields)
    return found.filter(lambda values: values["opens"] < values["closes"]) if model is WindowDelay else found


def test_every_kind_of_the_plan_is_there() -> None:
    assert set(KINDS) >= EXPECTED


def test_names_and_titles_are_unique() -> None:
    titles = [kind.title for kind in KINDS.values()]
    assert len(set(titles)) == len(titles)
    assert all(name == kind.name for name, kind in KINDS.items())


@EVERY_KIND
def test_it_introduces_itself(kind: Kind[Any]) -> None:
    assert kind.title
    assert len(kind.title) <= 20
    assert len(kind.help) >= 20
    assert kind.help.endswith(".")
    assert kind.icon in lucide.get_icon_list()


@EVERY_KIND
def test_defaults_are_acceptable_and_survive_json(kind: Kind[Any]) -> None:
    defaults = kind.defaults()
    again = json.loads(json.dumps(defaults))
    assert again == defaults
    assert kind.parse(again) == kind.props()


@EVERY_KIND
def test_outputs_have_names_and_titles_of_their_own(kind: Kind[Any]) -> None:
    outputs = kind.outputs(kind.props())
    assert len({output.name for output in outputs}) == len(outputs)
    assert len({output.title for output in outputs}) == len(outputs)
    assert all(output.name and output.title for output in outputs)


@EVERY_KIND
def test_outputs_are_exactly_what_the_behaviour_emits(kind: Kind[Any]) -> None:
    store, step = plan_with(kind)
    behaviour = behaviour_of(step, store)
    assert emitted(behaviour) == {output.name for output in outputs_of(step)}
    assert behaviour.ends == (not outputs_of(step))


@EVERY_KIND
def test_entries_take_no_links(kind: Kind[Any]) -> None:
    assert kind.entry != kind.accepts_links


@EVERY_KIND
def test_every_property_says_what_it_is(kind: Kind[Any]) -> None:
    for name, meaning in field_specs(kind.props).items():
        assert meaning.title, name
        assert not meaning.hidden, f"{name} has no title"
        assert not meaning.ref or meaning.ref in RECORD_TYPE


@EVERY_KIND
def test_titles_of_properties_do_not_repeat(kind: Kind[Any]) -> None:
    titles = [meaning.title for meaning in field_specs(kind.props).values()]
    assert len(set(titles)) == len(titles)


@EVERY_KIND
def test_shares_are_shown_as_per_cent(kind: Kind[Any]) -> None:
    for name, info in kind.props.model_fields.items():
        meaning = field_specs(kind.props)[name]
        if name.endswith("_share"):
            assert meaning.unit is Unit.SHARE, name
        if meaning.unit is Unit.SHARE and isinstance(info.default, float):
            assert 0 <= info.default <= 1


@EVERY_KIND
def test_default_figures_name_their_source(kind: Kind[Any]) -> None:
    for name, info in kind.props.model_fields.items():
        default = info.get_default(call_default_factory=True)
        is_number = isinstance(default, int | float) and not isinstance(default, bool) and default != 0
        if is_number or isinstance(default, BaseModel) or (isinstance(default, tuple) and default):
            assert field_specs(kind.props)[name].source, f"{kind.name}.{name} = {default!r} has no source"


@EVERY_KIND
def test_the_default_summary_fits_under_a_title(kind: Kind[Any]) -> None:
    store, step = plan_with(kind)
    summary = summary_of(step, store)
    assert 0 < len(summary) <= 36
    assert "\n" not in summary


@pytest.mark.parametrize("name", list(KINDS))
@given(data=st.data())
def test_any_acceptable_properties_work(name: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    props = data.draw(drawn_model(kind.props))
    store, step = plan_with(kind, props)
    parsed = props_of(step)
    assert kind.parse(parsed.model_dump(mode="json")) == parsed
    summary = summary_of(step, store)
    assert summary
    assert len(summary.splitlines()) == 1
    assert emitted(behaviour_of(step, store)) <= {output.name for output in outputs_of(step)}


@EVERY_KIND
def test_properties_of_a_newer_version_survive(kind: Kind[Any]) -> None:
    props = kind.defaults() | {"not_yet_known": [1, 2]}
    assert kind.parse(props).model_dump(mode="json")["not_yet_known"] == [1, 2]


@EVERY_KIND
def test_upgrades_leave_todays_properties_alone(kind: Kind[Any]) -> None:
    for upgrade in kind.upgrades:
        assert upgrade(dict(kind.defaults())) == kind.defaults()


@EVERY_KIND
def test_a_new_step_is_complete(kind: Kind[Any]) -> None:
    step, *fields = new_step(kind.name, "c", 40, 80)
    assert isinstance(step, Step)
    assert (step.campaign, step.kind, step.x, step.y) == ("c", kind.name, 40, 80)
    assert step.title
    assert step.props == kind.defaults()
    assert bool(fields) == kind.collects
    assert all(isinstance(field, FormField) and field.step == step.id and field.key for field in fields)
    assert [field.order for field in fields if isinstance(field, FormField)] == sorted(range(len(fields)))


def test_upgrades_run_in_order_whenever_properties_are_read() -> None:
    def renamed(old: str, new: str) -> Any:
        return lambda props: {new if key == old else key: value for key, value in props.items()}

    class NameProps(Props):
        name: str = ""

    kind = Kind(
        name="test",
        title="Test",
        icon="flag",
        group=KINDS["end"].group,
        help="Only for this test.",
        props=NameProps,
        behaviour=lambda props, context: Behaviour(),
        summary=lambda props, context: props.name,
        upgrades=(renamed("label", "title"), renamed("title", "name")),
    )
    assert kind.parse({"label": "old"}).name == "old"
    assert kind.parse({"title": "newer"}).name == "newer"
    assert kind.parse({"name": "today"}).name == "today"


def test_a_step_of_an_unknown_kind_is_kept_and_does_nothing() -> None:
    step = Step(id="s", campaign="c", kind="hologram", props={"colour": "blue"})
    store = Store([CAMPAIGN, step])
    assert behaviour_of(step, store) == Behaviour(on_arrival=())
    assert outputs_of(step) == ()
    assert summary_of(step, store) == "made by a newer version"
    assert props_of(step).model_dump() == {"colour": "blue"}


def test_a_wrong_property_names_the_step_and_the_property() -> None:
    step = Step(id="s", campaign="c", kind="email", title="Welcome", props={"open_share": 7})
    with pytest.raises(InvalidRecord, match=r"“Welcome”: open_share"):
        props_of(step)


def test_there_is_no_new_step_of_an_unknown_kind() -> None:
    with pytest.raises(InvalidRecord, match="hologram"):
        new_step("hologram", "c", 0, 0)


def test_kinds_read_the_plan_through_a_context() -> None:
    store, step = plan_with(KINDS["form"])
    assert [field.key for field in StepContext(step, store).form_fields] == ["email", "last_name"]


def test_fields_depend_on_choices_that_there_are():
    models = [*RECORD_TYPES, *(kind.props for kind in KINDS.values())]
    depending = 0
    for model in models:
        for name, meaning in field_specs(model).items():
            if meaning.when is None:
                continue
            depending += 1
            on, values = meaning.when
            choices = {each.value for each in model.model_fields[on].annotation}
            assert set(values) < choices, f"{model.__name__}.{name}"
    assert depending > 8
