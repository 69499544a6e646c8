"""Pictures on the command line: every option, in the words that drawing programs use."""

import re
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from maplanner.exchange.carrying import carried_plan
from tests.cli.running import CommandLine


def size(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size


@pytest.fixture
def export(cli: CommandLine, sample: Path, tmp_path: Path):
    def run(name: str, *options: object) -> Path:
        ran = cli("export", sample, "-o", tmp_path / name, *options)
        assert ran.status == 0, ran
        return tmp_path / name

    return run


def test_scale_dots_and_border_make_the_size(export) -> None:
    width, height = size(export("a.png", "--tools", "--scale", "1"))
    assert size(export("b.png", "--tools", "--dpi", "192")) == pytest.approx((2 * width, 2 * height), abs=2)
    assert size(export("c.png", "--tools", "-s", "1", "-b", "0")) == (width - 48, height - 48)
    assert size(export("d.png", "--tools", "-s", "1", "--crop")) == (width - 48, height - 48)


def test_a_selection_is_smaller_than_its_campaign(export, cli: CommandLine, sample: Path) -> None:
    whole = size(export("a.png", "--campaign", "Paid search"))
    some = size(export("b.png", "--campaign", "Paid search", "--selection", "Landing page, guide form"))
    assert some[0] < whole[0] / 2
    cli.refused("export", sample, "-o", "x.png", "--selection", "a", said="of one campaign")
    cli.refused(
        "export",
        sample,
        "-o",
        "x.png",
        "--campaign",
        "Paid",
        "--selection",
        "Nowhere",
        said="no step “Nowhere”",
    )


def test_any_picture_is_drawn_by_its_name(export, cli: CommandLine, sample: Path) -> None:
    assert "Lead.Email" in export("a.svg", "--picture", "Way of Lead.Email").read_text("utf-8")
    assert "no picture “Winter”" in cli.refused("export", sample, "-o", "x.svg", "--picture", "Winter")


def test_a_book_has_pages_numbers_and_bookmarks(export, cli: CommandLine, sample: Path) -> None:
    data = export("book.pdf", "--book", "--paper", "a4", "--date").read_bytes()
    pages = data.count(b"/Type /Page\n")
    assert pages >= 4
    assert b"/PageMode /UseOutlines" in data
    part = export("part.pdf", "-a", "--paper", "A4", "--page-range", "2-3").read_bytes()
    assert part.count(b"/Type /Page\n") == 2
    assert "has no pages" in cli.refused("export", sample, "-o", "x.png", "--book")
    assert "only" in cli.refused("export", sample, "-o", "x.pdf", "--book", "-g", "99")
    assert "size of paper" in cli.refused("export", sample, "-o", "x.pdf", "--tools", "--paged")


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_picture_with_its_plan_makes_the_plan_again(
    export, cli: CommandLine, sample: Path, tmp_path: Path, suffix: str
) -> None:
    picture = export(f"a.{suffix}", "--tools", "--embed-diagram")
    assert carried_plan(picture)
    assert cli("import", picture, "--into", tmp_path / "again.maplan").status == 0
    assert "the same" in cli("diff", sample, tmp_path / "again.maplan").out


def test_title_legend_date_and_theme_stand_in_the_picture(export) -> None:
    text = export("a.svg", "--tools", "--title", "--legend", "--date", "--theme", "dark").read_text("utf-8")
    assert "Map of tools" in text
    assert "Automation and e-mail" in text
    assert str(date.today().year) in re.sub(r"<metadata.*?</metadata>", "", text)  # noqa: DTZ011 - as the program


def test_campaigns_go_to_mautic_and_come_back(export, cli: CommandLine, tmp_path: Path) -> None:
    written = export("c.json", "--format", "mautic", "--campaign", "Five-mail")
    ran = cli("import", written, "--into", tmp_path / "m.maplan")
    assert ran.status == 0
    assert "1 campaign, 22 steps" in ran.out
