"""The server: connections, rooms, and a thread that keeps what comes in."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import ssl
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final, TypeVar
from urllib.parse import unquote

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from maplanner import __version__
from maplanner.core.errors import CannotShare
from maplanner.team.hub.admission import STRANGER, Admission, NotAdmitted, admit, answer
from maplanner.team.hub.limits import Allowance, Limits, Refusals
from maplanner.team.hub.register import Register
from maplanner.team.hub.room import Guest, Room
from maplanner.team.links import plan_name
from maplanner.team.roles import Role
from maplanner.team.wire import DamagedMessage, Kind, control, read, read_control

LOG: Final = logging.getLogger("maplanner.team.hub")

_SILENT: Final = logging.Logger("connections", logging.CRITICAL + 1)  # noqa: LOG001
"""The library would log headers, tokens included, where somebody turns logging up; this one stays silent."""
_FLUSH_SECONDS: Final = 0.3
_CLOSE_SECONDS: Final = 1.0
"""Whoever is put out and goes on sending hears of it no later than this."""
_LOOK_SECONDS: Final = 5.0
_PERSON_HEADER: Final = "X-Maplanner-Person"
_PAGE: Final = """<!doctype html><meta charset="utf-8"><title>maplanner</title>
<body style="font:16px/1.5 system-ui;max-width:34rem;margin:4rem auto;padding:0 1rem">
<h1>A plan of your team</h1>
<p>To work on it, start maplanner, choose <b>Team ▸ Join a shared plan…</b>, and paste the whole link that
you were sent.</p>
"""

T = TypeVar("T")


class Closing:
    """Why the server ends a connection, in the protocol's numbers."""

    GOING_AWAY = 1012
    TOO_BIG = 1009
    DAMAGED = 4400
    REMOVED = 4403
    SLOW = 4408
    FLOOD = 4429


@dataclass(frozen=True)
class Settings:
    """Where and how the server listens; ``behind_proxy`` believes what a proxy tells of callers."""

    host: str = "127.0.0.1"
    port: int = 4780
    tls: ssl.SSLContext | None = None
    behind_proxy: bool = False
    limits: Limits = field(default_factory=Limits)


class _Line:
    """A connection as its room sees it; one that does not read is closed rather than waited for."""

    def __init__(self, connection: ServerConnection, most_unread: int) -> None:
        self._connection = connection
        self._most_unread = most_unread
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, message: bytes) -> None:
        transport = self._connection.transport
        if transport.get_write_buffer_size() > self._most_unread:
            self.close(Closing.SLOW, "too slow")
            return
        # The library's own way to send without waiting, as for many connections at once.
        from websockets.asyncio.connection import broadcast

        broadcast([self._connection], message)

    def close(self, code: int, why: str) -> None:
        task = asyncio.get_running_loop().create_task(self._connection.close(code, why))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class Hub:
    """Passes changes on between the members of each plan, and keeps them.

    ``register`` is used from one thread of the hub's own, so that a slow disk holds up nobody.
    """

    def __init__(self, register: Register, settings: Settings) -> None:
        """Prepare a server; :meth:`run` starts it."""
        self._register = register
        self._settings = settings
        self._limits = settings.limits
        self._rooms: dict[int, Room] = {}
        self._entering = asyncio.Lock()
        self._keeping = asyncio.Lock()
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="hub-disk")
        self._refusals = Refusals(self._limits.refusals_per_minute)
        self._addresses: Counter[str] = Counter()
        self._stopping = asyncio.Event()
        self._server: Server | None = None
        self._lines: dict[Guest, _Line] = {}
        self._looked_at = 0.0
        self.port = settings.port

    # ------------------------------------------------------------ running

    async def run(self, started: Callable[[Hub], None] | None = None, *, signals: bool = True) -> None:
        """Serve until :meth:`stop` is called or the process is told to end; then keep all and leave."""
        if signals:
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, self.stop)
        try:
            async with serve(
                self._serve,
                self._settings.host,
                self._settings.port,
                ssl=self._settings.tls,
                process_request=self._receive_request,
                max_size=self._limits.message_bytes,
                compression=None,
                close_timeout=_CLOSE_SECONDS,
                server_header=None,
                logger=_SILENT,
            ) as server:
                self._server = server
                self.port = next(iter(server.sockets)).getsockname()[1]
                LOG.info("serving on %s, port %d", self._settings.host, self.port)
                if started is not None:
                    started(self)
                await self._keep_until_stopped()
                server.close(code=Closing.GOING_AWAY, reason="The server is stopping.")
                await server.wait_closed()
        finally:
            await self._keep()
            await self._ask(self._register.close)
            self._disk.shutdown()
            LOG.info("stopped")

    def stop(self) -> None:
        """Ask the server to stop; from its own thread."""
        self._stopping.set()

    async def _keep_until_stopped(self) -> None:
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), _FLUSH_SECONDS)
            await self._keep()
            await self._look_after_members()

    async def _look_after_members(self) -> None:
        """Now and then, see who was taken off or given another role behind the server's back."""
        now = time.monotonic()
        if now - self._looked_at < _LOOK_SECONDS:
            return
        self._looked_at = now
        for room in list(self._rooms.values()):
            try:
                rows = await self._ask(self._register.members, room.number)
            except CannotShare:
                return
            roles = {row.id: row.role for row in rows}
            for guest in tuple(room.guests):
                if guest.member not in roles:
                    self._put_out(room, guest)
                elif guest.role != roles[guest.member]:
                    _give_role(guest, roles[guest.member])

    def _put_out(self, room: Room, guest: Guest) -> None:
        room.leave(guest)
        self._lines[guest].close(Closing.REMOVED, "You were taken off this plan.")

    async def _ask(self, question: Callable[..., T], *values: Any) -> T:
        """Ask the register, in its thread."""
        return await asyncio.get_running_loop().run_in_executor(self._disk, question, *values)

    async def _keep(self) -> None:
        """Put on disk what has come in since."""
        async with self._keeping:
            batch = [(room.number, update) for room in self._rooms.values() for update in room.pending]
            for room in self._rooms.values():
                room.kept_updates += len(room.pending)
                room.pending.clear()
            try:
                if batch:
                    await self._ask(self._register.append, batch)
                for room in list(self._rooms.values()):
                    if room.wants_compaction or (not room.guests and room.kept_updates > 1):
                        await self._compact(room)
            except CannotShare as error:
                LOG.error("not kept: %s", error)  # noqa: TRY400 - the message says it all
                self._put_back(batch)
            for number, room in list(self._rooms.items()):
                if not room.guests and not room.pending and not self._entering.locked():
                    del self._rooms[number]

    def _put_back(self, batch: list[tuple[int, bytes]]) -> None:
        for number, update in reversed(batch):
            if number in self._rooms:
                self._rooms[number].pending.insert(0, update)

    async def _compact(self, room: Room) -> None:
        # What comes while the disk writes is pending, and is added behind.
        room.kept_updates = 1
        await self._ask(self._register.compact, room.number, room.state())

    # ------------------------------------------------------------ requests

    async def _receive_request(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answer a request that is no connection; let in, or turn away, one that is."""
        path = request.path.partition("?")[0]
        if request.headers.get("Upgrade", "").lower() != "websocket":
            return self._page(path)
        address = self._address(connection, request)
        try:
            if self._refusals.too_many(address):
                raise NotAdmitted(429, "Too many attempts from this address. Wait a minute.")
            self._refuse_crowd(address)
            admission = await self._admit(path, request.headers)
        except NotAdmitted as refusal:
            if refusal.status in (401, 404):
                self._refusals.note(address)
            LOG.info("turned away %s (%d)", address, refusal.status)
            return connection.respond(HTTPStatus(refusal.status), refusal.words)
        connection.admission = admission  # type: ignore[attr-defined]
        connection.address = address  # type: ignore[attr-defined]
        return None

    async def _admit(self, path: str, headers: Headers) -> Admission:
        token = headers.get("Authorization", "").removeprefix("Bearer ").strip()
        person = unquote(headers.get(_PERSON_HEADER, ""))[:120].strip()
        try:
            name = plan_name(unquote(path.removeprefix("/")))
        except CannotShare:
            raise NotAdmitted(401, STRANGER) from None
        try:
            admission = await self._ask(admit, self._register, name, token, person)
        except CannotShare as error:
            LOG.error("the register does not answer: %s", error)  # noqa: TRY400 - the message says it all
            raise NotAdmitted(503, "The server cannot read its plans just now. Try again later.") from error
        mine = sum(guest.member == admission.member.id for guest in self._lines)
        if mine >= self._limits.connections_per_member:
            raise NotAdmitted(429, "You are connected to this plan too many times.")
        return admission

    def _refuse_crowd(self, address: str) -> None:
        if self._stopping.is_set():
            raise NotAdmitted(503, "The server is stopping.")
        if len(self._lines) >= self._limits.connections:
            raise NotAdmitted(503, "The server has as many connections as it can take. Try again later.")
        if self._addresses[address] >= self._limits.connections_per_address:
            raise NotAdmitted(429, "Too many connections from this address.")

    def _address(self, connection: ServerConnection, request: Request) -> str:
        if self._settings.behind_proxy:
            # The last entry is the one that our own proxy added; those before it anybody can make up.
            told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
            if told:
                return told[:64]
        return str(connection.remote_address[0]) if connection.remote_address else "?"

    def _page(self, path: str) -> Response:
        if path == "/health":
            told = {"status": "ok", "version": __version__, "connections": len(self._lines)}
            return _response(json.dumps(told | {"plans": len(self._rooms)}), "application/json")
        return _response(_PAGE, "text/html; charset=utf-8")

    # ------------------------------------------------------------ connections

    async def _serve(self, connection: ServerConnection) -> None:
        admission: Admission = connection.admission  # type: ignore[attr-defined]
        address: str = connection.address  # type: ignore[attr-defined]
        line = _Line(connection, self._limits.unread_bytes)
        guest = Guest(line, admission.member.id, admission.member.name, admission.role)
        self._addresses[address] += 1
        self._lines[guest] = line
        LOG.info("plan %d: member %s came (%s)", admission.plan.id, guest.member, guest.role)
        try:
            async with self._entering:
                room = await self._room(admission.plan.id)
                await connection.send(_hello(admission))
                room.welcome(guest)
            await self._listen(connection, room, guest)
        except ConnectionClosed:
            # How it ended makes no difference: whoever comes back asks for what is missing.
            LOG.debug("plan %d: connection of %s ended", admission.plan.id, guest.member)
        finally:
            self._addresses[address] -= 1
            self._lines.pop(guest, None)
            for room in self._rooms.values():
                if guest in room.guests:
                    room.leave(guest)
            LOG.info("plan %d: member %s left", admission.plan.id, guest.member)

    async def _room(self, number: int) -> Room:
        room = self._rooms.get(number)
        if room is None:
            updates = await self._ask(self._register.load, number)
            room = self._rooms[number] = Room(number, updates, most_bytes=self._limits.plan_bytes)
        return room

    async def _listen(self, connection: ServerConnection, room: Room, guest: Guest) -> None:
        limits = self._limits
        messages = Allowance(limits.messages_per_second, limits.burst_messages)
        volume = Allowance(limits.bytes_per_second, limits.burst_bytes)
        slowed = 0.0
        async for data in connection:
            wait = max(messages.wait_for(1), volume.wait_for(len(data)))
            slowed = 0.0 if messages.is_relaxed and volume.is_relaxed else slowed + wait
            if slowed > limits.patience_seconds:
                await connection.close(Closing.FLOOD, "Too much at once.")
                return
            try:
                await self._hear(room, guest, data)
            except DamagedMessage:
                LOG.info("plan %d: a damaged message of %s", room.number, guest.member)
                await connection.close(Closing.DAMAGED, "A message arrived damaged.")
                return
            if wait > 0:
                # Whoever sends too fast is read more slowly; the network makes them wait.
                await asyncio.sleep(wait)

    async def _hear(self, room: Room, guest: Guest, data: bytes | str) -> None:
        message = read(data)
        if message is None or guest not in room.guests:
            return
        if message.kind is Kind.CONTROL:
            await self._hear_request(room, guest, read_control(message.body))
        else:
            room.hear(guest, message)

    async def _hear_request(self, room: Room, guest: Guest, request: dict[str, Any]) -> None:
        number = request.get("n")
        try:
            told = await self._ask(answer, self._register, room.number, guest.member, request)
        except CannotShare as error:
            told = {"error": str(error)}
        guest.line.send(control(told | {"n": number}))
        for other in tuple(room.guests):
            if told.get("removed") == other.member:
                self._put_out(room, other)
            elif told.get("changed") == other.member:
                _give_role(other, str(told["role"]))


def _give_role(guest: Guest, role: str) -> None:
    guest.role, guest.refused = Role(role), False
    guest.line.send(control({"role": role}))


def _hello(admission: Admission) -> bytes:
    told: dict[str, Any] = {
        "hello": 1,
        "server": __version__,
        "plan": admission.plan.name,
        "member": admission.member.id,
        "name": admission.member.name,
        "role": admission.role.value,
    }
    return control(told | ({"key": admission.key} if admission.key else {}))


def _response(text: str, kind: str) -> Response:
    body = text.encode()
    headers = Headers()
    headers["Content-Type"] = kind
    headers["Content-Length"] = str(len(body))
    headers["Cache-Control"] = "no-store"
    headers["Connection"] = "close"
    return Response(HTTPStatus.OK, "OK", headers, body)
