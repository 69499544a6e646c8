"""Plans for tests, built in a few words."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, TypeVar

from maplanner.document.reading import Snapshot
from maplanner.document.records import (
    Campaign,
    Criterion,
    CrmField,
    CrmObject,
    FormField,
    Link,
    Mapping,
    Plan,
    Record,
    Scenario,
    Score,
    ScoringRule,
    Segment,
    Step,
    System,
    Threshold,
)
from maplanner.document.store import Store
from maplanner.document.vocabulary import SystemRole
from maplanner.steps import KINDS

R = TypeVar("R", bound=Record)


class PlanBuilder:
    """Makes records with readable identifiers (``step_1``), in one campaign unless told otherwise."""

    def __init__(self, **plan: Any) -> None:
        self.records: dict[str, Record] = {}
        self._numbers: dict[str, int] = {}
        self.put(Plan(**plan))
        self._campaign: Campaign | None = None

    def put(self, record: R) -> R:
        """Add a record as it is."""
        self.records[record.id] = record
        return record

    def add(self, cls: type[R], **values: Any) -> R:
        """Add a record of any type."""
        number = self._numbers[cls.type_name] = self._numbers.get(cls.type_name, 0) + 1
        return self.put(cls(**{"id": f"{cls.type_name}_{number}"} | values))

    @property
    def current(self) -> Campaign:
        """The campaign that steps join: the last one made, or a first one."""
        return self._campaign or self.campaign("Campaign")

    def campaign(self, title: str = "Campaign", **values: Any) -> Campaign:
        """Begin a campaign; the steps that follow are its."""
        self._campaign = self.add(Campaign, title=title, order=self._numbers.get("campaign", 0), **values)
        return self._campaign

    def step(self, kind: str, title: str = "", *, props: dict[str, Any] | None = None, **values: Any) -> Step:
        """Add a step to the current campaign, right of the one before."""
        values = {"campaign": self.current.id, "x": 250.0 * self._numbers.get("step", 0)} | values
        return self.add(Step, kind=kind, title=title or kind, props=props or {}, **values)

    def link(self, source: Step, target: Step, output: str = "next", **values: Any) -> Link:
        """Lead from an output of one step to another."""
        return self.add(Link, source=source.id, target=target.id, output=output, **values)

    def chain(self, *steps: Step) -> None:
        """Lead from each step to the next, by its first output."""
        for source, target in pairwise(steps):
            kind = KINDS.get(source.kind)
            outputs = () if kind is None else kind.outputs(kind.props())
            self.link(source, target, outputs[0].name if outputs else "next")

    def field(self, step: Step, title: str, **values: Any) -> FormField:
        """Add a field to a form or a list; its key is its title in small letters."""
        key = title.casefold().replace(" ", "_")
        return self.add(FormField, **{"step": step.id, "title": title, "key": key} | values)

    def add_system(self, title: str, **values: Any) -> System:
        """Add a system of any role."""
        return self.add(System, title=title, **values)

    def add_scenario(self, title: str) -> Scenario:
        """Add a scenario."""
        return self.add(Scenario, title=title)

    def crm(self, title: str = "CRM", **values: Any) -> System:
        """Add a CRM."""
        return self.add(System, **{"title": title, "role": SystemRole.CRM} | values)

    def object(self, system: System, api_name: str = "Lead", **values: Any) -> CrmObject:
        """Add an object to a system."""
        return self.add(CrmObject, system=system.id, api_name=api_name, **values)

    def crm_field(self, holder: CrmObject, api_name: str, **values: Any) -> CrmField:
        """Add a field to an object."""
        return self.add(CrmField, object=holder.id, api_name=api_name, **values)

    def map(self, source: FormField | CrmField, target: CrmField, **values: Any) -> Mapping:
        """Let a field land in another."""
        name = "collected" if isinstance(source, FormField) else "held"
        return self.add(Mapping, **{name: source.id, "target": target.id} | values)

    def score(self, title: str = "Readiness", **values: Any) -> Score:
        """Add a score."""
        return self.add(Score, title=title, **values)

    def rule(self, score: Score, **values: Any) -> ScoringRule:
        """Add a rule that changes a score."""
        return self.add(ScoringRule, score=score.id, **values)

    def threshold(self, score: Score, value: float = 100.0, **values: Any) -> Threshold:
        """Add a mark on a score."""
        return self.add(
            Threshold, **{"score": score.id, "value": value, "title": f"{value:g} points"} | values
        )

    def segment(self, title: str = "Segment", **values: Any) -> Segment:
        """Add a segment."""
        return self.add(Segment, title=title, **values)

    def criterion(self, segment: Segment, **values: Any) -> Criterion:
        """Add a criterion to a segment."""
        return self.add(Criterion, segment=segment.id, **values)

    def snapshot(self) -> Snapshot:
        """Return the plan, ready to be read."""
        return Snapshot.of(list(self.records.values()))

    def store(self) -> Store:
        """Return the plan in a store, ready to be changed."""
        return Store(self.records.values())
