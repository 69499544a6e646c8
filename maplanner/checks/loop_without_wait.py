"""A loop in which no time passes."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.rounds import instant_links, kept, round_in_words
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import Campaign, Link, RecordValues
from maplanner.steps.graph import along, loops

_A_DAY: RecordValues = {"delay": {"kind": "fixed", "days": 1.0}}


def run(survey: Survey, campaign: Campaign) -> Iterator[Remark]:
    """Yield loops that a lead can go round at one moment; worse where nothing ever lets it out."""
    if not survey.has_loop(campaign.id):
        return
    steps = {step.step.id: step for step in survey.flows_of(campaign.id)}
    links = [link for step in steps.values() for link in instant_links(step)]
    graph = along(links)
    places = {key: place for place, key in enumerate(steps)}
    for loop in loops(graph):
        first, titles = round_in_words(graph, loop, steps, places.__getitem__)
        endless = bool(kept((steps[key] for key in loop), instant=True))
        text = (
            "Leads go round {round} for ever without any time passing."
            if endless
            else "Leads can go round {round} many times at one moment; no time passes."
        )
        inside = [link for link in links if link.source in loop and link.target in loop]
        yield Remark(
            first.step,
            text,
            {"round": titles},
            severity=Severity.ERROR if endless else Severity.WARNING,
            fix=_wait_on_the_way_back(steps, places, inside),
        )


def _wait_on_the_way_back(steps: dict[str, SurveyedStep], places: dict[str, int], links: list[Link]) -> Fix:
    """Let a day pass on every link of the loop that leads backwards; each round uses one of those."""
    back = [link for link in links if places[link.target] <= places[link.source]]
    title = f"Wait a day before “{steps[back[0].target].title}”"
    return Fix(title, changes=tuple((link.id, _A_DAY) for link in back))


CHECK = Check(
    code="loop-without-wait",
    title="Loop without a wait",
    explanation="Where a way leads back, time must pass, or a lead goes round without end at one moment.",
    example="Leads go round Reminder → Ready? → Reminder for ever without any time passing.",
    remedy="Draw a wait into the loop, or a delay on the link that leads back.",
    severity=Severity.ERROR,
    of={Campaign: run},
)
