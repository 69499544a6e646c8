"""The reference funnel: a small but complete lead flow whose figures are known, drawn with ordinary steps."""

from __future__ import annotations

from typing import Any

from maplanner.document.records import Step
from tests.builders import PlanBuilder

ACCOUNTS = 10_150
LISTED = 20_000
NO_LOSSES = {"bounce_share": 0.0, "unsubscribe_share": 0.0}
WORKING_WEEK = [1.0] * 5 + [15 / 40] * 2

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


def reference_funnel(scale: float = 1.0, **plan: Any) -> PlanBuilder:
    """Return the funnel; ``scale`` makes it smaller or larger in leads and accounts alike."""
    accounts = round(ACCOUNTS * scale)
    builder = PlanBuilder(**{"title": "Reference funnel", "days": 180.0, "accounts": accounts} | plan)
    score = builder.score("Readiness", decay={"kind": "linear", "points": 25, "days": 30})
    own = builder.threshold(score, 100.0, title="Lead is ready")
    whole = builder.threshold(score, 180.0, title="Account is ready", level="account")
    for title in ("Listed", "Cold", "Qualified"):
        builder.segment(title, id=f"segment_{title.casefold()}")
    lead = builder.object(builder.crm(), "Lead")

    engagement = builder.campaign("Engagement")
    visit, form = _website(builder, score.id)
    start = _nurture(builder, visit)
    _entries(builder, visit, start, scale)
    welcome(builder, form, visit, start)
    _sales(builder, own.id, whole.id, lead.id)
    _cold(builder, score.id, visit)
    _again(builder, score.id, engagement.id)
    return builder


def _website(builder: PlanBuilder, score: str) -> tuple[Step, Step]:
    visit = builder.step("landing_page", "Visit")
    form = builder.step("form", "Form", props={"fill_share": 0.08, "fill_delay": exponential(0.003)})
    builder.field(form, "E-mail", key="email", type="e-mail", required=True)
    known = builder.step(
        "decision", "Known?", props={"condition": {"subject": "identified", "operator": "is"}}
    )
    pricing = builder.step("page_visit", "Pricing page")
    video = builder.step("video", "Video", props={"play_share": 0.5, "delay": exponential(0.02)})
    webinar = builder.step("webinar", "Webinar", props={"attend_share": 0.45})
    builder.link(visit, form)
    builder.link(visit, known)
    builder.link(known, pricing, "yes", share=0.4, delay=exponential(0.01))
    builder.link(known, video, "yes")
    builder.link(known, webinar, "yes", share=0.2)
    builder.link(known, visit, "yes", share=0.7, delay=exponential(6))
    rules: list[dict[str, Any]] = [
        {"event": "form filled", "points": 12},
        {"event": "page visited", "step": pricing.id, "points": 20},
        {"event": "webinar attended", "points": 30},
        {"event": "video watched", "points": 10, "by_amount": True},
        {"event": "e-mail opened", "points": 5},
        {"event": "e-mail clicked", "points": 8},
    ]
    for order, rule in enumerate(rules):
        builder.rule(builder.records[score], order=order, **rule)  # type: ignore[arg-type]
    return visit, form


def _emails(  # noqa: PLR0917
    builder: PlanBuilder, first: Step, visit: Step, count: int, days: float, stop: str, **email: Any
) -> None:
    """Add a row of e-mails behind ``first``, each sent only while the decision before it says so."""
    before, output = first, "next"
    for number in range(1, count + 1):
        segment, operator = stop.split(" ", 1)
        ask = builder.step("decision", f"Still wanted {number}?", props=is_in(segment, operator))
        mail = builder.step(
            "email",
            f"E-mail {number}",
            props={"open_delay": exponential(0.5), "click_delay": exponential(0.02), **NO_LOSSES} | email,
        )
        builder.link(before, ask, output)
        builder.link(ask, mail, "yes")
        builder.link(mail, visit, "clicked", delay=exponential(0.002))
        if number < count:
            wait = builder.step("wait", f"Wait {number}", props={"delay": fixed(days)})
            builder.link(mail, wait, "sent")
            before, output = wait, "next"


def _nurture(builder: PlanBuilder, visit: Step) -> Step:
    start = builder.step("trigger", "Nurture", props={"on": "sent here by another campaign"}, id="nurture")
    _emails(builder, start, visit, 5, 4.0, "segment_qualified is not", open_share=0.22, click_share=3 / 22)
    return start


def _entries(builder: PlanBuilder, visit: Step, start: Step, scale: float) -> None:
    listed = builder.step("contact_list", "Contact list", props={"size": round(LISTED * scale), "at": 1.0})
    mark = builder.step("segment_change", "Listed", props={"segment": "segment_listed"})
    paid = builder.step(
        "paid_ad",
        "Paid search",
        props={
            "reckoned": "clicks",
            "clicks_per_day": 40 * scale * sum(WORKING_WEEK) / 7,
            "week": WORKING_WEEK,
        },
    )
    organic = builder.step(
        "paid_ad", "Organic search", props={"reckoned": "clicks", "clicks_per_day": 25 * scale}
    )
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


def welcome(builder: PlanBuilder, form: Step, visit: Step, start: Step) -> None:
    new = builder.step("decision", "New to us?", props=is_in("segment_listed", "is not"))
    wait = builder.step("wait", "A day later", props={"delay": fixed(1.0)})
    builder.link(form, new, "submitted")
    builder.link(new, visit, "yes", delay=exponential(0.01))
    builder.link(new, wait, "yes")
    builder.link(wait, _behind(builder, start)[0])


def _sales(builder: PlanBuilder, own: str, whole: str, lead: str) -> None:
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
    hand_off = builder.step(
        "hand_off", "Sales", props={"accepted_share": 0.4, "opportunity_share": 0.35, "won_share": 0.22}
    )
    builder.link(ready, qualified)
    builder.link(account, qualified)
    builder.link(qualified, write, delay=fixed(0.01))
    builder.link(qualified, task, delay=fixed(0.02))
    builder.link(qualified, tell, delay=fixed(0.02))
    builder.link(qualified, hand_off)
    for output in ("Accepted", "Opportunity", "Won"):
        builder.link(hand_off, builder.step("end", output), output.casefold())


def _cold(builder: PlanBuilder, score: str, visit: Step) -> None:
    idle = builder.step(
        "trigger", "Cold", props={"on": "nothing gained for a while", "score": score, "days": 45.0}
    )
    ask = builder.step("decision", "Not with sales?", props=is_in("segment_qualified", "is not"))
    mark = builder.step("segment_change", "Mark as cold", props={"segment": "segment_cold"})
    wait = builder.step("wait", "First wait", props={"delay": fixed(14.0)})
    builder.link(idle, ask)
    builder.link(ask, mark, "yes")
    builder.link(mark, wait)
    _emails(builder, wait, visit, 6, 14.0, "segment_cold is", open_share=0.1, click_share=0.1)


def _again(builder: PlanBuilder, score: str, engagement: str) -> None:
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
    campaign = builder.campaign("Nurture again", max_entries=3)
    builder.put(again.changed({"props.campaign": campaign.id}))
    called = builder.step("trigger", "Nurture again", props={"on": "sent here by another campaign"})
    wait = builder.step("wait", "A day's rest", props={"delay": fixed(1.0)})
    back = builder.step("campaign_start", "Back to nurture", props={"campaign": engagement})
    builder.chain(called, wait, back)
