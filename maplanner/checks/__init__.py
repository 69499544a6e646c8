"""Checks of a plan, one file each.

A module in this folder that holds a constant ``CHECK`` is a check; nothing
else has to be told of it. Checks return findings, they do not raise.
"""

from __future__ import annotations

from maplanner.checks.catalogue import CHECKS, run_checks
from maplanner.checks.check import Check
from maplanner.checks.finding import Finding, Fix, Severity

__all__ = ["CHECKS", "Check", "Finding", "Fix", "Severity", "run_checks"]
