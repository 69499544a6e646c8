"""Sharing an open plan, joining one that others share, and going on with it the next time."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Self

from pydantic import JsonValue

from maplanner.app.memberships import Membership, forget, membership, remember
from maplanner.app.person import author_name
from maplanner.app.session import PlanSession
from maplanner.core.errors import CannotShare, MissingPart, PlanFileError
from maplanner.core.ids import new_id
from maplanner.document.reading import RecordReader

try:
    from maplanner.team.connection import Connection, Network
    from maplanner.team.links import Dialect, ShareLink, name_from
    from maplanner.team.mirror import merged, seed
    from maplanner.team.reports import Standing
    from maplanner.team.roles import Role, rule_for
    from maplanner.team.shared import SharedPlan
except ModuleNotFoundError as missing:
    raise MissingPart(
        f"Sharing plans needs another part of maplanner: {missing.name} is not installed.",
        advice="Install it with: pip install “maplanner[team]”",
    ) from missing

MOST_PIECES: Final = 300
"""A plan file keeps its shared document in so many pieces before it is written anew as a whole."""
FOLDED: Final = 200
"""So many pieces are made one, which is quick."""

Connect = Callable[[ShareLink, str, Callable[[], None]], Network]
"""Makes the network to a link for a person, given what to call when something comes."""


def over_network(link: ShareLink, person: str, wake: Callable[[], None]) -> Network:
    """Return a connection to the server of a link."""
    return Connection(link, person=person, on_event=wake)


class TeamSession:
    """An open plan that is shared: the plan's session, its shared document, and the person's part in it."""

    def __init__(self, session: PlanSession, link: ShareLink, state: list[bytes], mine: Membership) -> None:
        """Use :meth:`share`, :meth:`join` or :meth:`resume`."""
        self.session = session
        self.book = session.share_book()
        self.mine = mine
        self.person = mine.name or session.store.author or author_name() or "Somebody"
        self._pieces = len(state)
        self._invitation = link.token if mine.key and link.token else ""
        self._let_in = bool(mine.key) and not self._invitation
        role = Role(mine.role) if mine.role in set(Role) else Role.EDIT
        self.shared = SharedPlan(
            session.store,
            link.with_token(mine.key or link.token),
            person=self.person,
            keeper=self,
            state=state,
            unsent=self.book.unsent() if state else (),
            role=role,
        )
        self.shared.reports.hello = self._hear_hello
        self._unhold = self._hold(role)

    # ------------------------------------------------------------ beginnings

    @classmethod
    def share(cls, session: PlanSession, link: str, name: str = "", *, person: str = "") -> Self:
        """Share an open plan for the first time, under a name, by a key to share plans.

        Raises:
            CannotShare: The link is none, or is one to a plan that others share.
        """
        parsed = ShareLink.parse(link)
        if parsed.dialect is Dialect.MAPLANNER:
            if not parsed.token.startswith("new-"):
                raise CannotShare(
                    "This link joins a plan; it is no key to share one.",
                    advice="Whoever runs the server has the key: “maplanner serve” prints it.",
                )
            parsed = parsed.to_plan(name_from(name or parsed.plan or session.title), parsed.token)
        _refuse_unwritable(session)
        state = seed(session.store.records(), new_id("share"))
        session.share_book().begin(parsed.without_token, state)
        mine = Membership(key="", name=person, role=Role.OWNER)
        return cls(session, parsed, [state], mine)

    @classmethod
    def join(cls, link: str, path: str | os.PathLike[str], *, person: str = "") -> Self:
        """Make a plan file for a plan that others share; its content comes once the network stands.

        Raises:
            CannotShare: The link is none, or is a key to share new plans.
            PlanFileError: The file exists already, or cannot be written.
        """
        parsed = ShareLink.parse(link)
        if not parsed.plan or parsed.token.startswith("new-"):
            raise CannotShare(
                "This is a key to share new plans, not a link to one.",
                advice="Use it in “Share this plan…”, or ask for an invitation.",
            )
        known = membership(parsed.without_token)
        session = PlanSession.blank(path, author=person or known.name or None)
        session.share_book().begin(parsed.without_token)
        mine = known if known.key else Membership(name=person)
        return cls(session, parsed, [], mine)

    @classmethod
    def resume(cls, session: PlanSession) -> Self | None:
        """Go on with a plan that was shared before; ``None`` for one that was not."""
        book = session.share_book()
        link = book.link
        if not link or session.read_only:
            return None
        return cls(session, ShareLink.parse(link), book.updates(), membership(link))

    def start(self, wake: Callable[[], None], connect: Connect = over_network) -> None:
        """Begin to keep in step; ``wake`` is called from another thread when :meth:`pump` is due."""
        self.shared.connect(connect(self.shared.link, self.person, wake))

    # ------------------------------------------------------------ while it runs

    @property
    def reader(self) -> RecordReader:
        """The plan, for reading."""
        return self.session.store

    @property
    def link(self) -> ShareLink:
        """Where the plan is shared."""
        return self.shared.link

    @property
    def was_refused(self) -> bool:
        """Whether the server never let this copy in, so that nothing is shared at all."""
        return not self._let_in and self.shared.standing is Standing.ENDED

    def pump(self, most: int | None = None) -> int:
        """Take what came, or the first messages of it, and do what is due; return how many it took."""
        taken = self.shared.pump(most)
        if self.shared.standing is Standing.IN_STEP:
            self._let_in, self._invitation = True, ""
        elif self.shared.standing is Standing.ENDED and self._invitation:
            # The old membership is worth nothing any more; the link that was sent is a new one.
            self.shared.use_link(self.shared.link.with_token(self._invitation))
            self._invitation = ""
            self.shared.connect_again()
        return taken

    def take_theirs(self) -> None:
        """Take the plan as the server has it, in place of what it did not take of mine."""
        self.book.begin(self.shared.link.without_token)
        self._pieces = 0
        self.shared.take_theirs()

    def keep(self, updates: Sequence[bytes], *, are_mine: bool) -> None:
        """Keep updates of the document with the file; now and then, all of it in one piece."""
        self.book.keep(updates, are_mine=are_mine)
        self._pieces += len(updates)
        if self._pieces > MOST_PIECES:
            self._compact()
        elif len(self.book.recent) >= FOLDED:
            self._fold()

    def _fold(self) -> None:
        count = len(self.book.recent)
        try:
            self.book.fold(merged(self.book.recent))
        except PlanFileError:
            # As below: the pieces are all there.
            return
        self._pieces -= count - 1

    def _compact(self) -> None:
        try:
            self.book.compact(self.shared.mirror.update_for(b"\x00"))
        except PlanFileError:
            # Only tidier so: the pieces are all there, and people hear of the disk from the plan itself.
            return
        self._pieces = 1

    def _hear_hello(self, told: dict[str, JsonValue]) -> None:
        key, role = told.get("key"), str(told.get("role", self.mine.role))
        self.mine = Membership(
            key if isinstance(key, str) else self.mine.key,
            str(told.get("member", self.mine.member)),
            str(told.get("name", self.mine.name)),
            role,
        )
        self._let_in = True
        self.shared.use_link(self.shared.link.with_token(self.mine.key))
        remember(self.shared.link.without_token, self.mine)
        self._unhold()
        self._unhold = self._hold(self.shared.role)

    def _hold(self, role: Role) -> Callable[[], None]:
        rule = rule_for(role)
        return (lambda: None) if rule is None else self.session.store.add_rule(rule)

    # ------------------------------------------------------------ endings

    def close(self) -> None:
        """Stop keeping in step, until the plan is opened again."""
        self.shared.close()
        self._unhold()
        if not self.session.read_only and self._pieces > 1 and self.session.failure is None:
            self._compact()

    def leave(self) -> None:
        """Share no more: the plan stays here as it is, and goes its own way."""
        link = self.shared.link.without_token
        self.shared.close()
        self._unhold()
        self.book.end()
        forget(link)


def _refuse_unwritable(session: PlanSession) -> None:
    if session.path is None or session.read_only:
        raise CannotShare(
            "A plan that is shared needs a file of its own on this machine.",
            advice="Save it under a name first.",
        )
    if session.share_book().link:
        raise CannotShare("This plan is shared already.", advice="Leave the shared plan first.")


def join_path(folder: Path, link: str) -> Path:
    """Return a file name for a plan to join that is not taken yet."""
    name = ShareLink.parse(link).plan or "Plan"
    path = folder / f"{name}.maplan"
    number = 2
    while path.exists():
        path = folder / f"{name} {number}.maplan"
        number += 1
    return path
