"""What cards say, and where their parts lie."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter

from maplanner.app.templates import template_names, template_records
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, Link, Step
from maplanner.document.store import Store
from maplanner.drawing.card import CARD_HEIGHT, CARD_WIDTH, Badge, FieldRow, StepCard, step_card
from maplanner.drawing.card_paint import CardState, Detail, count_rect, detail_at, paint_card
from maplanner.drawing.theme import ThemeName, ink, theme
from maplanner.flow.behaviour import Output
from maplanner.steps.catalogue import KINDS
from maplanner.steps.kind import PaletteGroup
from tests.drawing.plans import LONG, paid_search


def card_of(name: str, **more) -> StepCard:
    plan = paid_search()
    return step_card(plan, plan.find(Step, name), **more)


def test_a_form_shows_where_each_field_lands():
    rows = card_of("form").rows
    assert [(row.title, row.required, row.lands) for row in rows] == [
        ("E-mail", True, "Lead.Email"),
        ("Last name", True, "Lead.LastName"),
        ("Company", False, "Lead.Company"),
        ("Postcode", False, "Lead.PostalCode"),
        ("Budget", False, None),
    ]


def test_a_closed_form_is_as_high_as_any_card():
    plan = paid_search()
    closed = plan.find(Step, "form").changed({"open": False})
    assert step_card(plan, closed).height == CARD_HEIGHT
    assert card_of("form").height > CARD_HEIGHT + 5 * 24


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_card_of_the_common_size(name):
    kind = KINDS[name]
    step = Step(id="s", campaign="c", kind=name, props=kind.defaults())
    card = step_card(Snapshot.of([Campaign(id="c"), step]), step)
    assert card.title == kind.title
    assert card.group is kind.group
    assert card.height == CARD_HEIGHT


def test_a_kind_of_a_newer_version_still_has_a_card_and_its_links_a_port():
    step = Step(id="s", campaign="c", kind="hologram", title="")
    plan = Snapshot.of([step, Link(id="l", source="s", output="beamed", target="s")])
    card = step_card(plan, step)
    assert card.title == "hologram"
    assert card.group is None
    assert [output.name for output in card.outputs] == ["beamed"]


def test_a_step_with_an_impossible_property_says_so():
    step = Step(id="s", campaign="c", kind="email", props={"open_share": 7})
    card = step_card(Snapshot.of([step]), step)
    assert card.badge is Badge.ERROR
    assert "not acceptable" in card.summary


@given(st.integers(1, 20), st.sets(st.integers(0, 19)))
def test_ports_lie_apart_on_the_right_edge_and_used_ones_are_spread_evenly(count, used):
    outputs = tuple(Output(str(number), "") for number in range(count))
    taken = frozenset(str(number) for number in used)
    card = StepCard("s", "", "", None, "", outputs=outputs, used=taken)
    heights = [port.y for _output, port in card.out_ports()]
    assert all(port.x == CARD_WIDTH for _output, port in card.out_ports())
    assert len(set(heights)) == count
    assert all(0 < height < card.height for height in heights)
    mine = [card.out_port(output.name).y for output in outputs if output.name in taken]
    gaps = {round(b - a, 6) for a, b in pairwise(mine)}
    assert len(gaps) <= 1


def test_the_one_used_way_out_leaves_from_the_middle():
    assert card_of("thanks").out_port("opened").y == CARD_HEIGHT / 2


def test_field_ports_lie_beside_their_rows():
    card = card_of("form")
    for index in range(len(card.rows)):
        row = card.row_rect(index)
        assert row.y < card.field_port(index).y < row.bottom <= card.height


def test_a_count_is_shown_in_a_chip_on_the_top_edge():
    card = card_of("term", count=2010)
    chip = count_rect(card)
    assert chip is not None
    assert chip.center.y == 0
    assert chip.right <= CARD_WIDTH
    assert count_rect(card_of("term")) is None


def test_little_is_drawn_far_away():
    assert detail_at(0.39) is Detail.SHAPE
    assert detail_at(0.4) is Detail.FULL


# --- painting ---------------------------------------------------------------

HARD_TEXTS = (
    LONG * 5,
    "🎉🚀 launch",
    "مرحبا بكم في البريد الإلكتروني",
    "",
    "a\nb\tc",
    "\u202e evil",
    "W" * 10_000,
)


def painted(card: StepCard, name: ThemeName = ThemeName.LIGHT, state: CardState | None = None) -> QImage:
    extent = card.extent.grown(20)
    image = QImage(int(extent.width * 2), int(extent.height * 2), QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.scale(2, 2)
    painter.translate(-extent.x, -extent.y)
    paint_card(painter, card, theme(name), state or CardState())
    painter.end()
    return image


def colors(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }


def outside(image: QImage, margin: int) -> set[int]:
    """Return the values of the pixels in the margin around the picture."""
    width, height = image.width(), image.height()
    return {
        image.pixel(x, y)
        for x in range(width)
        for y in range(height)
        if not (margin <= x < width - margin and margin <= y < height - margin)
    }


@pytest.mark.parametrize("name", list(ThemeName))
def test_a_card_has_the_colours_of_its_theme(qapp, name):
    look = theme(name)
    found = colors(painted(card_of("form", count=200, badge=Badge.WARNING), name))
    expected = {look.card, look.group(PaletteGroup.PAGES), look.accent, look.good, look.error, look.warning}
    assert expected <= found


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_nothing_reaches_beyond_the_extent_whatever_the_text(qapp, text):
    rows = (FieldRow("a", text, True, text), FieldRow("b", text, False, None))
    card = StepCard(
        "s", text, text, PaletteGroup.PAGES, "mail", rows=rows, count="12,345,678,901", badge=Badge.NOTE
    )
    image = painted(card, state=CardState(selected=True, show_ports=True))
    assert outside(image, 36) == {0}


def test_selection_ghost_and_distance_look_different(qapp):
    card = card_of("page")
    plain = painted(card)
    for state in (
        CardState(selected=True),
        CardState(ghost=True),
        CardState(hovered=True),
        CardState(show_ports=True),
        CardState(detail=Detail.SHAPE),
    ):
        assert painted(card, state=state) != plain


def test_ink_reads_transparency():
    assert ink("#1B1F2414").alpha() == 0x14
    assert ink("#1B1F24").alpha() == 255


@pytest.mark.parametrize("name", template_names())
def test_no_step_of_a_template_lies_upon_another(name: str):
    store = Store(template_records(name))
    for campaign in store.all(Campaign):
        cards = [step_card(store, step) for step in store.referring(Step, "campaign", campaign.id)]
        meeting = [
            (one.title, other.title)
            for one, other in combinations(cards, 2)
            if one.rect.x < other.rect.right
            and other.rect.x < one.rect.right
            and one.rect.y < other.rect.bottom
            and other.rect.y < one.rect.bottom
        ]
        assert not meeting, campaign.title
