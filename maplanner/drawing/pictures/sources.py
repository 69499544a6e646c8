"""Where pictures come from: what each source is asked, and what it offers."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from maplanner.core.errors import CannotExport
from maplanner.drawing.coloring import Coloring

if TYPE_CHECKING:
    from maplanner.checks.finding import Finding
    from maplanner.document.reading import RecordReader
    from maplanner.drawing.picture import Picture
    from maplanner.simulation.results import SimulationResult

_PACKAGE: Final = "maplanner.drawing.pictures"
_MOST_NAMED: Final = 12


@dataclass(frozen=True)
class Scene:
    """A plan, and what may be shown of it: a simulation, findings, what is in front, what is selected.

    ``selection`` are records of the campaign ``campaign``; ``field`` is the field whose way is looked at.
    """

    reader: RecordReader
    result: SimulationResult | None = None
    findings: Sequence[Finding] = ()
    coloring: Coloring = Coloring.KIND
    campaign: str | None = None
    selection: tuple[str, ...] = ()
    field: str | None = None


@dataclass(frozen=True)
class Offer:
    """A picture that can be had. It is made when it is drawn; ``key`` is the same in every session.

    ``title`` is what a person chooses it by.
    """

    key: str
    title: str
    draw: Callable[[], Picture]


@dataclass(frozen=True)
class PictureSource:
    """Offers pictures of one sort; ``order`` says where they stand among the others.

    ``in_book`` tells whether a book of the whole plan shows them.
    """

    name: str
    title: str
    offers: Callable[[Scene], Iterable[Offer]]
    order: float = 100.0
    in_book: bool = True


@cache
def picture_sources() -> tuple[PictureSource, ...]:
    """Return all sources of pictures, in the order in which people see them."""
    package = import_module(_PACKAGE)
    names = (f"{_PACKAGE}.{info.name}" for info in pkgutil.iter_modules(package.__path__))
    found = [import_module(name).SOURCE for name in names if _declares_source(name)]
    return tuple(sorted(found, key=lambda source: (source.order, source.name)))


def picture_offers(scene: Scene) -> list[Offer]:
    """Return every picture that can be had of a plan; none is drawn yet."""
    return [offer for source in picture_sources() for offer in source.offers(scene)]


def book_offers(scene: Scene) -> Iterator[Offer]:
    """Yield the pictures of a book of the whole plan."""
    for source in picture_sources():
        if source.in_book:
            yield from source.offers(scene)


def picture_named(scene: Scene, named: str) -> Offer:
    """Return the picture that a person means by its key or title, or by the beginning of either.

    Raises:
        CannotExport: None, or more than one, is meant; the advice names those that there are.
    """
    wanted = named.strip().casefold()
    offers = picture_offers(scene)
    names = [(offer, (offer.key.casefold(), offer.title.casefold())) for offer in offers]
    found = [offer for offer, said in names if wanted in said]
    if not found and wanted:
        found = [offer for offer, said in names if any(each.startswith(wanted) for each in said)]
    if len(found) == 1:
        return found[0]
    what = f"Several pictures may be meant by “{named}”" if found else f"There is no picture “{named}”"
    known = [f"“{offer.title}”" for offer in found or offers]
    more = f" and {len(known) - _MOST_NAMED} more" if len(known) > _MOST_NAMED else ""
    raise CannotExport(f"{what}.", advice=f"There are: {', '.join(known[:_MOST_NAMED])}{more}.")


def _declares_source(name: str) -> bool:
    """Tell from its text whether a module declares a source, without importing it."""
    spec = find_spec(name)
    loader = None if spec is None else spec.loader
    text = loader.get_source(name) if isinstance(loader, InspectLoader) else None
    return text is not None and "\nSOURCE" in text
