"""Which pieces of data a step reads: what its conditions ask about, and what its texts put in.

A text names data between double braces: ``Dear {{first_name}}``. ``{{first_name | friend}}`` says what
stands there where the data is not known. A field that a system holds is named ``{{Lead.Status}}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from maplanner.document.values import Condition

_TOKEN: Final = re.compile(r"\{\{\s*([^{}|]+?)\s*(?:\|\s*([^{}]*?)\s*)?\}\}")


@dataclass(frozen=True)
class Token:
    """A place in a text where a piece of data is put in; ``otherwise`` stands there where it is not known."""

    name: str
    otherwise: str = ""


def tokens_in(text: str) -> tuple[Token, ...]:
    """Return the places of a text where data is put in, in order."""
    if "{{" not in text:
        return ()
    return tuple(Token(found[1], found[2] or "") for found in _TOKEN.finditer(text))


def tokens_of(props: BaseModel) -> tuple[Token, ...]:
    """Return the tokens in all texts of a step's properties, each once."""
    texts = (getattr(props, name) for name in type(props).model_fields)
    found = (token for text in texts if isinstance(text, str) for token in tokens_in(text))
    return tuple(dict.fromkeys(found))


def conditions_of(props: BaseModel) -> Iterator[Condition]:
    """Yield the conditions among a step's properties, as they stand."""
    for name in type(props).model_fields:
        value = getattr(props, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Condition):
                yield each
