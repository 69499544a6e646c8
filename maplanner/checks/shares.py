"""Shares of exclusive links that do not make up the whole."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import Link, RecordValues, Step
from maplanner.flow.behaviour import Branching, Output

_TOLERANCE = 1e-6


def run(_survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield exclusive outputs whose links share more or less than everybody."""
    for output in step.outputs:
        if output.branching is Branching.EXCLUSIVE:
            yield from _of_output(step, output, step.links_of(output))


def _of_output(step: SurveyedStep, output: Output, links: list[Link]) -> Iterator[Remark]:
    given = [link.share for link in links if link.share is not None]
    rests = len(links) - len(given)
    total = sum(given)
    names = {"step": step.title, "output": output.title, "total": f"{total * 100:.4g}", "count": str(rests)}
    if rests > 1:
        text = "{count} links from “{step}” all take the rest; only one can."
        yield Remark(step.step, text, names, detail=output.name, fix=_whole(links, "Share the rest evenly"))
    elif given and total > 1 + _TOLERANCE:
        text = "The shares from “{step}” add up to {total} %, more than everybody."
        yield Remark(
            step.step, text, names, detail=output.name, fix=_whole(links, "Scale the shares to 100 %")
        )
    elif given and not rests and not isclose(total, 1.0, abs_tol=_TOLERANCE):
        text = "The shares from “{step}” add up to {total} %, not to 100 %."
        yield Remark(
            step.step, text, names, detail=output.name, fix=_whole(links, "Scale the shares to 100 %")
        )


def _whole(links: list[Link], title: str) -> Fix:
    """Give what is left to the links without a share, then make all the whole in their proportions."""
    rests = [link for link in links if link.share is None]
    left = max(0.0, 1.0 - sum(link.share or 0.0 for link in links))
    wanted = [left / len(rests) if link.share is None else link.share for link in links]
    total = sum(wanted)
    shares = [share / total if total > 0 else 1 / len(links) for share in wanted]
    shares[-1] = max(0.0, 1.0 - sum(shares[:-1]))
    changes: list[tuple[str, RecordValues]] = [
        (link.id, {"share": share}) for link, share in zip(links, shares, strict=True)
    ]
    return Fix(title, changes=tuple(changes))


CHECK = Check(
    code="shares-not-whole",
    title="Shares that do not sum to 100 %",
    explanation=(
        "Where each lead takes exactly one of several ways, their shares must make up the whole. "
        "Leave one share empty to let it take the rest."
    ),
    example="The shares from “Which mail?” add up to 80 %, not to 100 %.",
    remedy="Let the shares make up 100 %; one link may take the rest.",
    severity=Severity.ERROR,
    of={Step: run},
)
