"""Comparing two plans, or two points of one, in the window: a list, and the drawing with its marks."""
