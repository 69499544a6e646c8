"""Where steps go when a person asks for a tidy drawing: left to right along the links. No Qt."""

from maplanner.drawing.layout.engine import Box, Join, LayoutEngine, Spacing
from maplanner.drawing.layout.tidying import tidied

__all__ = ["Box", "Join", "LayoutEngine", "Spacing", "tidied"]
