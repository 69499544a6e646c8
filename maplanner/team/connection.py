"""A connection to a server, in a thread of its own: it comes back by itself, and never makes anybody wait."""

from __future__ import annotations

import asyncio
import random
import ssl
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import quote

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI

from maplanner.team.links import ShareLink

FIRST_WAIT_SECONDS: Final = 0.5
LONGEST_WAIT_SECONDS: Final = 30.0
OPEN_SECONDS: Final = 10.0
_LARGEST_MESSAGE: Final = 512 * 2**20
_TOO_BIG: Final = 1009
TOO_BIG: Final = "A change is larger than the server allows. Whoever runs it can allow more."
_FINAL_STATUS: Final = frozenset({401, 403, 404, 409})
_FINAL_CODES: Final = frozenset({4401, 4403})


@dataclass(frozen=True)
class Opened:
    """The connection stands."""


@dataclass(frozen=True)
class Received:
    """A message came."""

    data: bytes


@dataclass(frozen=True)
class Lost:
    """There is no connection; ``is_final`` where trying again makes no sense. ``wait`` is in seconds."""

    words: str
    is_final: bool = False
    wait: float = 0.0


Event = Opened | Received | Lost


class Network(Protocol):
    """What carries messages to a server and back."""

    def start(self) -> None:
        """Begin to connect."""

    def send(self, data: bytes) -> None:
        """Send a message, if the connection stands."""

    def events(self) -> list[Event]:
        """Return what has happened since the last call."""

    def hurry(self) -> None:
        """Try again now rather than later."""

    def use(self, link: ShareLink) -> None:
        """Connect to that link from the next time on."""

    def stop(self) -> None:
        """End the connection for good."""


class Connection:
    """Connects, sends and receives in its own thread; :meth:`events` hands over what came.

    ``on_event`` is called from that thread, once until :meth:`events` is called: it may only wake somebody.
    """

    def __init__(
        self, link: ShareLink, *, person: str, on_event: Callable[[], None], longest_wait: float | None = None
    ) -> None:
        """Prepare a connection; :meth:`start` begins it."""
        self.link = link
        self._person = person
        self._on_event = on_event
        self._longest_wait = longest_wait or LONGEST_WAIT_SECONDS
        self._inbox: deque[Event] = deque()
        self._outbox: asyncio.Queue[bytes] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._hurry: asyncio.Event | None = None
        self._task: asyncio.Task[None] | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="team-connection", daemon=True)

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()
        self._ready.wait()

    def send(self, data: bytes) -> None:
        """Send a message; while there is no connection it is dropped, for coming back makes up for it."""
        self._call(self._put, data)

    def hurry(self) -> None:
        """Try again now rather than later."""
        self._call(lambda: self._hurry.set() if self._hurry else None)

    def events(self) -> list[Event]:
        """Return what has happened since the last call."""
        found: list[Event] = []
        with suppress(IndexError):
            while True:
                found.append(self._inbox.popleft())
        return found

    def use(self, link: ShareLink) -> None:
        """Connect to that link from the next time on."""
        self.link = link

    def stop(self) -> None:
        """End the connection; what was sent before still goes out, within a second."""
        self._call(lambda: self._task.cancel() if self._task else None)
        if self._thread.is_alive():
            self._thread.join(3.0)

    # ------------------------------------------------------------ in the thread

    def _call(self, do: Callable[..., object], *values: object) -> None:
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):
                # The loop may have ended this moment.
                loop.call_soon_threadsafe(do, *values)

    def _put(self, data: bytes) -> None:
        if self._outbox is not None:
            self._outbox.put_nowait(data)

    def _tell(self, event: Event) -> None:
        was_empty = not self._inbox
        self._inbox.append(event)
        if was_empty:
            self._on_event()

    def _run(self) -> None:
        with suppress(asyncio.CancelledError):
            asyncio.run(self._keep_connected())

    async def _keep_connected(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._hurry = asyncio.Event()
        self._ready.set()
        failures = 0
        while True:
            lost, stood = await self._connect_once()
            failures = 0 if stood else failures + 1
            wait = _wait(failures, self._longest_wait)
            self._tell(Lost(lost.words, lost.is_final, wait))
            self._hurry.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), None if lost.is_final else wait)

    async def _connect_once(self) -> tuple[Lost, bool]:
        """Connect and stay until the connection ends; return why, and whether it stood at all."""
        stood = False
        try:
            async with connect(
                self.link.address,
                additional_headers=self._headers(),
                open_timeout=OPEN_SECONDS,
                max_size=_LARGEST_MESSAGE,
                compression=None,
                proxy=None,
                user_agent_header=None,
            ) as socket:
                stood = True
                self._outbox = asyncio.Queue()
                self._tell(Opened())
                await self._exchange(socket)
        except (OSError, InvalidHandshake, InvalidURI, ConnectionClosed, TimeoutError) as error:
            return explained(error), stood
        finally:
            self._outbox = None
        return Lost("The server ended the connection."), stood

    def _headers(self) -> dict[str, str]:
        told = {"X-Maplanner-Person": quote(self._person)}
        return told | ({"Authorization": f"Bearer {self.link.token}"} if self.link.token else {})

    async def _exchange(self, socket: ClientConnection) -> None:
        sending = asyncio.create_task(self._send_all(socket))
        try:
            async for data in socket:
                if isinstance(data, bytes):
                    self._tell(Received(data))
            # The loop ends without an error when the server says good-bye; why, stands in its code.
            await socket.wait_closed()
            raise ConnectionClosed(socket.protocol.close_rcvd, socket.protocol.close_sent)
        except asyncio.CancelledError:
            await self._send_rest(socket)
            await socket.close()
            raise
        finally:
            sending.cancel()

    async def _send_all(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            while self._outbox is not None:
                await socket.send(await self._outbox.get())

    async def _send_rest(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed, TimeoutError):
            async with asyncio.timeout(1.0):
                while self._outbox is not None and not self._outbox.empty():
                    await socket.send(self._outbox.get_nowait())


def _wait(failures: int, longest: float) -> float:
    """Return how long to wait, at random within bounds, so that not all come back at the same moment."""
    upper = min(longest, FIRST_WAIT_SECONDS * 2.0 ** min(failures, 10))
    return float(upper * random.uniform(0.5, 1.0))


def explained(error: BaseException) -> Lost:
    """Return in plain words why there is no connection."""
    if isinstance(error, InvalidStatus):
        return _turned_away(error)
    if isinstance(error, ConnectionClosed):
        return _put_out(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Lost(f"The server's certificate is not trusted: {error.verify_message}.")
    for kind, words in _WORDS:
        if isinstance(error, kind):
            return Lost(words)
    return Lost("The server cannot be reached.")


_WORDS: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (ssl.SSLError, "The server does not speak TLS as it should; is the link right?"),
    (TimeoutError, "The server does not answer."),
    (InvalidURI, "What answers there is no server for plans; is the link right?"),
    (InvalidHandshake, "What answers there is no server for plans; is the link right?"),
)


def _turned_away(error: InvalidStatus) -> Lost:
    status = error.response.status_code
    said = (error.response.body or b"").decode("utf-8", "replace").strip()
    words = said if said and len(said) < 300 and "<" not in said else f"The server answered {status}."
    return Lost(words, status in _FINAL_STATUS)


def _put_out(error: ConnectionClosed) -> Lost:
    received = error.rcvd
    if received is not None and received.code == _TOO_BIG:
        return Lost(TOO_BIG, is_final=True)
    if received is not None and received.reason:
        return Lost(received.reason, received.code in _FINAL_CODES)
    return Lost("The connection was lost.")
