"""The reference funnel: a small but complete lead flow whose figures are known, drawn with ordinary steps."""

from __future__ import annotations

from typing import Any

from maplanner.document.records import Step
from tests.builders import PlanBuilder
from tests.simulation.funnel_numbers import FunnelNumbers

REFERENCE = FunnelNumbers()
NO_LOSSES = {"bounce_share": 0.0, "unsubscribe_share": 0.0}

EXPECTED = {
    "leads": (30_452.0, 11.0),
    "events": (456_781.0, 125.0),
    "Qualified lead": (1_200.1, 3.3),
    "Qualified account": (291.0, 1.7),
    "Accepted": (475.8, 2.1),
    "Opportunity": (160.6, 1.2),
    "Won": (29.5, 0.5),
    "Nurture again": (10_573.0, 9.0),
    "score": (5.560, 0.013),
}
"""Mean over 400 runs at full size, and half the width of its 95 % confidence interval."""


def fixed(days: float) -> dict[str, Any]:
    return {"kind": "fixed", "days": days}


def exponential(mean: float) -> dict[str, Any]:
    return {"kind": "exponential", "mean": mean}


def is_in(segment: str, operator: str = "is") -> dict[str, Any]:
    return {"condition": {"subject": "segment", "ref": segment, "operator": operator}}


def reference_funnel(scale: float = 1.0, numbers: FunnelNumbers = REFERENCE, **plan: Any) -> PlanBuilder:
    """Return the funnel; ``scale`` makes it smaller or larger in leads and accounts alike."""
    size = {"days": numbers.days, "accounts": round(numbers.accounts * scale)}
    builder = PlanBuilder(**{"title": "Reference funnel"} | size | plan)
    decay = {"kind": "linear", "points": numbers.decay_points, "days": numbers.decay_days}
    score = builder.score("Readiness", decay=decay)
    own = builder.threshold(score, numbers.ready, title="Lead is ready")
    whole = builder.threshold(score, numbers.account_ready, title="Account is ready", level="account")
    for title in ("Listed", "Cold", "Qualified"):
        builder.segment(title, id=f"segment_{title.casefold()}")
    lead = builder.object(builder.crm(), "Lead")

    engagement = builder.campaign("Engagement")
    visit, form = _website(builder, score.id, numbers)
    start = _nurture(builder, visit, numbers)
    _entries(builder, visit, start, scale, numbers)
    welcome(builder, form, visit, start, numbers)
    _sales(builder, own.id, whole.id, lead.id, numbers)
    _cold(builder, score.id, visit, numbers)
    _again(builder, score.id, engagement.id, numbers)
    return builder


def _website(builder: PlanBuilder, score: str, numbers: FunnelNumbers) -> tuple[Step, Step]:
    visit = builder.step("landing_page", "Visit")
    filled = {"fill_share": numbers.form, "fill_delay": exponential(numbers.form_after)}
    form = builder.step("form", "Form", props=filled)
    builder.field(form, "E-mail", key="email", type="e-mail", required=True)
    known = builder.step(
        "decision", "Known?", props={"condition": {"subject": "identified", "operator": "is"}}
    )
    pricing = builder.step("page_visit", "Pricing page")
    played = {"play_share": numbers.video, "delay": exponential(numbers.video_after)}
    video = builder.step("video", "Video", props=played)
    at = {"kind": "weekly", "weekday": int(numbers.webinar_day), "hour": numbers.webinar_hour}
    webinar = builder.step("webinar", "Webinar", props={"attend_share": numbers.attends, "at": at})
    builder.link(visit, form)
    builder.link(visit, known)
    builder.link(known, pricing, "yes", share=numbers.pricing, delay=exponential(numbers.pricing_after))
    builder.link(known, video, "yes")
    builder.link(known, webinar, "yes", share=numbers.webinar)
    builder.link(known, visit, "yes", share=numbers.returns, delay=exponential(numbers.returns_after))
    rules: list[dict[str, Any]] = [
        {"event": "form filled", "points": numbers.form_points},
        {"event": "page visited", "step": pricing.id, "points": numbers.pricing_points},
        {"event": "webinar attended", "points": numbers.webinar_points},
        {"event": "video watched", "points": numbers.video_points, "by_amount": True},
        {"event": "e-mail opened", "points": numbers.open_points},
        {"event": "e-mail clicked", "points": numbers.click_points},
    ]
    for order, rule in enumerate(rules):
        builder.rule(builder.records[score], order=order, **rule)  # type: ignore[arg-type]
    return visit, form


def _emails(  # noqa: PLR0917
    builder: PlanBuilder,
    first: Step,
    visit: Step,
    numbers: FunnelNumbers,
    count: int,
    days: float,
    stop: str,
    **email: Any,
) -> None:
    """Add a row of e-mails behind ``first``, each sent only while the decision before it says so."""
    before, output = first, "next"
    taking = {
        "open_delay": exponential(numbers.opens_after),
        "click_delay": exponential(numbers.clicks_after),
    }
    for number in range(1, count + 1):
        segment, operator = stop.split(" ", 1)
        ask = builder.step("decision", f"Still wanted {number}?", props=is_in(segment, operator))
        mail = builder.step("email", f"E-mail {number}", props=NO_LOSSES | taking | email)
        builder.link(before, ask, output)
        builder.link(ask, mail, "yes")
        builder.link(mail, visit, "clicked", delay=exponential(numbers.visits_after))
        if number < count:
            wait = builder.step("wait", f"Wait {number}", props={"delay": fixed(days)})
            builder.link(mail, wait, "sent")
            before, output = wait, "next"


def _nurture(builder: PlanBuilder, visit: Step, numbers: FunnelNumbers) -> Step:
    start = builder.step("trigger", "Nurture", props={"on": "sent here by another campaign"}, id="nurture")
    shares = {"open_share": numbers.opens, "click_share": numbers.clicks}
    count, days = int(numbers.emails), numbers.emails_apart
    _emails(builder, start, visit, numbers, count, days, "segment_qualified is not", **shares)
    return start


def _entries(builder: PlanBuilder, visit: Step, start: Step, scale: float, numbers: FunnelNumbers) -> None:
    size = {"size": round(numbers.listed * scale), "at": numbers.listed_at}
    listed = builder.step("contact_list", "Contact list", props=size)
    mark = builder.step("segment_change", "Listed", props={"segment": "segment_listed"})
    most = max(numbers.paid_on_working_days, numbers.paid_at_weekends)
    week = [numbers.paid_on_working_days / most] * 5 + [numbers.paid_at_weekends / most] * 2
    clicks = {"reckoned": "clicks", "clicks_per_day": most * scale * sum(week) / 7, "week": week}
    paid = builder.step("paid_ad", "Paid search", props=clicks)
    clicks = {"reckoned": "clicks", "clicks_per_day": numbers.organic * scale}
    organic = builder.step("paid_ad", "Organic search", props=clicks)
    builder.link(listed, mark)
    builder.link(mark, next(iter(_behind(builder, start))))
    builder.link(paid, visit)
    builder.link(organic, visit)


def _behind(builder: PlanBuilder, step: Step) -> list[Step]:
    from maplanner.document.records import Link

    links = [
        record for record in builder.records.values() if isinstance(record, Link) and record.source == step.id
    ]
    return [builder.records[link.target] for link in links]  # type: ignore[misc]


def welcome(
    builder: PlanBuilder, form: Step, visit: Step, start: Step, numbers: FunnelNumbers = REFERENCE
) -> None:
    new = builder.step("decision", "New to us?", props=is_in("segment_listed", "is not"))
    wait = builder.step("wait", "A day later", props={"delay": fixed(numbers.nurture_after_form)})
    builder.link(form, new, "submitted")
    builder.link(new, visit, "yes", delay=exponential(numbers.visits_again_after))
    builder.link(new, wait, "yes")
    builder.link(wait, _behind(builder, start)[0])


def _sales(builder: PlanBuilder, own: str, whole: str, lead: str, numbers: FunnelNumbers) -> None:
    ready = builder.step("trigger", "Lead is ready", props={"threshold": own})
    account = builder.step("trigger", "Qualified account", props={"threshold": whole})
    qualified = builder.step(
        "segment_change",
        "Qualified lead",
        props={"segment": "segment_qualified", "leaves": ["segment_cold"]},
        once=True,
    )
    write = builder.step("crm_write", "Write lead", props={"object": lead})
    task = builder.step("sales_task", "Call")
    tell = builder.step("notification", "Tell sales")
    sales = {
        "accepted_share": numbers.accepted,
        "accept_delay": exponential(numbers.accepted_after),
        "opportunity_share": numbers.opportunity,
        "opportunity_delay": exponential(numbers.opportunity_after),
        "won_share": numbers.won,
        "close_delay": exponential(numbers.won_after),
    }
    hand_off = builder.step("hand_off", "Sales", props=sales)
    builder.link(ready, qualified)
    builder.link(account, qualified)
    builder.link(qualified, write, delay=fixed(numbers.written_after))
    builder.link(qualified, task, delay=fixed(numbers.task_after))
    builder.link(qualified, tell, delay=fixed(numbers.task_after))
    builder.link(qualified, hand_off)
    for output in ("Accepted", "Opportunity", "Won"):
        builder.link(hand_off, builder.step("end", output), output.casefold())


def _cold(builder: PlanBuilder, score: str, visit: Step, numbers: FunnelNumbers) -> None:
    quiet = {"on": "nothing gained for a while", "score": score, "days": numbers.cold_after}
    idle = builder.step("trigger", "Cold", props=quiet)
    ask = builder.step("decision", "Not with sales?", props=is_in("segment_qualified", "is not"))
    mark = builder.step("segment_change", "Mark as cold", props={"segment": "segment_cold"})
    wait = builder.step("wait", "First wait", props={"delay": fixed(numbers.cold_apart)})
    builder.link(idle, ask)
    builder.link(ask, mark, "yes")
    builder.link(mark, wait)
    shares = {"open_share": numbers.cold_opens, "click_share": numbers.cold_clicks}
    count, days = int(numbers.cold_emails), numbers.cold_apart
    _emails(builder, wait, visit, numbers, count, days, "segment_cold is", **shares)


def _again(builder: PlanBuilder, score: str, engagement: str, numbers: FunnelNumbers) -> None:
    gain = builder.step("trigger", "Gains points", props={"on": "points gained", "score": score})
    cold = builder.step("decision", "Was cold?", props=is_in("segment_cold"))
    warm = builder.step(
        "segment_change", "No longer cold", props={"segment": "segment_cold", "change": "leave"}
    )
    ask = builder.step("decision", "Not yet qualified?", props=is_in("segment_qualified", "is not"))
    again = builder.step("campaign_start", "Start again")
    builder.chain(gain, cold)
    builder.link(cold, warm, "yes")
    builder.chain(warm, ask)
    builder.link(ask, again, "yes")
    campaign = builder.campaign("Nurture again", max_entries=int(numbers.again))
    builder.put(again.changed({"props.campaign": campaign.id}))
    called = builder.step("trigger", "Nurture again", props={"on": "sent here by another campaign"})
    wait = builder.step("wait", "A day's rest", props={"delay": fixed(numbers.again_after)})
    back = builder.step("campaign_start", "Back to nurture", props={"campaign": engagement})
    still = builder.step("decision", "Still not qualified?", props=is_in("segment_qualified", "is not"))
    builder.chain(called, wait, still)
    builder.link(still, back, "yes")
