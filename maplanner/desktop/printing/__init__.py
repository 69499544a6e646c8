"""Printing: drawings over one sheet or many, and cards; a preview first, PDF where there is no printer."""
