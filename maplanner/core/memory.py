"""Python's search for garbage, and when it is in the way."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_RARELY = (10_000, 20, 50)
"""After how many new things young ones are searched, and after how many such searches older ones."""


@contextmanager
def without_garbage_search() -> Iterator[None]:
    """Keep Python from searching for garbage while many things are made that stay; it halves the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def leave_alone() -> None:
    """Keep what is there now out of later searches for garbage.

    A large plan and what is known of it are some hundred thousand things; searching among them takes a
    fifth of a second, in the middle of an edit. What nothing refers to is still freed at once. And later
    searches come more rarely: what is left alone no longer counts as large, so that hardly a second would
    pass between two of them.
    """
    gc.freeze()
    gc.set_threshold(*_RARELY)


def search_everything() -> None:
    """Let searches for garbage look at everything again, as when a plan is closed."""
    gc.unfreeze()
