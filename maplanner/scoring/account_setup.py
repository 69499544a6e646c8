"""How to keep account scores in a CRM that does not make them itself (brief E6): steps, field and sources.

The steps of each CRM are one file in ``resources/account-scores``, with where they come from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from maplanner.core.errors import CannotCalibrate, MissingPart
from maplanner.core.resources import resource_root
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    BuyerRole,
    CrmField,
    CrmObject,
    Record,
    RecordValues,
    Score,
    System,
    Threshold,
)
from maplanner.document.vocabulary import FieldType, RollUp, ScoreLevel, SystemRole, Use

_HOW: Final = {
    RollUp.SUM: "add their scores up",
    RollUp.MAXIMUM: "take the highest score",
    RollUp.MEAN: "take the mean of their scores",
    RollUp.CHAMPION: "take {champion} % of the highest score and {rest} % of the mean of the others",
    RollUp.ROLES: "add their scores up, each times the weight of the person's role ({roles})",
    RollUp.TRIMMED: "leave out the lowest {trimmed} % and take the mean of the others",
}
_OPERATION: Final = {
    RollUp.SUM: ("Sum", "rollupSum"),
    RollUp.MAXIMUM: ("Max", "rollupMax"),
    RollUp.MEAN: ("Average", "rollupAve"),
}
_ACCOUNT_WORDS: Final = ("account", "accounts", "company", "companies")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SetupStep(_Frozen):
    """One thing to do, and how."""

    title: str
    text: str


class _Recipe(_Frozen):
    format: Literal["maplanner account score"]
    version: Literal[1]
    product: str
    source: str
    as_of: date
    verified: bool
    field: str
    object: str
    note: str
    steps: tuple[SetupStep, ...]


@dataclass(frozen=True)
class AccountSetup:
    """What to do in a CRM so that an account's score is there, and the field that holds it."""

    score: str
    product: str
    note: str
    field: str
    object: str
    steps: tuple[SetupStep, ...]
    source: str

    def text(self) -> str:
        """Return the steps as plain text, to be pasted anywhere."""
        product = f" ({self.product})" if self.product else ""
        lines = [f"Account score “{self.score}”{product}", ""]
        if self.note:
            lines += [self.note, ""]
        lines += [f"{number}. {step.title}\n   {step.text}" for number, step in enumerate(self.steps, 1)]
        return "\n".join([*lines, "", f"Source: {self.source}"])


def setup_products() -> tuple[str, ...]:
    """Return the CRMs with steps of their own, by name."""
    return tuple(sorted(recipe.product for recipe in _recipes() if recipe.product))


@cache
def _recipes() -> tuple[_Recipe, ...]:
    return tuple(_read(path) for path in sorted((resource_root() / "account-scores").glob("*.json")))


def _read(path: Path) -> _Recipe:
    try:
        return _Recipe.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        message = f"The steps in {path} are damaged."
        raise MissingPart(message, advice="Install maplanner again.") from error


def crm_of(reader: RecordReader) -> System | None:
    """Return the plan's CRM: the first one."""
    return next((system for system in reader.all(System) if system.role is SystemRole.CRM), None)


def account_setup(reader: RecordReader, score: Score, product: str = "") -> AccountSetup:
    """Return the steps for a score in a CRM: the one named, else the plan's, else any.

    Raises:
        MissingPart: The installation's copy of the steps is damaged.
    """
    crm = crm_of(reader)
    recipe = _recipe_for(product or (crm.product if crm is not None else ""))
    field = reader.find_or_none(CrmField, score.account_field)
    words = {
        "score": score.title or "score",
        "field": field.api_name if field is not None else _field_name(recipe, score),
        "object": recipe.object,
        "lead_field": _lead_field(reader, score),
        "how": _how(reader, score),
        "operation": _operation(reader, score)[0],
        "formula": _formula(reader, score),
        "how_note": _note(reader, score),
        "mark": _mark(reader, score),
    }
    steps = tuple(SetupStep(title=step.title, text=step.text.format(**words)) for step in recipe.steps)
    doubt = "" if recipe.verified else ". Nobody has verified it"
    source = f"{recipe.source} ({recipe.as_of.isoformat()}){doubt}"
    return AccountSetup(
        words["score"], recipe.product, recipe.note, words["field"], recipe.object, steps, source
    )


def account_field_records(reader: RecordReader, score: Score) -> tuple[list[Record], RecordValues]:
    """Return what to add so that the plan's CRM has a field for an account's score, and the score's change.

    Raises:
        CannotCalibrate: The plan has no CRM.
    """
    crm = crm_of(reader)
    if crm is None:
        advice = "Add the CRM on the tool map first, or read its fields."
        raise CannotCalibrate("The plan has no CRM that could hold the field.", advice=advice)
    recipe = _recipe_for(crm.product)
    holder = next(
        (
            each
            for each in reader.referring(CrmObject, "system", crm.id)
            if each.api_name.casefold() in _ACCOUNT_WORDS
        ),
        None,
    )
    made: list[Record] = []
    if holder is None:
        holder = CrmObject.new(system=crm.id, api_name=recipe.object, label="Account")
        made.append(holder)
    name = _field_name(recipe, score)
    there = {field.api_name: field for field in reader.referring(CrmField, "object", holder.id)}
    field = there.get(name)
    if field is None:
        field = CrmField.new(
            object=holder.id,
            api_name=name,
            label=f"{score.title or 'Score'} (account)",
            type=FieldType.NUMBER,
            custom=True,
            source="Planned for the account's score",
            help="Rolled up from the scores of the account's people.",
            uses=(Use.SCORING.value, Use.SALES.value),
        )
        made.append(field)
    return made, {"account_field": field.id}


def _recipe_for(product: str) -> _Recipe:
    wanted = product.casefold()
    found = [
        recipe
        for recipe in _recipes()
        if recipe.product
        and wanted
        and (recipe.product.casefold() in wanted or wanted in recipe.product.casefold())
    ]
    return found[0] if found else next(recipe for recipe in _recipes() if not recipe.product)


def _field_name(recipe: _Recipe, score: Score) -> str:
    plain = unicodedata.normalize("NFKD", score.title or "Score").encode("ascii", "ignore").decode()
    words = re.findall(r"[A-Za-z0-9]+", plain)[:4] or ["Score"]
    words = ["Account", *words] if not words[0].isdigit() else ["Account", "Score", *words]
    snake, pascal = "_".join(words).lower()[:30], "_".join(word[:1].upper() + word[1:] for word in words)[:36]
    return recipe.field.format(snake=snake.strip("_"), pascal=pascal.strip("_"))


def _lead_field(reader: RecordReader, score: Score) -> str:
    field = reader.find_or_none(CrmField, score.field)
    holder = reader.find_or_none(CrmObject, field.object) if field is not None else None
    if field is None:
        return f"the person's field for “{score.title or 'score'}”"
    return f"{holder.api_name}.{field.api_name}" if holder is not None else field.api_name


def _how(reader: RecordReader, score: Score) -> str:
    roles = (
        ", ".join(f"{role.title} {role.weight:g}" for role in reader.all(BuyerRole)) or "1 where none is set"
    )
    return _HOW[score.roll_up].format(
        champion=f"{100 * score.champion_share:g}",
        rest=f"{100 * (1 - score.champion_share):g}",
        trimmed=f"{100 * score.trimmed_share:g}",
        roles=roles,
    )


def _operation(_reader: RecordReader, score: Score) -> tuple[str, str]:
    return _OPERATION.get(score.roll_up, _OPERATION[RollUp.SUM])


def _formula(reader: RecordReader, score: Score) -> str:
    field = reader.find_or_none(CrmField, score.field)
    return f'{_operation(reader, score)[1]}($contacts, "{field.api_name if field else "score_c"}")'


def _note(reader: RecordReader, score: Score) -> str:
    if score.roll_up in _OPERATION:
        return ""
    return (
        f"The plan wants another way ({_how(reader, score)}); this cannot: use an automation or code for it."
    )


def _mark(reader: RecordReader, score: Score) -> str:
    marks = [
        f"{mark.value:g}"
        for mark in reader.referring(Threshold, "score", score.id)
        if mark.level is ScoreLevel.ACCOUNT
    ]
    return f" at {', '.join(marks)} points" if marks else ""
