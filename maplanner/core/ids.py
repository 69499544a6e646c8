"""Identifiers of records."""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 12
_BITS = 5
_MASK = 2**_BITS - 1


def new_id(prefix: str) -> str:
    """Return a fresh identifier such as ``step_4k2m9x0c7q1b``.

    Twelve characters of 32 give 60 random bits: two people who work offline on
    one plan do not meet in the same identifier.
    """
    bits = secrets.randbits(_BITS * _LENGTH)  # At once: the machine's randomness is slow to ask for.
    body = "".join(_ALPHABET[bits >> _BITS * place & _MASK] for place in range(_LENGTH))
    return f"{prefix}_{body}"
