"""All checks, found by looking into this package, and running them."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import MappingProxyType

from maplanner.checks.check import Check
from maplanner.checks.finding import Finding
from maplanner.checks.survey import Survey
from maplanner.core.memory import without_garbage_search
from maplanner.document.reading import Snapshot


def _found() -> dict[str, Check]:
    package = import_module("maplanner.checks")
    names = [info.name for info in pkgutil.iter_modules(package.__path__) if info.name != "catalogue"]
    modules = [import_module(f"maplanner.checks.{name}") for name in names]
    checks: list[Check] = [module.CHECK for module in modules if hasattr(module, "CHECK")]
    return {
        check.code: check for check in sorted(checks, key=lambda check: (check.severity.rank, check.code))
    }


CHECKS: MappingProxyType[str, Check] = MappingProxyType(_found())
"""Checks by code, the gravest first."""


def run_checks(snapshot: Snapshot) -> list[Finding]:
    """Return what all checks find: the worst first, then as campaigns and steps stand."""
    survey = Survey(snapshot)
    with without_garbage_search():
        findings = [finding for check in CHECKS.values() for finding in check.findings(survey)]
    return sorted(
        findings,
        key=lambda found: (
            found.severity.rank,
            *survey.position(found.campaign_id, found.step_id),
            found.code,
            found.message,
            found.record,
        ),
    )
