"""Data from elsewhere and for elsewhere: one file for each format."""
