"""Results of a simulation as files: a workbook of all tables, or a folder with a CSV file for each."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from maplanner.core.errors import CannotExport
from maplanner.document.reading import RecordReader
from maplanner.simulation.result_sheets import result_sheets
from maplanner.simulation.results import SimulationResult

_BLOCK: Final = 4096
"""Bytes that a disk gives away at once."""


def write_tables(reader: RecordReader, result: SimulationResult, path: Path) -> list[Path]:
    """Write all tables of a result: to a workbook if the name ends in .xlsx, else into a folder of that name.

    Raises:
        CannotExport: It cannot be written there.
    """
    from maplanner.exchange.exporter import write_whole
    from maplanner.exchange.tables import SheetOfTable, csv_text, workbook_bytes

    sheets = result_sheets(reader, result)
    if path.suffix.lower() == ".xlsx":
        write_whole(path, workbook_bytes([SheetOfTable(*sheet) for sheet in sheets]))
        return [path]
    if path.suffix:
        raise CannotExport(
            f"“{path.name}” is neither a workbook nor a folder.",
            advice="Let the name end in .xlsx, or leave the ending out to get a folder of CSV files.",
        )
    names = [f"{sheet.title.casefold().replace(' ', '-')}.csv" for sheet in sheets]
    contents = [csv_text(sheet.header, sheet.rows).encode("utf-8-sig") for sheet in sheets]
    _refuse_full_disk(path, sum(len(content) + _BLOCK for content in contents))
    for name, content in zip(names, contents, strict=True):
        write_whole(path / name, content)
    return [path / name for name in names]


def _refuse_full_disk(folder: Path, size: int) -> None:
    """Make a folder, and make sure that all files fit into it before the first is written.

    Raises:
        CannotExport: It cannot be made, or has no room for so many bytes.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise CannotExport(
            f"The folder “{folder}” cannot be made: {error.strerror}.", advice="Choose another name."
        ) from error
    if size > free:
        raise CannotExport(
            f"The tables cannot be written to “{folder}”: the disk has no room for them.",
            advice="What was there is as it was. Make room, or choose another place.",
        )
