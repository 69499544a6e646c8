"""Lists of campaigns: columns in four languages, what comes next, and lists of something else."""

from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.drawn import Drawn
from maplanner.exchange.diagrams.formats import read_diagram, recognised


def table(tmp_path: Path, *lines: str, name: str = "list.csv", encoding: str = "utf-8") -> Drawn:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return read_diagram(path)


HEADS = {
    "en": "Campaign,Step,Kind,Next step",
    "lv": "Kampaņa,Solis,Veids,Nākamais solis",
    "nb": "Kampanje,Steg,Type,Neste",
    "uz": "Kampaniya,Qadam,Turi,Keyingi",
}
KINDS = {"en": "e-mail", "lv": "e-pasts", "nb": "e-post", "uz": "elektron pochta"}


@pytest.mark.parametrize("language", HEADS)
def test_columns_and_kinds_are_known_in_four_languages(tmp_path: Path, language: str) -> None:
    found = table(tmp_path, HEADS[language], f"A,One,{KINDS[language]},Two", "A,Two,,", "B,Three,,")
    assert [page.title for page in found.pages] == ["A", "B"]
    assert [shape.sort for shape in found.pages[0].shapes] == ["email", ""]
    assert [(arrow.source, arrow.target) for arrow in found.pages[0].arrows] == [("One", "Two")]


def test_what_comes_next_has_outcomes(tmp_path: Path) -> None:
    lines = ["step;next;outcome", '"Mail";"opened: Call; not opened: Wait";', "Call;End (yes);",
             "Wait;Mail;later", "End;;", "Note: this;;", "Odd;Note: this;"]  # fmt: skip
    (page,) = table(tmp_path, *lines).pages
    ways = [(arrow.source, arrow.target, arrow.text) for arrow in page.arrows]
    assert ways == [
        ("Mail", "Call", "opened"),
        ("Mail", "Wait", "not opened"),
        ("Call", "End", "yes"),
        ("Wait", "Mail", "later"),
        ("Odd", "Note: this", ""),
    ]


def test_numbers_waits_groups_and_other_columns(tmp_path: Path) -> None:
    lines = ["id,step,type,next,wait,group,owner,x,y,Budget", "1,Mail,e-mail,2,2 days,Start,Anna,10,20,500",
             "2,Rest,wait,1,48 hours,,,200,20,"]  # fmt: skip
    (page,) = table(tmp_path, *lines).pages
    frame, mail, rest = page.shapes
    assert (frame.text, mail.within, mail.x, mail.y) == ("Start", frame.id, 10.0, 20.0)
    assert ("Budget", "500") in mail.details
    assert ("Owner", "Anna") in mail.details
    assert ("days", "2.0") in rest.details
    assert page.arrows[0].details == (("days", "2.0"),)


def test_steps_that_are_not_there_are_told(tmp_path: Path) -> None:
    found = table(tmp_path, "campaign,step,next", "A,One,Nowhere", "A,,One")
    assert found.left_out == (
        "Line 3: it names no step.",
        "Line 2: there is no step “Nowhere” in this campaign.",
    )


def test_other_encodings_and_signs_between_columns(tmp_path: Path) -> None:
    found = table(tmp_path, "Solis\tNākamais", "Vēstule\tBeigas", "Beigas\t", name="a.tsv", encoding="cp1257")
    assert [shape.id for shape in found.pages[0].shapes] == ["Vēstule", "Beigas"]


@pytest.mark.parametrize(
    "head",
    ["Name,Type,Length", "First name,Last name,E-mail", "Name,Campaign", "API name,Step,Next", "a,b", ""],
)
def test_other_lists_are_none(tmp_path: Path, head: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{head}\n1,2,3\n", "utf-8")
    assert recognised(path) is None


def test_a_list_without_steps_is_refused_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(UnreadableSource, match=r"list\.csv has no column with steps"):
        read_diagram(path, "campaign-table")
