"""What a line of the outline says, to the eye and to the ear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maplanner.core.errors import InvalidRecord
from maplanner.desktop.naming import kind_title, title_of
from maplanner.desktop.words import number, percent, tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import FormField, Frame, Link, Step
from maplanner.steps import PaletteGroup, kind_of, outputs_of
from maplanner.steps.outline import FRAMES, OutlineLine, OutlineSort

if TYPE_CHECKING:
    from maplanner.checks import Finding


@dataclass(frozen=True)
class LineWords:
    """``text`` is read, ``spoken`` heard and shown as a tip; ``count`` says how many findings there are."""

    text: str
    spoken: str
    icon: str
    group: PaletteGroup | None = None
    count: str = ""


def words_of(line: OutlineLine, reader: RecordReader, findings: Sequence[Finding]) -> LineWords:
    """Return what a line says; nothing where its record has just gone."""
    match line.sort:
        case OutlineSort.HEADING:
            is_frames = line.key == FRAMES
            text = tr("Frames") if is_frames else tr("Nobody gets here")
            return LineWords(text, text, "group" if is_frames else "circle-alert")
        case OutlineSort.FRAME:
            return _frame_words(reader.find_or_none(Frame, line.record), reader)
        case OutlineSort.STEP:
            return _step_words(reader.find_or_none(Step, line.record), reader, findings)
        case OutlineSort.FIELD:
            return _field_words(reader.find_or_none(FormField, line.record), findings)
        case _:
            return _link_words(line, reader)


def _step_words(step: Step | None, reader: RecordReader, findings: Sequence[Finding]) -> LineWords:
    if step is None:
        return LineWords("", "", "")
    kind, title = kind_of(step), title_of(step, reader)
    spoken = _with_findings(f"{kind_title(step)}: {title}", findings)
    if kind is None:
        return LineWords(title, spoken, "circle-help", None, _count(findings))
    return LineWords(title, spoken, kind.icon, kind.group, _count(findings))


def _frame_words(frame: Frame | None, reader: RecordReader) -> LineWords:
    if frame is None:
        return LineWords("", "", "")
    title, steps = title_of(frame, reader), len(reader.referring(Step, "frame", frame.id))
    state = tr("folded") if frame.folded else ""
    spoken = ", ".join(part for part in (f"{tr('Frame')}: {title}", tr("%n steps", steps), state) if part)
    return LineWords(title, spoken, "group", None, number(steps))


def _field_words(field: FormField | None, findings: Sequence[Finding]) -> LineWords:
    if field is None:
        return LineWords("", "", "")
    title = field.title or field.key
    spoken = _with_findings(f"{kind_title(field)}: {title}", findings)
    return LineWords(title, spoken, "text-cursor-input", None, _count(findings))


def _link_words(line: OutlineLine, reader: RecordReader) -> LineWords:
    link, target = reader.find_or_none(Link, line.record), reader.find_or_none(Step, line.target)
    if link is None or target is None:
        return LineWords("", "", "")
    way, title = _way(link, reader), title_of(target, reader)
    if line.sort is OutlineSort.WAY:
        return LineWords(way, tr("{way}, leads to {title}").format(way=way, title=title), "corner-down-right")
    if line.sort is OutlineSort.BACK:
        text, icon = tr("→ goes back to {title}").format(title=title), "corner-left-up"
    else:
        text, icon = tr("→ goes on with {title}").format(title=title), "corner-down-right"
    return LineWords(f"{text} · {way}", f"{way}, {text.removeprefix('→ ')}", icon)


def _way(link: Link, reader: RecordReader) -> str:
    """Return what tells a link from its neighbours: its label or output, and its share."""
    share = "" if link.share is None else percent(link.share)
    return " · ".join(part for part in (link.title or _output_title(link, reader), share) if part)


def _output_title(link: Link, reader: RecordReader) -> str:
    source = reader.find_or_none(Step, link.source)
    try:
        outputs = outputs_of(source) if source is not None else ()
    except InvalidRecord:  # the findings say so already; the outline still reads
        outputs = ()
    return next((tr(output.title) for output in outputs if output.name == link.output), link.output)


def _count(findings: Sequence[Finding]) -> str:
    return number(len(findings)) if findings else ""


def _with_findings(text: str, findings: Sequence[Finding]) -> str:
    if not findings:
        return text
    return f"{text}, {tr('%n findings', len(findings))}: {' '.join(finding.message for finding in findings)}"
