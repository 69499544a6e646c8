"""Links by which people come to a shared plan.

::

    https://plans.example.org/Spring%20launch#inv-…     maplanner's own server; the token stands behind #,
    http://192.168.1.7:4780/#new-…                      which browsers never send; no plan: a key to share one
    ws://127.0.0.1:1234/room                            any server of the y-websocket protocol
    hocuspocus://127.0.0.1:1234/room#token              a Hocuspocus server (hocuspocuss: with TLS)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from maplanner.core.errors import CannotShare

DEFAULT_PORT: Final = 4780
LONGEST_NAME: Final = 80
_NAME: Final = re.compile(r"[^\W_](?:[\w .()&+\-]*[\w)])?", re.UNICODE)
_EXAMPLE: Final = (
    "A link looks like https://plans.example.org/Spring#inv-…; ask whoever sent it for a new one."
)


class Dialect(StrEnum):
    """Which server speaks at the other end."""

    MAPLANNER = "maplanner"
    PLAIN = "y-websocket"
    HOCUSPOCUS = "hocuspocus"


_SCHEMES: Final = {
    "https": (Dialect.MAPLANNER, True),
    "http": (Dialect.MAPLANNER, False),
    "wss": (Dialect.PLAIN, True),
    "ws": (Dialect.PLAIN, False),
    "hocuspocuss": (Dialect.HOCUSPOCUS, True),
    "hocuspocus": (Dialect.HOCUSPOCUS, False),
}


@dataclass(frozen=True)
class ShareLink:
    """Where a shared plan is, and by what right one comes in; a key to share new plans names none."""

    dialect: Dialect
    secure: bool
    place: str
    plan: str
    token: str = ""

    @classmethod
    def parse(cls, text: str) -> ShareLink:
        """Return the link in a text.

        Raises:
            CannotShare: It is no such link; the message says what is wrong with it.
        """
        try:
            parts = urlsplit(text.strip())
            place = parts.netloc if parts.port != 0 else ""
        except ValueError:
            raise CannotShare(f"“{text.strip()[:80]}” is not a link.", advice=_EXAMPLE) from None
        kind = _SCHEMES.get(parts.scheme.lower())
        if kind is None or not parts.hostname or not place or "@" in place:
            raise CannotShare(f"“{text.strip()[:80]}” is not a link to a plan.", advice=_EXAMPLE)
        dialect, secure = kind
        name = parts.path.lstrip("/") if dialect is Dialect.MAPLANNER else parts.path.strip("/")
        plan = unquote(name)
        if plan and dialect is Dialect.MAPLANNER:
            plan = plan_name(plan)
        if not plan and dialect is not Dialect.MAPLANNER:
            raise CannotShare("The link names no plan.", advice="Put a name behind the server: ws://…/spring")
        return cls(dialect, secure, place, plan, parts.fragment)

    def __str__(self) -> str:
        """Return the link as people send it to each other."""
        scheme = next(name for name, kind in _SCHEMES.items() if kind == (self.dialect, self.secure))
        end = f"#{self.token}" if self.token else ""
        return f"{scheme}://{self.place}/{quote(self.plan, safe='')}{end}"

    @property
    def without_token(self) -> str:
        """The link as it may be shown and kept in a plan file."""
        return str(replace(self, token=""))

    @property
    def address(self) -> str:
        """Where the connection goes."""
        path = "" if self.dialect is Dialect.HOCUSPOCUS else quote(self.plan, safe="")
        return f"{'wss' if self.secure else 'ws'}://{self.place}/{path}"

    def with_token(self, token: str) -> ShareLink:
        """Return the same place with another right to come in."""
        return replace(self, token=token)

    def to_plan(self, plan: str, token: str) -> ShareLink:
        """Return a link to a plan on the same server."""
        return replace(self, plan=plan, token=token)


def plan_name(text: str) -> str:
    """Return a name under which a server keeps a plan.

    Raises:
        CannotShare: It is empty, too long, or holds what could be mistaken for a path.
    """
    name = " ".join(text.split())
    if len(name) > LONGEST_NAME or ".." in name or not _NAME.fullmatch(name):
        raise CannotShare(
            f"“{text[:80]}” cannot be a shared plan's name.",
            advice=f"Use at most {LONGEST_NAME} letters, digits, blanks, dots, brackets and dashes.",
        )
    return name


def name_from(title: str) -> str:
    """Return a name for a plan of that title that every server accepts."""
    kept = re.sub(r"[^\w .()&+\-]+", " ", title.replace("..", " ")).replace("_", " ")
    cut = " ".join(kept.split())[:LONGEST_NAME].strip(" .&+-(")
    return cut if _NAME.fullmatch(cut) else "Plan"
