"""Campaigns as files of other programs: one file per format, each with a constant ``WRITER``."""
