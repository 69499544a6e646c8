"""Plans to keep in files."""

from maplanner.document.records import Campaign, FormField, Link, Record, Step
from maplanner.document.values import ExponentialDelay


def small_plan() -> list[Record]:
    """Return a campaign of two steps, a link and a form field."""
    return [
        Campaign(id="campaign_a", title="Search"),
        Step(id="step_a", campaign="campaign_a", kind="search_term", title="Term", props={"per_day": 40.0}),
        Step(id="step_b", campaign="campaign_a", kind="form", title="Form", x=240.0),
        Link(id="link_a", source="step_a", target="step_b", share=0.25, delay=ExponentialDelay(mean=0.5)),
        FormField(
            id="field_a", step="step_b", title="E-mail", key="email", required=True, options=("a", "b")
        ),
    ]
