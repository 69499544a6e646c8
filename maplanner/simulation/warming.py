"""Compiling the kernel before it is first needed, in a process of its own, so that nobody has to wait.

Compiling takes half a minute or so and happens once for each version of the
program; the machine code is kept. ``python -m maplanner.simulation.warming`` does it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import platformdirs

from maplanner.core.errors import MaplannerError


def is_warm() -> bool:
    """Return whether this version's kernel was compiled on this machine before. Loads nothing heavy."""
    return _marker().exists()


def warm_up() -> None:
    """Compile the kernel by running the smallest plan there is, and leave word of it."""
    from maplanner.document.reading import Snapshot
    from maplanner.document.records import Campaign, Plan, Step
    from maplanner.simulation import SimulationOptions, simulate

    plan = Snapshot.of(
        [
            Plan(accounts=1),
            Campaign(id="c"),
            Step(id="s", campaign="c", kind="contact_list", props={"size": 1}),
        ]
    )
    simulate(plan, SimulationOptions(days=1.0, runs=1, seed=0, threads=1), None, None)
    leave_word()


def leave_word() -> None:
    """Remember that this version's kernel is compiled."""
    marker = _marker()
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.touch()


def start_warming() -> subprocess.Popen[bytes] | None:
    """Begin compiling in another process, at low priority; ``None`` where it was done before."""
    if is_warm():
        return None
    return subprocess.Popen(
        [sys.executable, "-m", "maplanner.simulation.warming"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _marker() -> Path:
    """Return the file that says the kernel is compiled; its name changes with the source and with numba."""
    digest = blake2b(version("numba").encode(), digest_size=8)
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(source.read_bytes())
    return (
        Path(platformdirs.user_cache_dir("maplanner", appauthor=False)) / f"kernel-{digest.hexdigest()}.ready"
    )


def main() -> int:
    """Compile the kernel; return the exit status."""
    if hasattr(os, "nice"):
        os.nice(10)
    try:
        warm_up()
    except (MaplannerError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
