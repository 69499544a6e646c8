"""What window and command line share: opening plans, templates, import, export, analysis, demonstration."""
