"""Exit statuses."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
FOUND_ERRORS: Final = 1
"""The check found errors, or the doctor something that is missing."""
BAD_INPUT: Final = 2
OWN_FAULT: Final = 70
"""A fault of the program itself, told apart from everything a person can cause (``EX_SOFTWARE``)."""
STOPPED: Final = 130
"""Stopped by the keyboard, as shells say it."""
PIPE_CLOSED: Final = 141
"""Whoever was reading the output has gone, as shells say it."""
