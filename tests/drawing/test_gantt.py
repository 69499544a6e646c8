"""The schedule as a picture: what stands in it, and that nothing reaches beyond its bounds."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtGui import QImage, QPainter

from maplanner.app.templates import template_records
from maplanner.document.reading import Snapshot
from maplanner.document.records import ChecklistItem, OwnWork, TeamMember, WorkOrder, WorkRole
from maplanner.drawing.application import drawing_application
from maplanner.drawing.gantt import HEAD, NAMES, ROW, Gantt, gantt_of
from maplanner.drawing.pictures.sources import Scene, picture_named, picture_offers
from maplanner.drawing.theme import ThemeName, theme
from maplanner.estimate.work import work_of
from tests.builders import PlanBuilder

MARGIN = 40


def painted(gantt: Gantt, name: ThemeName = ThemeName.LIGHT) -> QImage:
    drawing_application()
    bounds = gantt.bounds
    image = QImage(
        int(bounds.width) + 2 * MARGIN, int(bounds.height) + 2 * MARGIN, QImage.Format.Format_RGB32
    )
    colors = theme(name)
    image.fill(colors.panel)
    painter = QPainter(image)
    painter.translate(MARGIN, MARGIN)
    gantt.paint(painter, colors)
    painter.end()
    return image


def is_bare(image: QImage, left: int, top: int, right: int, bottom: int) -> bool:
    ground = image.pixel(0, 0)
    return all(image.pixel(x, y) == ground for x in range(left, right, 2) for y in range(top, bottom, 2))


@pytest.fixture(scope="module")
def sample() -> Gantt:
    return gantt_of(work_of(Snapshot.of(template_records("sample"))))


def test_rows_are_work_for_all_and_then_campaign_by_campaign(sample: Gantt) -> None:
    headings = [row.title for row in sample.rows if row.line is None]
    assert headings[0] == "Connections, data and scores"
    assert set(headings[1:]) == {"Paid search: planning tool", "Five-mail course", "Add-on for customers"}
    assert len([row for row in sample.rows if row.line is not None]) == len(sample.work.lines)
    assert sample.row_at(HEAD + ROW * 1.5) is sample.rows[1]
    assert sample.row_at(0) is None
    assert sample.row_at(1e6) is None


@pytest.mark.parametrize("name", list(ThemeName))
def test_everything_is_painted_inside_its_bounds(sample: Gantt, name: ThemeName) -> None:
    image = painted(sample, name)
    wide, high = image.width(), image.height()
    for edge in (
        (0, 0, wide, MARGIN - 1),
        (0, high - MARGIN + 1, wide, high),
        (0, 0, MARGIN - 1, high),
        (wide - MARGIN + 1, 0, wide, high),
    ):
        assert is_bare(image, *edge)
    assert not is_bare(image, MARGIN + int(NAMES), MARGIN + int(HEAD), wide - MARGIN, high - MARGIN)


def test_bars_stand_where_the_work_is_done(sample: Gantt) -> None:
    image = painted(sample)
    ground = image.pixel(0, 0)
    place, row = next(
        (at, row) for at, row in enumerate(sample.rows) if row.line is not None and len(row.line.placed) == 1
    )
    assert row.line is not None
    (bar,) = row.line.placed
    y = MARGIN + int(HEAD + place * ROW + ROW / 2)
    middle = MARGIN + int(NAMES + (bar.start + bar.finish) / 2 * sample.day_width)
    assert image.pixel(middle, y) != ground
    assert sample.subtitle.startswith("begins 2026-11-30; 15 weeks")


def test_an_empty_plan_and_stuck_work_are_drawn_too() -> None:
    plan = PlanBuilder(start=date(2027, 1, 4))
    assert not painted(gantt_of(work_of(plan.snapshot()))).isNull()
    role = plan.add(WorkRole, title="Ļoti gara loma " * 8, key="developer", rate=1.0)
    plan.add(TeamMember, title="Ana", role=role.id, hours_per_week=0.0)
    own = plan.add(OwnWork, title="Bezgalīgs darbs " * 12, role=role.id, low=1.0, likely=2.0, high=3.0)
    plan.add(ChecklistItem, title="Sign", due=date(2027, 6, 1))
    plan.add(WorkOrder, first="checklist_item_1", then=own.id)
    gantt = gantt_of(work_of(plan.snapshot()))
    assert gantt.days >= 148
    assert "not known" in gantt.subtitle
    assert not painted(gantt).isNull()


def test_the_schedule_is_among_the_pictures_of_a_plan() -> None:
    scene = Scene(Snapshot.of(template_records("sample")))
    assert picture_named(scene, "schedule").draw().title == "Schedule of the work"
    empty = Scene(PlanBuilder().snapshot())
    assert not [offer for offer in picture_offers(empty) if offer.key == "schedule"]
