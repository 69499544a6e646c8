"""Showing a campaign to others, step by step, on the whole screen."""
