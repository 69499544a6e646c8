"""Identifiers: of one form, all letters used, never twice."""

import re
from collections import Counter

from maplanner.core.ids import new_id


def test_identifiers_are_of_one_form_and_never_meet() -> None:
    found = [new_id("step") for _ in range(20_000)]
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"step_[0-9a-hjkmnp-tv-z]{12}", each) for each in found)


def test_every_letter_is_as_likely_as_any_other_in_every_place() -> None:
    found = [new_id("x")[2:] for _ in range(20_000)]
    for place in range(12):
        counts = Counter(each[place] for each in found)
        assert len(counts) == 32
        assert 450 < min(counts.values()) <= max(counts.values()) < 810
