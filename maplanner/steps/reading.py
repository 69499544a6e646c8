"""Which pieces of data a step reads: what its conditions ask about, and what its texts put in.

A text names data as the tools do: ``{{first_name}}``, ``{!Lead.FirstName}`` or ``%%first_name%%``. Behind a
bar stands what is said where the data is not known: ``{{first_name | friend}}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, get_args

from pydantic import BaseModel

from maplanner.document.fields import field_specs
from maplanner.document.values import Condition

_TOKEN: Final = re.compile(
    r"\{\{\{?\s*([^{}]{1,120}?)\s*\}?\}\}|\{!\s*([^{}]{1,120}?)\s*\}|%%\s*([^%\s][^%]{0,119}?)\s*%%"
)


@dataclass(frozen=True)
class Token:
    """A place in a text where a piece of data is put in; ``otherwise`` stands there where it is not known."""

    name: str
    otherwise: str = ""

    @property
    def key(self) -> str:
        """The name without the object before it: ``Status`` of ``Lead.Status``."""
        return self.name.rsplit(".", 1)[-1].strip()


def tokens_in(text: str) -> tuple[Token, ...]:
    """Return the places of a text where data is put in, in order."""
    if "{" not in text and "%%" not in text:
        return ()
    found = (next(part for part in match.groups() if part is not None) for match in _TOKEN.finditer(text))
    parted = (name.partition("|") for name in found)
    return tuple(Token(name.strip(), otherwise.strip()) for name, _, otherwise in parted if name.strip())


def tokens_of(props: BaseModel) -> tuple[Token, ...]:
    """Return the tokens in all texts of a step's properties, each once."""
    texts = (getattr(props, name) for name in type(props).model_fields)
    found = (token for text in texts if isinstance(text, str) for token in tokens_in(text))
    return tuple(dict.fromkeys(found))


def conditions_of(props: BaseModel) -> Iterator[Condition]:
    """Yield the conditions among a step's properties, as they stand, where they count at all.

    A property that holds the key of a piece of data asks whether it is known.
    """
    for name, is_key, when in _asking(type(props)):
        value = getattr(props, name)
        if not value or (when is not None and str(getattr(props, when[0])) not in when[1]):
            continue
        if is_key:
            yield Condition(subject="field", ref=value, operator="is")
        elif isinstance(value, Condition):
            yield value


@cache
def _asking(model: type[BaseModel]) -> tuple[tuple[str, bool, tuple[str, tuple[str, ...]] | None], ...]:
    """Return the properties that hold a condition or a key: the name, whether it is a key, when it counts."""
    found = []
    for name, meaning in field_specs(model).items():
        annotation = model.model_fields[name].annotation
        is_key = meaning.editor == "key"
        if is_key or Condition in (annotation, *get_args(annotation)):
            found.append((name, is_key, meaning.when))
    return tuple(found)
