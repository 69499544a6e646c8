"""Knows which rows came before, in little memory.

Of each key two hashes of 64 bits and the number of its row are kept in flat arrays that double when they are
60 % full: 20 bytes a place, so 33 to 67 bytes a row; a million rows take 42 MB. That two different keys share
both hashes is so unlikely (one in 10^26 for a million rows) that the answer counts as exact.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from maplanner.document.vocabulary import DuplicateKey

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FULLEST: Final = 0.6
_FIRST_SIZE: Final = 1 << 14
_SALT: Final = "\x1f"
_INVISIBLE: Final = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_UNUSUAL: Final = re.compile("[ \\t]|mailto:", re.IGNORECASE)
_SALESFORCE_ID: Final = 18
_SALESFORCE_SHORT: Final = 15


class SeenKeys:
    """Remembers keys and the row in which each came first."""

    def __init__(self) -> None:
        """Begin with none."""
        self._count = 0
        self._make(_FIRST_SIZE)

    @property
    def bytes_held(self) -> int:
        """How much memory the keys take."""
        return int(self._one.nbytes + self._two.nbytes + self._row.nbytes)

    def first_rows(self, keys: Sequence[str], numbers: Sequence[int]) -> list[int]:
        """Return for each key the row in which it came before, or 0; remember those that are new.

        An empty key is never a duplicate. ``numbers`` are the rows' own numbers, from 1.
        """
        import numpy as np

        one = np.fromiter(map(hash, keys), np.int64, len(keys)).view(np.uint64)
        two = np.fromiter((hash(key + _SALT) for key in keys), np.int64, len(keys)).view(np.uint64)
        present = np.fromiter(map(bool, keys), np.bool_, len(keys))
        while self._count + len(keys) > _FULLEST * len(self._one):
            self._grow()
        rows = np.asarray(numbers, np.uint32)
        found = np.zeros(len(keys), np.uint32)
        self._enter(one, two, rows, np.flatnonzero(present), found)
        result: list[int] = found.tolist()
        return result

    def _enter(self, one: Any, two: Any, rows: Any, pending: Any, found: Any) -> None:
        """Probe all keys at once, place by place; the first row of equal keys comes first."""
        import numpy as np

        mask = np.uint64(len(self._one) - 1)
        place = one & mask
        while pending.size:
            at = place[pending]
            free = self._row[at] == 0
            if free.any():
                # The last write to a place stays, so that writing backwards lets the first row win.
                claiming, spots = pending[free][::-1], at[free][::-1]
                self._row[spots] = rows[claiming]
                self._one[spots] = one[claiming]
                self._two[spots] = two[claiming]
            same = (self._one[at] == one[pending]) & (self._two[at] == two[pending])
            owner = self._row[at]
            own = same & (owner == rows[pending])
            self._count += int(own.sum())
            repeated = same & ~own
            found[pending[repeated]] = owner[repeated]
            pending = pending[~same]
            place[pending] = (place[pending] + np.uint64(1)) & mask

    def _make(self, size: int) -> None:
        import numpy as np

        self._one: NDArray[np.uint64] = np.zeros(size, np.uint64)
        self._two: NDArray[np.uint64] = np.zeros(size, np.uint64)
        self._row: NDArray[np.uint32] = np.zeros(size, np.uint32)

    def _grow(self) -> None:
        import numpy as np

        kept = np.flatnonzero(self._row)
        one, two, rows = self._one[kept], self._two[kept], self._row[kept]
        self._make(2 * len(self._row))
        self._count = 0
        self._enter(one, two, rows, np.arange(len(rows)), np.zeros(len(rows), np.uint32))


def email_key(value: str, *, plus_tags: bool = False) -> str:
    """Return what two spellings of one e-mail address have in common, or nothing where it is empty.

    Case, spaces, invisible signs, full-width letters and the two ways of writing an international domain do
    not matter. With ``plus_tags`` the part from ``+`` to ``@`` does not either.
    """
    if not value.isascii():
        value = _INVISIBLE.sub("", unicodedata.normalize("NFKC", value))
    plain = value.strip().casefold()
    plain = plain.removeprefix("mailto:")
    if " " in plain or "\t" in plain:
        plain = _INVISIBLE.sub("", plain)
    if plus_tags or not plain.isascii():
        local, at, domain = plain.rpartition("@")
        local = local.partition("+")[0] or local if plus_tags else local
        plain = f"{local}{at}{_ascii_domain(domain)}"
    return plain


def _ascii_domain(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def id_key(value: str) -> str:
    """Return what two spellings of one CRM id have in common: long and short form, braces, spaces.

    A CRM's 18-letter id is its 15-letter one, in which case matters, with three letters added.
    """
    plain = value.strip().strip("{}")
    if len(plain) == _SALESFORCE_ID and plain.isalnum():
        return plain[:_SALESFORCE_SHORT]
    return plain.casefold() if "-" in plain else plain


def keys_of(values: Sequence[str], key: DuplicateKey, *, plus_tags: bool = False) -> list[str]:
    """Return the keys of a column of e-mail addresses or CRM ids."""
    if key is DuplicateKey.ID:
        return [id_key(value) for value in values]
    whole = "\n".join(values)
    if whole.isascii() and not plus_tags and not _UNUSUAL.search(whole):
        return list(map(str.lower, values))
    return [email_key(value, plus_tags=plus_tags) for value in values]


def row_keys(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return keys of whole rows; an empty row has none."""
    return [_SALT.join(row) if any(row) else "" for row in rows]
