"""What diagrams become: kinds by shape and words in four languages, ways out, places, frames, choices."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maplanner.document.records import Plan, Step
from maplanner.document.store import Store
from maplanner.drawing.geometry import Rect
from maplanner.exchange.diagrams.drawn import Arrow, Page, Shape
from maplanner.exchange.meaning.campaigns import Made, make_campaign
from maplanner.exchange.meaning.guessing import read_meaning, with_choices
from maplanner.exchange.meaning.sorts import Sureness
from maplanner.exchange.meaning.step_making import days_in
from maplanner.steps import KINDS, props_of


def page(*shapes: Shape, arrows: tuple[tuple[str | None, str | None, str], ...] = ()) -> Page:
    lines = tuple(Arrow(f"l{number}", *ends) for number, ends in enumerate(arrows))
    return Page("Page", shapes, lines)


def made(drawn: Page, drawn_with: str = "drawio", choices: dict[str, str] | None = None) -> Made:
    return make_campaign(with_choices(read_meaning(drawn, drawn_with), choices or {}), "Title", "file")


def step(found: Made, title: str) -> Step:
    return next(each for each in found.steps if each.title == title)


WORDS = {
    "Send welcome e-mail": "email",
    "Landing page": "landing_page",
    "Fill in contact form": "form",
    "Wait 3 days": "wait",
    "Call the customer": "sales_task",
    "Create lead in CRM": "crm_write",
    "Nosūtīt e-pasta vēstuli": "email",
    "Piezvanīt klientam": "sales_task",
    "Aizpilda pieteikuma veidlapu": "form",
    "Pagaidīt nedēļu": "wait",
    "Send nyhetsbrev": "email",
    "Selger ringer kunden": "sales_task",
    "Fyller ut skjema": "form",
    "Vent to dager": "wait",
    "Mijozga qoʻngʻiroq": "sales_task",
    "Elektron xat yuborish": "email",
    "Shaklni toʻldiradi": "form",
    "3 kun kutish": "wait",
}


@pytest.mark.parametrize(("text", "kind"), WORDS.items())
def test_words_tell_kinds_in_four_languages(text: str, kind: str) -> None:
    drawn = page(Shape("a", "x", "rectangle"), Shape("b", text, "rectangle"), arrows=(("a", "b", ""),))
    guess = read_meaning(drawn, "drawio").guesses["b"]
    assert guess.becomes == kind
    assert "word" in guess.why


def test_every_list_speaks_of_kinds_that_there_are() -> None:
    from maplanner.exchange.meaning.words import Topic, _by_beginning

    languages: dict[str, set[str]] = {}
    for phrases in _by_beginning(Topic.KINDS).values():
        for phrase in phrases:
            assert phrase.meaning in KINDS, phrase
            languages.setdefault(phrase.language, set()).add(phrase.meaning)
    assert {"en", "lv", "nb", "uz"} <= set(languages)
    assert all(languages[each] >= set(KINDS) for each in ("en", "lv", "nb", "uz"))
    outputs = {output.name for kind in KINDS.values() for output in kind.outputs(kind.props())} - {"next"}
    told = {each.meaning for group in _by_beginning(Topic.OUTCOMES).values() for each in group}
    assert told <= outputs


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("after 48 hours", 2.0),
        ("3 dienas", 3.0),
        ("2 uker", 14.0),
        ("1,5 kun", 1.5),
        ("step 3", None),
        ("", None),
    ],
)
def test_times_are_read_from_words(text: str, days: float | None) -> None:
    assert days_in(text) == days


def test_a_wait_waits_as_long_as_it_says() -> None:
    found = made(
        page(
            Shape("a", "Start", "ellipse"), Shape("b", "Wait 2 weeks", "rectangle"), arrows=(("a", "b", ""),)
        )
    )
    assert props_of(step(found, "Wait 2 weeks")).delay.days == 14.0


FLOW = page(
    Shape("s", "Start", "ellipse", 0, 0, 100, 60),
    Shape("m", "E-mail", "rounded", 150, 0, 100, 60),
    Shape("q", "Interested?", "rhombus", 300, 0, 100, 60),
    Shape("c", "Call", "rounded", 450, -50, 100, 60),
    Shape("e", "", "ellipse", 450, 50, 100, 60),
    Shape("n", "Ask Anna about the text", "note", 0, 200, 100, 60),
    Shape("z", "", "image", 0, 400, 10, 10),
    arrows=(
        ("s", "m", ""),
        ("m", "q", "opened"),
        ("m", "e", "neatvēra"),
        ("q", "c", "ja"),
        ("q", "e", ""),
        ("c", None, ""),
        ("c", "n", ""),
        ("e", "e", ""),
    ),
)


def test_lines_leave_by_the_output_that_they_name() -> None:
    found = made(FLOW)
    ends = {each.id: each.title for each in found.steps}
    links = {(ends[link.source], link.output, ends[link.target]) for link in found.links}
    assert links == {
        ("Start", "next", "E-mail"),
        ("E-mail", "opened", "Interested?"),
        ("E-mail", "ignored", "End"),
        ("Interested?", "yes", "Call"),
        ("Interested?", "no", "End"),
    }


def test_nothing_is_dropped_without_a_word() -> None:
    found = made(FLOW)
    assert [note.text for note in found.notes] == ["Ask Anna about the text"]
    told = "\n".join(found.left_out)
    assert "ends at nothing" in told
    assert "ends at a note" in told
    assert "cannot lead to itself" in told or "is an end" in told
    assert "1 shape without text, drawn as “image”" in told
    assert all(line in found.campaign.notes for line in found.left_out)
    assert any("taken for “No”" in line for line in found.concluded)


def test_what_a_person_says_stands() -> None:
    found = made(FLOW, choices={"m": "landing_page", "n": "form", "c": "note", "s": "nothing"})
    assert step(found, "E-mail").kind == "landing_page"
    assert step(found, "Ask Anna about the text").kind == "form"
    assert "Call" in [note.text for note in found.notes]
    assert "“Start”: left out as chosen." in found.left_out
    reading = with_choices(read_meaning(FLOW, "drawio"), {"m": "landing_page", "x": "form", "s": "rocket"})
    assert reading.guesses["m"].sureness is Sureness.CHOSEN
    assert reading.guesses["s"].becomes == "trigger"


def test_what_holds_others_becomes_a_frame_around_them() -> None:
    drawn = page(
        Shape("p", "Sales", "swimlane", 0, 0, 400, 100),
        Shape("a", "Call", "rounded", 20, 40, 80, 40, within="p"),
        Shape("b", "Meeting", "rounded", 200, 40, 80, 40, within="p"),
        arrows=(("a", "b", ""), ("p", "a", "")),
    )
    found = made(drawn)
    (frame,) = found.frames
    assert frame.title == "Sales"
    for each in found.steps:
        assert each.frame == frame.id
        assert frame.x <= each.x
        assert frame.y <= each.y
        assert each.x + 186 <= frame.x + frame.width
        assert each.y + 54 <= frame.y + frame.height


def test_a_box_with_an_icon_and_a_text_is_one_step() -> None:
    drawn = page(
        Shape("a", "", "rectangle", 0, 0, 100, 50),
        Shape("i", "", "image", 5, 5, 20, 20, within="a"),
        Shape("t", "Newsletter", "text", 30, 5, 60, 20, within="a"),
        Shape("b", "Call", "rectangle", 200, 0, 100, 50),
        arrows=(("a", "b", ""),),
    )
    assert [each.title for each in made(drawn).steps] == ["Newsletter", "Call"]


def test_entries_in_the_middle_and_ends_that_lead_on_become_something_else() -> None:
    drawn = page(
        Shape("a", "Start", "rectangle"),
        Shape("b", "Contact list", "rectangle"),
        Shape("c", "End", "rectangle"),
        arrows=(("a", "b", ""), ("b", "c", ""), ("c", "a", "")),
    )
    found = made(drawn)
    assert len(found.links) == 3
    assert not {each.kind for each in found.steps} & {"trigger", "contact_list", "end"}


@given(
    st.lists(st.tuples(st.floats(-3000, 3000), st.floats(-3000, 3000)), min_size=1, max_size=25),
    st.sampled_from([0.01, 1.0, 30.0]),
)
def test_cards_never_lie_on_each_other(places: list[tuple[float, float]], unit: float) -> None:
    shapes = [
        Shape(str(number), f"Call {number}", "rectangle", x * unit, y * unit, 80 * unit, 40 * unit)
        for number, (x, y) in enumerate(places)
    ]
    arrows = tuple((str(number), str(number + 1), "") for number in range(len(places) - 1))
    steps = made(page(*shapes, arrows=arrows)).steps
    assert len(steps) == len(places) or len(places) == 1
    rects = [Rect(each.x, each.y, 186, 54) for each in steps]
    assert not any(one.meets(other) for one, other in combinations(rects, 2))


def test_a_drawing_without_places_runs_from_left_to_right() -> None:
    names = "abcdef"
    shapes = [Shape(name, f"Call {name}", "rectangle") for name in names]
    arrows = (*((one, other, "") for one, other in pairwise(names)), ("f", "a", ""))
    steps = made(page(*shapes, arrows=arrows)).steps
    assert [each.x for each in steps] == sorted({each.x for each in steps})


def test_everything_goes_into_a_plan_and_out_again_at_one_undo() -> None:
    store = Store([Plan()])
    before = len(list(store.records()))
    with store.transact("Import") as transaction:
        for record in made(FLOW).records:
            transaction.put(record)
    assert len(store.all(Step)) == 5
    store.undo()
    assert len(list(store.records())) == before


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(["", "yes", "no", "30 %", "x"])))
)
def test_any_net_of_lines_makes_a_plan(lines: list[tuple[int, int, str]]) -> None:
    sorts = ("rhombus", "ellipse", "swimlane", "note", "rectangle", "image", "text", "cylinder3", "", "group")
    texts = ("Sale?", "", "Pool", "n", "E-mail", "", "t", "db", "List", "")
    shapes = [
        Shape(
            str(each),
            texts[each],
            sorts[each],
            each * 10,
            each * 7,
            50,
            30,
            within=str(each // 3) if each % 4 else None,
        )
        for each in range(10)
    ]
    arrows = tuple((str(one), str(other), text) for one, other, text in lines)
    found = made(page(*shapes, arrows=arrows))
    store = Store([Plan()])
    with store.transact("Import") as transaction:
        for record in found.records:
            transaction.put(record)
    told = sum(line.startswith("The line") for line in found.left_out)
    assert len(found.links) + told == len(arrows)
