"""Facts about names and systems: what a name means, which systems data moves between, what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from maplanner.checks.gathering import Gathering, comes_back
from maplanner.checks.memory import fact
from maplanner.checks.surveyed import BACK, INTO, SurveyedStep
from maplanner.crm.systems import default_system
from maplanner.document.records import (
    Conversion,
    CrmField,
    CrmObject,
    DataFlow,
    FormField,
    Mapping,
    System,
)
from maplanner.document.vocabulary import SystemRole
from maplanner.flow.behaviour import CreateTask, WriteRecord

Pair = tuple[str, str]
"""Two systems between which data moves, in whatever direction."""

_WRITING = (WriteRecord, CreateTask)


class Return(NamedTuple):
    """Whether anything comes back from an object, and whether what comes back is used."""

    comes: bool = False
    is_used: bool = False


class Inflow(NamedTuple):
    """What the mappings that end at a field of a system bring there and take back."""

    sources: set[str]
    """The pieces of data that are written: keys of form fields, and identifiers of fields without one."""
    returning: list[Mapping]
    """The mappings that bring its data back."""


_NO_INFLOW: Final = Inflow(set(), [])


class Joining(Gathering):
    """What names mean, and how systems hang together."""

    # --- names ---------------------------------------------------------------

    def keys_named(self, name: str) -> tuple[str, ...]:
        """Return the keys of form fields that a name means: the very same, else the same in small letters."""
        if self.reader.having(FormField, "key", name):
            return (name,)
        return self.keys_by_name().get(name.casefold(), ())

    @fact(1)
    def keys_by_name(self) -> dict[str, tuple[str, ...]]:
        """Return the keys of all form fields by their small letters."""
        found: dict[str, dict[str, None]] = {}
        for field in self.reader.all(FormField):
            if field.key:
                found.setdefault(field.key.casefold(), {})[field.key] = None
        return {name: tuple(keys) for name, keys in found.items()}

    def fields_named(self, name: str) -> list[CrmField]:
        """Return the fields of systems that a name means; ``Lead.Status`` only that of one object."""
        holder, _, own = name.rpartition(".")
        found = self.reader.having(CrmField, "api_name", own)
        if not found:
            keys = self.fields_by_name().get(own.casefold(), ())
            fields = (self.reader.find_or_none(CrmField, each) for each in keys)
            found = [each for each in fields if each is not None]
        return [each for each in found if not holder or self._holder_named(each, holder)]

    @fact(1)
    def fields_by_name(self) -> dict[str, tuple[str, ...]]:
        """Return the fields of systems by their API names in small letters."""
        found: dict[str, list[str]] = {}
        for field in self.reader.all(CrmField):
            found.setdefault(field.api_name.casefold(), []).append(field.id)
        return {name: tuple(ids) for name, ids in found.items()}

    def _holder_named(self, field: CrmField, name: str) -> bool:
        holder = self.reader.find_or_none(CrmObject, field.object)
        return holder is not None and holder.api_name.casefold() == name.casefold()

    @fact(3)
    def comes_back(self, field_id: str) -> bool:
        """Tell whether a tool can read a field: it holds the field itself, or is given it by the CRM."""
        field = self.reader.find_or_none(CrmField, field_id)
        if field is None or not self.is_in_crm(field.object):
            return field is not None
        if self.inflow(field_id).returning:
            return True
        return any(not comes_back(each) for each in self.reader.having(Mapping, "held", field_id))

    def inflow(self, field_id: str) -> Inflow:
        """Return what the mappings that end at a field of a system do."""
        if self.memory.follows:
            return self._inflow_alone(field_id)
        return self._inflows().get(field_id, _NO_INFLOW)

    @fact(0)
    def _inflow_alone(self, field_id: str) -> Inflow:
        found = self._inflows_by(self.reader.having(Mapping, "target", field_id))
        return found.get(field_id, _NO_INFLOW)

    @fact(0)
    def _inflows(self) -> dict[str, Inflow]:
        """Return what goes into all fields: mappings as they lie in memory, which halves the time."""
        return self._inflows_by(self.reader.all(Mapping))

    def _inflows_by(self, mappings: list[Mapping]) -> dict[str, Inflow]:
        collected_by, held_by = self.reader.finder(FormField), self.reader.finder(CrmField)
        found: dict[str, Inflow] = {}
        for mapping in mappings:
            into = found.get(mapping.target)
            if into is None:
                into = found[mapping.target] = Inflow(set(), [])
            direction = mapping.direction
            if direction is not INTO:
                into[1].append(mapping)
            if direction is not BACK:
                collected = collected_by(mapping.collected)
                if collected is not None:
                    into[0].add(collected.key or collected.id)
                elif held_by(mapping.held) is not None:
                    into[0].add(mapping.held or "")
        return found

    def only_mapping_from_a_system(self, field_id: str) -> Mapping | None:
        """Return the mapping that brings a field from another system, if there is just one."""
        found = [each for each in self.reader.having(Mapping, "target", field_id) if each.held is not None]
        return found[0] if len(found) == 1 else None

    # --- conversion ----------------------------------------------------------

    @fact(2)
    def conversions_by_object(self) -> dict[str, tuple[str, ...]]:
        """Return, for each object that is converted, the objects that its fields go to."""
        found: dict[str, dict[str, None]] = {}
        for conversion in self.reader.all(Conversion):
            source = self.reader.find_or_none(CrmField, conversion.source)
            target = self.reader.find_or_none(CrmField, conversion.target)
            if source is not None and target is not None:
                found.setdefault(source.object, {})[target.object] = None
        return {source: tuple(targets) for source, targets in found.items()}

    def conversion_targets(self, object_id: str) -> tuple[str, ...]:
        """Return the objects that an object's fields go to when it is converted; none if it is not."""
        return self.conversions_by_object().get(object_id, ())

    def converted_into(self) -> frozenset[str]:
        """Return the fields that a conversion fills."""
        return frozenset(each.target for each in self.reader.all(Conversion))

    # --- what moves between systems -------------------------------------------

    @fact(2)
    def usual_system(self, role: SystemRole) -> str | None:
        """Return the system that does what no step says otherwise."""
        return default_system(self.reader, role)

    @fact(2)
    def system_of_object(self, object_id: str) -> str | None:
        """Return the system of an object."""
        holder = self.reader.find_or_none(CrmObject, object_id)
        return None if holder is None else holder.system

    @fact(1)
    def object_of_field(self, field_id: str) -> str:
        """Return the object of a field; empty where there is no such field."""
        field = self.reader.find_or_none(CrmField, field_id)
        return "" if field is None else field.object

    @fact(3)
    def system_of_field(self, field_id: str) -> str | None:
        """Return the system that holds a field."""
        return self.system_of_object(self.object_of_field(field_id))

    @fact(3)
    def lands_in(self, step_id: str) -> frozenset[str]:
        """Return the objects that what a step collects or writes ends in."""
        step = self.flow(step_id)
        if step is None:
            return frozenset()
        written = {act.object for act in step.acts if isinstance(act, _WRITING)}
        if step.collects:
            mappings_of = self.reader.grouping(Mapping, "collected")
            targets = {
                mapping.target
                for field in self.reader.having(FormField, "step", step_id)
                for mapping in mappings_of(field.id)
                if mapping.direction is not BACK
            }
            written |= set(map(self.object_of_field, targets))
        return frozenset(written - {""})

    @fact(4)
    def pairs_of_step(self, step_id: str) -> frozenset[Pair]:
        """Return the systems that a step joins: its own with those it writes to and those it leads on to."""
        step = self.flow(step_id)
        if step is None:
            return frozenset()
        others = {self.system_of_object(each) for each in self.lands_in(step_id)}
        others |= {each.step.system for each in self._next_steps(step)}
        others -= {None, ""}
        if not others:
            return frozenset()
        usual = SystemRole.WEB_SITE if step.collects and not step.is_entry else SystemRole.AUTOMATION
        own = step.step.system or (self.usual_system(usual) if step.collects or step.acts else None)
        return frozenset(_pair(own, other) for other in others if own and other and own != other)

    def _next_steps(self, step: SurveyedStep) -> Iterator[SurveyedStep]:
        following = (self.flow(link.target) for link in step.live_links)
        return (each for each in following if each is not None)

    @fact(4)
    def pairs_of_object(self, object_id: str) -> frozenset[Pair]:
        """Return the systems that an object is copied to and from."""
        own = self.system_of_object(object_id)
        mappings = self.reader.having_any(Mapping, "held", self.fields_of_object(object_id))
        others = {self.system_of_field(mapping.target) for mapping in mappings}
        return frozenset(_pair(own, other) for other in others if own and other and own != other)

    @fact(6)
    def pairs(self) -> frozenset[Pair]:
        """Return all systems between which data moves, as people drew it and as the plan implies."""
        found = {_pair(each.source, each.target) for each in self.reader.all(DataFlow)}
        for step_id in self.step_ids():
            found |= self.pairs_of_step(step_id)
        for object_id in self.reader.identifiers(CrmObject):
            found |= self.pairs_of_object(object_id)
        return frozenset(pair for pair in found if pair[0] != pair[1])

    @fact(7)
    def connected(self) -> frozenset[str]:
        """Return the systems to or from which anything moves."""
        return frozenset(end for pair in self.pairs() for end in pair)

    @fact(8)
    def joined_with_crm(self) -> frozenset[str]:
        """Return the systems that are joined with a CRM, over however many others."""
        found = set(self.crm_ids())
        beside: dict[str, set[str]] = {}
        for one, other in self.pairs():
            beside.setdefault(one, set()).add(other)
            beside.setdefault(other, set()).add(one)
        pending = list(found)
        while pending:
            new = beside.get(pending.pop(), set()) - found
            found |= new
            pending += new
        return frozenset(found)

    # --- what comes back -------------------------------------------------------

    @fact(9)
    def returned(self, object_id: str) -> Return:
        """Return whether anything comes back from an object of a CRM to another system, and is used there."""
        fields = self.fields_of_object(object_id)
        found = [self.returned_from(each) for each in fields]
        return Return(any(each.comes for each in found), any(each.is_used for each in found))

    @fact(2)
    def fields_of_object(self, object_id: str) -> tuple[str, ...]:
        """Return the fields of an object."""
        return tuple(field.id for field in self.reader.having(CrmField, "object", object_id))

    @fact(8)
    def returned_from(self, field_id: str) -> Return:
        """Return whether a field of a CRM comes back to another system, and is used there."""
        own = self.system_of_field(field_id)
        comes = is_used = False
        for mapping, other in self._backward(field_id, own):
            comes = True
            is_used = bool(mapping.uses) or self.serves(field_id) or self.serves(other)
            if is_used:
                break
        return Return(comes, is_used)

    def _backward(self, field_id: str, own: str | None) -> Iterator[tuple[Mapping, str]]:
        for mapping in self.inflow(field_id).returning:
            yield mapping, mapping.held or ""
        for mapping in self.reader.having(Mapping, "held", field_id):
            if not comes_back(mapping) and self.system_of_field(mapping.target) != own:
                yield mapping, mapping.target

    @fact(10)
    def returned_by(self, system_id: str) -> Return:
        """Return whether anything comes back from a CRM, by a mapping or a flow that people drew."""
        flows = self.reader.having(DataFlow, "source", system_id)
        found = [self.returned(each.id) for each in self.reader.having(CrmObject, "system", system_id)]
        comes = bool(flows) or any(each.comes for each in found)
        return Return(comes, any(each.moves.strip() for each in flows) or any(each.is_used for each in found))

    @fact(6)
    def crms_of(self, campaign_id: str) -> tuple[str, ...]:
        """Return the CRMs in which data of a campaign ends."""
        objects = sorted({each for step_id in self.members(campaign_id) for each in self.lands_in(step_id)})
        systems = dict.fromkeys(self.system_of_object(each) for each in objects)
        known = self.crm_ids()
        return tuple(each for each in systems if each is not None and each in known)

    def titled(self, system_id: str) -> str:
        """Return what people call a system."""
        system = self.reader.find_or_none(System, system_id)
        return "untitled system" if system is None else system.title or "untitled system"


def _pair(one: str | None, other: str | None) -> Pair:
    return (one or "", other or "") if (one or "") < (other or "") else (other or "", one or "")
