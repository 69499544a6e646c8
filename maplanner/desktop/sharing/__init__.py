"""Working together in the window: sharing and joining, who is where, what the others did."""
