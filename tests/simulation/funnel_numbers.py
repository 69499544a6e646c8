"""The numbers of a lead funnel: everything in its description that another funnel may have otherwise."""

from __future__ import annotations

from typing import NamedTuple


class FunnelNumbers(NamedTuple):
    """Times in days from a Monday 00:00, chances as fractions; as they stand, the reference funnel's."""

    days: float = 180.0
    accounts: float = 10_150
    listed: float = 20_000
    listed_at: float = 1.0
    paid_on_working_days: float = 40.0
    paid_at_weekends: float = 15.0
    organic: float = 25.0

    form: float = 0.08
    form_after: float = 0.003
    visits_again_after: float = 0.01
    nurture_after_form: float = 1.0
    pricing: float = 0.4
    pricing_after: float = 0.01
    video: float = 0.5
    video_after: float = 0.02
    webinar: float = 0.2
    attends: float = 0.45
    webinar_day: float = 3.0
    webinar_hour: float = 15.0
    returns: float = 0.7
    returns_after: float = 6.0

    emails: float = 5
    emails_apart: float = 4.0
    opens: float = 0.22
    clicks: float = 3 / 22
    opens_after: float = 0.5
    clicks_after: float = 0.02
    visits_after: float = 0.002

    open_points: float = 5.0
    click_points: float = 8.0
    form_points: float = 12.0
    pricing_points: float = 20.0
    webinar_points: float = 30.0
    video_points: float = 10.0
    decay_points: float = 25.0
    decay_days: float = 30.0

    cold_after: float = 45.0
    cold_emails: float = 6
    cold_apart: float = 14.0
    cold_opens: float = 0.1
    cold_clicks: float = 0.1
    again: float = 3
    again_after: float = 1.0

    ready: float = 100.0
    account_ready: float = 180.0
    written_after: float = 0.01
    task_after: float = 0.02
    accepted: float = 0.4
    accepted_after: float = 2.0
    opportunity: float = 0.35
    opportunity_after: float = 10.0
    won: float = 0.22
    won_after: float = 30.0


FIGURES = (
    "leads",
    "events",
    "Qualified lead",
    "Qualified account",
    "Accepted",
    "Opportunity",
    "Won",
    "Nurture again",
    "score",
)
"""What a run of a funnel comes to; the score is the mean over the leads at the end."""
