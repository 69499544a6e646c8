"""What common products call a lead, a contact, an account … (B3), to begin a plan's own table with."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from maplanner.core.errors import MissingPart
from maplanner.core.resources import resource_root
from maplanner.document.reading import RecordReader
from maplanner.document.records import System, Term
from maplanner.document.vocabulary import Concept

Word = tuple[str, str]
"""A word and what the product means by it."""


class _Product(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    also: tuple[str, ...]
    words: dict[Concept, Word]


class _TermsFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["maplanner terms"]
    version: Literal[1]
    source: str
    as_of: str
    verified: bool
    products: tuple[_Product, ...]


_IN_TITLE: Final = 4
"""A product's name is looked for in a system's title from so many letters on."""


def known_products() -> list[str]:
    """Return the products whose words are known."""
    return [product.name for product in _read().products]


def source_of_words() -> str:
    """Return where the words come from, and of when they are."""
    content = _read()
    return f"{content.source} ({content.as_of})"


def usual_words(system: System) -> dict[Concept, Word]:
    """Return what a system's product calls things; nothing for a product that is not known."""
    product = _product_of(system)
    return dict(product.words) if product is not None else {}


def usual_terms(reader: RecordReader) -> list[Term]:
    """Return new terms for every system of the plan, where its words are known and the plan has none."""
    there = {(term.system, term.concept) for term in reader.all(Term) if term.word}
    return [
        Term.new(concept=concept, system=system.id, word=word, definition=definition)
        for system in reader.all(System)
        for concept, (word, definition) in usual_words(system).items()
        if (system.id, concept) not in there
    ]


def _product_of(system: System) -> _Product | None:
    named = system.product.strip().casefold()
    title = system.title.casefold()
    products = _read().products
    by_name = {name.casefold(): product for product in products for name in (product.name, *product.also)}
    if named in by_name:
        return by_name[named]
    if named:
        return None
    found = [name for name in by_name if len(name) >= _IN_TITLE and name in title]
    return by_name[max(found, key=len)] if found else None


@cache
def _read() -> _TermsFile:
    path = resource_root() / "terms" / "usual.json"
    try:
        return _TermsFile.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise MissingPart(
            f"The list of terms {path} is damaged.", advice="Install maplanner again."
        ) from error
