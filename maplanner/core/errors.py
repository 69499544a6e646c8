"""Errors a person can cause, as one tree.

::

    MaplannerError                 anything a person can cause; the message may be shown as it is
    ├── InvalidPlan                the content does not make a plan
    │   ├── InvalidRecord          a record, or one of its fields, is not acceptable
    │   └── NoSuchRecord           a record that was named does not exist
    ├── PlanFileError              the file, not the content, is at fault
    │   ├── PlanFileMissing        there is no such file
    │   ├── PlanFileDamaged        the file is not a plan, or no longer one
    │   ├── PlanFileNewer          a newer maplanner wrote it
    │   ├── PlanFileLocked         another window or program has it open
    │   └── PlanFileReadOnly       the file or its folder cannot be written
    ├── UnreadableSource           something to import cannot be read
    ├── CannotExport               a picture or file cannot be written
    ├── CannotSimulate             the drawing cannot run as it stands
    ├── CannotCalibrate            points cannot be worked out from what is there
    ├── CannotTidy                 the drawing cannot be laid out
    ├── CannotShare                a plan cannot be shared, joined or kept on a server
    ├── Cancelled                  the person stopped the work
    └── MissingPart                an optional part of the installation is missing

A finding is no error: checks return findings, they do not raise.
"""

from __future__ import annotations


class MaplannerError(Exception):
    """Something a person can cause; ``str(error)`` is fit to show.

    ``advice`` says in one sentence what to do about it.
    """

    def __init__(self, message: str, *, advice: str = "") -> None:
        """Keep the message and the advice apart, so that windows can lay them out."""
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        """Return message and advice on one line."""
        return f"{self.message} {self.advice}".strip()


class InvalidPlan(MaplannerError):
    """The content does not make a plan."""


class InvalidRecord(InvalidPlan):
    """A record, or one of its fields, is not acceptable."""


class NoSuchRecord(InvalidPlan):
    """A record that was named does not exist."""


class PlanFileError(MaplannerError):
    """The file, not the content, is at fault."""


class PlanFileMissing(PlanFileError):
    """There is no such file."""


class PlanFileDamaged(PlanFileError):
    """The file is not a plan, or no longer one."""


class PlanFileNewer(PlanFileError):
    """A newer maplanner wrote the file."""


class PlanFileLocked(PlanFileError):
    """Another window or program has the file open."""


class PlanFileReadOnly(PlanFileError):
    """The file or its folder cannot be written."""


class UnreadableSource(MaplannerError):
    """Something to import cannot be read."""


class CannotExport(MaplannerError):
    """A picture or file cannot be written."""


class CannotSimulate(MaplannerError):
    """The drawing cannot run as it stands; ``about`` is the identifier of the record at fault, if one is."""

    def __init__(self, message: str, *, advice: str = "", about: str = "") -> None:
        """Keep what is at fault, so that windows can go there."""
        super().__init__(message, advice=advice)
        self.about = about


class CannotCalibrate(MaplannerError):
    """Points cannot be worked out from what is there."""


class CannotTidy(MaplannerError):
    """The drawing cannot be laid out."""


class CannotShare(MaplannerError):
    """A plan cannot be shared, joined or kept on a server."""


class Cancelled(MaplannerError):
    """The person stopped the work."""


class MissingPart(MaplannerError):
    """An optional part of the installation is missing."""
