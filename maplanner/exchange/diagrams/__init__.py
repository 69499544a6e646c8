"""Diagrams drawn in other programs: one file per format, each with a constant ``DIAGRAM``."""
