"""What maplanner needs from the machine before anything of its own can run.

Only the standard library is used, so that the set-up script can run this file with a bare Python:
``python3 -I maplanner/core/platform.py`` prints a line for each thing that is missing.
"""

import argparse
import ctypes
import os
import socket
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

Purpose = Literal["drawing", "window", "tidying"]

OLDEST_PYTHON: Final = (3, 11)
FIRST_UNTRIED_PYTHON: Final = (3, 14)
FONT_PACKAGE: Final = "fonts-dejavu-core"


class SystemLibrary(NamedTuple):
    """A shared library that Qt loads and that no Python package brings along.

    ``package`` is its Debian and Ubuntu package. Drawing libraries are needed for every picture, with or
    without a screen; window libraries only to show the window.
    """

    name: str
    package: str
    purpose: Purpose


SYSTEM_LIBRARIES: Final[tuple[SystemLibrary, ...]] = (
    SystemLibrary("libGL.so.1", "libgl1", "drawing"),
    SystemLibrary("libEGL.so.1", "libegl1", "drawing"),
    SystemLibrary("libxkbcommon.so.0", "libxkbcommon0", "drawing"),
    SystemLibrary("libdbus-1.so.3", "libdbus-1-3", "drawing"),
    SystemLibrary("libfontconfig.so.1", "libfontconfig1", "drawing"),
    SystemLibrary("libglib-2.0.so.0", "libglib2.0-0", "drawing"),
    SystemLibrary("libxcb-cursor.so.0", "libxcb-cursor0", "window"),
    SystemLibrary("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "window"),
    SystemLibrary("libxcb-icccm.so.4", "libxcb-icccm4", "window"),
    SystemLibrary("libxcb-keysyms.so.1", "libxcb-keysyms1", "window"),
    SystemLibrary("libxcb-shape.so.0", "libxcb-shape0", "window"),
    SystemLibrary("libxcb-xkb.so.1", "libxcb-xkb1", "window"),
    SystemLibrary("libX11.so.6", "libx11-6", "tidying"),
    SystemLibrary("libXext.so.6", "libxext6", "tidying"),
    SystemLibrary("libXrender.so.1", "libxrender1", "tidying"),
)


def missing_libraries(*purposes: Purpose) -> tuple[SystemLibrary, ...]:
    """Return the system libraries that cannot be loaded, in the order of ``SYSTEM_LIBRARIES``.

    Without ``purposes`` all are tried. Elsewhere than on Linux nothing is missing: there the Qt package
    brings all it needs.
    """
    if not sys.platform.startswith("linux"):
        return ()
    wanted = purposes or get_args(Purpose)
    return tuple(lib for lib in SYSTEM_LIBRARIES if lib.purpose in wanted and not _loads(lib.name))


def font_is_installed() -> bool:
    """Tell whether there is any scalable font to write with; without one, Qt draws empty boxes."""
    if not sys.platform.startswith("linux"):
        return True
    return any(path.suffix.lower() in _FONT_SUFFIXES for path in _files(_font_folders()))


def packages_for(libraries: Iterable[SystemLibrary]) -> tuple[str, ...]:
    """Return the Debian packages that bring ``libraries``, each once."""
    return tuple(dict.fromkeys(library.package for library in libraries))


def install_command(packages: Iterable[str]) -> str:
    """Return what a person types on Debian or Ubuntu to install ``packages``."""
    return f"sudo apt-get install --no-install-recommends {' '.join(packages)}"


def python_is_supported(version: tuple[int, int] = sys.version_info[:2]) -> bool:
    """Tell whether maplanner is made for this version of Python."""
    return OLDEST_PYTHON <= version < FIRST_UNTRIED_PYTHON


def screen_is_there() -> bool:
    """Tell whether a window could be shown; on Linux, whether the environment names a display."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def screen_answers() -> bool:
    """Tell whether the display that the environment names can be reached; Qt ends the program where not."""
    if not sys.platform.startswith("linux"):
        return True
    return _wayland_answers() or _x_answers()


_FONT_SUFFIXES: Final = frozenset({".ttf", ".otf", ".ttc", ".pfb"})


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    if not name:
        return False
    try:
        with socket.socket(socket.AF_UNIX) as there:
            there.connect(str(Path(os.environ.get("XDG_RUNTIME_DIR", "")) / name))
    except OSError:
        return False
    return True


def _x_answers() -> bool:
    name = os.environ.get("DISPLAY")
    if not name:
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        # Nothing to ask with; what is missing is said elsewhere.
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(name.encode(), None))
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _font_folders() -> Iterator[Path]:
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is no home
    data_home = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    data_folders = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    for folder in (data_home, *data_folders.split(":"), "/usr/share"):
        yield Path(folder) / "fonts"
    yield home / ".fonts"


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from folder.rglob("*")


def _main(arguments: Sequence[str] | None = None) -> int:
    """Print ``purpose package name`` for each missing thing; return 1 if a drawing would fail, else 0."""
    parser = argparse.ArgumentParser(description=_main.__doc__)
    parser.add_argument("--python", action="store_true", help="only tell whether this Python is supported")
    parser.add_argument("--screen", action="store_true", help="only tell whether a screen answers")
    wanted = parser.parse_args(arguments)
    if wanted.python:
        return int(not python_is_supported())
    if wanted.screen:
        return int(not screen_answers())
    missing: list[tuple[str, str, str]] = [
        (lib.purpose, lib.package, lib.name) for lib in missing_libraries()
    ]
    if not font_is_installed():
        missing.append(("drawing", FONT_PACKAGE, "a font"))
    for line in missing:
        print(*line)
    return int(any(purpose == "drawing" for purpose, *_ in missing))


if __name__ == "__main__":
    raise SystemExit(_main())
