"""Tables: lists of all records of one sort, and read-only tables of figures."""
