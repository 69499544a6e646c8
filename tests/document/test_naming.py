"""Names by a convention: built, explained, checked, and proposed for those that do not fit."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maplanner.document.naming import Convention, convention_of, conventions
from maplanner.document.records import Abbreviation, NamePart, NamingConvention
from maplanner.document.renaming import check_names, propose, renames
from maplanner.document.vocabulary import DateForm, PartKind
from tests.builders import PlanBuilder

REGIONS = (("EMEA", "Europe, Middle East, Africa"), ("US", "United States"), ("LV", "Latvija"))
PURPOSES = (("WN", "webinar"), ("3P", "third party"), ("NL", "newsletter"))


def composed(plan: PlanBuilder, separator: str = "_", **convention: bool) -> NamingConvention:
    made = plan.add(NamingConvention, title="Lists", separator=separator, **convention)
    when = plan.add(NamePart, convention=made.id, kind=PartKind.DATE, order=0)
    purpose = plan.add(NamePart, convention=made.id, kind=PartKind.PURPOSE, order=1)
    region = plan.add(NamePart, convention=made.id, kind=PartKind.REGION, optional=True, order=2)
    free = plan.add(NamePart, convention=made.id, kind=PartKind.FREE, title="topic", order=3)
    for part, words in ((purpose, PURPOSES), (region, REGIONS)):
        for order, (short, means) in enumerate(words):
            plan.add(Abbreviation, part=part.id, short=short, means=means, order=order)
    assert when.date_form is DateForm.MONTH
    assert free.kind is PartKind.FREE
    return made


def convention(separator: str = "_") -> Convention:
    plan = PlanBuilder()
    made = composed(plan, separator)
    return convention_of(plan.snapshot(), made)


def test_a_name_is_built_from_choices() -> None:
    made = convention()
    choices = dict(
        zip((part.record.id for part in made.parts), ("2027-03", "WN", "EMEA", "pumps"), strict=True)
    )
    assert made.build(choices) == "2027-03_WN_EMEA_pumps"
    assert made.lacking(choices) == ()
    choices[made.parts[2].record.id] = ""
    assert made.build(choices) == "2027-03_WN_pumps"
    assert made.lacking(choices) == ()
    choices[made.parts[1].record.id] = ""
    assert [part.title for part in made.lacking(choices)] == ["purpose"]
    assert made.pattern == "date_purpose_[region]_topic"
    assert made.example == "2027-03_WN_EMEA_topic"


def test_a_name_is_explained() -> None:
    told = convention().explain("2027-03_3P_US_spring pumps")
    assert told is not None
    assert [(meaning.part.title, meaning.means) for meaning in told] == [
        ("date", "2027-03"),
        ("purpose", "third party"),
        ("region", "United States"),
        ("topic", "spring pumps"),
    ]


@pytest.mark.parametrize("separator", ["_", "-", " ", "", " | ", ".", "("])
def test_what_is_built_is_understood_whatever_stands_between(separator: str) -> None:
    made = convention(separator)
    for region in ("LV", ""):
        choices = dict(
            zip((p.record.id for p in made.parts), ("2027-03", "NL", region, "Šķūnis"), strict=True)
        )
        told = made.explain(made.build(choices))
        assert told is not None
        assert [meaning.text for meaning in told] == [text for text in choices.values() if text]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "_",
        "2027-03",
        "2027-13_WN_pumps",
        "2027-03_XX_pumps",
        "2027-03_wn_pumps",
        "2027-03_WN_",
        "a_b" * 200,
    ],
)
def test_other_names_do_not_fit(name: str) -> None:
    assert convention().explain(name) is None


@pytest.mark.parametrize(
    ("name", "proposed", "lacking"),
    [
        ("March 2027 webinar EMEA pumps", "2027-03_WN_EMEA_pumps", []),
        ("third-party list, US, 03/2027: big valves", "2027-03_3P_US_list-big-valves", []),
        ("2027-03_wn_pumps", "2027-03_WN_pumps", []),
        ("Newsletters 31.12.2026 Latvija Ķekava", "2026-12_NL_LV_Ķekava", []),
        ("Webinar pumps", "WN_pumps", ["date"]),
        ("20270315 pumps", "2027-03_pumps", ["purpose"]),
        ("", "", ["date", "purpose", "topic"]),
    ],
)
def test_a_rename_is_proposed_from_what_the_name_says(name: str, proposed: str, lacking: list[str]) -> None:
    found = propose(convention(), name)
    assert (found.name, [part.title for part in found.lacking]) == (proposed, lacking)


def test_a_date_that_the_name_lacks_is_when_the_campaign_starts() -> None:
    assert propose(convention(), "Webinar pumps", date(2027, 5, 2)).name == "2027-05_WN_pumps"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (DateForm.DAY, "2027-03-15"),
        (DateForm.DAY_CLOSED, "20270315"),
        (DateForm.SHORT_DAY, "270315"),
        (DateForm.MONTH_CLOSED, "202703"),
        (DateForm.YEAR, "2027"),
        (DateForm.QUARTER, "2027Q1"),
    ],
)
def test_dates_are_written_as_the_convention_does(form: DateForm, text: str) -> None:
    plan = PlanBuilder()
    made = plan.add(NamingConvention)
    plan.add(NamePart, convention=made.id, kind=PartKind.DATE, date_form=form)
    own = convention_of(plan.snapshot(), made)
    assert propose(own, "of 15.03.2027").name == text
    assert own.explain(text) is not None


@given(st.text(max_size=60))
def test_a_complete_proposal_always_fits(name: str) -> None:
    made = convention()
    found = propose(made, name, date(2027, 1, 4))
    if found.is_complete:
        assert made.explain(found.name) is not None


def test_every_name_of_the_plan_is_checked_and_clashes_are_not_renamed() -> None:
    plan = PlanBuilder()
    composed(plan, emails=True)
    plan.segment("2027-03_WN_pumps")
    late = plan.segment("Webinar valves, May 2027")
    plan.segment("Webinar 2027-03: pumps")
    plan.segment("Whatever")
    mail = plan.step("email", "March 2027 newsletter taps")
    plan.step("form", "Any name")
    (made,) = conventions(plan.snapshot())
    checked = check_names(plan.snapshot(), made)
    assert [each.fits for each in checked] == [True, False, False, False, False]
    assert checked[0].explained == "date: 2027-03, purpose: webinar, topic: pumps"
    assert checked[2].clash
    assert checked[3].reason == "Without date, purpose."
    assert renames(checked) == {late.id: "2027-05_WN_valves", mail.id: "2027-03_NL_taps"}
