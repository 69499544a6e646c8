"""Campaigns written for other programs and read again: the same steps and the same links."""

import re
from collections import Counter
from pathlib import Path

import pytest

from maplanner.app.diagrams import campaigns_of, read_drawing, take_over
from maplanner.core.errors import CannotExport
from maplanner.core.resources import resource_root
from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import Campaign, Frame, Link, Note, Step
from maplanner.document.store import Store
from maplanner.document.textform import plan_from_text
from maplanner.document.values import FixedDelay
from maplanner.exchange.writing.writers import diagram_writer, diagram_writers
from tests.builders import PlanBuilder

EXACT = ("bpmn", "campaign-table", "drawio", "mautic")
"""Formats that keep what kind a step is and which way out a link takes."""

MARKS = re.compile(r"</?b>")
"""What Mermaid takes for marks of bold letters, and leaves out of a label."""


def sample(name: str) -> Snapshot:
    text = (resource_root() / "plans" / name).read_text(encoding="utf-8")
    return Snapshot.of(plan_from_text(text))


def odd_plan() -> Snapshot:
    """Return a campaign with what is hard to write: signs, lines, frames, notes, several links."""
    build = PlanBuilder()
    campaign = build.campaign("Ķekava & <Co> “spring”")
    frame = build.add(Frame, campaign=campaign.id, title="Phase – 1", x=0, y=0, width=900, height=400)
    start = build.step("trigger", "Begins", x=40, y=60, frame=frame.id)
    mail = build.step("email", "=cmd|' /C calc'!A0", x=400, y=60, frame=frame.id, notes="Two\nlines",
                      props={"subject": "Sveiki, 100 % \"jauns\""})  # fmt: skip
    rest = build.step("wait", "Rest; then # go", x=760, y=60, props={"delay": {"kind": "fixed", "days": 2.5}})
    split = build.step("split", "A | B", x=1120, y=60)
    call = build.step("sales_task", "<b>Call</b>", x=1480, y=0)
    end = build.step("end", "End", x=1480, y=200)
    build.link(start, mail)
    build.link(mail, rest, "opened", delay=FixedDelay(days=0.5))
    build.link(mail, end, "ignored")
    build.link(rest, split)
    build.link(split, call, share=0.3)
    build.link(split, end, share=0.7, title="the others")
    build.add(Note, campaign=campaign.id, text="Ask <Anna>\nabout it", x=0, y=600, width=200, height=100)
    return build.snapshot()


def again(snapshot: Snapshot, name: str, folder: Path) -> Store:
    """Return an empty plan into which the written file was read."""
    writer = diagram_writer(name)
    campaigns = sorted(snapshot.all(Campaign), key=lambda each: each.order)
    suffix = ".md" if name == "mermaid" and len(campaigns) > 1 else writer.suffix
    path = writer.write(snapshot, campaigns, folder / f"written{suffix}").path
    store = Store()
    take_over(store, campaigns_of(read_drawing(path), store), path.name)
    return store


def steps(reader: RecordReader) -> Counter[tuple[str, str, str]]:
    title = {campaign.id: campaign.title for campaign in reader.all(Campaign)}
    return Counter(
        (title[step.campaign], " ".join(step.title.split()), step.kind) for step in reader.all(Step)
    )


def links(reader: RecordReader) -> Counter[tuple[str, str, str]]:
    title = {step.id: " ".join(step.title.split()) for step in reader.all(Step)}
    found = ((title[link.source], link.output, title[link.target]) for link in reader.all(Link))
    return Counter(found)


def harmless(counted: Counter[tuple[str, str, str]]) -> Counter[tuple[str, str, str]]:
    """Return the same with titles as a list of steps has them: none begins like a formula."""
    return Counter({tuple(part.removeprefix("'") for part in key): n for key, n in counted.items()})


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("plan", ["sample.json", "reference-funnel.json", ""])
def test_what_is_written_is_read_with_the_same_steps_and_links(name: str, plan: str, tmp_path: Path) -> None:
    snapshot = sample(plan) if plan else odd_plan()
    store = again(snapshot, name, tmp_path)
    assert harmless(steps(store)) == steps(snapshot)
    assert harmless(links(store)) == links(snapshot)


@pytest.mark.parametrize("plan", ["sample.json", "reference-funnel.json", ""])
def test_a_mermaid_chart_keeps_titles_and_who_leads_to_whom(plan: str, tmp_path: Path) -> None:
    snapshot = sample(plan) if plan else odd_plan()
    writer = diagram_writer("mermaid")
    campaigns = snapshot.all(Campaign)
    path = writer.write(snapshot, campaigns, tmp_path / ("a.md" if len(campaigns) > 1 else "a.mmd")).path
    pages = [reading.page for reading in read_drawing(path).readings]
    titles = Counter(" ".join(MARKS.sub("", step.title).split()) for step in snapshot.all(Step))
    assert titles <= Counter(" ".join(shape.text.split()) for page in pages for shape in page.shapes)
    assert sum(len(page.arrows) for page in pages) == snapshot.count(Link)


@pytest.mark.parametrize("name", ["drawio", "bpmn", "mautic"])
def test_delays_shares_subjects_places_and_notes_come_back(name: str, tmp_path: Path) -> None:
    snapshot = odd_plan()
    store = again(snapshot, name, tmp_path)
    written = {step.title: step for step in snapshot.all(Step)}
    found = {step.title: step for step in store.all(Step)}
    assert found["Rest; then # go"].props["delay"] == {"kind": "fixed", "days": 2.5}
    mail = next(step for step in found.values() if step.kind == "email")
    assert mail.props["subject"] == 'Sveiki, 100 % "jauns"'
    assert "Two\nlines" in mail.notes
    shares = sorted(link.share for link in store.all(Link) if link.share is not None)
    assert shares == [0.3, 0.7]
    assert [link.delay for link in store.all(Link) if link.delay] == [FixedDelay(days=0.5)]
    assert [note.text for note in store.all(Note)] == ["Ask <Anna>\nabout it"]
    for along in ("x", "y"):
        order = sorted(written, key=lambda title: getattr(written[title], along))
        places = [getattr(found[title], along) for title in order]
        assert places == sorted(places)


def test_a_table_cannot_be_taken_for_formulas(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    snapshot = odd_plan()
    diagram_writer("campaign-table").write(snapshot, snapshot.all(Campaign), path)
    assert "'=cmd" in path.read_text(encoding="utf-8-sig")


def test_nothing_is_written_where_there_is_no_campaign(tmp_path: Path) -> None:
    for writer in diagram_writers():
        with pytest.raises(CannotExport, match="no campaign"):
            writer.write(Snapshot.of([]), [], tmp_path / "a")
    assert not list(tmp_path.iterdir())
    with pytest.raises(CannotExport, match="Choose one of bpmn"):
        diagram_writer("tarot")
