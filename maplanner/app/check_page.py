"""The page of all checks, made from the checks themselves.

``python -m maplanner.app.check_page FILE`` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from inspect import getdoc
from pathlib import Path
from types import ModuleType

from maplanner.checks import CHECKS, Check, Severity
from maplanner.checks import completeness as definition

_HEAD = """\
# All checks

<!-- Made by scripts/checks-page; do not edit. -->

Findings follow while you draw, and `maplanner check PLAN` lists them. A finding can be ignored with a reason
(its context menu): it then counts neither in the window nor in the status of the command, and is kept apart.
"""

_MEANS = {
    Severity.ERROR: "Errors: data or leads are lost, or the drawing cannot run.",
    Severity.WARNING: "Warnings: something will not go as drawn for some leads.",
    Severity.NOTE: "Notes: worth a look; it may be meant.",
}


def page() -> str:
    """Return the page as Markdown."""
    lines = [_HEAD]
    for severity in Severity:
        lines += [f"## {_MEANS[severity]}", ""]
        for check in CHECKS.values():
            if check.severity is severity:
                lines += _about(check)
    lines += ["## Completeness", "", *_definition(definition)]
    return "\n".join(lines).rstrip() + "\n"


def _about(check: Check) -> Iterator[str]:
    yield f"### {check.title}"
    yield ""
    yield f"`{check.code}` · {check.explanation}"
    yield ""
    yield f"> {check.example}"
    yield ""
    yield f"**What to do:** {check.remedy}"
    yield ""


def _definition(module: ModuleType) -> list[str]:
    """Return how completeness is defined, in the words of its module."""
    return (getdoc(module) or "").splitlines()


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), "utf-8")
