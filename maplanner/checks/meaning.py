"""What a kind makes of a step's properties: worked out once for all steps with the same ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from marshal import dumps
from typing import Any, NamedTuple, get_args

from maplanner.checks.behaviours import operations
from maplanner.core.errors import InvalidRecord
from maplanner.document.reading import RecordReader
from maplanner.document.records import FormField, Step, System
from maplanner.document.values import Condition
from maplanner.flow.behaviour import (
    AddPoints,
    Behaviour,
    CreateTask,
    JoinSegment,
    LeaveSegment,
    Operation,
    Output,
    Raise,
    StartCampaign,
    When,
    WriteRecord,
)
from maplanner.steps import Kind, Props, StepContext, kind_of, props_of
from maplanner.steps.reading import Token, conditions_of, tokens_of

Act = AddPoints | CreateTask | JoinSegment | LeaveSegment | Raise | StartCampaign | WriteRecord
"""What a step does that matters to other steps of the plan."""

_ACTS = get_args(Act)
_FieldsOf = Callable[[str], tuple[FormField, ...]]
_SenderOf = Callable[[str | None], System]
_Key = tuple[str, bytes]
"""A kind, and the properties of a step."""
_ENOUGH = 10_000
"""How many meanings are kept; while people type, each letter makes another."""
_PLAIN = 2
"""The form of ``marshal`` in which the same values are always the same bytes."""


class Meaning(NamedTuple):
    """What a kind makes of properties.

    ``props`` and ``behaviour`` are ``None`` where the kind is unknown or the properties are not acceptable;
    ``complaint`` then says what is wrong. ``is_entry`` says that leads come in there, ``collects`` that it
    asks for fields, ``acts`` what it does that matters elsewhere, ``tokens`` what data its texts put in.
    ``conditions`` are what it asks, as it means it; what it does not ask itself, as it stands.
    """

    props: Props | None = None
    outputs: tuple[Output, ...] = ()
    behaviour: Behaviour | None = None
    operations: tuple[Operation, ...] = ()
    complaint: str = ""
    is_entry: bool = True
    collects: bool = False
    acts: tuple[Act, ...] = ()
    conditions: tuple[Condition, ...] = ()
    tokens: tuple[Token, ...] = ()


class Meanings:
    """Answers what steps mean, and remembers it.

    It is remembered as far as it follows from the properties alone, or from them and the system that carries
    the step out.
    """

    def __init__(self, reader: RecordReader, fields_of: _FieldsOf, sender_of: _SenderOf) -> None:
        self._reader = reader
        self._fields_of = fields_of
        self._sender_of = sender_of
        self._known: dict[_Key, Meaning] = {}
        self._by_sender: dict[_Key, dict[str, tuple[System, Meaning]]] = {}

    def of(self, step: Step) -> Meaning:
        """Return what a step's kind makes of it; never raises."""
        kind = kind_of(step)
        if kind is None:
            return Meaning()
        key = (step.kind, dumps(step.props, _PLAIN))
        known = self._known.get(key) or self._known_by_sender(key, step)
        if known is None:
            context = _Context(step, self._reader, self._fields_of, self._sender_of)
            known = _meaning(kind, step, context)
            if not (context.was_asked or known.complaint):
                self._keep(key, known, context.asked_sender)
        return known

    def _known_by_sender(self, key: _Key, step: Step) -> Meaning | None:
        by_sender = self._by_sender.get(key)
        if by_sender is None:
            return None
        sender = self._sender_of(step.system)
        known = by_sender.get(sender.id)
        return known[1] if known is not None and known[0] is sender else None

    def _keep(self, key: _Key, meaning: Meaning, sender: System | None) -> None:
        for kept in (self._known, self._by_sender):
            if len(kept) >= _ENOUGH:
                kept.clear()
        if sender is None:
            self._known[key] = meaning
        else:
            self._by_sender.setdefault(key, {})[sender.id] = (sender, meaning)


class _Context(StepContext):
    """Knows whether a kind has asked for anything besides the properties, and for which sender."""

    was_asked = False
    asked_sender: System | None = None

    def __init__(self, step: Step, reader: RecordReader, fields_of: _FieldsOf, sender_of: _SenderOf) -> None:
        super().__init__(step, reader)
        object.__setattr__(self, "_fields_of", fields_of)
        object.__setattr__(self, "_find_sender", partial(sender_of, step.system))

    @property
    def sender(self) -> System:
        """The system that carries the step out."""
        found: System = self._find_sender()
        object.__setattr__(self, "asked_sender", found)
        return found

    @property
    def form_fields(self) -> list[FormField]:
        """The fields that this step collects, in their order."""
        return list(self._fields_of(self.step.id))

    def __getattribute__(self, name: str) -> Any:
        if name in {"step", "reader"}:
            object.__setattr__(self, "was_asked", True)
        return super().__getattribute__(name)


def _meaning(kind: Kind[Any], step: Step, context: StepContext) -> Meaning:
    try:
        props = props_of(step)
    except InvalidRecord as error:
        return Meaning(complaint=error.message, is_entry=kind.entry, collects=kind.collects)
    # The same as outputs_of and behaviour_of, which would each read the properties again.
    behaviour = kind.behaviour(props, context)
    found = tuple(operations(behaviour))
    asked = tuple(each.condition for each in found if isinstance(each, When))
    return Meaning(
        props=props,
        outputs=kind.outputs(props),
        behaviour=behaviour,
        operations=found,
        is_entry=kind.entry or bool(behaviour.sources),
        collects=kind.collects,
        acts=tuple(each for each in found if isinstance(each, _ACTS)),
        conditions=asked or tuple(conditions_of(props)),
        tokens=tokens_of(props),
    )
