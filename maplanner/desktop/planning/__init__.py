"""Screens for the work around an integration: checklist, support card, words of each tool."""
