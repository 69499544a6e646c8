"""Where the program's own data lies: icons, themes, catalogues, sample plans."""

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
    in_wheel, in_checkout = _PACKAGE / "resources", _PACKAGE.parent / "resources"
    for folder in (in_wheel, in_checkout):
        if folder.is_dir():
            return folder
    message = f"The program's data folder is missing; it should be at {in_wheel} or {in_checkout}."
    raise MissingPart(message, advice="Install maplanner again.")
