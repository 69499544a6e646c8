"""A loop that nobody can leave."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.rounds import kept, round_in_words
from maplanner.checks.survey import Survey
from maplanner.steps.graph import along, loops


def run(survey: Survey) -> Iterator[Remark]:
    """Yield loops without a way out; a campaign that leads leave by a condition has one."""
    for campaign in survey.campaigns:
        if campaign.exit is not None:
            continue
        inside = kept(survey.steps_of(campaign))
        # In the order of the drawing, so that the same plan is told in the same words every time.
        stays = [step for step in survey.steps_of(campaign) if step.step.id in inside]
        links = [link for step in stays for link in step.live_links if link.target in inside]
        graph = along(links)
        for loop in loops(graph):
            first, titles = round_in_words(graph, loop, survey.steps, lambda key: survey.position("", key)[1])
            yield Remark(first.step, "Nobody who comes to {round} ever leaves it.", {"round": titles})


CHECK = Check(
    code="loop-without-exit",
    title="Loop without an exit",
    explanation=(
        "A loop needs a way out: a decision, a share of leads that goes elsewhere, a step that acts "
        "once per lead, or a condition by which leads leave the campaign."
    ),
    example="Nobody who comes to Reminder → Wait → Reminder ever leaves it.",
    severity=Severity.WARNING,
    run=run,
)
