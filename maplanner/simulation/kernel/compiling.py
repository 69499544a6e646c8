"""How kernel functions are compiled, and where the machine code is kept."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numba
import platformdirs

from maplanner.simulation import layout, program, randomness

_LOG = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Return the folder for machine code: the person's cache, or a temporary one where that cannot be written.

    Its name changes with the kernel's source, so that code of another version is never taken.
    """
    name = f"kernel-{_fingerprint()}"
    for parent in (
        Path(platformdirs.user_cache_dir("maplanner", appauthor=False)),
        Path(tempfile.gettempdir()),
    ):
        folder = parent / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError as error:
            _LOG.info("Machine code cannot be kept in %s: %s", folder, error)
    return Path(tempfile.mkdtemp(prefix="maplanner-"))


def _fingerprint() -> str:
    sources = sorted(Path(__file__).parent.glob("*.py"))
    sources += [Path(module.__file__ or "") for module in (layout, program, randomness)]
    digest = blake2b(numba.__version__.encode(), digest_size=8)
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()


if not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = str(cache_folder())


def small(function: Callable[..., Any]) -> Any:
    """Compile a function that is laid into its callers."""
    return numba.njit(nogil=True, forceinline=True)(function)


def large(function: Callable[..., Any]) -> Any:
    """Compile a function that is called."""
    return numba.njit(nogil=True)(function)


def outermost(function: Callable[..., Any]) -> Any:
    """Compile a function that Python calls, and keep its machine code."""
    return numba.njit(nogil=True, cache=True)(function)
