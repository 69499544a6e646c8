"""Reading the catalogue of a CRM that runs somewhere: what each kind of CRM owes, and which there are.

A kind is one module of this package with a constant ``LIVE``. A password or token is used for asking and
kept nowhere: not in the plan, not in a file, not in a message.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec
from typing import Final

from maplanner.core.errors import UnreadableSource
from maplanner.crm.catalogue import Catalogue
from maplanner.exchange.source_files import plain
from maplanner.exchange.web import never_cancelled

_PACKAGE: Final = "maplanner.exchange"
MAX_OBJECTS: Final = 500
"""How many objects are asked for at most; a person names those that are meant if there are more."""


@dataclass(frozen=True)
class Access:
    """How to get in. ``secret`` is a password or token and never shown, not even by ``repr``."""

    address: str
    secret: str = field(repr=False, default="")
    user: str = ""
    database: str = ""
    objects: tuple[str, ...] = ()
    """The objects to ask for by API name; none for those that marketing plans mostly need."""


@dataclass(frozen=True)
class Talk:
    """How a reading tells how far it is, and hears that it should stop; ``patience`` is in seconds."""

    progress: Callable[[float], None] = lambda _share: None
    cancelled: Callable[[], bool] = never_cancelled
    patience: float = 60.0


@dataclass(frozen=True)
class LiveCrm:
    """A kind of CRM that can be asked. ``belongs`` tells by an address's host whether it is one.

    ``read`` raises :class:`UnreadableSource` with a message fit to show, or ``Cancelled``, and nothing else.
    """

    name: str
    title: str
    example: str
    secret_title: str
    read: Callable[[Access, Talk], Catalogue]
    belongs: Callable[[str], bool] = lambda _host: False
    needs_user: bool = False
    needs_database: bool = False
    default_address: str = ""


@cache
def live_crms() -> tuple[LiveCrm, ...]:
    """Return all kinds of CRM that can be asked, by title."""
    package = import_module(_PACKAGE)
    names = (f"{_PACKAGE}.{info.name}" for info in pkgutil.iter_modules(package.__path__))
    found = (import_module(name).LIVE for name in names if _declares(name))
    return tuple(sorted(found, key=lambda crm: crm.title))


def is_address(text: str) -> bool:
    """Tell whether a source is an address and no file."""
    return text.strip().casefold().startswith(("http://", "https://"))


def live_crm(name: str, address: str = "") -> LiveCrm:
    """Return the kind of that name; without one, the kind that an address belongs to.

    Raises:
        UnreadableSource: There is none, or the address does not say.
    """
    from maplanner.exchange.web import Address

    known = ", ".join(crm.name for crm in live_crms())
    if name:
        found = next((crm for crm in live_crms() if crm.name == name), None)
        if found is None:
            message = f"No CRM of the kind “{plain(name)[:40]}” can be asked."
            raise UnreadableSource(message, advice=f"There are: {known}.")
        return found
    host = Address.parse(address).host
    found = next((crm for crm in live_crms() if crm.belongs(host)), None)
    if found is None:
        message = f"{plain(host)} does not say which kind of CRM it is."
        raise UnreadableSource(message, advice=f"Say it with --as; there are: {known}.")
    return found


def read_live(kind: LiveCrm, access: Access, talk: Talk | None = None) -> Catalogue:
    """Return the catalogue of a CRM that runs.

    Raises:
        UnreadableSource: It cannot be reached, does not let in, or answers nonsense.
        Cancelled: The person asked to stop.
    """
    if not access.secret:
        message = f"{kind.title} needs a {kind.secret_title}."
        raise UnreadableSource(message, advice="It is used to ask and kept nowhere.")
    if kind.needs_user and not access.user:
        raise UnreadableSource(f"{kind.title} needs a user name.", advice="Give it with --user.")
    if kind.needs_database and not access.database:
        raise UnreadableSource(
            f"{kind.title} needs the name of a database.", advice="Give it with --database."
        )
    unfit = any(ord(letter) < 32 or ord(letter) == 127 for letter in access.secret)
    if unfit:
        raise UnreadableSource(f"That is no {kind.secret_title}: it holds a line break or the like.")
    return kind.read(access, talk or Talk())


def _declares(name: str) -> bool:
    """Tell from its text whether a module declares a kind of CRM, without importing it."""
    spec = find_spec(name)
    loader = None if spec is None else spec.loader
    text = loader.get_source(name) if isinstance(loader, InspectLoader) else None
    return text is not None and "\nLIVE" in text
