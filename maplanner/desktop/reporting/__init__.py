"""The report in the window: for whom, which sections, a preview, and the file."""
