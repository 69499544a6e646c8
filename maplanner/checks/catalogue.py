"""All checks, found by looking into this package."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import MappingProxyType

from maplanner.checks.check import Check, Part
from maplanner.document.records import Record

_ABOUT_CHECKS = {"catalogue", "checker"}


def _found() -> dict[str, Check]:
    package = import_module("maplanner.checks")
    names = [info.name for info in pkgutil.iter_modules(package.__path__) if info.name not in _ABOUT_CHECKS]
    modules = [import_module(f"maplanner.checks.{name}") for name in names]
    checks: list[Check] = [module.CHECK for module in modules if hasattr(module, "CHECK")]
    return {
        check.code: check for check in sorted(checks, key=lambda check: (check.severity.rank, check.code))
    }


CHECKS: MappingProxyType[str, Check] = MappingProxyType(_found())
"""Checks by code, the gravest first."""


def _parts() -> dict[type[Record], list[tuple[Check, Part]]]:
    found: dict[type[Record], list[tuple[Check, Part]]] = {}
    for check in CHECKS.values():
        for cls, part in check.of.items():
            found.setdefault(cls, []).append((check, part))
    return found


PARTS: MappingProxyType[type[Record], list[tuple[Check, Part]]] = MappingProxyType(_parts())
"""For each type of record, the checks that look at it."""
