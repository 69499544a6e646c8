"""Which column of a list holds the key by which duplicates are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from maplanner.app.intake.matching import ColumnUse
from maplanner.crm.suggest import usual_type
from maplanner.document.records import CrmField
from maplanner.document.vocabulary import DuplicateKey, FieldType

_NAMES_AN_ID: Final = re.compile(
    r"(?:(?:crm|sf|salesforce|dynamics|hubspot|sugar|record|lead|contact|prospect|person|customer|account)[\s_-]*)"
    r"?(?:id|guid|uuid|identifier|key)",
    re.IGNORECASE,
)


def key_column(uses: Sequence[ColumnUse], key: DuplicateKey) -> int | None:
    """Return the place of the column that holds such a key, or ``None``; a mapped one goes before others."""
    if key is DuplicateKey.EMAIL:
        return _first(uses, _holds_email)
    return _first(uses, _holds_id) if key is DuplicateKey.ID else None


def likely_key(uses: Sequence[ColumnUse]) -> DuplicateKey:
    """Return by what duplicates of a list are best known: e-mail, else id, else the whole row."""
    keys = (DuplicateKey.EMAIL, DuplicateKey.ID)
    return next((key for key in keys if key_column(uses, key) is not None), DuplicateKey.ROW)


def _first(uses: Sequence[ColumnUse], sure: object) -> int | None:
    rated = [(rank, at) for at, use in enumerate(uses) if (rank := sure(use))]  # type: ignore[operator]
    return max(rated, key=lambda pair: (pair[0], -pair[1]))[1] if rated else None


def _holds_email(use: ColumnUse) -> int:
    if use.field is not None and use.field.type is FieldType.EMAIL:
        return 2
    return 1 if usual_type(use.title) is FieldType.EMAIL else 0


def _holds_id(use: ColumnUse) -> int:
    if isinstance(use.field, CrmField) and use.field.type is FieldType.IDENTIFIER:
        return 3
    if _NAMES_AN_ID.fullmatch(use.title.strip()):
        return 2
    return 1 if isinstance(use.field, CrmField) and use.field.unique and not _holds_email(use) else 0
