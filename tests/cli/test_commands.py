"""What each command prints and how it ends when all is well."""

import json
from pathlib import Path

import jsonschema
import pytest

from maplanner.document.records import Campaign, Plan, Step
from maplanner.document.textform import plan_from_text
from maplanner.storage import PlanFile, read_plan
from tests.cli.running import CommandLine
from tests.storage.plans import small_plan

RANGE = {"mean", "p5", "p50", "p95"}


def test_help_lists_every_command(cli: CommandLine) -> None:
    ran = cli("--help")
    assert ran.status == 0
    for name in (
        "demo",
        "new",
        "info",
        "check",
        "simulate",
        "estimate",
        "tidy",
        "export",
        "import",
        "find",
        "schema",
        "doctor",
    ):
        assert f" {name} " in ran.out
        assert cli(name, "--help").status == 0
    assert "│ window" not in ran.out


def test_a_picture_is_as_large_and_coloured_as_asked(cli: CommandLine, sample: Path, tmp_path: Path) -> None:
    def size(name: str, *options: str) -> tuple[int, int]:
        target = tmp_path / name
        assert cli("export", sample, "--tools", "-o", target, *options).status == 0
        content = target.read_bytes()
        return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])

    width, height = size("small.png", "-s", "1", "-b", "0")
    large = size("large.png", "--scale", "2", "--border", "0")
    assert large == pytest.approx((2 * width, 2 * height), abs=1)  # whole pixels
    assert size("framed.png", "-s", "1", "-b", "50") == pytest.approx((width + 100, height + 100), abs=1)
    assert cli("export", sample, "--tools", "-o", tmp_path / "light.svg").status == 0
    assert cli("export", sample, "--tools", "-o", tmp_path / "dark.svg", "--theme", "dark").status == 0
    assert (tmp_path / "light.svg").read_text() != (tmp_path / "dark.svg").read_text()
    cli.refused("export", sample, "-o", tmp_path / "x.svg", "--theme", "pink", said="no theme “pink”")
    cli.refused("export", sample, "-o", tmp_path / "x.svg", "--scale", "0", said="scale must lie between")


def test_version(cli: CommandLine) -> None:
    assert cli("--version").out == "maplanner 0.1.0\n"


def test_new_makes_a_plan_without_a_window(cli: CommandLine, tmp_path: Path) -> None:
    ran = cli("new", tmp_path / "plan.maplan")
    assert (ran.status, ran.err) == (0, "")
    assert "nothing in it yet" in ran.out
    assert read_plan(tmp_path / "plan.maplan").count(Step) == 0


def test_info_counts_records(cli: CommandLine, plan: Path) -> None:
    ran = cli("info", plan, "--json")
    assert ran.status == 0
    document = json.loads(ran.out)
    assert document["records"] == {"plan": 1, "campaign": 1, "step": 2, "link": 1, "form_field": 1}
    assert document["campaigns"][0]["steps"] == 2


def test_info_for_people_names_campaigns(cli: CommandLine, sample: Path) -> None:
    ran = cli("info", sample)
    assert (ran.status, ran.err) == (0, "")
    for campaign in read_plan(sample).all(Campaign):
        assert campaign.title in ran.out
    assert "form fields" in ran.out


def test_titles_are_never_taken_for_markup(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "plan.maplan"
    PlanFile.create(
        path, [Plan(title="[bold]Plan"), Campaign(id="c", title="[red]Spring[/] [/nothing]")]
    ).close()
    out = cli("info", path).out
    assert "[bold]Plan" in out
    assert "[red]Spring[/] [/nothing]" in out


def test_tidy_lays_out_one_campaign_or_all_and_can_be_taken_back(cli: CommandLine, sample: Path) -> None:
    before = {step.id: (step.campaign, step.x, step.y) for step in read_plan(sample).all(Step)}
    ran = cli("tidy", sample, "--campaign", "five-mail")
    assert (ran.status, ran.err) == (0, "")
    now = {step.id: (step.campaign, step.x, step.y) for step in read_plan(sample).all(Step)}
    moved = {key for key in before if before[key] != now[key]}
    assert len({before[key][0] for key in moved}) == 1
    assert f"{len(moved)} steps have moved" in ran.out
    assert cli("tidy", sample, "--campaign", "five-mail").out.endswith("0 steps have moved.\n")
    with PlanFile.open(sample) as plan_file:
        assert plan_file.history(1)[0].label == "Tidy up"
    assert cli("tidy", sample, "--campaign", "nothing like it").status == 2


def test_check_ends_with_1_when_there_are_errors(cli: CommandLine, plan: Path) -> None:
    ran = cli("check", plan, "--json")
    findings = json.loads(ran.out)["findings"]
    assert ran.status == 1
    assert any(finding["severity"] == "error" for finding in findings)
    for finding in findings:
        assert {"code", "severity", "message", "campaign", "step", "field"} <= finding.keys()


def test_check_for_people_groups_by_campaign(cli: CommandLine, plan: Path) -> None:
    ran = cli("check", plan)
    assert ran.status == 1
    assert ran.out.startswith("Search\n")
    assert "error" in ran.out


def test_check_of_an_empty_plan_finds_nothing_wrong(cli: CommandLine, tmp_path: Path) -> None:
    PlanFile.create(tmp_path / "plan.maplan").close()
    ran = cli("check", tmp_path / "plan.maplan")
    assert (ran.status, ran.out) == (0, "Nothing to find fault with.\n")
    assert json.loads(cli("check", tmp_path / "plan.maplan", "--json").out)["findings"] == []


def test_looking_at_a_plan_leaves_it_as_it_was(cli: CommandLine, plan: Path) -> None:
    before, stamp = plan.read_bytes(), plan.stat().st_mtime_ns
    for command in ("info", "check"):
        cli(command, plan)
        cli(command, plan, "--json")
    assert (plan.read_bytes(), plan.stat().st_mtime_ns) == (before, stamp)
    assert [entry.name for entry in plan.parent.iterdir()] == [plan.name]


def test_a_plan_that_is_open_can_be_looked_at(cli: CommandLine, plan: Path) -> None:
    with PlanFile.open(plan) as plan_file:
        with plan_file.store.transact("Add") as transaction:
            transaction.put(Campaign(id="another"))
        assert json.loads(cli("info", plan, "--json").out)["records"]["campaign"] == 2


def test_schema_describes_the_text_form(cli: CommandLine, plan: Path, tmp_path: Path) -> None:
    schema = json.loads(cli("schema").out)
    cli("export", plan, "-o", tmp_path / "plan.json")
    jsonschema.validate(json.loads((tmp_path / "plan.json").read_text()), schema)


def test_text_out_and_in_again(cli: CommandLine, sample: Path, tmp_path: Path) -> None:
    assert cli("export", sample, "--format", "json", "-o", tmp_path / "a.json").status == 0
    assert cli("import", tmp_path / "a.json", "--into", tmp_path / "b.maplan").status == 0
    assert cli("export", tmp_path / "b.maplan", "-o", tmp_path / "b.json").status == 0
    assert (tmp_path / "a.json").read_text() == (tmp_path / "b.json").read_text()
    assert plan_from_text((tmp_path / "a.json").read_text())


def test_doctor_names_every_part_of_the_installation(cli: CommandLine) -> None:
    ran = cli("doctor")
    document = json.loads(cli("doctor", "--json").out)
    names = {part["name"].lower() for part in document["parts"]}
    assert {"python", "sqlalchemy", "numba", "typer", "graphviz", "a font", "a screen"} <= names
    for part in document["parts"]:
        assert part["name"] in ran.out
    missing = [part for part in document["parts"] if part["needed"] and not part["there"]]
    assert ran.status == (1 if missing else 0)


def test_a_plan_can_have_the_name_of_a_command(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[list[str]] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("maplanner.cli.window.show", lambda arguments: opened.append(arguments) or 0)
    monkeypatch.setattr("maplanner.cli.window.refuse_without_screen", lambda: None)
    PlanFile.create("check").close()
    PlanFile.create("nameless").close()
    for typed in (["./check"], ["--", "check"], ["nameless"], []):
        assert cli(*typed).status == 0
    assert opened == [["./check"], ["check"], ["nameless"], []]


def test_simulating_counts_leads(cli: CommandLine, sample: Path) -> None:
    typed = ("simulate", sample, "--days", "20", "--runs", "3", "--seed", "5", "--threads", "1")
    ran = cli(*typed, "--json")
    assert (ran.status, ran.err) == (0, "")
    document = json.loads(ran.out)
    assert (document["seed"], document["days"], document["runs"]) == (5, 20, 3)
    assert document["leads"].keys() == RANGE
    assert document["events"] > document["leads"]["mean"] > 0
    assert len(document["steps"]) == read_plan(sample).count(Step)
    for step in document["steps"]:
        assert {"campaign", "title", "kind", "entered"} <= step.keys()
        assert step["entered"].keys() == RANGE
    for write in document["writes"]:
        assert {"system", "object", "operation", "total", "per_day"} <= write.keys()
        assert write["per_day"].keys() == {"median", "busiest"}
    again = json.loads(cli(*typed, "--json").out)
    assert {**again, "seconds": 0} == {**document, "seconds": 0}
    table = cli(*typed).out
    assert document["steps"][0]["title"] in table
    assert "Busiest day" in table


def test_estimating_says_what_the_crm_carries(cli: CommandLine, sample: Path) -> None:
    typed = ("estimate", sample, "--days", "20", "--runs", "3")
    ran = cli(*typed, "--json")
    assert ran.status == 0
    systems = json.loads(ran.out)["systems"]
    assert systems
    for system in systems:
        assert {"system", "edition", "limit_per_day", "calls_per_day"} <= system.keys()
        for calls in system["calls_per_day"].values():
            assert calls["busiest"] >= calls["median"] >= 0
    assert systems[0]["system"] in cli(*typed).out


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf", "dot"])
def test_pictures_of_every_format(cli: CommandLine, plan: Path, tmp_path: Path, suffix: str) -> None:
    beginnings = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF", "dot": b"digraph"}
    for number, options in enumerate(([], ["--campaign", "Search"], ["--campaign", "sear"], ["--tools"])):
        target = tmp_path / f"{number}.{suffix}"
        ran = cli("export", plan, *options, "-o", target)
        assert (ran.status, ran.err) == (0, "")
        assert target.read_bytes().startswith(beginnings[suffix])


def test_all_campaigns_in_one_picture(cli: CommandLine, sample: Path, tmp_path: Path) -> None:
    assert cli("export", sample, "-o", tmp_path / "all.svg").status == 0
    drawn = (tmp_path / "all.svg").read_text()
    for campaign in read_plan(sample).all(Campaign):
        assert campaign.title.split()[0] in drawn


def test_demo_makes_every_file_and_says_what_came_out(cli: CommandLine, tmp_path: Path) -> None:
    ran = cli("demo", "--out", tmp_path / "demo")
    assert (ran.status, ran.err) == (0, "")
    made = {entry.name for entry in (tmp_path / "demo").iterdir()}
    assert made == {
        "plan.maplan", "diagram.png", "diagram.svg", "findings.json", "simulation.json", "estimate.json",
    }  # fmt: skip
    for name in ("findings", "simulation", "estimate"):
        assert json.loads((tmp_path / "demo" / f"{name}.json").read_text())
    assert (tmp_path / "demo" / "diagram.png").read_bytes().startswith(b"\x89PNG")
    for words in ("campaigns", "leads come in", "handed over to sales", "calls", "plan.maplan"):
        assert words in ran.out


def test_demo_keeps_a_plan_that_somebody_worked_on(cli: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    earlier = PlanFile.create(folder / "plan.maplan", small_plan())
    with earlier, earlier.store.transact("My work") as transaction:
        transaction.put(Campaign(id="mine"))
    ran = cli("demo", "--out", folder)
    assert ran.status == 0
    (kept,) = folder.glob("plan until *.maplan")
    assert str(kept) in ran.out
    assert read_plan(kept).find(Campaign, "mine")
    assert read_plan(folder / "plan.maplan").get("mine") is None
    cli("demo", "--out", folder)
    assert len(list(folder.glob("*.maplan"))) == 2, "nobody worked on the second"
