"""What every source of pictures, every section and every writer owes, whoever adds it."""

from datetime import date
from pathlib import Path

import pytest

from maplanner.app.templates import template_records
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, Plan, Step
from maplanner.drawing.pictures.sources import PictureSource, Scene, picture_sources
from maplanner.drawing.rendering import png, svg
from maplanner.drawing.theme import theme
from maplanner.exchange.writing.writers import DiagramWriter, diagram_writers
from maplanner.report.parts import Chart, Figures, Illustration, Table
from maplanner.report.section import Section, Subject, sections

SAMPLE = Snapshot.of(template_records("sample"))
EMPTY = Snapshot.of([Plan()])


@pytest.mark.parametrize("source", picture_sources(), ids=lambda source: source.name)
class TestPictureSource:
    def test_offers_nothing_wrong_of_an_empty_plan(self, qapp: object, source: PictureSource) -> None:
        for offer in source.offers(Scene(EMPTY)):
            drawn = offer.draw()
            assert drawn.bounds.width > 0
            assert drawn.title

    def test_each_offer_can_be_drawn_in_every_theme(self, qapp: object, source: PictureSource) -> None:
        first = SAMPLE.all(Campaign)[0].id
        steps = tuple(step.id for step in SAMPLE.referring(Step, "campaign", first)[:2])
        offers = list(source.offers(Scene(SAMPLE, campaign=first, selection=steps)))
        assert len({offer.key for offer in offers}) == len(offers)
        for offer in offers[:3]:
            assert offer.title.strip()
            drawn = offer.draw()
            assert drawn.bounds.height > 0
            for name in ("light", "dark", "contrast"):
                assert svg(drawn, theme(name)).data.endswith(b"</svg>\n")
            assert png(drawn, theme("light"), scale=0.5).data.startswith(b"\x89PNG")


@pytest.mark.parametrize("section", sections(), ids=lambda section: section.name)
class TestSection:
    def test_leaves_itself_out_of_an_empty_plan_or_says_so(self, section: Section) -> None:
        for part in section.make(Subject(EMPTY, date(2027, 1, 4))):
            assert isinstance(part, Table) is False or part.rows or part.empty or section.name == "findings"

    def test_its_parts_fit_together(self, qapp: object, section: Section) -> None:
        for part in section.make(Subject(SAMPLE, date(2027, 1, 4))):
            if isinstance(part, Table):
                assert part.title
                assert all(len(row) == len(part.columns) for row in part.rows)
                heads = [column.title.casefold() for column in part.columns]
                assert len(set(heads)) == len(heads), "spreadsheets need each head once"
            elif isinstance(part, Chart):
                assert all(len(each.values) == len(part.places) for each in part.series)
            elif isinstance(part, Figures):
                assert all(each.what and each.figure for each in part.figures)
            elif isinstance(part, Illustration):
                assert part.words
                assert part.draw().bounds.width > 0


@pytest.mark.parametrize("writer", diagram_writers(), ids=lambda writer: writer.name)
def test_a_writer_writes_a_campaign_without_steps(writer: DiagramWriter, tmp_path: Path) -> None:
    plan = Snapshot.of([Plan(), Campaign(id="c", title="Bare")])
    path = tmp_path / f"bare{writer.suffix}"
    assert writer.write(plan, plan.all(Campaign), path).path.stat().st_size > 0
