"""Dialogs and pages: export, import, command palette, shortcuts, welcome."""
