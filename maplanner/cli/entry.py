"""Where the program starts: straight to the window if only plans are named, else to the commands.

Commands take longer to load than half the window; whoever opens a plan does not wait for them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from maplanner.cli.showing import NEW_INSTANCE, is_there, refuse_without_screen, show
from maplanner.core.errors import MissingPart

_SUFFIX = ".maplan"


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the window or run one command; return the exit status."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    if _names_plans_only(typed) and _can_show():
        return show(typed)
    from maplanner.cli.main import main as run

    return run(typed)


def _names_plans_only(typed: list[str]) -> bool:
    names = [name for name in typed if name != NEW_INSTANCE]
    return all(name.endswith(_SUFFIX) and is_there(name) for name in names)


def _can_show() -> bool:
    """Tell whether a window can be shown; where not, the command says why."""
    try:
        refuse_without_screen()
    except MissingPart:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
