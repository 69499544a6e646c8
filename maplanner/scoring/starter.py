"""Starter models: the points that common tools publish as their defaults, each with source and date.

They let a team begin before it has figures of its own. Each is one file in ``resources/scoring``.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from maplanner.core.errors import MissingPart
from maplanner.core.resources import resource_root
from maplanner.document.records import Record, Score, ScoringRule
from maplanner.document.values import Condition, Decay
from maplanner.document.vocabulary import EventType, Repeat, RuleKind, ScoreBasis


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StarterScore(_Frozen):
    """The score of a starter model."""

    title: str
    cap: float | None = None
    floor: float = 0.0
    decay: Decay | None = None


class StarterRule(_Frozen):
    """A rule of a starter model."""

    title: str
    event: EventType
    points: float
    repeat: Repeat = Repeat.ALWAYS


class StarterFact(_Frozen):
    """Points of a starter model for who a lead is: a piece of data, and the value it has to have, if any."""

    title: str
    key: str
    text: str = ""
    points: float


class StarterModel(_Frozen):
    """A published scoring model. ``left_out`` says what of it a plan cannot hold, or what else to know."""

    format: Literal["maplanner scoring model"]
    version: Literal[1]
    title: str
    product: str
    source: str
    as_of: date
    verified: bool
    score: StarterScore
    rules: tuple[StarterRule, ...]
    fit: tuple[StarterFact, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """Where the figures come from, of when they are, and whether anybody has verified them."""
        doubt = "" if self.verified else ". Nobody has verified it"
        return f"{self.source} ({self.as_of.isoformat()}){doubt}"


def starter_models() -> tuple[StarterModel, ...]:
    """Return the starter models, by title.

    Raises:
        MissingPart: The installation's copy of one is damaged.
    """
    paths = sorted((resource_root() / "scoring").glob("*.json"))
    return tuple(sorted((_read(path) for path in paths), key=lambda model: model.title))


@cache
def _read(path: Path) -> StarterModel:
    try:
        return StarterModel.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        message = f"The starter model {path} is damaged."
        raise MissingPart(message, advice="Install maplanner again.") from error


def starter_records(model: StarterModel, order: float = 0.0) -> list[Record]:
    """Return a score with its rules, its source in the notes; and a fit score where the model has one."""
    notes = "\n".join([f"Source: {model.origin}.", *model.left_out])
    score = Score.new(
        title=model.score.title,
        cap=model.score.cap,
        floor=model.score.floor,
        decay=model.score.decay,
        order=order,
        notes=notes,
    )
    rules = [
        ScoringRule.new(
            score=score.id,
            title=rule.title,
            event=rule.event,
            points=rule.points,
            repeat=rule.repeat,
            order=float(place),
        )
        for place, rule in enumerate(model.rules)
    ]
    return [score, *rules, *_fit_records(model, score)]


def _fit_records(model: StarterModel, engagement: Score) -> list[Record]:
    """Return a fit score of its own where the model has points for who a lead is."""
    if not model.fit:
        return []
    fit = Score.new(
        title=f"{model.score.title}: fit",
        basis=ScoreBasis.FIT,
        order=engagement.order + 0.5,
        notes=engagement.notes,
    )
    rules = [
        ScoringRule.new(
            score=fit.id,
            title=fact.title,
            kind=RuleKind.FACT,
            fact=Condition(subject="field", ref=fact.key, operator="is", text=fact.text),
            points=fact.points,
            repeat=Repeat.FIRST,
            order=float(place),
        )
        for place, fact in enumerate(model.fit)
    ]
    return [fit, *rules]
