"""How kernel functions are compiled, and where the machine code is kept."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numba
import platformdirs
from llvmlite import binding as llvm
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np.arrayobj import populate_array

from maplanner.simulation import arrays, layout, program, randomness, serving

_LOG = logging.getLogger(__name__)

NEEDED_BYTES = 20_000_000
"""Room for the machine code: numba gives up where a disk is full."""

_INLINED = 75
"""How large a function may be, in the compiler's own measure, to be laid into its callers unasked. With
its usual measure the machine code, and the time to make it, would be many times as large."""


def cache_folder() -> Path:
    """Return the folder for machine code: the person's cache, or a temporary one if need be.

    Its name changes with the kernel's source, so that code of another version is never taken.
    """
    name = f"kernel-{_fingerprint()}"
    own = Path(platformdirs.user_cache_dir("maplanner", appauthor=False))
    temporary = _own_temporary()
    for parent in (own, temporary):
        folder = parent / name
        try:
            parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.mkdir(exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                has_room = shutil.disk_usage(folder).free > NEEDED_BYTES
            if has_room and (parent == own or _is_ours(parent)):
                return folder
            _LOG.info("Machine code is not kept in %s: no room there, or it is not safe from others", folder)
        except OSError as error:
            _LOG.info("Machine code cannot be kept in %s: %s", folder, error)
    return Path(tempfile.mkdtemp(prefix="maplanner-"))


def _own_temporary() -> Path:
    """Return a temporary folder of this person alone: code that others put there could do anything."""
    person = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    return Path(tempfile.gettempdir()) / f"maplanner-{person}"


def _is_ours(folder: Path) -> bool:
    """Tell whether nobody else may write to a folder."""
    found = folder.stat()
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)


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
_WITHOUT_OWNERS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    "_nrt": False,
}
"""Nobody counts who holds a row: that would take more time than the simulation itself. And nobody asks before
a division whether it is one by nought."""
_populated: Any = populate_array
_packed: Any = cgutils.pack_array
_unliteral: Any = types.unliteral
_inserted: Any = cgutils.get_or_insert_function
_guarded: Any = cgutils.guard_memory_error


def small(function: Callable[..., Any]) -> Any:
    """Compile a function that is laid into its callers."""
    return _plain(_njit(forceinline=True, **_WITHOUT_OWNERS)(function))


def large(function: Callable[..., Any]) -> Any:
    """Compile a function that is called. It can make no arrays."""
    return _plain(_njit(**_WITHOUT_OWNERS)(function))


def _plain(compiled: Any) -> Any:
    """Let there be one version of a function, whatever kind of whole numbers it is called with.

    Else every constant in a call would make one more, and all that to be compiled.
    """
    template = compiled.get_call_template

    def plain(arguments: Any, named: Any) -> Any:
        named = {name: _as_plain(kind) for name, kind in named.items()}
        return template(tuple(map(_as_plain, arguments)), named)

    compiled.get_call_template = plain
    return compiled


def _as_plain(kind: Any) -> Any:
    kind = _unliteral(kind)
    return types.int64 if kind in types.signed_domain else kind


def outermost(function: Callable[..., Any]) -> Any:
    """Compile a function that Python calls, and keep its machine code. It can make no arrays."""
    return _njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function)


def making(function: Callable[..., Any]) -> Any:
    """Compile a function that Python calls and that makes arrays and lists, and keep its machine code."""
    return _njit(cache=True, nogil=True)(function)


def _row(context: Any, builder: Any, kind: Any, address: Any) -> Any:
    """Return the row of numbers that begins at an address. It has no end, and nobody owns it."""
    size = context.get_abi_sizeof(context.get_data_type(kind.dtype))
    width = context.get_constant(types.intp, size)
    array = context.make_array(kind)(context, builder)
    _populated(
        array,
        data=builder.inttoptr(address, context.get_data_type(kind.dtype).as_pointer()),
        shape=_packed(builder, [context.get_constant(types.intp, _ENDLESS)]),
        strides=_packed(builder, [width]),
        itemsize=width,
        meminfo=None,
    )
    return array._getvalue()  # noqa: SLF001 - numba has no other way


def _viewer(dtype: Any) -> Any:
    """Return a function from a desk and a place of it to the row whose address lies there."""
    kind = types.Array(dtype, 1, "C")

    def view(_typing: Any, desk: Any, _place: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            row = context.make_array(desk)(context, builder, arguments[0])
            place = context.cast(builder, arguments[1], signature.args[1], types.int64)
            address = builder.load(builder.gep(row.data, [place]))
            return _row(context, builder, kind, address)

        return kind(desk, _place), build

    return intrinsic(view)


def _longs_from(_typing: Any, _address: Any) -> Any:
    kind = types.Array(types.int64, 1, "C")

    def build(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return _row(context, builder, kind, arguments[0])

    return kind(types.int64), build


_ENDLESS = 2**62
_longs_at: Any = intrinsic(_longs_from)
ints: Any = _viewer(types.int32)
"""Return the row of 32-bit whole numbers whose address lies at a place of the desk."""
longs: Any = _viewer(types.int64)
"""Return the row of 64-bit whole numbers whose address lies at a place of the desk."""
floats: Any = _viewer(types.float64)
"""Return the row of floating-point numbers whose address lies at a place of the desk."""
words: Any = _viewer(types.uint64)
"""Return the row of 64-bit words whose address lies at a place of the desk."""
flags: Any = _viewer(types.uint8)
"""Return the row of bytes whose address lies at a place of the desk."""


def _allocate(_typing: Any, _size: Any) -> Any:
    def build(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        kind = ir.FunctionType(cgutils.voidptr_t, [cgutils.intp_t])
        found = builder.call(_inserted(builder.module, kind, "NRT_Allocate"), [arguments[0]])
        _guarded(context, builder, found, msg="There is not enough memory.")
        return builder.ptrtoint(found, ir.IntType(64))

    return types.int64(types.int64), build


def _release(_typing: Any, _address: Any) -> Any:
    def build(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        kind = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t])
        address = builder.inttoptr(arguments[0], cgutils.voidptr_t)
        builder.call(_inserted(builder.module, kind, "NRT_Free"), [address])
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


def _cell(_typing: Any, row: Any, column: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        both = [
            context.cast(builder, number, kind, types.uint32)
            for number, kind in zip(arguments, signature.args, strict=True)
        ]
        return builder.zext(builder.add(*both), ir.IntType(64))

    return types.int64(row, column), build


cell: Any = intrinsic(_cell)
"""Return a place in a flat table, known to the compiler as not negative: else it would ask each time."""
