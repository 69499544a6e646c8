"""Checking a list of people before it is brought in: duplicates, missing and invalid values, fill rates.

The list is read and written a few thousand rows at a time. Of the rows that went by, only 20 to 80 bytes each
are kept, whatever they hold (see :mod:`maplanner.app.intake.duplicates`).
"""
