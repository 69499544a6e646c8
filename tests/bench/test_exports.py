"""How long leaving and coming takes: a drawing of 500 steps, the report of the sample plan, large files.

Goals on a core at 2.5 GHz: 500 steps to SVG and to PDF in less than a second each; the report of the sample
plan, simulated before, in less than 5 s in every format; a draw.io file of 1 MB read and understood in less
than a second. Processor time counts, so that other work on the machine does not.
"""

import time
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from maplanner.app.diagrams import campaigns_of, read_drawing
from maplanner.app.reporting import report_of
from maplanner.app.templates import template_records
from maplanner.core.clock import utc_now
from maplanner.document.comparing import compare
from maplanner.document.reading import Snapshot
from maplanner.document.records import Step
from maplanner.document.store import Store
from maplanner.drawing.pdf_pages import PdfWish
from maplanner.drawing.picture import CampaignDrawing
from maplanner.drawing.rendering import pdf, svg
from maplanner.drawing.theme import ThemeName, theme
from maplanner.report.writing.writers import report_writer
from tests.drawing.plans import PAID_SEARCH, large

LIGHT = theme(ThemeName.LIGHT)
CELL = (
    '<mxCell id="c{0}" value="Send e-mail {0}" style="rounded=1;whiteSpace=wrap;html=1;" vertex="1" '
    'parent="1"><mxGeometry x="{1}" y="{2}" width="120" height="60" as="geometry"/></mxCell>'
    '<mxCell id="e{0}" style="edgeStyle=orthogonalEdgeStyle;html=1;" edge="1" parent="1" source="c{0}" '
    'target="c{3}"><mxGeometry relative="1" as="geometry"/></mxCell>'
)

pytestmark = pytest.mark.benchmark(timer=time.process_time)


@pytest.mark.parametrize("name", ["svg", "pdf"])
def test_vectors_of_500_steps(benchmark: BenchmarkFixture, qapp: object, name: str) -> None:
    plan = large(500)

    def picture() -> int:
        drawing = CampaignDrawing.from_reader(plan, PAID_SEARCH)
        made = svg(drawing, LIGHT) if name == "svg" else pdf([drawing], LIGHT, PdfWish())
        return len(made.data)

    assert benchmark.pedantic(picture, rounds=3, warmup_rounds=1) > 50_000
    assert benchmark.stats["min"] < 1.0


@pytest.mark.parametrize("name", ["html", "pdf", "xlsx"])
def test_the_report_of_the_sample_plan(benchmark: BenchmarkFixture, qapp: object, name: str) -> None:
    plan = Snapshot.of(template_records("sample"))
    writer = report_writer(name)

    def written() -> int:
        return len(writer.make(report_of(plan, utc_now().date(), may_simulate=False)))

    assert benchmark.pedantic(written, rounds=2, warmup_rounds=1) > 10_000
    assert benchmark.stats["min"] < 5.0


def test_reading_a_megabyte_of_draw_io(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    count = 2_950
    cells = "".join(CELL.format(n, n % 40 * 180, n // 40 * 120, (n + 1) % count) for n in range(count))
    path = tmp_path / "large.drawio"
    path.write_text(
        '<mxfile><diagram name="Large"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>'
        f"{cells}</root></mxGraphModel></diagram></mxfile>",
        "utf-8",
    )
    assert path.stat().st_size > 1_000_000
    store = Store(template_records("empty"))

    def read() -> int:
        return sum(len(made.steps) for made in campaigns_of(read_drawing(path), store))

    assert benchmark.pedantic(read, rounds=3, warmup_rounds=1) == count
    assert benchmark.stats["min"] < 1.0


def test_comparing_plans_of_3000_steps(benchmark: BenchmarkFixture) -> None:
    before = large(3000)
    moved = [step.model_copy(update={"x": step.x + 8}) for step in before.all(Step)[::10]]
    after = before.replacing(list(moved))
    found = benchmark.pedantic(compare, (before, after), rounds=3)
    assert len(found.differences) == len(moved)
    assert benchmark.stats["min"] < 1.0
