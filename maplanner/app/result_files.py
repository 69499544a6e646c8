"""Results of a simulation as files: a workbook of all tables, or a folder with a CSV file for each."""

from __future__ import annotations

from pathlib import Path

from maplanner.core.errors import CannotExport
from maplanner.document.reading import RecordReader
from maplanner.simulation.result_sheets import result_sheets
from maplanner.simulation.results import SimulationResult


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
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotExport(
            f"The folder “{path}” cannot be made: {error.strerror}.", advice="Choose another name."
        ) from error
    written = []
    for sheet in sheets:
        file = path / f"{sheet.title.casefold().replace(' ', '-')}.csv"
        write_whole(file, csv_text(sheet.header, sheet.rows).encode("utf-8-sig"))
        written.append(file)
    return written
