"""A drawing in words, for other programs: each step with its fields, indented by what it follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from maplanner.core.errors import InvalidRecord
from maplanner.desktop.canvas.legality import name_of_step, outputs_or_none
from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import FormField, Frame, Link, Note, Record, Step
from maplanner.drawing.field_rows import field_rows
from maplanner.drawing.labels import link_label, one_line
from maplanner.steps.catalogue import summary_of
from maplanner.steps.outline import OutlineLine, OutlineSort, outline

_INDENT: Final = "  "


def to_text(records: Iterable[Record], reader: RecordReader) -> str:
    """Return copied records in words: the steps as an outline, then the notes; ``reader`` knows the plan."""
    copied = list(records)
    drawn = Snapshot.of([record for record in copied if isinstance(record, Step | Link | FormField)])
    campaigns = dict.fromkeys(record.campaign for record in copied if isinstance(record, Step))
    lines = [text for campaign in campaigns for text in _outlined(drawn, reader, campaign)]
    lines += [one_line(record.title) for record in copied if isinstance(record, Frame)]
    lines += [record.text for record in copied if isinstance(record, Note)]
    return "\n".join(lines)


def _outlined(drawn: RecordReader, reader: RecordReader, campaign_id: str) -> list[str]:
    depths: dict[str, int] = {"": -1}
    found: list[str] = []
    for line in outline(drawn, campaign_id):
        if line.sort is OutlineSort.HEADING:
            depths[line.key] = depths[line.parent]
            continue
        depths[line.key] = depths.get(line.parent, -1) + 1
        words = _words(line, drawn, reader)
        if words:
            found.append(_INDENT * depths[line.key] + words)
    return found


def _words(line: OutlineLine, drawn: RecordReader, reader: RecordReader) -> str:
    match line.sort:
        case OutlineSort.STEP:
            return _step_words(reader, drawn.find(Step, line.record))
        case OutlineSort.FIELD:
            return _field_words(reader, drawn.find(FormField, line.record))
    link = drawn.find(Link, line.record)
    words = _link_words(drawn, link)
    if line.sort is OutlineSort.WAY:
        return f"{words or 'next'}:"
    back = "back to" if line.sort is OutlineSort.BACK else "on to"
    other = f"{back} “{one_line(name_of_step(drawn.find(Step, line.target)))}”"
    return f"{words}: {other}" if words else other


def _step_words(reader: RecordReader, step: Step) -> str:
    title = one_line(name_of_step(step))
    try:
        summary = one_line(summary_of(step, reader))
    except InvalidRecord:
        summary = ""
    return f"{title} – {summary}" if summary else title


def _field_words(reader: RecordReader, field: FormField) -> str:
    step = reader.find_or_none(Step, field.step)
    rows = field_rows(reader, step) if step is not None else ()
    row = next((row for row in rows if row.id == field.id), None)
    if row is None:
        return one_line(field.title or field.key)
    return f"{row.title}{' *' if row.required else ''} → {row.beside}"


def _link_words(drawn: RecordReader, link: Link) -> str:
    outputs = outputs_or_none(drawn.find(Step, link.source))
    output = next((each for each in outputs if each.name == link.output), None)
    beside = [each for each in drawn.referring(Link, "source", link.source) if each.output == link.output]
    return link_label(link, output, beside, None)
