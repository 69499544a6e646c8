"""A loop that nobody can leave."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.rounds import kept, round_in_words
from maplanner.checks.survey import Survey
from maplanner.document.records import Campaign
from maplanner.steps.graph import along, loops


def run(survey: Survey, campaign: Campaign) -> Iterator[Remark]:
    """Yield loops without a way out; a campaign that leads leave by a condition has one."""
    if campaign.exit is not None or not survey.has_loop(campaign.id):
        return
    # In the order of the drawing, so that the same plan is told in the same words every time.
    steps = {step.step.id: step for step in survey.flows_of(campaign.id)}
    inside = kept(steps.values())
    links = [
        link for key in steps if key in inside for link in steps[key].live_links if link.target in inside
    ]
    graph = along(links)
    places = {key: place for place, key in enumerate(steps)}
    for loop in loops(graph):
        first, titles = round_in_words(graph, loop, steps, places.__getitem__)
        yield Remark(first.step, "Nobody who comes to {round} ever leaves it.", {"round": titles})


CHECK = Check(
    code="loop-without-exit",
    title="Loop without an exit",
    explanation=(
        "A loop needs a way out: a decision, a share of leads that goes elsewhere, a step that acts "
        "once per lead, or a condition by which leads leave the campaign."
    ),
    example="Nobody who comes to Reminder → Wait → Reminder ever leaves it.",
    remedy="Draw a way out, or say when leads leave the campaign.",
    severity=Severity.WARNING,
    of={Campaign: run},
)
