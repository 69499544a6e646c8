"""Solutions: how the candidates stand to goals and requirements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.document.records import Goal, Solution
from maplanner.estimate.solutions import compare
from maplanner.report.naming import told_apart
from maplanner.report.parts import Cell, Column, Listing, Part, Sort, table
from maplanner.report.section import Audience, Section, Subject


def make(subject: Subject) -> Iterator[Part]:
    """Yield the candidates from best to worst, and every answer."""
    plan = subject.snapshot
    if not plan.count(Solution) and not plan.count(Goal):
        return
    comparison = compare(plan)
    if comparison.lacks:
        yield Listing(comparison.lacks)
    rows = [
        (
            each.title, not each.is_out, each.wants_met, each.wants_at_best, len(each.unknown),
            " ".join(each.reason(question) for question in each.missed),
        )
        for each in comparison.ranked
    ]  # fmt: skip
    columns = (
        "Solution", Column("Meets every need", Sort.TRUTH), Column("Wants met", Sort.SHARE),
        Column("At best", Sort.SHARE), Column("Open questions", Sort.WHOLE),
        Column("Ruled out by", wide=True),
    )  # fmt: skip
    yield table("Candidates", columns, rows, "There are no candidates.")
    answers: list[tuple[Cell, ...]] = [
        (
            question.title,
            question.level.value,
            *(each.answers[question.key].verdict.value for each in comparison.ranked),
        )
        for question in comparison.questions
    ]
    names = told_apart(each.title for each in comparison.ranked)
    heads: list[Column | str] = [Column("Goal or requirement", wide=True), "Need or want", *names]
    yield table("Answers", heads, answers, "Nothing is asked yet.")


SECTION: Final = Section(
    "solutions",
    "Solutions",
    140.0,
    frozenset({Audience.MANAGEMENT, Audience.VENDOR, Audience.CRM}),
    make,
    "Candidates against goals and against what follows from the drawings.",
)
