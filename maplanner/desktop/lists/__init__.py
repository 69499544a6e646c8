"""Lists of the plan to a spreadsheet and back: which lists, and a preview of what comes back."""
