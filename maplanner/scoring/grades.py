"""Grades such as A1: letters for who a lead is, numbers for what it does."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from maplanner.document.records import ScoreMatrix


def rank(marks: Sequence[float], points: float) -> int:
    """Return the place that points take among marks: 0 from the highest mark on, then 1 and so on.

    Marks are lower bounds, in whatever order they were written.
    """
    return sum(points < mark for mark in marks)


def letters(matrix: ScoreMatrix) -> list[str]:
    """Return the letters of a matrix, best first: one more than there are marks."""
    return list(ascii_uppercase[: len(matrix.fit_marks) + 1])


def numbers(matrix: ScoreMatrix) -> list[str]:
    """Return the numbers of a matrix, best first."""
    return [str(each + 1) for each in range(len(matrix.engagement_marks) + 1)]


def grade(matrix: ScoreMatrix, fit: float, engagement: float) -> str:
    """Return a lead's grade; without a score for it, the letter or the number is left out."""
    letter = letters(matrix)[rank(matrix.fit_marks, fit)] if matrix.fit is not None else ""
    figure = (
        numbers(matrix)[rank(matrix.engagement_marks, engagement)] if matrix.engagement is not None else ""
    )
    return letter + figure
