"""The server for shared plans."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maplanner.cli.arguments import BadArgument
from maplanner.cli.output import say

if TYPE_CHECKING:
    from maplanner.storage.hub import HubStore
    from maplanner.team.hub.service import Hub, Settings

DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="FOLDER", help="Where the plans lie; without it, this user's own folder."),
]
DatabaseOption = Annotated[
    str,
    typer.Option(
        "--database",
        metavar="URL",
        envvar="MAPLANNER_DATABASE",
        help="Another database than a file, such as postgresql://user@host/plans.",
        show_default=False,
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(  # noqa: PLR0917 - typer passes them by name
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen; 0.0.0.0 for the whole network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", help="The port; 0 takes any that is free.")] = 4780,
    data: DataOption = None,
    database: DatabaseOption = "",
    certificate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Certificate chain (PEM): links begin with https.")
    ] = None,
    private_key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Its private key, where it stands in another file.")
    ] = None,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A proxy passes callers on and tells their addresses.")
    ] = False,
    public: Annotated[
        str,
        typer.Option(metavar="LINK", help="How people reach the server, such as https://plans.example.org"),
    ] = "",
    largest_message: Annotated[
        int, typer.Option(metavar="MB", help="The largest message to accept.", min=1, max=512)
    ] = 16,
    connections: Annotated[
        int, typer.Option(metavar="N", help="How many connections to accept at once.", min=1, max=100_000)
    ] = 500,
    quiet: Annotated[bool, typer.Option("--quiet", help="Log only what goes wrong.")] = False,
) -> None:
    """Serve shared plans to a team, until stopped with Ctrl+C."""
    from maplanner.app.serving import LOOPBACK, open_store, tls_from
    from maplanner.app.serving import serve as run
    from maplanner.team.hub.limits import Limits
    from maplanner.team.hub.service import Settings

    if not 0 <= port <= 65_535:
        raise BadArgument(f"--port {port} is not possible.", advice="Give a number from 0 to 65535.")
    limits = Limits(message_bytes=largest_message * 2**20, connections=connections)
    settings = Settings(host, port, tls_from(certificate, private_key), behind_proxy, limits)
    store = open_store(data, database)
    _log(quiet=quiet)
    if host not in LOOPBACK and settings.tls is None and not behind_proxy:
        say("Without a certificate, everybody on the way can read along. Name one with --certificate.")
    run(store, settings, lambda hub: _tell(hub, store, settings, public))


def _log(*, quiet: bool) -> None:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING)
    if not quiet:
        logging.getLogger("maplanner.team.hub").setLevel(logging.INFO)


def _tell(hub: Hub, store: HubStore, settings: Settings, public: str) -> None:
    from maplanner.app.serving import link_to

    say(f"Serving plans on {link_to(settings, hub.port, '', public=public)}")
    if not store.has_key():
        say("To share a plan, choose Team ▸ Share this plan… in the window, and paste this key:")
        say(f"  {link_to(settings, hub.port, store.new_key(), public=public)}")
        say("It is shown this once. “maplanner team key” makes a new one.")
    say("Stop with Ctrl+C.")
