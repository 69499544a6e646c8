"""What the integration must carry, from simulated writes and the limits of the chosen edition."""

from __future__ import annotations

from maplanner.estimate.estimate import Estimate, estimate
from maplanner.estimate.load import Load
from maplanner.estimate.system_load import SystemLoad
from maplanner.estimate.words import Figure

__all__ = ["Estimate", "Figure", "Load", "SystemLoad", "estimate"]
