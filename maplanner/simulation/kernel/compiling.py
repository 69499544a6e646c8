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
from llvmlite import binding as llvm
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np.arrayobj import populate_array

from maplanner.simulation import arrays, layout, program, randomness, serving

_LOG = logging.getLogger(__name__)

_INLINED = 20
"""How large a function may be, in the compiler's own measure, to be laid into its callers unasked. With
its usual measure the machine code, and the time to make it, would be many times as large."""


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


def deciding_sources() -> list[Path]:
    """Return the files that decide what the machine code does and where it looks for things."""
    own = sorted(Path(__file__).parent.glob("*.py"))
    return own + [Path(module.__file__ or "") for module in (arrays, layout, program, randomness, serving)]


def _fingerprint() -> str:
    digest = blake2b(numba.__version__.encode(), digest_size=8)
    for source in deciding_sources():
        digest.update(source.read_bytes())
    return digest.hexdigest()


if not os.environ.get("NUMBA_CACHE_DIR"):
    setattr(numba.config, "CACHE_DIR", str(cache_folder()))  # noqa: B010 - numba declares it at run time


llvm.set_option("maplanner", f"--inline-threshold={_INLINED}")


_njit: Any = numba.njit
_populated: Any = populate_array
_packed: Any = cgutils.pack_array


def small(function: Callable[..., Any]) -> Any:
    """Compile a function that is laid into its callers."""
    return _njit(nogil=True, forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)


def large(function: Callable[..., Any]) -> Any:
    """Compile a function that is called."""
    return _njit(nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)


def outermost(function: Callable[..., Any]) -> Any:
    """Compile a function that Python calls, and keep its machine code."""
    return numba.njit(nogil=True, cache=True)(function)


def _viewer(dtype: Any) -> Any:
    """Return a function from an address to the row of numbers that begins there.

    The row has no end and nobody owns it: counting references would cost more than the simulation.
    """
    kind = types.Array(dtype, 1, "C")

    def view(_typing: Any, _address: Any) -> Any:
        def build(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            size = context.get_abi_sizeof(context.get_data_type(dtype))
            width = context.get_constant(types.intp, size)
            array = context.make_array(kind)(context, builder)
            _populated(
                array,
                data=builder.inttoptr(arguments[0], context.get_data_type(dtype).as_pointer()),
                shape=_packed(builder, [context.get_constant(types.intp, _ENDLESS)]),
                strides=_packed(builder, [width]),
                itemsize=width,
                meminfo=None,
            )
            return array._getvalue()  # noqa: SLF001 - numba has no other way

        return kind(types.int64), build

    return intrinsic(view)


_ENDLESS = 2**62
_ints_at = _viewer(types.int32)
_longs_at = _viewer(types.int64)
_floats_at = _viewer(types.float64)
_words_at = _viewer(types.uint64)
_flags_at = _viewer(types.uint8)


@small
def ints(desk: Any, place: Any) -> Any:
    """Return the row of 32-bit whole numbers whose address lies at a place of the desk."""
    return _ints_at(desk[place])


@small
def longs(desk: Any, place: Any) -> Any:
    """Return the row of 64-bit whole numbers whose address lies at a place of the desk."""
    return _longs_at(desk[place])


@small
def floats(desk: Any, place: Any) -> Any:
    """Return the row of floating-point numbers whose address lies at a place of the desk."""
    return _floats_at(desk[place])


@small
def words(desk: Any, place: Any) -> Any:
    """Return the row of 64-bit words whose address lies at a place of the desk."""
    return _words_at(desk[place])


@small
def flags(desk: Any, place: Any) -> Any:
    """Return the row of bytes whose address lies at a place of the desk."""
    return _flags_at(desk[place])


def _allocate(_typing: Any, _size: Any) -> Any:
    def build(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ptrtoint(context.nrt.allocate(builder, arguments[0]), ir.IntType(64))

    return types.int64(types.int64), build


def _release(_typing: Any, _address: Any) -> Any:
    def build(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        context.nrt.free(builder, builder.inttoptr(arguments[0], cgutils.voidptr_t))
        return context.get_dummy_value()

    return types.void(types.int64), build


allocate: Any = intrinsic(_allocate)
"""Return the address of so many bytes of memory, not yet filled."""
release: Any = intrinsic(_release)
"""Give memory back."""


@large
def lengthened(desk: Any, place: Any, used: Any, size: Any) -> None:
    """Give the row whose address lies at a place of the desk room for ``size`` words; ``used`` are kept."""
    address = allocate(8 * size)
    old, new = _longs_at(desk[place]), _longs_at(address)
    for number in range(used):
        new[number] = old[number]
    if desk[place]:
        release(desk[place])
    desk[place] = address


def _cell(row: Any, column: Any) -> Any:
    return np.int64(np.uint32(row + column))


cell = small(_cell)
"""Return a place in a flat table, known to the compiler as not negative: else it would ask each time."""
