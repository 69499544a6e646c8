"""A decision: leads for whom a condition holds go one way, the others another."""

from __future__ import annotations

from maplanner.document.fields import spec
from maplanner.document.values import Condition
from maplanner.flow.behaviour import Behaviour, Emit, Output, When
from maplanner.steps.kind import ASSUMPTION, Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import condition_text


class DecisionProps(Props):
    """What a decision needs to know."""

    condition: Condition = spec(
        lambda: Condition(subject="score", operator="at least", value=100.0),
        title="Yes, if",
        help="Looked at in the moment in which the lead comes here.",
        source=ASSUMPTION,
    )


def outputs(_props: DecisionProps) -> tuple[Output, ...]:
    """Return the two ways out."""
    return (Output("yes", "Yes"), Output("no", "No"))


def meant(condition: Condition, context: StepContext) -> Condition:
    """Return the condition with its score filled in, where it names none and the plan has only one."""
    if condition.ref or condition.subject not in {"score", "account score"}:
        return condition
    return condition.model_copy(update={"ref": context.score("") or ""})


def behaviour(props: DecisionProps, context: StepContext) -> Behaviour:
    """Return the decision."""
    asked = When(meant(props.condition, context), then=(Emit("yes"),), otherwise=(Emit("no"),))
    return Behaviour(on_arrival=(asked,))


def summary(props: DecisionProps, context: StepContext) -> str:
    """Return the condition."""
    return condition_text(props.condition, context.reader)


KIND = Kind(
    name="decision",
    title="Decision",
    icon="signpost",
    group=PaletteGroup.LOGIC,
    help="Asks something about the lead – a score, a segment, a field – and sends it one way or the other.",
    props=DecisionProps,
    behaviour=behaviour,
    summary=summary,
    outputs=outputs,
    order=2,
)
