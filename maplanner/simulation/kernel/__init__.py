"""The compiled interpreter of flow programs. Importing a module of this package loads numba."""
