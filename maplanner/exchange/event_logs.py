"""The event log of a simulation as a file: CSV, or Parquet where pyarrow is installed.

Lines are written as they come, to a file beside the one that was asked for, which takes its name only once
all are on disk: a full disk or a person who stops it leaves what was there as it was.
"""

from __future__ import annotations

import csv
import errno
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from glob import escape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from maplanner.core.errors import CannotExport, MissingPart
from maplanner.exchange.exporter import take_mode
from maplanner.exchange.tables import inert
from maplanner.simulation.event_log import COLUMNS, EventLog, LogPart, LogRows

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMATS: Final = {".csv": "CSV", ".parquet": "Parquet"}
"""By the ending of a file's name."""
_UNFINISHED: Final = ".part"
_DEAD_SECONDS: Final = 3600.0
"""Without a line, after which nobody writes a log any more."""
_NEEDED: Final = 1.05
"""How much more room than reckoned has to be free."""


@dataclass(frozen=True)
class LogWritten:
    """A log that was written: where, and how many lines."""

    path: Path
    lines: int


def write_event_log(
    log: EventLog,
    path: Path,
    *,
    progress: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> LogWritten:
    """Run the log's plan and write every line, in the format that the file's name ends with.

    Raises:
        CannotExport: The format is unknown, the place cannot be written, or the disk is or would be full.
        MissingPart: Parquet needs a library that is not installed.
        Cancelled: The person stopped it. Like every error it leaves no half file.
        CannotSimulate: The plan ran wild.
    """
    ending = path.suffix.lower()
    if ending not in FORMATS:
        known = " or ".join(FORMATS)
        raise CannotExport(
            f"“{path.name}” is no format of event logs.", advice=f"Let the name end in {known}."
        )
    write = _write_csv if ending == ".csv" else _parquet_writer()
    with _in_its_place(path) as unfinished:
        lines = write(unfinished, _told(log.parts(cancelled), unfinished, progress))
    return LogWritten(path, lines)


def _told(parts: Iterator[LogPart], path: Path, progress: Callable[[float], None]) -> Iterator[LogRows]:
    """Yield the rows, tell how far it is, and stop before a disk is full that will be."""
    for part in parts:
        yield part.rows
        progress(part.share)
        written = path.stat().st_size
        needed = written / max(part.share, 1e-9) * _NEEDED - written
        if written > 1_000_000 and needed > shutil.disk_usage(path.parent).free:
            raise OSError(errno.ENOSPC, f"the whole log takes about {needed / 1e9:.1f} GB more")


@contextmanager
def _in_its_place(path: Path) -> Iterator[Path]:
    """Let a file be written beside another, and let it take that one's place once it is whole."""
    unfinished: Path | None = None
    try:
        beginning = f".{path.name[:40]}."
        _clear_away(path.parent, beginning)
        handle, name = tempfile.mkstemp(prefix=beginning, suffix=_UNFINISHED, dir=path.parent)
        os.close(handle)
        unfinished = Path(name)
        yield unfinished
        take_mode(unfinished, path)
        unfinished.replace(path)
    except OSError as error:
        why = error.strerror or str(error)
        raise CannotExport(
            f"The event log “{path}” cannot be written: {why}.",
            advice="What was there is as it was. Choose another place, or log fewer runs or days.",
        ) from error
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)


def _clear_away(folder: Path, beginning: str) -> None:
    """Remove what is left of logs of that name that were cut off, as by a power cut."""
    for left in folder.glob(f"{escape(beginning)}*{_UNFINISHED}"):
        if time.time() - left.stat().st_mtime > _DEAD_SECONDS:
            left.unlink(missing_ok=True)


def _write_csv(path: Path, rows: Iterable[LogRows]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for part in rows:
            times = [time.isoformat(sep=" ", timespec="seconds") for time in part.time]
            days = [f"{day:.6f}" for day in part.day]
            values = ["" if value is None else f"{value:.6g}" for value in part.value]
            campaigns, what = map(inert, part.campaign), map(inert, part.what)
            columns = (
                part.run,
                part.account,
                part.lead,
                days,
                times,
                part.event,
                campaigns,
                what,
                values,
                part.id,
            )
            writer.writerows(zip(*columns, strict=True))
            count += len(part.run)
    return count


def _parquet_writer() -> Callable[[Path, Iterable[LogRows]], int]:
    try:
        arrow = import_module("pyarrow")  # an extra: 150 MB are too much for everybody
        import_module("pyarrow.parquet")
    except ImportError as error:
        raise MissingPart(
            "Parquet files need the library pyarrow, which is not installed.",
            advice="Install it with “pip install maplanner[parquet]”, or write the log as CSV.",
        ) from error
    return lambda path, rows: _write_parquet(arrow, path, rows)


def _write_parquet(arrow: Any, path: Path, rows: Iterable[LogRows]) -> int:
    words = arrow.dictionary(arrow.int32(), arrow.string())
    types = {
        "run": arrow.int32(),
        "account": arrow.int64(),
        "lead": arrow.string(),
        "day": arrow.float64(),
        "time": arrow.timestamp("us"),
        "event": words,
        "campaign": words,
        "what": words,
        "value": arrow.float64(),
        "id": words,
    }
    schema = arrow.schema([(name, types[name]) for name in COLUMNS])
    count = 0
    with arrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for part in rows:
            columns = [arrow.array(values, type=types[name]) for name, values in part._asdict().items()]
            writer.write_table(arrow.Table.from_arrays(columns, schema=schema))
            count += len(part.run)
    return count
