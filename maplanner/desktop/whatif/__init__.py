"""Asking “what if”: scenarios side by side, what matters most, where a limit breaks."""
