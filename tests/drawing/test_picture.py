"""Campaigns as pictures."""

import pytest
from PySide6.QtGui import QImage

from maplanner.checks.finding import Finding, Severity
from maplanner.core.errors import NoSuchRecord
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, Note, Problem, Step
from maplanner.document.vocabulary import ProblemSeverity, ProblemState, ProblemTime
from maplanner.drawing import paging, rendering
from maplanner.drawing.card import Badge
from maplanner.drawing.geometry import Rect
from maplanner.drawing.pdf_pages import Paper, PdfWish
from maplanner.drawing.picture import CampaignDrawing, step_badges
from maplanner.drawing.rendering import fitting_scale, pdf, png, svg
from maplanner.drawing.sheet import Titled
from maplanner.drawing.theme import ThemeName, theme
from tests.drawing.plans import PAID_SEARCH, large, paid_search, simulated

LIGHT = theme(ThemeName.LIGHT)


def finding(severity: Severity, step: str) -> Finding:
    return Finding("code", severity, "text", {}, step_id=step)


def test_a_drawing_shows_every_step_link_and_note(qapp):
    drawing = CampaignDrawing.from_reader(paid_search(), PAID_SEARCH)
    assert {card.id for card in drawing.cards} >= {"term", "ad", "page", "form", "thanks", "ready"}
    assert len(drawing.wires) == len(drawing.routes) == 10
    assert [note.text for note in drawing.notes] == ["Ask the shop for\nits figures."]
    assert drawing.title == "Paid search: planning tool"
    labels = {wire.label for wire in drawing.wires}
    assert {"submitted", "opened", "ready", "not yet", "not opened 50 % · 1 day"} <= labels
    assert len(drawing.chips) == len([wire for wire in drawing.wires if wire.label])


def test_everything_lies_inside_the_bounds(qapp):
    drawing = CampaignDrawing.from_reader(paid_search(), PAID_SEARCH)
    bounds = drawing.bounds
    for rect in (*(card.rect for card in drawing.cards), *(note.rect for note in drawing.notes)):
        assert bounds.x <= rect.x
        assert bounds.y <= rect.y
        assert rect.right <= bounds.right
        assert rect.bottom <= bounds.bottom
    assert all(bounds.holds(point) for points in drawing.routes.values() for point in points)


def test_results_put_counts_on_steps_and_widths_on_links(qapp):
    plan = paid_search()
    results = simulated(plan, {"term": 2010, "thanks": 200}, {"link0": 2010, "link4": 66})
    drawing = CampaignDrawing.from_reader(plan, PAID_SEARCH, results)
    counts = {card.id: card.count for card in drawing.cards}
    assert counts["term"].replace(",", "") == "2010"
    assert counts["page"] == "0"
    wires = {wire.id: wire for wire in drawing.wires}
    assert wires["link0"].carried == 2010
    assert wires["link4"].label == "opened 33 %"
    assert drawing.most == 2010


def test_the_worst_finding_makes_the_badge(qapp):
    findings = [
        finding(Severity.NOTE, "page"),
        finding(Severity.ERROR, "page"),
        finding(Severity.WARNING, "page"),
        finding(Severity.WARNING, "ad"),
    ]
    drawing = CampaignDrawing.from_reader(paid_search(), PAID_SEARCH, findings=findings)
    badges = {card.id: card.badge for card in drawing.cards}
    assert badges["page"] is Badge.ERROR
    assert badges["ad"] is Badge.WARNING
    assert badges["term"] is None


@pytest.mark.parametrize(
    ("severity", "time", "state", "badge"),
    [
        (ProblemSeverity.HIGH, ProblemTime.NOW, ProblemState.OPEN, Badge.ERROR),
        (ProblemSeverity.MEDIUM, ProblemTime.NOW, ProblemState.OPEN, Badge.WARNING),
        (ProblemSeverity.HIGH, ProblemTime.FORESEEN, ProblemState.IN_WORK, Badge.NOTE),
        (ProblemSeverity.LOW, ProblemTime.NOW, ProblemState.OPEN, Badge.NOTE),
        (ProblemSeverity.HIGH, ProblemTime.NOW, ProblemState.SOLVED, None),
    ],
)
def test_problems_pinned_to_a_step_make_a_badge(severity, time, state, badge):
    problem = Problem(id="p", about="s", severity=severity, time=time, state=state)
    assert step_badges(Snapshot.of([problem]), ()).get("s") is badge


def test_a_selection_brings_the_links_among_it(qapp):
    drawing = CampaignDrawing.from_reader(paid_search(), PAID_SEARCH, selection=["term", "page", "thanks"])
    assert {card.id for card in drawing.cards} == {"term", "page", "thanks"}
    assert [(wire.source, wire.target) for wire in drawing.wires] == [("term", "page")]
    assert not drawing.notes


def test_an_empty_campaign_says_that_it_is_empty(qapp):
    plan = Snapshot.of([Campaign(id="c", title="Nothing yet")])
    drawing = CampaignDrawing.from_reader(plan, "c")
    assert "Nothing yet" in drawing.empty_words
    image = QImage.fromData(png(drawing, LIGHT).data)
    assert image.width() > 400
    assert len({image.pixel(x, image.height() // 2) for x in range(image.width())}) > 2
    assert "no steps yet" in svg(drawing, LIGHT).data.decode()


def test_a_campaign_that_is_not_there_is_an_error(qapp):
    with pytest.raises(NoSuchRecord):
        CampaignDrawing.from_reader(paid_search(), "gone")


def test_title_legend_and_date_make_the_picture_larger_and_are_in_it(qapp):
    from datetime import date

    inner = CampaignDrawing.from_reader(paid_search(), PAID_SEARCH)
    framed = Titled(inner, with_title=True, with_legend=True, on=date(2027, 1, 4))
    assert framed.bounds.height > inner.bounds.height + 60
    words = svg(framed, LIGHT).data.decode()
    for expected in ("Paid search: planning tool", "Pages and forms", "2027"):
        assert expected in words
    assert Titled(inner).bounds == inner.bounds


def test_a_long_legend_takes_several_rows(qapp):
    steps = [
        Step(id=kind, campaign="c", kind=kind, y=100.0 * place)
        for place, kind in enumerate(
            ("search_term", "contact_list", "form", "email", "wait", "points", "crm_write")
        )
    ]
    inner = CampaignDrawing.from_reader(Snapshot.of([Campaign(id="c"), *steps]), "c")
    assert len(inner.legend) == 7
    extra = Titled(inner, with_legend=True).bounds.height - inner.bounds.height
    assert extra > 2 * 24


def test_a_note_too_small_for_its_text_ends_with_an_ellipsis(qapp):
    note = Note(id="n", campaign="c", text="word " * 500, width=100, height=40)
    drawing = CampaignDrawing.from_reader(Snapshot.of([Campaign(id="c"), note]), "c")
    assert "…" in svg(drawing, LIGHT).data.decode()


def test_too_large_a_picture_is_scaled_down_and_says_so(qapp, monkeypatch):
    drawing = CampaignDrawing.from_reader(paid_search(), PAID_SEARCH)
    monkeypatch.setattr(rendering, "MOST_PIXELS", 40_000)
    picture = png(drawing, LIGHT, scale=2)
    image = QImage.fromData(picture.data)
    assert image.width() * image.height() <= 41_000
    assert "too large" in picture.remark


def test_the_largest_plan_there_can_be_still_has_a_scale():
    area = Rect(-1e7, -1e7, 2e7, 2e7)
    scale = fitting_scale(area, 2.0)
    assert 2e7 * scale <= 30_000
    assert fitting_scale(Rect(0, 0, 100, 100), 2.0) == 2.0


def test_a_page_too_large_for_readers_is_scaled_down(qapp):
    far = Step(id="far", campaign=PAID_SEARCH, kind="wait", x=90_000)
    drawing = CampaignDrawing.from_reader(paid_search().replacing([far]), PAID_SEARCH)
    picture = pdf([drawing], LIGHT, PdfWish())
    assert picture.data.startswith(b"%PDF")
    assert "cannot be so large" in picture.remark


def test_pages_are_as_many_as_are_needed_but_not_without_end(qapp, monkeypatch):
    drawing = CampaignDrawing.from_reader(large(60), PAID_SEARCH)
    one = pdf([drawing], LIGHT, PdfWish(paper=Paper.A4))
    many = pdf([drawing], LIGHT, PdfWish(paper=Paper.A4, paged=True))
    assert one.data.count(b"/Type /Page\n") == 1
    pages = many.data.count(b"/Type /Page\n")
    assert pages > 3
    monkeypatch.setattr(paging, "MOST_PAGES", 2)
    few = pdf([drawing], LIGHT, PdfWish(paper=Paper.A4, paged=True))
    assert few.data.count(b"/Type /Page\n") <= 2
    assert "more than 2 pages" in few.remark
