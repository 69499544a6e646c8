"""Asking a plan “what if”: scenarios side by side, what moves a figure most, where a limit breaks."""
