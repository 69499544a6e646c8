"""Words are found as people mean them, and the places fit the text they were found in."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maplanner.document.wording import Wording

LETTERS = st.sampled_from("aAbBäÄßsSēeE n\u0301\u0308ﬁİ-_1")
TEXTS = st.text(LETTERS, max_size=24)
CHOICES = st.tuples(st.booleans(), st.booleans(), st.booleans())


def wording(text: str, choices: tuple[bool, bool, bool] = (False, False, False)) -> Wording:
    case, accents, words = choices
    return Wording(text, case=case, accents=accents, words=words)


def found(text: str, wanted: str, **choices: bool) -> list[str]:
    return [text[span.start : span.end] for span in Wording(wanted, **choices).spans(text)]


@pytest.mark.parametrize(
    ("text", "wanted", "choices", "expected"),
    [
        ("Agnese Bērziņa", "berzina", {}, ["Bērziņa"]),
        ("Agnese Bērziņa", "berzina", {"accents": True}, []),
        ("Agnese Be\u0304rzin\u0327a", "bērziņa", {"accents": True}, ["Be\u0304rzin\u0327a"]),
        ("Agnese Berzina", "Bērziņa", {}, ["Berzina"]),
        ("Lead, lead, LEADS", "lead", {}, ["Lead", "lead", "LEAD"]),
        ("Lead, lead, LEADS", "lead", {"words": True}, ["Lead", "lead"]),
        ("Lead, lead, LEADS", "lead", {"case": True}, ["lead"]),
        ("e-mail 2 of 5", "e-mail", {"words": True}, ["e-mail"]),
        ("Straße", "strasse", {}, ["Straße"]),
        ("ßs", "s", {}, ["s"]),
        ("aaa", "aa", {}, ["aa"]),
        ("ΣΊΣΥΦΟΣ", "σίσυφος", {"accents": True}, ["ΣΊΣΥΦΟΣ"]),
        ("展示会 見込み客", "見込み", {}, ["見込み"]),
        ("anything", "", {}, []),
    ],
)
def test_examples(text: str, wanted: str, choices: dict[str, bool], expected: list[str]) -> None:
    assert found(text, wanted, **choices) == expected


@given(TEXTS, TEXTS, CHOICES)
def test_places_lie_in_the_text_in_order_and_cut_no_letter(
    text: str, wanted: str, choices: tuple[bool, bool, bool]
) -> None:
    spans = wording(wanted, choices).spans(text)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert not unicodedata.combining(text[span.start]) or span.start == 0
        assert span.end == len(text) or not unicodedata.combining(text[span.end])
        end = span.end


@given(TEXTS, TEXTS, CHOICES)
def test_what_was_found_is_found_again_by_itself(
    text: str, wanted: str, choices: tuple[bool, bool, bool]
) -> None:
    looked_for = wording(wanted, choices)
    for span in looked_for.spans(text):
        piece = text[span.start : span.end]
        assert [(each.start, each.end) for each in looked_for.spans(piece)] == [(0, len(piece))]


@given(TEXTS, TEXTS, CHOICES, st.text("xyz", min_size=1, max_size=3))
def test_after_replacing_all_nothing_is_left(
    text: str, wanted: str, choices: tuple[bool, bool, bool], by: str
) -> None:
    looked_for = wording(wanted, choices)
    assert looked_for.spans(looked_for.replaced(text, by)) == []


@given(TEXTS, TEXTS, TEXTS)
def test_joining_finds_the_middle(before: str, wanted: str, after: str) -> None:
    """What certainly stands in a text is found, whatever its case."""
    text = f"{before}|{wanted.upper()}|{after}"
    if wanted.isascii() and wanted:
        assert any(
            text[span.start : span.end].lower() == wanted.lower() for span in Wording(wanted).spans(text)
        )
