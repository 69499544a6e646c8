"""One open plan, as the window and the command line see it."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import platformdirs

from maplanner.app.person import author_name
from maplanner.app.recent import remember
from maplanner.app.templates import EMPTY, template_records
from maplanner.core.errors import PlanFileError
from maplanner.core.ids import new_id
from maplanner.document.patch import Patch
from maplanner.document.reading import Snapshot
from maplanner.document.store import Store
from maplanner.storage import OnDisk, PlanFile, ShareBook, is_locked
from maplanner.storage.plan_file import HistoryEntry, OnFailure
from maplanner.storage.versions import name_version, named_versions

SUFFIX: Final = ".maplan"
"""How the name of a plan file ends."""


def draft_folder() -> Path:
    """Return where plans live that have no name yet."""
    return platformdirs.user_data_path("maplanner", appauthor=False) / "unsaved"


def drafts() -> list[Path]:
    """Return the plans without a name that a crash left behind, the newest first; not those that are open."""
    folder = draft_folder()
    found = [path for path in folder.glob(f"*{SUFFIX}") if not is_locked(path)] if folder.is_dir() else []
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


class PlanSession:
    """An open plan: its store, its file, and whether all is saved.

    A new plan without a name is a file all the same, in the person's data folder, so that a crash loses
    nothing of it either; :meth:`save_as` gives it a name, :meth:`close` throws it away.
    """

    def __init__(self, file: PlanFile, *, named: bool) -> None:
        """Use :meth:`new`, :meth:`open` or :meth:`recover`."""
        self._file = file
        self._named = named

    @classmethod
    def new(
        cls, path: str | os.PathLike[str] | None = None, *, template: str = EMPTY, author: str | None = None
    ) -> Self:
        """Make a plan from a template and open it; without a path it has no name yet.

        Raises:
            MissingPart: There is no such template.
            PlanFileError: The file exists already, or cannot be written.
        """
        records = template_records(template)
        who = author_name() if author is None else author
        if path is not None:
            session = cls(PlanFile.create(path, records, who), named=True)
            remember(session._file.path)
            return session
        return cls(PlanFile.create(_new_draft(), records, who), named=False)

    @classmethod
    def blank(cls, path: str | os.PathLike[str], *, author: str | None = None) -> Self:
        """Make a plan file that holds nothing yet and open it: its content comes from elsewhere.

        Raises:
            PlanFileError: The file exists already, or cannot be written.
        """
        session = cls(PlanFile.create(path, (), author_name() if author is None else author), named=True)
        remember(session._file.path)
        return session

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], *, author: str | None = None, remembered: bool = True
    ) -> Self:
        """Open a plan file; a plan in text form, or in a picture, becomes a plan without a name.

        Raises:
            PlanFileError: It is missing, damaged, too new or open elsewhere.
            UnreadableSource: The text, or the picture, cannot be read.
            InvalidPlan: It is not an acceptable plan.
        """
        if Path(path).suffix != SUFFIX:
            from maplanner.app.importing import is_plan_text, plan_text_records

            if is_plan_text(Path(path)):
                who = author_name() if author is None else author
                return cls(PlanFile.create(_new_draft(), plan_text_records(Path(path)), who), named=False)
        session = cls(PlanFile.open(path, author_name() if author is None else author), named=True)
        if remembered:
            remember(session._file.path)
        return session

    @classmethod
    def recover(cls, draft: Path, *, author: str | None = None) -> Self:
        """Open a plan without a name that a crash left behind.

        Raises:
            PlanFileError: It cannot be opened.
        """
        who = author_name() if author is None else author
        return cls(PlanFile.open(draft, who, backup=False), named=False)

    # ------------------------------------------------------------ what is open

    @property
    def store(self) -> Store:
        """The plan; it stays the same store when the plan is saved under another name."""
        return self._file.store

    @property
    def path(self) -> Path | None:
        """The plan's file; ``None`` while it has no name."""
        return self._file.path if self._named else None

    @property
    def name(self) -> str:
        """What the plan's file is called, for a window's title."""
        return self._file.path.stem if self._named else "Unsaved plan"

    @property
    def title(self) -> str:
        """The plan's own title."""
        return self.store.plan.title or self.name

    @property
    def read_only(self) -> bool:
        """Whether changes can only be saved under another name."""
        return self._file.read_only

    @property
    def notice(self) -> str:
        """What the person should know about the file, such as why it is read-only; empty as a rule."""
        return self._file.notice

    @property
    def saved(self) -> bool:
        """Whether nothing is lost when the plan is closed."""
        return self._file.saved and (self._named or not self._file.entries(1))

    @property
    def on_disk(self) -> OnDisk:
        """What has become of the plan's file since it was opened; a plan without a name has none to lose."""
        return self._file.on_disk if self._named else OnDisk.SAME

    @property
    def failure(self) -> PlanFileError | None:
        """Why the last changes are not on disk; ``None`` when they are."""
        return self._file.failure

    @property
    def on_failure(self) -> OnFailure | None:
        """What hears that changes cannot be written, and with ``None`` that they can be again."""
        return self._file.on_failure

    @on_failure.setter
    def on_failure(self, listener: OnFailure | None) -> None:
        self._file.on_failure = listener

    def snapshot(self) -> Snapshot:
        """Return the plan as it is now."""
        return self.store.snapshot()

    def history(self, limit: int = 100) -> list[HistoryEntry]:
        """Return the last entries of the plan's history, newest first."""
        return self._file.entries(limit)

    def revert_to(self, seq: int) -> Patch:
        """Bring the plan back to what it was after an entry of its history; this can be undone.

        Raises:
            NoSuchRecord: There is no such entry.
        """
        return self._file.revert_to(seq)

    def versions(self) -> dict[int, str]:
        """Return the names that moments of the history were given, by the entry behind which they lie."""
        return named_versions(self._file)

    def name_version(self, seq: int, name: str) -> None:
        """Give a moment of the history a name; an empty one takes it away.

        Raises:
            PlanFileError: The file cannot be written.
        """
        name_version(self._file, seq, name)

    def share_book(self) -> ShareBook:
        """Return what the plan's file remembers of being shared."""
        return ShareBook(self._file)

    # ------------------------------------------------------------ saving and closing

    def retry(self) -> bool:
        """Try again to write what could not be written; return whether all is on disk now."""
        return self._file.retry()

    def save_as(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write the plan to a file and go on there; ``.maplan`` is added to a name without an ending.

        Raises:
            PlanFileError: The file cannot be written; the plan is open as before.
        """
        place = Path(path)
        place = place if place.suffix else place.with_name(place.name + SUFFIX)
        draft = None if self._named else self._file.path
        self._file.save_as(place, overwrite=overwrite)
        self._named = True
        if draft is not None:
            draft.unlink(missing_ok=True)
        remember(self._file.path)

    def close(self, *, keep: bool = False) -> None:
        """Close the plan. One without a name is thrown away, unless ``keep`` leaves it to :meth:`recover`.

        Raises:
            PlanFileError: The disk does not answer; the plan is closed all the same.
        """
        self._file.close()
        if not self._named and not keep:
            self._file.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        """Return the open plan."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the plan; say so if changes could not be saved."""
        self.close()
        if error is None and self._file.failure is not None:
            raise self._file.failure


def _new_draft() -> Path:
    folder = draft_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PlanFileError(
            f"The folder for new plans, {folder}, cannot be made: {error.strerror}.",
            advice="Make the plan under a name of your own.",
        ) from error
    return folder / f"{new_id('plan')}{SUFFIX}"
