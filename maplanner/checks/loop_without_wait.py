"""A loop in which no time passes."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.rounds import instant_links, kept, round_in_words
from maplanner.checks.survey import Survey
from maplanner.document.records import Campaign, Link, RecordValues
from maplanner.steps.graph import along, loops

_A_DAY: RecordValues = {"delay": {"kind": "fixed", "days": 1.0}}


def run(survey: Survey) -> Iterator[Remark]:
    """Yield loops that a lead can go round at one moment; worse where nothing ever lets it out."""
    for campaign in survey.campaigns:
        links = [link for step in survey.steps_of(campaign) for link in instant_links(step)]
        graph = along(links)
        for loop in loops(graph):
            first, titles = round_in_words(graph, loop, survey.steps, lambda key: survey.position("", key)[1])
            endless = bool(kept((survey.steps[key] for key in loop), instant=True))
            text = (
                "Leads go round {round} for ever without any time passing."
                if endless
                else "Leads can go round {round} many times at one moment; no time passes."
            )
            yield Remark(
                first.step,
                text,
                {"round": titles},
                severity=Severity.ERROR if endless else Severity.WARNING,
                fix=_wait_on_the_way_back(survey, campaign, loop, links),
            )


def _wait_on_the_way_back(survey: Survey, campaign: Campaign, loop: frozenset[str], links: list[Link]) -> Fix:
    """Let a day pass on every link of the loop that leads backwards; each round uses one of those."""
    place = {step.step.id: number for number, step in enumerate(survey.steps_of(campaign))}
    back = [
        link
        for link in links
        if link.source in loop and link.target in loop and place[link.target] <= place[link.source]
    ]
    title = f"Wait a day before “{survey.steps[back[0].target].title}”"
    return Fix(title, changes=tuple((link.id, _A_DAY) for link in back))


CHECK = Check(
    code="loop-without-wait",
    title="Loop without a wait",
    explanation="Where a way leads back, time must pass, or a lead goes round without end at one moment.",
    example="Leads go round Reminder → Ready? → Reminder for ever without any time passing.",
    severity=Severity.ERROR,
    run=run,
)
