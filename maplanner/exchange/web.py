"""Asking a server for JSON, with suspicion: it may hang, drip, lie, send on elsewhere or answer garbage.

Whoever asks gets an answer or a message that names the server, within a time that is known before; a
password or token goes to the address that a person typed and to no other.
"""

from __future__ import annotations

import contextlib
import gzip
import http.client
import io
import ipaddress
import json
import ssl
import threading
import time
import zlib
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from pydantic import JsonValue

from maplanner import __version__
from maplanner.core.errors import Cancelled, UnreadableSource
from maplanner.exchange.source_files import plain

MAX_ANSWER_BYTES: Final = 64 * 1024 * 1024
_CHUNK: Final = 64 * 1024
_MOST_REDIRECTS: Final = 3
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_WAIT: Final = 0.2


def never_cancelled() -> bool:
    """Go on until the end."""
    return False


@dataclass(frozen=True)
class Address:
    """Where a server is: scheme, host and port, and the path below which it answers."""

    scheme: str
    host: str
    port: int
    path: str = ""

    @classmethod
    def parse(cls, text: str) -> Address:
        """Return the address that a person typed.

        Raises:
            UnreadableSource: It is none; or it would carry a password in the open.
        """
        example = "Give it like https://example.my.salesforce.com."
        try:
            parts = urlsplit(text.strip())
            port, host = parts.port, parts.hostname or ""
        except ValueError as error:
            raise UnreadableSource(f"“{plain(text)[:80]}” is no address.", advice=example) from error
        if parts.scheme not in {"http", "https"} or not host or any(letter.isspace() for letter in host):
            raise UnreadableSource(f"“{plain(text)[:80]}” is no address.", advice=example)
        if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
            message = f"The address of {plain(host)} holds more than an address."
            raise UnreadableSource(message, advice="Leave user, password and everything after “?” out of it.")
        if parts.scheme == "http" and not _is_here(host):
            message = f"http://{plain(host)} would carry your password in the open."
            raise UnreadableSource(message, advice="Use an address that begins with https.")
        return cls(
            parts.scheme, host, port or (443 if parts.scheme == "https" else 80), parts.path.rstrip("/")
        )

    @property
    def origin(self) -> str:
        """Scheme, host and port, as people write them."""
        usual = {"https": 443, "http": 80}[self.scheme]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == usual else f":{self.port}")


@dataclass
class WebSession:
    """Asks one server, time after time, within ``patience`` seconds for each answer.

    ``explain`` gives what a code of refusal (401, 403, 429 …) means with this kind of server.
    """

    address: Address
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    patience: float = 60.0
    cancelled: Callable[[], bool] = never_cancelled
    explain: Mapping[int, str] = field(default_factory=dict)

    def get(self, path: str) -> JsonValue:
        """Return the JSON that lies below a path, or at a whole address of the same server.

        Raises:
            UnreadableSource: There is no good answer; the message says why.
            Cancelled: The person asked to stop.
        """
        return self._ask("GET", path, None)

    def post(self, path: str, content: JsonValue) -> JsonValue:
        """Return the JSON that a server answers to JSON; errors as with :meth:`get`."""
        return self._ask("POST", path, json.dumps(content).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> JsonValue:
        target = self._below(path)
        for _ in range(_MOST_REDIRECTS + 1):
            if self.cancelled():
                raise Cancelled("Stopped.")
            status, headers, content = self._exchange(method, target, body)
            if status not in _REDIRECTS:
                return self._understood(status, headers, content)
            target = self._sent_on(method, target, headers.get("location", ""))
        raise UnreadableSource(f"{self._name} sends on in a circle.", advice="Check the address.")

    @property
    def _name(self) -> str:
        return plain(self.address.origin)

    def _below(self, path: str) -> str:
        if not path.startswith(("http://", "https://")):
            return f"{self.address.path}/{path.lstrip('/')}"
        self._same_server(path)
        parts = urlsplit(path)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def _same_server(self, whole: str) -> None:
        parts = urlsplit(whole)
        origin = (parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
        if origin != (self.address.scheme, self.address.host, self.address.port):
            message = f"{self._name} sends on to another server, {plain(parts.hostname or whole)[:120]}."
            raise UnreadableSource(message, advice="If that is right, give its address instead.")

    def _sent_on(self, method: str, target: str, location: str) -> str:
        try:
            whole = urljoin(self.address.origin + target, location)
            self._same_server(whole)
        except ValueError as error:
            raise UnreadableSource(f"{self._name} sends on to nowhere.") from error
        if method != "GET" or not location:
            message = f"{self._name} does not answer there but sends on."
            raise UnreadableSource(message, advice=f"Try the address {plain(whole)[:160]}.")
        parts = urlsplit(whole)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def _exchange(self, method: str, target: str, body: bytes | None) -> tuple[int, dict[str, str], bytes]:
        """Send a question and return status, headers and content; a watch breaks it off in time."""
        connection = self._connection()
        watch = _Watch(connection, self.patience, self.cancelled)
        try:
            with watch:
                headers = {"Accept": "application/json", "Accept-Encoding": "gzip", **self.headers}
                if body is not None:
                    headers["Content-Type"] = "application/json"
                headers["User-Agent"] = f"maplanner/{__version__}"
                connection.request(method, target, body=body, headers=headers)
                answer = connection.getresponse()
                named = {name.casefold(): value for name, value in answer.getheaders()}
                return answer.status, named, self._content(answer, named.get("content-encoding", ""))
        except (OSError, http.client.HTTPException, ValueError, zlib.error, EOFError) as error:
            raise self._failure(error, watch) from error
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        address, patience = self.address, min(self.patience, 30.0)
        proxy = _proxy_for(address)
        secure = address.scheme == "https"
        host, port = (proxy.host, proxy.port) if proxy else (address.host, address.port)
        if not secure:
            return http.client.HTTPConnection(host, port, timeout=patience)
        connection = http.client.HTTPSConnection(
            host, port, timeout=patience, context=ssl.create_default_context()
        )
        if proxy:
            connection.set_tunnel(address.host, address.port, headers=proxy.headers)
        return connection

    def _content(self, answer: http.client.HTTPResponse, encoding: str) -> bytes:
        """Return the content, unpacked, as long as it is no more than any CRM has to say."""
        packed = self._limited(answer)
        if answer.length:
            raise http.client.IncompleteRead(packed, answer.length)
        if encoding != "gzip":
            return packed
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as unpacked:
            return self._limited(unpacked)

    def _limited(self, stream: http.client.HTTPResponse | gzip.GzipFile) -> bytes:
        parts = bytearray()
        while part := stream.read(_CHUNK):
            parts += part
            if len(parts) > MAX_ANSWER_BYTES:
                limit = f"{MAX_ANSWER_BYTES // 1024**2} MB"
                raise UnreadableSource(
                    f"{self._name} answers with more than {limit}.", advice="Nothing was read."
                )
        return bytes(parts)

    def _failure(self, error: Exception, watch: _Watch) -> UnreadableSource | Cancelled:
        if watch.stopped:
            return Cancelled("Stopped.")
        if watch.too_late or isinstance(error, TimeoutError):
            message = f"{self._name} did not answer within {self.patience:g} seconds."
            return UnreadableSource(message, advice="Check the address and the network, or try again later.")
        if isinstance(error, ssl.SSLCertVerificationError):
            message = f"{self._name} cannot prove who it is: {plain(error.verify_message).rstrip('.')}."
            return UnreadableSource(
                message, advice="Nothing was sent. Ask who runs it for a valid certificate."
            )
        if isinstance(error, http.client.HTTPException | zlib.error | EOFError | gzip.BadGzipFile):
            return UnreadableSource(
                f"{self._name} does not speak the language of web servers, or breaks off.",
                advice="Check address and port.",
            )
        reason = plain(getattr(error, "strerror", None) or error)[:160] or type(error).__name__
        return UnreadableSource(
            f"{self._name} cannot be reached: {reason}.", advice="Check address and network."
        )

    def _understood(self, status: int, headers: Mapping[str, str], content: bytes) -> JsonValue:
        if not 200 <= status < 300:
            raise self._refusal(status, headers, content)
        try:
            data: JsonValue = json.loads(content)
        except (ValueError, RecursionError) as error:
            what = "a web page" if content.lstrip()[:1] == b"<" else "something that is no JSON"
            message = f"{self._name} answers with {what} instead of data."
            advice = "Check the address: it should be the one for programs, and you must be allowed in."
            raise UnreadableSource(message, advice=advice) from error
        return data

    def _refusal(self, status: int, headers: Mapping[str, str], content: bytes) -> UnreadableSource:
        usual = {
            401: "Check user, password or token; it may have run out.",
            403: "Ask the administrator for the right to read the description of objects.",
            404: "Check the address.",
            429: "Wait and try again.",
        }
        means = {401: "does not accept who you are", 403: "does not allow it", 404: "knows nothing there",
                 429: "asks for fewer questions"}  # fmt: skip
        said = _reason_in(content)
        what = means.get(status, "has a problem of its own" if status >= 500 else "refuses")
        message = f"{self._name} {what} (code {status}{f': {said}' if said else ''})."
        advice = self.explain.get(status, usual.get(status, "Try again later."))
        wait = headers.get("retry-after", "")
        if status == 429 and wait.isdigit():
            advice = f"Wait {int(wait):,} seconds and try again."
        return UnreadableSource(message, advice=advice)


class _Watch:
    """Breaks a connection off when its time is over, or the person asks to stop."""

    def __init__(
        self, connection: http.client.HTTPConnection, patience: float, cancelled: Callable[[], bool]
    ) -> None:
        self._connection = connection
        self._until = time.monotonic() + patience
        self._cancelled = cancelled
        self._done = threading.Event()
        self.stopped = self.too_late = False
        self._thread = threading.Thread(target=self._run, name="maplanner-watch", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._done.wait(_WAIT):
            self.stopped = self._cancelled()
            self.too_late = time.monotonic() > self._until
            if self.stopped or self.too_late:
                self._break_off()
                return

    def _break_off(self) -> None:
        """Close the connection under whoever waits for it, also one that is made only now."""
        while True:
            sock = self._connection.sock
            if sock is not None:
                with contextlib.suppress(OSError):
                    sock.shutdown(2)
            if self._done.wait(_WAIT):
                return


@dataclass(frozen=True)
class _Proxy:
    host: str
    port: int
    headers: dict[str, str]


def _proxy_for(address: Address) -> _Proxy | None:
    """Return the proxy that the system wants for a server, or ``None``."""
    if _is_here(address.host) or proxy_bypass(address.host):
        return None
    named = getproxies().get(address.scheme, "")
    parts = urlsplit(named if "//" in named else f"//{named}")
    if not named or not parts.hostname:
        return None
    headers = {}
    if parts.username is not None:
        user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Proxy-Authorization"] = f"Basic {b64encode(user.encode()).decode()}"
    return _Proxy(parts.hostname, parts.port or 3128, headers)


def _is_here(host: str) -> bool:
    """Tell whether a host is this very machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _reason_in(content: bytes) -> str:
    """Return what a server says in its refusal, in the ways in which CRMs say it."""
    try:
        data = json.loads(content[:_CHUNK])
    except (ValueError, RecursionError):
        return ""
    data = data[0] if isinstance(data, list) and data else data
    for key in ("message", "error_description", "error"):
        found = data.get(key) if isinstance(data, dict) else None
        found = found.get("message") if isinstance(found, dict) else found
        if isinstance(found, str) and plain(found):
            return plain(found)[:200]
    return ""
