"""Following one lead through the drawing, step by step, with the reference interpreter.

It draws the same random numbers as the simulation, so that this lead is one of those that the figures count.
"""

from __future__ import annotations

from maplanner.simulation.following.choosing import Choice, Option
from maplanner.simulation.following.finding import Who, find_lead
from maplanner.simulation.following.walking import CrmRecord, Moment, Walk, walk
from maplanner.simulation.following.wording import day_and_time, sentence_of

__all__ = [
    "Choice",
    "CrmRecord",
    "Moment",
    "Option",
    "Walk",
    "Who",
    "day_and_time",
    "find_lead",
    "sentence_of",
    "walk",
]
