"""Plan files: one SQLite database per plan, written patch by patch as the plan changes."""

from __future__ import annotations

from maplanner.storage.lock import is_locked
from maplanner.storage.on_disk import OnDisk
from maplanner.storage.plan_file import PlanFile, read_plan
from maplanner.storage.schema import get_ready_to_write
from maplanner.storage.share import ShareBook

__all__ = ["OnDisk", "PlanFile", "ShareBook", "get_ready_to_write", "is_locked", "read_plan"]
