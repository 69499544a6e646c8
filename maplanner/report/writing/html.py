"""HTML: one file that asks for nothing from elsewhere, reads well, prints well and works with a keyboard."""

from __future__ import annotations

import base64
from hashlib import sha256
from itertools import count
from typing import Any, Final

from maplanner.core.resources import resource_root
from maplanner.report.parts import Chart, Illustration
from maplanner.report.report import Report
from maplanner.report.writing.pictures import inline_svg, picture_of
from maplanner.report.writing.words import cell_words, sort_key
from maplanner.report.writing.writers import ReportWriter

_FOLDER: Final = "reports"


def make(report: Report) -> bytes:
    """Return the page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    folder = resource_root() / _FOLDER
    # Files of the plan never name templates: the page is the only one there is.
    page = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    ).get_template("report.html")
    style = (folder / "report.css").read_text("utf-8")
    script = (folder / "report.js").read_text("utf-8")
    numbers = count(1)

    def drawn(part: Chart | Illustration) -> Markup:
        # Drawings escape their own texts.
        return Markup(inline_svg(picture_of(part), next(numbers)))  # noqa: S704

    words: dict[str, Any] = {
        "report": report,
        "style": Markup(style),  # noqa: S704 - comes with the program
        "script": Markup(script),  # noqa: S704 - comes with the program
        "policy": _policy(script),
        "drawn": drawn,
        "cell_words": cell_words,
        "sort_key": sort_key,
        "kind": lambda part: type(part).__name__,
    }
    return page.render(words).encode("utf-8", "replace")


def _policy(script: str) -> str:
    """Return what the page may do: show itself and run its own script, and nothing else."""
    mark = base64.b64encode(sha256(script.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{mark}'; img-src data:"


WRITER: Final = ReportWriter("html", "Web page (HTML)", ".html", make)
