"""Running the server that comes along, and looking after what it keeps."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Final

import platformdirs

from maplanner.core.errors import CannotShare, MissingPart
from maplanner.storage.hub import HubStore

try:
    from maplanner.team.hub.service import Hub, Settings
    from maplanner.team.links import Dialect, ShareLink
except ModuleNotFoundError as missing:
    raise MissingPart(
        f"The server needs another part of maplanner: {missing.name} is not installed.",
        advice="Install it with: pip install “maplanner[team]”",
    ) from missing

FILE_NAME: Final = "team-plans.sqlite"
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def data_folder() -> Path:
    """Return where the server keeps plans unless told otherwise."""
    return platformdirs.user_data_path("maplanner", appauthor=False) / "server"


def open_store(folder: Path | None = None, database: str = "") -> HubStore:
    """Open what a server keeps: a file in a folder, or a database by its address.

    Raises:
        CannotShare: It cannot be opened.
        MissingPart: The database's driver is not installed.
    """
    if database:
        return HubStore(database)
    return HubStore.in_file((folder or data_folder()) / FILE_NAME)


def tls_from(certificate: Path | None, private_key: Path | None) -> ssl.SSLContext | None:
    """Return how to prove who the server is; ``None`` where no certificate is named.

    Raises:
        CannotShare: A file is missing or is none of that sort.
    """
    if certificate is None:
        if private_key is not None:
            raise CannotShare("A private key needs its certificate.", advice="Name it with --certificate.")
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, private_key)
    except (OSError, ssl.SSLError) as error:
        raise CannotShare(f"The certificate cannot be used: {error.strerror or error}.") from error
    return context


def serve(store: HubStore, settings: Settings, started: Callable[[Hub], None]) -> None:
    """Serve until the process is told to end.

    Raises:
        CannotShare: The port is taken, or may not be listened on.
    """
    hub = Hub(store, settings)
    try:
        asyncio.run(hub.run(started))
    except OSError as error:
        raise CannotShare(
            f"The server cannot listen on {settings.host}, port {settings.port}: {error.strerror}.",
            advice="Choose another port with --port.",
        ) from error


def link_to(settings: Settings, port: int, token: str, *, plan: str = "", public: str = "") -> str:
    """Return a link to this server, as people reach it: by ``public`` where a proxy stands before it."""
    if public:
        base = ShareLink.parse(public)
        return str(ShareLink(base.dialect, base.secure, base.place, plan, token))
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host  # noqa: S104 - only read
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return str(ShareLink(Dialect.MAPLANNER, settings.tls is not None, place, plan, token))
