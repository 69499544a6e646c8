"""Sharing, joining and looking after shared plans from the command line."""

import json
from pathlib import Path

import pytest

from maplanner.app.session import PlanSession
from maplanner.cli.main import main
from maplanner.document.records import Step
from maplanner.storage import read_plan
from tests.team.running import RunningHub


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    status = main([str(each) for each in arguments])
    told = capsys.readouterr()
    return status, told.out + told.err


def edited(plan: Path, title: str) -> None:
    with PlanSession.open(plan, remembered=False) as session:
        step = session.store.all(Step)[0]
        with session.store.transact("Rename") as transaction:
            transaction.change(step.id, {"title": title})


def titles(plan: Path) -> set[str]:
    return {step.title for step in read_plan(plan).all(Step)}


def records(plan: Path) -> dict[str, object]:
    return {record.id: record for record in read_plan(plan).records()}


def test_a_plan_is_shared_joined_edited_apart_and_brought_in_step(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = folder / "mine.maplan", folder / "theirs.maplan"
    data = ("--data", folder / "server")
    PlanSession.new(mine, template="sample").close()
    with RunningHub(folder / "server" / "team-plans.sqlite") as hub:
        key = str(hub.link("", hub.store.new_key()))
        assert run(capsys, "team", "share", mine, key, "--name", "Pavasaris")[0] == 0
        status, link = run(capsys, "team", "invite", "Pavasaris", "--role", "edit", *data)
        assert status == 0
        link = link.strip().replace(":4780", f":{hub.hub.port}")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "theirs"))
        status, told = run(capsys, "team", "join", link, theirs, "--name", "Jānis")
        assert (status, "Joined" in told) == (0, True)
        assert records(theirs) == records(mine)
        edited(mine, "written here")
        edited(theirs, "written there")
        for plan, config in ((mine, "config"), (theirs, "theirs"), (mine, "config")):
            monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / config))
            assert run(capsys, "team", "sync", plan)[0] == 0
        assert titles(theirs) == titles(mine)
        assert titles(mine) & {"written here", "written there"}
        status, people = run(capsys, "team", "members", "Pavasaris", "--json", *data)
        assert [each["role"] for each in json.loads(people)["members"]] == ["owner", "edit"]
        member = json.loads(people)["members"][1]["id"]
        assert run(capsys, "team", "role", "Pavasaris", member, "view", *data)[0] == 0
        assert run(capsys, "team", "remove", "Pavasaris", member, *data)[0] == 0
        monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "theirs"))
        status, told = run(capsys, "team", "sync", theirs)
        assert (status, "valid invitation" in told) == (2, True)
    status, told = run(capsys, "team", "plans", "--json", *data)
    assert json.loads(told)[0]["name"] == "Pavasaris"
    assert run(capsys, "team", "backup", folder / "copy.sqlite", *data)[0] == 0
    assert run(capsys, "team", "backup", folder / "copy.sqlite", *data)[0] == 2
    assert run(capsys, "team", "delete", "Pavasaris", *data)[0] == 2
    assert run(capsys, "team", "delete", "Pavasaris", "--yes", *data)[0] == 0
    assert titles(theirs), "the members' own files stay"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("team", "join", "not a link", "{f}/x.maplan"), "not a link"),
        (("team", "join", "http://127.0.0.1:1/Plan#inv-x", "{f}/x.maplan"), "cannot be reached"),
        (("team", "join", "http://127.0.0.1:1/#new-x", "{f}/x.maplan"), "key to share"),
        (("team", "invite", "Nope", "--data", "{f}"), "no plan"),
        (("team", "members", "Nope", "--data", "{f}"), "no plan"),
        (("team", "plans", "--database", "nonsense"), "no address"),
        (("serve", "--port", "99999"), "not possible"),
        (("serve", "--certificate", "{f}/none.pem"), "certificate"),
        (("serve", "--private-key", "{f}/none.pem"), "certificate"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    says: str,
) -> None:
    monkeypatch.setattr("maplanner.cli.team.PATIENCE_SECONDS", 1.0)
    status, told = run(capsys, *(each.replace("{f}", str(folder)) for each in arguments))
    assert (status, says in told) == (2, True), told
    assert not (folder / "x.maplan").exists()
