"""Finding words from the command line."""

import json
from pathlib import Path

from tests.cli.running import CommandLine


def test_words_are_found_and_shown_by_campaign(cli: CommandLine, plan: Path) -> None:
    ran = cli("find", plan, "TERM")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.lstrip().startswith("Search")
    assert ran.out.endswith("Found “TERM” in 1 place.\n")


def test_json_says_record_field_and_span(cli: CommandLine, plan: Path) -> None:
    document = json.loads(cli("find", plan, "mail", "--json").out)
    (hit,) = [each for each in document["hits"] if each["field"] == "title"]
    assert document["count"] == len(document["hits"]) == 2
    assert (hit["type"], hit["record"], hit["campaign"]) == ("form_field", "field_a", "Search")
    assert hit["text"][hit["start"] : hit["end"]] == "mail"
    assert [each["replaceable"] for each in document["hits"]] == [True, False], "the key is kept"


def test_options_narrow_the_search(cli: CommandLine, plan: Path) -> None:
    assert json.loads(cli("find", plan, "TERM", "--case", "--json").out)["count"] == 0
    assert json.loads(cli("find", plan, "ter", "--words", "--json").out)["count"] == 0
    assert json.loads(cli("find", plan, "Tērm", "--accents", "--json").out)["count"] == 0
    assert json.loads(cli("find", plan, "Tērm", "--json").out)["count"] == 1


def test_nothing_to_look_for_is_refused(cli: CommandLine, plan: Path, tmp_path: Path) -> None:
    cli.refused("find", plan, " ", said="nothing to look for")
    cli.refused("find", tmp_path / "none.maplan", "lead")
