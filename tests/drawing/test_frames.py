"""Frames, colours and signs in pictures."""

import pytest

from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, CampaignGroup, Comment, Frame, Link, Note, Stage, Step
from maplanner.drawing.campaign_parts import CampaignParts, Looks, campaign_parts
from maplanner.drawing.coloring import Coloring, Tone, heat_tone
from maplanner.drawing.frames import frame_box, frame_color
from maplanner.drawing.measures import Figures
from maplanner.drawing.picture import CampaignDrawing, Diagram
from maplanner.drawing.signs import initials, open_comments, sign_rects
from maplanner.drawing.theme import ThemeName, contrast_ratio, theme
from maplanner.exchange.exporter import PictureOptions, picture_exporter
from maplanner.steps.kind import PaletteGroup


def plan(**of_frame: object) -> Snapshot:
    return Snapshot.of(
        [
            CampaignGroup(id="g", title="Inbound", color="#FFFF00"),
            Campaign(id="c", title="Spring", group="g"),
            Stage(id="s1", title="Aware", order=1),
            Stage(id="s2", title="Deciding", order=2, color="#336699"),
            Frame(id="f", campaign="c", title="First touch", x=-24, y=-56, width=480, height=160, **of_frame),
            Step(id="a", campaign="c", kind="email", title="A", frame="f", stage="s1", owner="Ilze Bērziņa"),
            Step(id="b", campaign="c", kind="email", title="B", frame="f", stage="s2", x=240),
            Step(id="d", campaign="c", kind="wait", title="D", x=600),
            Note(id="n", campaign="c", text="Why?", frame="f", y=80),
            Link(id="ab", source="a", output="sent", target="b"),
            Link(id="bd", source="b", output="sent", target="d"),
            Comment(id="k1", about="a", text="Which list?"),
            Comment(id="k2", about="a", answers="k1", text="The short one"),
            Comment(id="k3", about="b", text="Done", resolved=True),
        ]
    )


def drawn(**of_frame: object) -> Diagram:
    return CampaignDrawing.from_reader(plan(**of_frame), "c")


def parts(coloring: Coloring, counts: dict[str, float] | None = None) -> CampaignParts:
    texts = {key: str(count) for key, count in (counts or {}).items()}
    return campaign_parts(plan(), "c", Looks(Figures(texts, counts or {}, coloring=coloring)))


def words(found: Diagram) -> list[str]:
    return [entry.words for entry in found.legend]


@pytest.mark.usefixtures("qapp")
class TestPictures:
    def test_an_open_frame_is_below_its_contents(self) -> None:
        found = drawn()
        assert [box.title for box in found.frames] == ["First touch"]
        assert {card.id for card in found.cards} == {"a", "b", "d"}
        assert found.bounds.x <= -24
        assert found.bounds.y <= -56

    def test_a_folded_frame_is_one_card_where_links_end(self) -> None:
        found = drawn(folded=True)
        assert found.frames == ()
        assert {card.id: card.summary for card in found.cards}["f"] == "2 steps, 1 note"
        assert {card.id for card in found.cards} == {"d", "f"}
        assert found.notes == ()
        assert [(wire.source, wire.target) for wire in found.wires] == [("f", "d")]

    @pytest.mark.parametrize("name", ["png", "svg", "pdf", "dot"])
    @pytest.mark.parametrize("folded", [False, True])
    def test_every_format_draws_frames(self, tmp_path, name: str, folded: bool) -> None:
        path = tmp_path / f"x.{name}"
        picture_exporter(name).write(drawn(folded=folded), path, PictureOptions(title=True, legend=True))
        if name in ("svg", "dot"):
            assert "First touch" in path.read_text("utf-8")

    def test_in_dot_a_frame_is_a_cluster_that_holds_its_steps(self, tmp_path) -> None:
        path = tmp_path / "x.dot"
        picture_exporter("dot").write(drawn(), path)
        text = path.read_text("utf-8")
        inner = text[text.index("cluster_f") :].split("}")[0]
        assert [name for name in "abdn" if f'"{name}" [' in inner or f"\n{name} [" in inner] == [
            "a",
            "b",
            "n",
        ]

    def test_a_selection_takes_what_it_names(self) -> None:
        found = CampaignDrawing.from_reader(plan(folded=True), "c", selection=["a", "d"])
        assert {card.id for card in found.cards} == {"a", "d"}

    def test_the_legend_says_what_colours_and_signs_mean(self) -> None:
        assert words(drawn()) == [
            "Messages",
            "Logic",
            "comments that wait for an answer",
            "whose step it is",
        ]
        found = CampaignDrawing.from_reader(plan(), "c", coloring=Coloring.STAGE)
        assert words(found)[:3] == ["Aware", "Deciding", "No buying stage"]
        found = CampaignDrawing.from_reader(plan(), "c", coloring=Coloring.GROUP)
        assert words(found)[:1] == ["Inbound"]


@pytest.mark.usefixtures("qapp")
def test_heat_goes_from_few_to_many() -> None:
    tones = {card.id: card.tone for card in parts(Coloring.RESULT, {"a": 1000.0, "b": 3.0}).cards}
    assert tones["a"].heat == 4
    assert tones["b"].heat == 0
    assert tones["d"] == Tone("Not simulated")
    assert heat_tone(0.0, 0.0) == Tone("Not simulated")
    assert [heat_tone(count, 100.0).heat for count in (0.5, 3, 15, 40, 90, 100)] == [0, 1, 2, 3, 4, 4]


@pytest.mark.parametrize("name", list(ThemeName))
def test_every_colour_is_seen_on_a_card_and_on_the_canvas(name: ThemeName) -> None:
    look = theme(name)
    tones = [Tone("x", heat=heat) for heat in range(5)] + [Tone("x", place=place) for place in range(9)]
    tones += [Tone("x", color=color) for color in ("#FFFF00", "#000000", "#ffffff", "red", "")]
    tones += [Tone("x", group) for group in PaletteGroup]
    for tone in tones:
        assert contrast_ratio(tone.ink(look), look.card) >= 2.95, tone
    for color in ("", "#FFFFFF", "#101010", "nonsense"):
        assert contrast_ratio(frame_color(color, look), look.canvas) >= 2.95


def test_initials() -> None:
    assert [initials(name) for name in ("Ilze Bērziņa", "ana", "Jean-Luc Āboliņš", "  ", "– x", "张伟")] == [
        "IB",
        "A",
        "JĀ",
        "",
        "X",
        "张",
    ]


def test_comments_count_while_their_thread_is_open() -> None:
    assert open_comments(plan()) == {"a": 2}


@pytest.mark.usefixtures("qapp")
def test_signs_stand_side_by_side_within_what_the_card_covers() -> None:
    card = next(card for card in parts(Coloring.KIND).cards if card.id == "a")
    comments, owner = sign_rects(card)
    assert comments is not None
    assert owner is not None
    assert not comments.meets(owner)
    extent = card.extent
    assert extent.x <= owner.x
    assert comments.right <= extent.right
    assert comments.bottom + 3 <= extent.bottom


def test_a_frame_without_a_title_is_called_a_frame() -> None:
    assert frame_box(Frame(id="x", campaign="c", title="  ")).title == "Frame"
