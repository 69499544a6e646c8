"""The sections of the report, one file each with a constant ``SECTION``; nothing else names them."""
