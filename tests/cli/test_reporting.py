"""The report on the command line: formats by name, sections, audiences, and refusals in words."""

from pathlib import Path

from openpyxl import load_workbook

from tests.cli.running import CommandLine


def test_a_report_is_written_for_an_audience(cli: CommandLine, sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "r.html"
    ran = cli("report", sample, "-o", target, "--audience", "crm", "--no-simulate")
    assert ran.status == 0, ran
    assert "Field list" in ran.out
    assert "Scoring" not in ran.out
    page = target.read_text("utf-8")
    assert "For CRM administrator" in page
    assert '<section id="mappings"' in page
    assert '<section id="scoring"' not in page


def test_only_the_sections_that_are_named(cli: CommandLine, sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "r.xlsx"
    ran = cli("report", sample, "-o", target, "--sections", "support, inventory,checklist")
    assert ran.status == 0, ran
    assert "Nothing to say yet: Checklist" in ran.out
    assert load_workbook(target).sheetnames == ["Overview", "Campaigns", "Elements", "Support card"]
    assert cli("report", sample, "-o", tmp_path / "r.out", "-f", "pdf", "--sections", "tools").status == 0
    assert (tmp_path / "r.out").read_bytes().startswith(b"%PDF")


def test_what_cannot_be_is_refused(cli: CommandLine, sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "r.html"
    cli.refused("report", sample, "-o", tmp_path / "r.docx", said="no format “docx” for reports")
    cli.refused("report", sample, "-o", tmp_path / "r", said="does not say the format")
    cli.refused("report", sample, "-o", target, "--sections", "weather", said="no section “weather”")
    cli.refused("report", sample, "-o", target, "--audience", "press", said="no audience “press”")
    cli.refused("report", sample, "-o", target, "--audience", "crm", "--sections", "goals", said="exclude")
    cli.refused("report", tmp_path / "no.maplan", "-o", target, said="no.maplan")
    cli.refused("report", sample, "-o", tmp_path / "a.maplan", "-f", "html", said="is a plan file")
    assert not target.exists()


def test_lists_go_out_and_come_back(cli: CommandLine, sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "c.csv"
    assert cli("lists", sample, "-o", target, "--what", "campaigns").status == 0
    text = target.read_text("utf-8-sig")
    target.write_text(text.replace("Five-mail course", "Piecu vēstuļu kurss"), "utf-8")
    ran = cli("update", sample, target, "--dry-run")
    assert "Piecu vēstuļu kurss" in ran.out
    assert "would change: 1 changed." in ran.out
    assert cli("update", sample, target).status == 0
    assert "Nothing differs" in cli("update", sample, target).out
    assert "Update from c.csv" in cli("history", sample).out
    cli.refused("update", sample, sample, said="sample")
    cli.refused("lists", sample, "-o", tmp_path / "x.csv", said="holds one list")
