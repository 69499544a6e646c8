"""The places of what sales may have made of a lead."""

from __future__ import annotations

from maplanner.document.vocabulary import SalesStatus

STATUSES = {status.value: place for place, status in enumerate(SalesStatus)}
"""The first is that nothing has come to sales yet."""
