"""The tables of a team's server, and the connection to its database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    event,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from maplanner.core.errors import CannotShare, MissingPart

LAYOUT: Final = 1
"""The version of the server's tables."""

READS_ONLY: Final = "maplanner_reads_only"
"""An option of a connection that writes nothing, and need not wait for those who do."""

META = MetaData()
ABOUT = Table("about", META, Column("key", String(40), primary_key=True), Column("value", String(200)))
PLANS = Table(
    "plan",
    META,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("made", DateTime(timezone=True), nullable=False),
)
UPDATES = Table(
    "plan_update",
    META,
    # A large team writes some thousand millions of them in a year or two.
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("plan", ForeignKey("plan.id"), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
MEMBERS = Table(
    "member",
    META,
    Column("id", String(40), primary_key=True),
    Column("plan", ForeignKey("plan.id"), nullable=False, index=True),
    Column("name", String(120), nullable=False),
    Column("role", String(20), nullable=False),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("joined", DateTime(timezone=True), nullable=False),
    Column("seen", DateTime(timezone=True), nullable=False),
)
INVITATIONS = Table(
    "invitation",
    META,
    Column("id", String(40), primary_key=True),
    Column("plan", ForeignKey("plan.id"), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("made_by", String(120), nullable=False),
    Column("expires", DateTime(timezone=True), nullable=False),
    Column("uses_left", Integer, nullable=False),
)


@contextmanager
def explained() -> Iterator[None]:
    """Turn the database's errors into ones a person understands; twins are left to whoever made them.

    Raises:
        CannotShare: The database does not answer, or not as it should.
    """
    try:
        yield
    except IntegrityError:
        raise
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise CannotShare(f"The server's database does not answer: {cause}.") from error


def engine_for(url: str) -> Engine:
    """Return the connection to a database.

    Raises:
        CannotShare: That is no address of one.
        MissingPart: Its driver is not installed.
    """
    try:
        address = make_url(url)
        if address.drivername in ("postgres", "postgresql"):
            address = address.set(drivername="postgresql+psycopg")
        engine = create_engine(address, pool_pre_ping=not address.drivername.startswith("sqlite"))
    except (ArgumentError, NoSuchModuleError) as error:
        raise CannotShare(
            "That is no address of a database.", advice="Such as postgresql://user@host/plans"
        ) from error
    except ModuleNotFoundError as error:
        part = "“maplanner[postgresql]”" if error.name == "psycopg" else error.name
        raise MissingPart(
            f"The driver for that database is missing: {error.name}.", advice=f"pip install {part}"
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(driver: Any, _record: object) -> None:
    # The server writes while a backup reads.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "secure_delete=ON"):
        driver.execute(f"PRAGMA {pragma}")
    # The driver would begin a transaction only before the first thing that is written.
    driver.isolation_level = None


def _begin(connection: Connection) -> None:
    # Whoever reads first and writes then would be turned away where somebody else wrote in between.
    reads_only = connection.get_execution_options().get(READS_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
