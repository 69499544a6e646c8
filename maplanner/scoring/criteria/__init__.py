"""Segments' criteria as statements: what they mean, what follows from them, and what they contradict."""
