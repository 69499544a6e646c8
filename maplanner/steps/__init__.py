"""Kinds of step, one file each.

A module in this folder that holds a constant ``KIND`` is a kind of step;
nothing else has to be told of it.
"""

from __future__ import annotations

from maplanner.steps.catalogue import KINDS, behaviour_of, kind_of, new_step, outputs_of, props_of, summary_of
from maplanner.steps.kind import Kind, PaletteGroup, Props, StepContext

__all__ = [
    "KINDS",
    "Kind",
    "PaletteGroup",
    "Props",
    "StepContext",
    "behaviour_of",
    "kind_of",
    "new_step",
    "outputs_of",
    "props_of",
    "summary_of",
]
