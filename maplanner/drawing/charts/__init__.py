"""Charts as pictures: each knows its size, paints itself, can be read off, and tells itself in words."""
