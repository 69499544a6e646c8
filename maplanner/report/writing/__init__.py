"""The formats of reports, one file each with a constant ``WRITER``; nothing else names them."""
