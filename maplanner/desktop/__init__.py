"""The window: everything a person sees and clicks, over the store and the drawing functions.

Importing this package lets Python import as it always does. PySide6 puts a function of its own in the way: it
reads the source of each module imported after it, to see whether ``from __feature__ import snake_case`` could
matter there. Nothing here uses that, and looking through hundreds of files holds up the start.
"""

import builtins

import PySide6.QtCore  # noqa: F401 - only now its function is in the way

_plain_import = getattr(builtins, "__orig_import__", None)
if _plain_import is not None:
    builtins.__import__ = _plain_import
