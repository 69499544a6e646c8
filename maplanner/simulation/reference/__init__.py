"""The reference interpreter, in plain Python: what the kernel is tested against."""

from maplanner.simulation.reference.interpreter import reference_runner

__all__ = ["reference_runner"]
