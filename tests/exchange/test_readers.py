"""Finding the reader for what a person names."""

from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.readers import read_catalogue


def test_a_reader_asked_for_by_name_that_finds_nothing_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing of a CRM", "utf-8")
    with pytest.raises(UnreadableSource, match="holds no Salesforce describe results"):
        read_catalogue(tmp_path, "salesforce-describe")
