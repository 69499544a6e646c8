"""Screens for the work: breakdown, hours, people, schedule; and why each figure is what it is."""
