"""What a team's server keeps: plans as shared documents, members, invitations. SQLite, or another database.

Keys and invitations are kept as hashes only: nobody who reads the database can come in with what it holds.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from maplanner.core.clock import Clock, utc_now
from maplanner.core.errors import CannotShare
from maplanner.core.ids import new_id
from maplanner.storage.hub_tables import (
    ABOUT,
    INVITATIONS,
    LAYOUT,
    MEMBERS,
    META,
    PLANS,
    READS_ONLY,
    UPDATES,
    engine_for,
    explained,
)

_LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class HubMember:
    """Somebody who may work on a plan; ``plan`` is the plan's number."""

    id: str
    plan: int
    name: str
    role: str
    joined: datetime
    seen: datetime


@dataclass(frozen=True)
class HubInvitation:
    """A right to become a member, until it expires, is used up or withdrawn."""

    id: str
    plan: int
    role: str
    made_by: str
    expires: datetime
    uses_left: int


@dataclass(frozen=True)
class HubPlan:
    """A plan that the server keeps."""

    id: int
    name: str
    made: datetime


class HubStore:
    """The tables of a team's server. It belongs to one thread at a time."""

    def __init__(self, url: str, *, clock: Clock = utc_now) -> None:
        """Open the database, and make its tables where there are none.

        Raises:
            CannotShare: It cannot be opened, or a newer maplanner made it.
            MissingPart: The driver of that database is not installed.
        """
        self._clock = clock
        self._engine = engine_for(url)
        with explained():
            META.create_all(self._engine)
        layout = int(self._about("layout") or 0)
        if layout > LAYOUT:
            self.close()
            raise CannotShare("A newer maplanner made this server's database.", advice="Update maplanner.")
        if not layout:
            self._set_about("layout", str(LAYOUT))

    @classmethod
    def in_file(cls, path: Path, *, clock: Clock = utc_now) -> HubStore:
        """Open a database file, made where there is none; nobody but this user may read it.

        Raises:
            CannotShare: It cannot be opened or made.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600, exist_ok=True)
        except OSError as error:
            raise CannotShare(f"“{path}” cannot be made: {error.strerror}.") from error
        return cls(f"sqlite:///{path}", clock=clock)

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    # ------------------------------------------------------------ the right to share new plans

    def has_key(self) -> bool:
        """Tell whether there is a key to share new plans."""
        return self._about("share key") is not None

    def new_key(self) -> str:
        """Return a new key to share new plans; the one before is worth nothing any more."""
        key = _token("new")
        self._set_about("share key", _hash(key))
        return key

    def is_key(self, token: str) -> bool:
        """Tell whether a token is the key to share new plans."""
        kept = self._about("share key")
        return kept is not None and secrets.compare_digest(kept, _hash(token))

    # ------------------------------------------------------------ plans

    def plans(self) -> list[HubPlan]:
        """Return all plans by name."""
        with self._begun() as database:
            rows = database.execute(select(PLANS).order_by(PLANS.c.name)).all()
        return [HubPlan(row.id, row.name, _aware(row.made)) for row in rows]

    def plan(self, name: str) -> HubPlan | None:
        """Return a plan by name; capitals do not tell two apart."""
        wanted = _kept(name).lower()
        with self._begun() as database:
            row = database.execute(select(PLANS).where(func.lower(PLANS.c.name) == wanted)).first()
        return None if row is None else HubPlan(row.id, row.name, _aware(row.made))

    def make_plan(self, name: str) -> HubPlan:
        """Make room for a new plan.

        Raises:
            CannotShare: There is one of that name.
        """
        if self.plan(name) is None:
            try:
                with self._begun() as database:
                    database.execute(insert(PLANS).values(name=_kept(name), made=self._clock()))
            except IntegrityError:
                # Somebody else was faster by a moment.
                pass
            else:
                made = self.plan(name)
                if made is not None:
                    return made
        raise CannotShare(f"There is a plan “{name}” on this server already.", advice="Choose another name.")

    def remove_plan(self, plan: int) -> None:
        """Delete a plan with its members and invitations."""
        with self._begun() as database:
            for table in (UPDATES, MEMBERS, INVITATIONS):
                database.execute(delete(table).where(table.c.plan == plan))
            database.execute(delete(PLANS).where(PLANS.c.id == plan))

    # ------------------------------------------------------------ documents

    def load(self, plan: int) -> list[bytes]:
        """Return a plan's document as the updates it consists of, oldest first."""
        query = select(UPDATES.c.body).where(UPDATES.c.plan == plan).order_by(UPDATES.c.seq)
        with self._begun() as database:
            return [bytes(body) for (body,) in database.execute(query)]

    def append(self, updates: Sequence[tuple[int, bytes]]) -> None:
        """Add updates to documents, each with its plan, in one transaction."""
        if updates:
            with self._begun() as database:
                rows = [{"plan": plan, "body": body} for plan, body in updates]
                database.execute(insert(UPDATES), rows)

    def compact(self, plan: int, state: bytes) -> None:
        """Put one update in the place of all that a document consists of."""
        with self._begun() as database:
            database.execute(delete(UPDATES).where(UPDATES.c.plan == plan))
            database.execute(insert(UPDATES).values(plan=plan, body=state))

    def sizes(self, plan: int) -> tuple[int, int]:
        """Return of how many updates and bytes a document consists."""
        query = select(func.count(), func.coalesce(func.sum(func.length(UPDATES.c.body)), 0))
        with self._begun() as database:
            count, size = database.execute(query.where(UPDATES.c.plan == plan)).one()
        return int(count), int(size)

    # ------------------------------------------------------------ members

    def members(self, plan: int) -> list[HubMember]:
        """Return a plan's members, the first to join first."""
        query = select(MEMBERS).where(MEMBERS.c.plan == plan).order_by(MEMBERS.c.joined, MEMBERS.c.id)
        with self._begun() as database:
            return [_member(row) for row in database.execute(query)]

    def member_by_key(self, plan: int, key: str) -> HubMember | None:
        """Return the member who holds a key, and note that they were here; ``None`` for anybody else."""
        mine = (MEMBERS.c.plan == plan) & (MEMBERS.c.key_hash == _hash(key))
        with self._begun() as database:
            row = database.execute(select(MEMBERS).where(mine)).first()
            if row is None:
                return None
            database.execute(update(MEMBERS).where(mine).values(seen=self._clock()))
        return _member(row)

    def add_member(self, plan: int, name: str, role: str) -> tuple[HubMember, str]:
        """Add a member; return them with the key they come in by from now on."""
        key, now = _token("key"), self._clock()
        member = HubMember(new_id("member"), plan, _kept(name), role, now, now)
        with self._begun() as database:
            database.execute(insert(MEMBERS).values(key_hash=_hash(key), **member.__dict__))
        return member, key

    def change_role(self, plan: int, member: str, role: str) -> bool:
        """Give a member another role; return whether there is such a member."""
        where = (MEMBERS.c.plan == plan) & (MEMBERS.c.id == member)
        with self._begun() as database:
            return database.execute(update(MEMBERS).where(where).values(role=role)).rowcount > 0

    def remove_member(self, plan: int, member: str) -> bool:
        """Take a member off a plan; return whether there was one."""
        where = (MEMBERS.c.plan == plan) & (MEMBERS.c.id == member)
        with self._begun() as database:
            return database.execute(delete(MEMBERS).where(where)).rowcount > 0

    # ------------------------------------------------------------ invitations

    def invitations(self, plan: int) -> list[HubInvitation]:
        """Return the invitations that can still be used."""
        now = self._clock()
        query = select(INVITATIONS).where(INVITATIONS.c.plan == plan).order_by(INVITATIONS.c.expires)
        with self._begun() as database:
            found = [_invitation(row) for row in database.execute(query)]
        return [each for each in found if each.expires > now and each.uses_left > 0]

    def invite(
        self, plan: int, role: str, *, days: float, uses: int, made_by: str
    ) -> tuple[HubInvitation, str]:
        """Make an invitation; return it with its token, which is told this once only."""
        token = _token("inv")
        made = HubInvitation(
            new_id("invitation"), plan, role, _kept(made_by), self._clock() + timedelta(days=days), uses
        )
        with self._begun() as database:
            database.execute(insert(INVITATIONS).values(token_hash=_hash(token), **made.__dict__))
        return made, token

    def use_invitation(self, plan: int, token: str) -> HubInvitation | None:
        """Use an invitation once; ``None`` if it is forged, expired, used up or for another plan."""
        mine = (INVITATIONS.c.plan == plan) & (INVITATIONS.c.token_hash == _hash(token))
        with self._begun() as database:
            row = database.execute(select(INVITATIONS).where(mine)).first()
            if row is None or _aware(row.expires) <= self._clock():
                return None
            fewer = update(INVITATIONS).where(mine & (INVITATIONS.c.uses_left > 0))
            used = database.execute(fewer.values(uses_left=INVITATIONS.c.uses_left - 1)).rowcount
        return _invitation(row) if used else None

    def withdraw(self, plan: int, invitation: str) -> bool:
        """Make an invitation worthless; return whether there was one."""
        where = (INVITATIONS.c.plan == plan) & (INVITATIONS.c.id == invitation)
        with self._begun() as database:
            return database.execute(delete(INVITATIONS).where(where)).rowcount > 0

    # ------------------------------------------------------------ backup

    def back_up(self, path: Path) -> None:
        """Write all of it to a new SQLite file, whatever the database is; the server may go on meanwhile.

        Raises:
            CannotShare: The file exists already, or cannot be written.
        """
        if path.exists():
            raise CannotShare(f"“{path}” exists already.", advice="Choose another name for the backup.")
        target = HubStore.in_file(path)
        try:
            # One transaction reads one moment: what comes meanwhile goes into the next backup.
            with self._begun(one_moment=True) as source, target._begun() as copy:  # noqa: SLF001 - the same class
                copy.execute(delete(ABOUT))
                for table in META.sorted_tables:
                    rows = [dict(row) for row in source.execute(select(table)).mappings()]
                    if rows:
                        copy.execute(insert(table), rows)
        except BaseException:
            target.close()
            path.unlink(missing_ok=True)
            raise
        target.close()

    # ------------------------------------------------------------ inside

    @contextmanager
    def _begun(self, *, one_moment: bool = False) -> Iterator[Connection]:
        engine = self._engine
        if one_moment and engine.dialect.name == "sqlite":
            engine = engine.execution_options(**{READS_ONLY: True})
        elif one_moment:
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with explained(), engine.begin() as connection:
            yield connection

    def _about(self, key: str) -> str | None:
        with self._begun() as database:
            found = database.execute(select(ABOUT.c.value).where(ABOUT.c.key == key)).scalar()
        return None if found is None else str(found)

    def _set_about(self, key: str, value: str) -> None:
        with self._begun() as database:
            database.execute(delete(ABOUT).where(ABOUT.c.key == key))
            database.execute(insert(ABOUT).values(key=key, value=value))


def _token(kind: str) -> str:
    return f"{kind}-{secrets.token_urlsafe(24)}"


def _kept(name: str) -> str:
    """Return a name as every database takes it."""
    return name.replace("\0", "").encode("utf-8", "replace").decode()[:_LONGEST_NAME]


def _hash(token: str) -> str:
    # Tokens are 192 random bits: nothing is gained by a slow hash.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _member(row: Any) -> HubMember:
    return HubMember(row.id, row.plan, row.name, row.role, _aware(row.joined), _aware(row.seen))


def _invitation(row: Any) -> HubInvitation:
    return HubInvitation(row.id, row.plan, row.role, row.made_by, _aware(row.expires), row.uses_left)
