"""Servers of others, installed with npm into a folder that stays between runs; skipped where that fails."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PACKAGES = {
    "y-websocket": ("@y/websocket-server@0.1.1", "yjs@13"),
    "hocuspocus": ("@hocuspocus/server@4", "yjs@13"),
}
INSTALL_SECONDS = 240
START_SECONDS = 15.0
HOCUSPOCUS = """
import { Server } from '@hocuspocus/server'
const server = new Server({
  port: Number(process.argv[2]), address: '127.0.0.1', quiet: true,
  async onAuthenticate({ token }) { if (token !== 'secret') throw new Error('no') },
})
await server.listen()
"""


@pytest.fixture(autouse=True)
def _only_when_asked(request: pytest.FixtureRequest) -> None:
    if "interop" not in str(request.config.getoption("-m")):
        pytest.skip("run with -m interop")


def _folder(name: str) -> Path:
    cache = os.environ.get("MAPLANNER_INTEROP_CACHE") or Path.home() / ".cache" / "maplanner-interop"
    return Path(cache) / name


def _installed(name: str) -> Path:
    """Return the folder in which a server is installed; skip where it cannot be."""
    folder = _folder(name)
    if (folder / "node_modules" / ".package-lock.json").exists():
        return folder
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("npm and node are not installed")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"name": "interop", "private": true, "type": "module"}')
    command = ["npm", "install", "--no-audit", "--no-fund", *PACKAGES[name]]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=INSTALL_SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"{name} cannot be installed: {error}")
    return folder


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


Started = Callable[[], int]


def _running(
    command: list[str], folder: Path, port: int, environment: dict[str, str]
) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as place:
            if place.connect_ex(("127.0.0.1", port)) == 0:
                return process
        if process.poll() is not None:
            break
        time.sleep(0.1)
    process.kill()
    process.wait()
    pytest.fail("the server does not start")


@pytest.fixture
def y_websocket() -> Iterator[int]:
    """Return the port of a y-websocket server."""
    folder, port = _installed("y-websocket"), _free_port()
    script = next((folder / "node_modules" / "@y" / "websocket-server").glob("src/server.js"))
    environment = {"HOST": "127.0.0.1", "PORT": str(port)}
    process = _running(["node", str(script)], folder, port, environment)
    yield port
    process.terminate()
    process.wait()


@pytest.fixture
def hocuspocus() -> Iterator[int]:
    """Return the port of a Hocuspocus server that lets in whoever has the token “secret”."""
    folder, port = _installed("hocuspocus"), _free_port()
    script = folder / "serve.mjs"
    script.write_text(HOCUSPOCUS)
    process = _running(["node", str(script), str(port)], folder, port, {})
    yield port
    process.terminate()
    process.wait()
