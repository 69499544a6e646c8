"""Checks of a plan, one file each.

A module in this folder that holds a constant ``CHECK`` is a check; nothing
else has to be told of it. Checks return findings, they do not raise.

Importing this package is cheap; the checks themselves are loaded when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from maplanner.checks.finding import Finding, Fix, Severity

if TYPE_CHECKING:
    from maplanner.checks.catalogue import CHECKS
    from maplanner.checks.check import Check
    from maplanner.checks.checker import Checked, Checker, check_once, ignoring, run_checks


_HOMES = {"CHECKS": "catalogue", "Check": "check"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"maplanner.checks.{_HOMES.get(name, 'checker')}"), name)


__all__ = [
    "CHECKS",
    "Check",
    "Checked",
    "Checker",
    "Finding",
    "Fix",
    "Severity",
    "check_once",
    "ignoring",
    "run_checks",
]
