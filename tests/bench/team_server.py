"""A server with a plan, and the processes of people who edit it: what benches of team work run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maplanner.core.ids import new_id
from maplanner.document.records import Record
from maplanner.storage.hub import HubStore
from maplanner.team.links import ShareLink
from maplanner.team.mirror import seed

SECONDS = float(os.environ.get("MAPLANNER_TEAM_SECONDS", "60"))
PEOPLE = int(os.environ.get("MAPLANNER_TEAM_PEOPLE", "20"))
RATE = 5.0
NAME = "Large plan"


@dataclass
class Server:
    """A server in a process of its own, with one plan and an invitation to it."""

    link: ShareLink
    file: Path
    process: subprocess.Popen[str]

    @property
    def resident_bytes(self) -> int:
        """How much memory it uses."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def serving(folder: Path, records: Iterable[Record]) -> Iterator[Server]:
    """Run a server on 127.0.0.1 whose plan holds these records."""
    file = folder / "team-plans.sqlite"
    store = HubStore.in_file(file)
    store.new_key()
    plan = store.make_plan(NAME)
    store.append([(plan.id, seed(records, new_id("share")))])
    _invitation, token = store.invite(plan.id, "edit", days=1, uses=1_000, made_by="the bench")
    store.close()
    command = [sys.executable, "-m", "maplanner", "serve", "--port", "0", "--data", str(folder), "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    place = ShareLink.parse(process.stdout.readline().split()[-1]).place
    try:
        yield Server(ShareLink.parse(f"http://{place}/{NAME.replace(' ', '%20')}#{token}"), file, process)
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


class Crowd:
    """People in some processes, who have joined and wait for the word to begin."""

    def __init__(self, server: Server, people: int, processes: int, *, gives_way: bool = False) -> None:
        """Let everybody join; where they give way, they seem to have machines of their own."""
        seconds = self._seconds = SECONDS
        module = [
            *(["nice", "-n", "6"] if gives_way else []),
            sys.executable,
            "-m",
            "tests.bench.team_people",
            str(server.link),
        ]
        shares = [people // processes + (number < people % processes) for number in range(processes)]
        self._processes = [
            subprocess.Popen(
                [*module, str(sum(shares[:number])), str(count), str(RATE), str(seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number, count in enumerate(shares)
        ]
        for process in self._processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"

    def go(self) -> None:
        """Let them edit."""
        for process in self._processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()

    @property
    def is_done(self) -> bool:
        """Whether all have ended."""
        return all(process.poll() is not None for process in self._processes)

    def told(self) -> list[dict[str, Any]]:
        """Return what each process saw, once all have ended."""
        found = []
        for process in self._processes:
            words, _ = process.communicate(timeout=self._seconds + 60)
            found.append(json.loads(words.splitlines()[-1]))
        return found
