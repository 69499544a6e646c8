"""Screens and dialogs about scores."""
