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
import numpy as np
import platformdirs
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from maplanner.simulation import layout, program, randomness

_LOG = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Return the folder for machine code: the person's cache, or a temporary one if need be.

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
    setattr(numba.config, "CACHE_DIR", str(cache_folder()))  # noqa: B010 - numba declares it at run time


def small(function: Callable[..., Any]) -> Any:
    """Compile a function that is laid into its callers."""
    return numba.njit(nogil=True, forceinline=True)(function)


def large(function: Callable[..., Any]) -> Any:
    """Compile a function that is called."""
    return numba.njit(nogil=True)(function)


def outermost(function: Callable[..., Any]) -> Any:
    """Compile a function that Python calls, and keep its machine code."""
    return numba.njit(nogil=True, cache=True)(function)


def _borrowed(_typing: Any, thing: Any) -> Any:
    """Return an array, or a named tuple of arrays, that does not count references.

    Counting costs more than the simulation itself. Whoever borrows must keep the owner alive: use
    it once more behind the last use of what was borrowed.
    """

    def lend(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        given, (value,) = signature.args[0], arguments
        if isinstance(given, types.Array):
            return _lent(context, builder, given, value)
        for place, part in enumerate(given.types):
            lent = _lent(context, builder, part, builder.extract_value(value, place))
            value = builder.insert_value(value, lent, place)
        return value

    return thing(thing), lend


borrowed: Any = intrinsic(_borrowed)


def _lent(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    array = context.make_array(kind)(context, builder, value=value)
    array.meminfo = ir.Constant(array.meminfo.type, None)
    array.parent = ir.Constant(array.parent.type, None)
    return array._getvalue()  # noqa: SLF001 - numba has no other way


def _cell(row: Any, column: Any) -> Any:
    return np.int64(np.uint32(row + column))


cell = small(_cell)
"""Return a place in a flat table, known to the compiler as not negative: else it would ask each time."""


def _words(kept: Any, size: Any) -> Any:
    buffer = np.empty(size, np.uint64)
    kept.append(buffer)
    return borrowed(buffer)


words = large(_words)
"""Return a borrowed row of 64-bit words, not yet filled, whose owner is in the list ``kept``."""
