"""A plan of thousands of steps with forms, fields, segments, scores, sales and calendars."""

from __future__ import annotations

from maplanner.document.records import CrmField, CrmObject, SalesTeam, Score, Segment, Stage, Step, Threshold
from maplanner.document.store import Store
from maplanner.document.values import Condition, ExponentialDelay, FixedDelay, WeeklyDelay
from maplanner.document.vocabulary import EventType
from tests.builders import PlanBuilder

STEPS_IN_CAMPAIGN = 40
_EVENTS = (EventType.EMAIL_OPENED, EventType.EMAIL_CLICKED, EventType.FORM_FILLED, EventType.PAGE_VISITED)


class LargePlan:
    """Makes campaigns of forty steps each until there are as many as asked."""

    def __init__(self, steps: int) -> None:
        self.builder = PlanBuilder(title="Large", accounts=20_000, days=365.0, runs=1)
        self.campaigns = steps // STEPS_IN_CAMPAIGN
        self._crm()
        self._marks()
        self._team = self.builder.add(SalesTeam, title="Sales", people=8)
        for number in range(self.campaigns):
            self._campaign(number)

    def store(self) -> Store:
        """Return the plan, ready to be changed."""
        return self.builder.store()

    def _crm(self) -> None:
        crm = self.builder.crm()
        self.objects: list[CrmObject] = [
            self.builder.object(crm, name) for name in ("Lead", "Contact", "Account", "Opportunity")
        ]
        self.fields: list[CrmField] = [
            self.builder.crm_field(holder, f"F{number}") for holder in self.objects for number in range(120)
        ]

    def _marks(self) -> None:
        builder = self.builder
        decay = {"kind": "linear", "points": 10, "days": 30}
        self.scores: list[Score] = [builder.score(f"Score {n}", decay=decay) for n in range(4)]
        self.thresholds: list[Threshold] = [
            builder.threshold(score, value) for score in self.scores for value in (50.0, 100.0, 150.0)
        ]
        for number, score in enumerate(self.scores):
            for event in _EVENTS:
                builder.rule(score, title=f"{event} {number}", event=event, points=3 + number)
        self.stages: list[Stage] = [builder.add(Stage, title=f"Stage {n}", order=n) for n in range(5)]
        self.segments: list[Segment] = []
        for number in range(self.campaigns):
            segment = builder.segment(f"Segment {number}")
            score = self.scores[number % 4]
            builder.criterion(segment, condition=Condition(ref=score.id, value=20.0 + number))
            builder.criterion(segment, condition=Condition(subject="field", ref=f"k{number}", operator="is"))
            self.segments.append(segment)

    def _campaign(self, number: int) -> None:
        builder = self.builder
        builder.campaign(f"Campaign {number}")
        forms = [self._form(number, place) for place in range(4)]
        for form in forms:
            rule = {"event": EventType.FORM_FILLED, "step": form.id, "at_most": 30.0}
            builder.rule(self.scores[number % 4], title=f"Fills {form.title}", points=12, **rule)
        self._entries(number, forms[0])
        for place in range(4):
            self._stretch(number, place, forms)

    def _entries(self, number: int, form: Step) -> None:
        builder, segment = self.builder, self.segments[number]
        members = builder.step("contact_list", props={"size": 400, "at": float(number % 30)})
        search = builder.step("search_term", props={"searches_per_month": 2_700.0})
        joined = builder.step("trigger", props={"on": "segment joined", "segment": segment.id})
        page = builder.step("landing_page")
        for entry in (members, search, joined):
            builder.link(entry, page)
        builder.link(page, form)

    def _form(self, number: int, place: int) -> Step:
        builder = self.builder
        form = builder.step("form", f"Form {number}.{place}", stage=self.stages[place].id)
        for key in range(6):
            field = builder.field(form, f"K{number}" if not key else f"K{number}.{place}.{key}")
            builder.map(field, self.fields[(number * 24 + place * 6 + key) % len(self.fields)])
        return form

    def _stretch(self, number: int, place: int, forms: list[Step]) -> None:
        """Draw eight steps between one form and the next."""
        builder = self.builder
        mail, wait = (
            builder.step("email"),
            builder.step("wait", props={"delay": {"kind": "fixed", "days": 4}}),
        )
        score = self.scores[(number + place) % 4]
        ripe = Condition(ref=score.id, value=40.0)
        decision = builder.step("decision", props={"condition": ripe.model_dump(mode="json")})
        split = builder.step("split")
        builder.link(forms[place], mail, "submitted", delay=FixedDelay(days=1.0))
        builder.link(mail, wait, "sent")
        builder.link(mail, forms[(place + 1) % 4], "clicked", delay=ExponentialDelay(mean=0.1))
        builder.link(wait, decision)
        write = builder.step("crm_write", props={"object": self.objects[place].id})
        task = builder.step("sales_task", props={"team": self._team.id})
        call = builder.step("call", props={"team": self._team.id})
        follow = builder.step("email")
        builder.link(decision, write, "yes")
        builder.link(decision, split, "no")
        builder.link(write, task)
        builder.link(task, call, "done")
        for share in (0.6, 0.4):
            builder.link(split, follow, share=share, delay=WeeklyDelay())
