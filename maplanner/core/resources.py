"""Where the program's own data lies: icons, themes, catalogues, sample plans, the user guide."""

from functools import cache
from pathlib import Path

from maplanner.core.errors import MissingPart

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def resource_root() -> Path:
    """Return the ``resources`` folder of this installation, whether a wheel or a checkout.

    Raises:
        MissingPart: The installation has lost the folder.
    """
    return _found("resources")


@cache
def docs_root() -> Path:
    """Return the folder of the user guide's pages.

    Raises:
        MissingPart: The installation has lost the folder.
    """
    return _found("docs")


def _found(name: str) -> Path:
    in_wheel, in_checkout = _PACKAGE / name, _PACKAGE.parent / name
    for folder in (in_wheel, in_checkout):
        if folder.is_dir():
            return folder
    message = f"The program's data folder is missing; it should be at {in_wheel} or {in_checkout}."
    raise MissingPart(message, advice="Install maplanner again.")
