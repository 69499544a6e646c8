"""The campaign inventory in the window."""
