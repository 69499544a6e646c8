"""PDF: texts and tables over upright pages, drawings on pages of their own, with bookmarks and numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Final

from maplanner.core.resources import resource_root
from maplanner.drawing.picture import Picture
from maplanner.drawing.sheet import Titled
from maplanner.drawing.text_pages import PICTURE_SCHEME, FullPage, Leaf, TextPages, TextRun
from maplanner.report.parts import (
    Chart,
    Column,
    Figures,
    Heading,
    Illustration,
    Listing,
    Part,
    Table,
    Text,
)
from maplanner.report.report import Chapter, Report
from maplanner.report.writing.pictures import picture_of
from maplanner.report.writing.words import cell_words
from maplanner.report.writing.writers import ReportWriter

_FRONT: Final = "overview"
"""The section that stands on the title page."""
_LETTERS: Final = 118.0
"""So many letters of a table fit side by side."""
_LONG: Final = 80
_LONG_WORD: Final = 20
_BREAKS: Final = (".", "_", "/", "@")
_MOST_ROWS: Final = 2_000
"""Longer tables belong into a spreadsheet; a PDF says so."""


def make(report: Report) -> bytes:
    """Return the document."""
    pages = _Pages(report)
    leaves = pages.leaves()
    style = (resource_root() / "reports" / "print.css").read_text("utf-8")
    foot = f"{report.title} · {report.for_whom} · {report.subject.on.isoformat()}"
    return TextPages(report.title, foot, style, pages.pictures).written(leaves)


def shown(report: Report) -> tuple[str, dict[str, Picture]]:
    """Return a report as one long text, and the pictures in it by name: what a preview shows."""
    pages = _Pages(report)
    parts = []
    for leaf in pages.leaves():
        if isinstance(leaf, TextRun):
            parts.append(leaf.html)
        else:
            name = str(len(pages.pictures))
            pages.pictures[name] = leaf.picture
            parts.append(f"<h4>{escape(leaf.title)}</h4><p><img src='{PICTURE_SCHEME}{name}'></p>")
    return "".join(parts), pages.pictures


@dataclass
class _Pages:
    report: Report
    pictures: dict[str, Picture] = field(default_factory=dict)

    def leaves(self) -> list[Leaf]:
        """Return the title page with the contents, then every chapter."""
        first, *others = self.report.chapters
        has_front = first.section.name == _FRONT
        found: list[Leaf] = [TextRun(self._front(first if has_front else None), self.report.title)]
        for chapter in others if has_front else self.report.chapters:
            found += self._chapter(chapter)
        return found

    def _front(self, overview: Chapter | None) -> str:
        """Return the title page: what the overview says, and the contents."""
        report = self.report
        lines = "".join(f"<p class='line'>{escape(each.section.title)}</p>" for each in report.chapters)
        said = "".join(self._words(part) for part in (overview.parts if overview is not None else ()))
        return (
            f"<h1>{escape(report.title)}</h1><p class='about'>{escape(report.for_whom)} · "
            f"{report.subject.on.isoformat()}</p>{said}<h3>Contents</h3>{lines}"
        )

    def _chapter(self, chapter: Chapter) -> list[Leaf]:
        """Return a chapter: what stands between drawings flows, each drawing has a page."""
        title = chapter.section.title
        parts = [f"<h2>{escape(title)}</h2>"]
        if chapter.section.intro:
            parts.append(f"<p class='about'>{escape(chapter.section.intro)}</p>")
        has_text = bool(chapter.section.intro)
        found: list[Leaf] = []
        mark = title
        for part in chapter.parts:
            if not isinstance(part, Illustration) or part.small:
                parts.append(self._words(part))
                has_text = True
                continue
            if has_text:
                found.append(TextRun("".join(parts), mark))
                mark = ""
            found.append(FullPage(part.title, Titled(part.draw(), with_legend=True), mark))
            parts, has_text, mark = [], False, ""
        if has_text:
            found.append(TextRun("".join(parts), mark))
        return found

    def _words(self, part: Part) -> str:
        match part:
            case Text():
                return f"<p>{escape(part.words).replace(chr(10), '<br>')}</p>"
            case Heading():
                return f"<h3>{escape(part.words)}</h3>"
            case Listing():
                return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in part.lines)}</ul>"
            case Figures():
                return self._figures(part)
            case Table():
                return self._table(part)
            case Chart() | Illustration():
                name = str(len(self.pictures))
                # The title is part of the picture, so that no page ends between the two.
                self.pictures[name] = Titled(picture_of(part), with_title=isinstance(part, Chart))
                return f"<p><img src='{PICTURE_SCHEME}{name}'></p>"

    def _figures(self, part: Figures) -> str:
        share = 100 // max(len(part.figures), 1)
        cells = "".join(
            f"<td width='{share}%'><p class='what'>{escape(each.what)}</p><p class='figure'>"
            f"{escape(each.figure)}</p><p class='what'>{escape(each.source)}</p></td>"
            for each in part.figures
        )
        return f"<table class='figures' width='100%' cellspacing='0' cellpadding='6'><tr>{cells}</tr></table>"

    def _table(self, part: Table) -> str:
        if not part.rows:
            return f"<p class='about'>{escape(part.empty)}</p>" if part.empty else ""
        shares = _shares(part)
        heads = "".join(
            f"<th width='{share}%' align='{_side(column)}'>{escape(column.title)}</th>"
            for column, share in zip(part.columns, shares, strict=True)
        )
        rows = []
        for row in part.rows[:_MOST_ROWS]:
            cells = zip(part.columns, row, strict=True)
            told = "".join(
                f"<td align='{_side(column)}'>{_broken(cell_words(cell, column.sort))}</td>"
                for column, cell in cells
            )
            rows.append(f"<tr>{told}</tr>")
        more = len(part.rows) - _MOST_ROWS
        rest = (
            f"<p class='about'>… and {more:,} more rows, which the spreadsheet has.</p>" if more > 0 else ""
        )
        return (
            f"<h4>{escape(part.title)}</h4><table class='list' width='100%' cellspacing='0' cellpadding='3'>"
            f"<thead><tr>{heads}</tr></thead>{''.join(rows)}</table>{rest}"
        )


def _side(column: Column) -> str:
    return "right" if column.sort.is_number else "left"


def _broken(text: str) -> str:
    """Return a text in which long words may be broken at the signs within them."""
    found = escape(text).replace("\n", "<br>")
    for sign in _BREAKS:
        found = found.replace(sign, f"{sign}\u200b")
    return found


def _shares(part: Table) -> list[float]:
    """Return the width of each column in per cent: room for its longest word, then for what stands in it."""
    least, wanted = [], []
    for place, column in enumerate(part.columns):
        texts = [cell_words(row[place], column.sort) for row in part.rows[:200]]
        words = (word for text in (column.title, *texts) for word in _pieces(text))
        lengths = [min(len(text), _LONG) for text in texts] or [0]
        usual = (sum(lengths) / len(lengths) + max(lengths)) / 2
        least.append(min(max((len(word) for word in words), default=0), _LONG_WORD) + 2.5)
        wanted.append(max(usual - least[-1], 0.0))
    room, more = max(_LETTERS - sum(least), 0.0), sum(wanted)
    widths = [
        low + (room * want / more if more else room / len(least))
        for low, want in zip(least, wanted, strict=True)
    ]
    return [round(100 * width / sum(widths), 1) for width in widths]


def _pieces(text: str) -> list[str]:
    """Return the words of a text as :func:`_broken` may break them."""
    for sign in _BREAKS:
        text = text.replace(sign, f"{sign} ")
    return text.split()


WRITER: Final = ReportWriter("pdf", "PDF document", ".pdf", make)
