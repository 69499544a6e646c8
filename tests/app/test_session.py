"""An open plan: new, named, saved under another name, recovered after a crash."""

from pathlib import Path

import pytest

from maplanner.app import recent
from maplanner.app.person import author_name
from maplanner.app.session import PlanSession, draft_folder, drafts
from maplanner.app.templates import template_names, template_records, templates
from maplanner.core.errors import MissingPart, PlanFileError, PlanFileMissing
from maplanner.document.records import Campaign, Goal, Step
from maplanner.storage import read_plan


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    for variable in ("XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(home / variable.lower()))
    return home


def add_goal(session: PlanSession) -> None:
    with session.store.transact("Add a goal") as transaction:
        transaction.put(Goal.new(basic="Leads reach the CRM"))


def test_a_new_plan_has_no_name_until_it_is_saved(tmp_path: Path) -> None:
    session = PlanSession.new()
    assert (session.path, session.name, session.title, session.saved) == (
        None,
        "Unsaved plan",
        "New plan",
        True,
    )
    add_goal(session)
    assert not session.saved
    session.save_as(tmp_path / "spring")
    assert session.path == tmp_path / "spring.maplan"
    assert (session.name, session.saved, drafts()) == ("spring", True, [])
    session.close()
    assert read_plan(tmp_path / "spring.maplan").count(Goal) == 1


def test_closing_a_plan_without_a_name_leaves_nothing() -> None:
    session = PlanSession.new()
    add_goal(session)
    session.close()
    assert not list(draft_folder().iterdir())


def test_a_plan_without_a_name_survives_a_crash() -> None:
    session = PlanSession.new()
    add_goal(session)
    session.close(keep=True)
    (draft,) = drafts()
    with PlanSession.recover(draft) as recovered:
        assert (recovered.store.count(Goal), recovered.path, recovered.saved) == (1, None, False)
    assert drafts() == []


def test_a_plan_without_a_name_that_is_open_needs_no_recovering() -> None:
    with PlanSession.new() as session:
        add_goal(session)
        assert drafts() == []


def test_new_plans_from_templates(tmp_path: Path) -> None:
    with PlanSession.new(tmp_path / "plan.maplan", template="sample", author="Ana") as session:
        assert session.store.count(Campaign) == 3
        assert session.store.count(Step) > 20
        assert session.store.author == "Ana"
        assert session.saved
    with pytest.raises(MissingPart, match=r"There are: empty, .*sample"):
        PlanSession.new(template="nothing like it")
    assert drafts() == []


def test_every_template_has_a_title_and_makes_a_plan(tmp_path: Path) -> None:
    assert template_names()[0] == "empty"
    for template in templates():
        assert template.title
        assert template_records(template.name)


def test_recent_plans_come_last_opened_first(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.maplan" for name in ("one", "two")]
    for path in paths:
        PlanSession.new(path).close()
    assert recent.recent_plans() == [paths[1], paths[0]]
    PlanSession.open(paths[0]).close()
    assert recent.recent_plans() == paths
    paths[0].unlink()
    assert recent.recent_plans() == [paths[1]]
    recent.forget(paths[1])
    assert recent.recent_plans() == []
    PlanSession.open(paths[1], remembered=False).close()
    assert recent.recent_plans() == []


@pytest.mark.parametrize("content", ["", "{", '{"a": 1}', '["a\\u0000b", 3, null]', "\xff"])
def test_a_damaged_list_of_recent_plans_is_no_obstacle(tmp_path: Path, content: str) -> None:
    recent.recent_file().parent.mkdir(parents=True)
    recent.recent_file().write_bytes(content.encode("latin-1"))
    assert recent.recent_plans() == []
    PlanSession.new(tmp_path / "plan.maplan").close()
    assert recent.recent_plans() == [tmp_path / "plan.maplan"]


def test_a_list_of_recent_plans_that_cannot_be_kept_is_no_obstacle(tmp_path: Path, own_folders: Path) -> None:
    own_folders.mkdir()
    (own_folders / "xdg_state_home").write_text("a file where a folder should be")
    PlanSession.new(tmp_path / "plan.maplan").close()
    assert recent.recent_plans() == []


def test_only_so_many_plans_are_remembered(tmp_path: Path) -> None:
    for number in range(recent.KEPT + 3):
        (tmp_path / str(number)).touch()
        recent.remember(tmp_path / str(number))
    assert len(recent.recent_plans()) == recent.KEPT


def test_failing_to_open_remembers_nothing(tmp_path: Path) -> None:
    with pytest.raises(PlanFileMissing):
        PlanSession.open(tmp_path / "plan.maplan")
    assert recent.recent_plans() == []


def test_where_no_draft_can_be_made_it_says_so(own_folders: Path) -> None:
    own_folders.mkdir()
    (own_folders / "xdg_data_home").write_text("a file where a folder should be")
    with pytest.raises(PlanFileError, match="folder for new plans"):
        PlanSession.new()


def test_history_and_the_way_back(tmp_path: Path) -> None:
    with PlanSession.new(tmp_path / "plan.maplan") as session:
        add_goal(session)
        add_goal(session)
        assert [entry.patch.label for entry in session.history()] == ["Add a goal", "Add a goal"]
        session.revert_to(session.history()[1].seq)
        assert session.store.count(Goal) == 1
        assert session.snapshot().count(Goal) == 1


def test_the_author_is_a_name_that_can_be_written() -> None:
    author_name().encode("utf-8")
