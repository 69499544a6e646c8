"""Results, their chart, the CRM load and the history."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from maplanner.app.templates import template_records
from maplanner.core.errors import CannotExport
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.inspector.simulated import SimulatedNumbers
from maplanner.desktop.panels.chart import Series, nice_top
from maplanner.desktop.panels.history import HistoryPanel
from maplanner.desktop.panels.load import LoadPanel
from maplanner.desktop.panels.load_card import share_words
from maplanner.desktop.panels.result_tables import ranges
from maplanner.desktop.panels.results import ResultsPanel
from maplanner.desktop.results.chart_view import ChartView
from maplanner.document.records import Campaign, CrmObject, Plan, Step, System
from maplanner.document.store import Store
from maplanner.document.vocabulary import SyncWay
from maplanner.drawing.charts.bars import Funnel, FunnelRow
from maplanner.drawing.charts.over_time import Line, TimeChart
from maplanner.drawing.theme import theme
from maplanner.estimate import estimate
from maplanner.simulation import Range, SimulationResult
from tests.desktop.outcomes import outcome, writes


@pytest.fixture(scope="module")
def records() -> list[object]:
    return list(template_records("sample"))


@pytest.fixture
def bridge(records: list[object]) -> Iterator[PlanBridge]:
    made = PlanBridge(Store(records))  # type: ignore[arg-type]
    yield made
    made.close()


@pytest.fixture
def result(bridge: PlanBridge) -> SimulationResult:
    lead = next(each for each in bridge.reader.all(CrmObject) if each.api_name == "Lead")
    arrivals = {"landing": (400, 410, 420), "guide-form": (100, 110, 120), "mail-1": (30, 30, 30)}
    return outcome(bridge.store, arrivals, written=[writes(bridge.store, lead, 24)])


@pytest.fixture
def panel(bridge: PlanBridge, qtbot: QtBot) -> ResultsPanel:
    made = ResultsPanel(theme("light"), bridge)
    qtbot.addWidget(made)
    made.resize(1000, 300)
    made.show()
    return made


def texts(panel: ResultsPanel, row: int) -> list[str]:
    return [cell.text for cell in panel.model.row(row).cells]


def test_before_a_simulation_it_says_what_to_press(panel: ResultsPanel) -> None:
    assert panel.empty.isVisible()
    assert "Simulate" in panel.empty.label.text()


def test_steps_stand_in_the_order_of_campaigns_with_ranges_and_shares(
    panel: ResultsPanel, result: SimulationResult
) -> None:
    panel.set_result(result)
    assert texts(panel, 0)[0] == "Landing page"
    assert texts(panel, 1)[:4] == ["Guide form", "110 (101 – 119)", "110 (101 – 119)", "11 %"]
    assert texts(panel, 2)[6] == "Five-mail course"


def test_columns_sort_by_size_not_by_text(panel: ResultsPanel, result: SimulationResult) -> None:
    panel.set_result(result)
    panel.view.sortByColumn(1, panel.view.horizontalHeader().sortIndicatorOrder().AscendingOrder)
    assert [texts(panel, row)[0] for row in range(3)] == ["1 Why plans fail", "Guide form", "Landing page"]


def test_a_stale_result_says_so(panel: ResultsPanel, result: SimulationResult) -> None:
    panel.set_result(result, stale=False)
    assert not panel.stale.isVisible()
    panel.set_result(result, stale=True)
    assert panel.stale.isVisible()
    panel.set_result(None, stale=True)
    assert not panel.stale.isVisible()


def test_entering_a_row_jumps_to_its_step(
    panel: ResultsPanel, result: SimulationResult, qtbot: QtBot
) -> None:
    panel.set_result(result)
    with qtbot.waitSignal(panel.jump_requested) as told:
        panel.view.activated.emit(panel.model.index(1, 0))
    assert told.args == ["guide-form"]
    panel.show_section(5)
    with qtbot.waitSignal(panel.jump_requested) as told:
        panel.view.activated.emit(panel.model.index(0, 0))
    assert isinstance(panel._bridge.reader.get(told.args[0]), CrmObject)  # type: ignore[union-attr]


def test_every_section_shows_its_table(panel: ResultsPanel, result: SimulationResult) -> None:
    panel.set_result(result)
    panel.show_section(1)
    assert panel.model.rowCount() == len(result.links)
    panel.show_section(2)
    assert texts(panel, 0)[:2] == ["Paid search: planning tool", "Campaign"]
    panel.show_section(3)
    assert panel.model.rowCount() == 0, "nobody was followed"
    panel.show_section(4)
    assert panel.model.rowCount() == 0
    panel.show_section(5)
    assert texts(panel, 0)[:5] == ["Lead", "create", "672", "24", "24"]
    panel.show_section(6)
    assert [texts(panel, row)[1] for row in range(3)] == ["System", "Object", "Operation"]


def test_csv_holds_every_figure_and_no_formula(
    panel: ResultsPanel, bridge: PlanBridge, result: SimulationResult, tmp_path: Path
) -> None:
    evil = Step(id="evil", campaign="paid-search", kind="wait", title='=HYPERLINK("http://x")')
    campaign = bridge.reader.all(Campaign)[0]
    with bridge.store.transact("Add") as transaction:
        transaction.put(evil.model_copy(update={"campaign": campaign.id}))
    panel.set_result(outcome(bridge.store, {"evil": (1, 2, 3)}))
    panel.save_csv(tmp_path / "r.csv")
    raw = (tmp_path / "r.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    head, row = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert head[:5] == ["Step", "Entered", "Entered, 5 %", "Entered, 50 %", "Entered, 95 %"]
    assert row[0] == '\'=HYPERLINK("http://x")'
    assert [float(figure) for figure in row[1:5]] == pytest.approx([2, 1.1, 2, 2.9])


def test_ranges_of_many_are_those_of_each() -> None:
    samples = [np.array([1, 5, 9]), np.array([4, 4, 4]), np.array([100, 0, 3])]
    assert ranges(samples) == [Range.of(sample) for sample in samples]
    assert ranges([]) == []


def test_the_chart_reads_what_the_pointer_is_on(qtbot: QtBot) -> None:
    view = ChartView(theme("dark"))
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    ramp = tuple(float(day) for day in range(10))
    higher = tuple(day + 2 for day in ramp)
    view.show_chart(TimeChart("Leads", times=ramp, lines=(Line("", ramp, ramp, higher),)))
    # Sent by hand: where the real pointer stands is the screen's business.
    place, none = QPointF(220, 90), Qt.MouseButton.NoButton
    move = QMouseEvent(
        QEvent.Type.MouseMove, place, view.mapToGlobal(place), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(view, move)
    assert view.reading() in {"day 4   4 (4 – 6)", "day 5   5 (5 – 7)"}
    assert not view.grab().toImage().isNull()
    assert "most on day 9" in view.accessibleDescription()


def test_charts_are_saved_as_pictures_and_figures(qtbot: QtBot, tmp_path: Path) -> None:
    view = ChartView(theme("light"))
    qtbot.addWidget(view)
    view.show_chart(Funnel("Funnel", rows=(FunnelRow("Page", 100, 90, 110), FunnelRow("Form", 8, 5, 11))))
    for ending in ("png", "svg", "pdf", "csv"):
        view.save(tmp_path / f"chart.{ending}")
        assert (tmp_path / f"chart.{ending}").stat().st_size > 40
    with pytest.raises(CannotExport, match="bmp"):
        view.save(tmp_path / "chart.bmp")
    assert "Form,8,5,11,0.08" in (tmp_path / "chart.csv").read_text("utf-8-sig")


def test_a_row_offers_its_charts(panel: ResultsPanel, result: SimulationResult) -> None:
    panel.set_result(result)
    assert panel.which.itemText(0) == "Arrivals"
    assert panel.chart.chart is not None
    assert panel.chart.chart.title.startswith("Landing page")
    panel.show_section(2)
    panel.which.setCurrentIndex(1)
    panel._choose_chart(1)
    assert panel.chart.chart is not None
    assert panel.chart.chart.title.endswith("where leads go")


def test_all_tables_go_into_one_workbook(
    panel: ResultsPanel, result: SimulationResult, tmp_path: Path
) -> None:
    panel.set_result(result)
    panel.save_workbook(tmp_path / "all.xlsx")
    book = load_workbook(tmp_path / "all.xlsx", read_only=True)
    assert book.sheetnames[:3] == ["Steps", "Links", "Campaigns"]
    book.close()


def test_weeks_sum_days_and_leave_an_incomplete_one_out() -> None:
    weekly = Series(1.0, np.ones(30)).by_week()
    assert weekly.values.tolist() == [7, 7, 7, 7]
    short = Series(1.0, np.ones(5))
    assert short.by_week() is short


@pytest.mark.parametrize(("value", "top"), [(0, 1), (0.3, 0.3), (7, 8), (10, 10), (101, 200), (2436, 3000)])
def test_axes_end_at_round_numbers(value: float, top: float) -> None:
    assert nice_top(value) == pytest.approx(top)


def test_the_inspector_shows_a_steps_numbers(
    bridge: PlanBridge, result: SimulationResult, qtbot: QtBot
) -> None:
    reader = bridge.reader
    numbers = SimulatedNumbers(result, reader.find(Step, "guide-form"), reader, theme("light"))
    qtbot.addWidget(numbers)
    assert numbers.rows == {"Leads here": "110 (101 – 119)", "Of all leads": "11 %"}
    nobody = Step(id="nobody", campaign="paid-search", kind="wait")
    unknown = SimulatedNumbers(result, nobody, reader, theme("light"))
    qtbot.addWidget(unknown)
    assert unknown.rows == {}


# ---------------------------------------------------------------- CRM load


@pytest.fixture
def load(bridge: PlanBridge, result: SimulationResult, qtbot: QtBot) -> LoadPanel:
    made = LoadPanel(bridge, theme("light"))
    qtbot.addWidget(made)
    made.resize(1000, 400)
    made.show()
    made.set_estimate(estimate(bridge.store, result))
    return made


def test_calls_stand_against_the_limit(load: LoadPanel) -> None:
    card = load.cards["crm"]
    calls = card.calls[SyncWay.REAL_TIME]
    assert (calls["median"].text(), calls["busiest"].text(), calls["hour"].text()) == ("24", "24", "24")
    assert "%" in calls["share"].text()
    assert card.bars[SyncWay.REAL_TIME].isVisible()


def test_choosing_seats_and_edition_writes_the_system_and_moves_the_limit(
    load: LoadPanel, bridge: PlanBridge, qtbot: QtBot
) -> None:
    card = load.cards["crm"]
    before = card.limit.text()
    card.seats.selectAll()
    qtbot.keyClicks(card.seats, "1050")
    qtbot.keyClick(card.seats, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.limit.text() != before)
    assert bridge.reader.find(System, "crm").seats == 1050
    after = card.limit.text()
    card.edition.setCurrentIndex(card.edition.findData("Professional"))
    card.edition.activated.emit(card.edition.currentIndex())
    assert bridge.reader.find(System, "crm").edition == "Professional"
    bridge.undo()
    bridge.undo()
    qtbot.waitUntil(lambda: card.limit.text() == before)
    assert after != before


@pytest.mark.parametrize(("typed", "seats"), [("many", 50), ("", 50), ("-3", 0), ("99999999999", 10_000_000)])
def test_seats_that_cannot_be_are_put_right(
    load: LoadPanel, bridge: PlanBridge, qtbot: QtBot, typed: str, seats: int
) -> None:
    field = load.cards["crm"].seats
    field.clear()
    qtbot.keyClicks(field, typed)
    field.editingFinished.emit()
    assert bridge.reader.find(System, "crm").seats == seats


def test_an_unknown_edition_is_said_in_words_and_draws_no_bar(
    load: LoadPanel, bridge: PlanBridge, qtbot: QtBot
) -> None:
    with bridge.store.transact("Forget") as transaction:
        transaction.change("crm", {"product": "", "edition": ""})
    card = load.cards["crm"]
    qtbot.waitUntil(lambda: card.limit.text() == "Limit unknown")
    assert card.lacks.isVisible()
    assert card.lacks.text()
    assert not card.bars[SyncWay.REAL_TIME].isVisible()


def test_every_figure_can_be_asked_where_it_comes_from(load: LoadPanel) -> None:
    card = load.cards["crm"]
    assert not card.explanation.isVisible()
    card.more.setChecked(True)
    assert card.explanation.isVisible()
    assert "simulated" in card.explanation.text()


def test_without_an_estimate_it_says_what_to_press(load: LoadPanel) -> None:
    load.set_estimate(None)
    assert load.empty.isVisible()
    assert "Simulate" in load.empty.label.text()


def test_a_deleted_system_leaves_no_card(load: LoadPanel, bridge: PlanBridge, qtbot: QtBot) -> None:
    with bridge.store.transact("Delete") as transaction:
        transaction.remove("crm")
    qtbot.waitUntil(lambda: not load.cards["crm"].isVisible())


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0 %"), (0.0004, "under 0.1 %"), (0.034, "3.4 %"), (0.5, "50 %"), (1.2, "120 % – over the limit")],
)
def test_shares_of_the_limit_in_words(share: float, words: str) -> None:
    assert share_words(share) == words


# ---------------------------------------------------------------- history


def test_the_history_goes_back_and_forth(qtbot: QtBot) -> None:
    bridge = PlanBridge(Store([Plan(), Campaign(id="c", title="0")]))
    panel = HistoryPanel(bridge)
    qtbot.addWidget(panel)
    for place in range(1, 5):
        with bridge.store.transact(f"Step {place}") as transaction:
            transaction.change("c", {"title": str(place)})
    qtbot.waitUntil(lambda: panel.list.count() == 5)
    panel.list.itemClicked.emit(panel.list.item(1))
    assert bridge.reader.find(Campaign, "c").title == "1"
    assert panel.list.currentRow() == 1
    assert panel.list.item(4).text() == "Step 4 (undone)"
    panel.go_to(3)
    assert bridge.reader.find(Campaign, "c").title == "3"
    panel.go_to(0)
    assert bridge.reader.find(Campaign, "c").title == "0"
