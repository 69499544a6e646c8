"""The list of findings as a table: severity, message, campaign, fix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from maplanner.checks import Finding, Severity
from maplanner.desktop.words import tr

Index = QModelIndex | QPersistentModelIndex


class FindingColumn(IntEnum):
    """The columns, from left to right."""

    SEVERITY = 0
    MESSAGE = 1
    PLACE = 2
    FIX = 3


def severity_word(severity: Severity) -> str:
    """Return what a severity is called in the list."""
    return {
        Severity.ERROR: tr("Error"),
        Severity.WARNING: tr("Warning"),
        Severity.NOTE: tr("Note"),
    }[severity]


def message_of(finding: Finding) -> str:
    """Return the message in the person's language."""
    try:
        return tr(finding.template).format_map(finding.params)
    except (KeyError, IndexError, ValueError):
        # A translation whose gaps do not fit must not hide the finding.
        return finding.message


class FindingsModel(QAbstractTableModel):
    """Findings, worst first, as the checks sort them; shows those of the wanted severities and words."""

    shown_changed = Signal()
    """Other findings may be shown now."""

    def __init__(self, sort_of: Callable[[str], str] = lambda _id: "", parent: QObject | None = None) -> None:
        """Use ``sort_of`` to say what a record is, where a finding lies in no campaign."""
        super().__init__(parent)
        self._sort_of = sort_of
        self._findings: list[Finding] = []
        self._shown: list[Finding] = []
        self._counts: Counter[Severity] = Counter()
        self._wanted = ""
        self._severities = frozenset(Severity)
        self._ignored: list[Finding] = []
        self._with_ignored = False

    def set_findings(self, findings: Sequence[Finding], ignored: Sequence[Finding] = ()) -> None:
        """Show other findings; those that the team ignores come last."""
        self._findings = sorted(findings, key=lambda finding: finding.severity.rank)
        self._ignored = list(ignored)
        self._counts = Counter(finding.severity for finding in self._findings)
        self._show(self._chosen())

    def filter(self, text: str, severities: frozenset[Severity], *, with_ignored: bool = False) -> None:
        """Show only findings of these severities that hold every word of the text; ignored ones if wanted."""
        self._wanted, self._severities, self._with_ignored = text, severities, with_ignored
        self._show(self._chosen())

    def finding(self, row: int) -> Finding:
        """Return a shown finding."""
        return self._shown[row]

    def count(self, severity: Severity) -> int:
        """Return how many findings of a severity there are, shown or not."""
        return self._counts[severity]

    @property
    def total(self) -> int:
        """How many findings there are that count, shown or not."""
        return len(self._findings)

    @property
    def ignored_count(self) -> int:
        """How many findings the team ignores."""
        return len(self._ignored)

    @property
    def offers_something(self) -> bool:
        """Whether a shown finding has something in the last column: a fix, or that it counts again."""
        return any(each.fix is not None or each.ignored is not None for each in self._shown)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(FindingColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        finding = self._shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(finding, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(finding, index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Severity"), tr("Finding"), tr("Where"), tr("Fix"))[section]
        return None

    def _text(self, finding: Finding, column: int) -> str:
        match column:
            case FindingColumn.SEVERITY:
                return severity_word(finding.severity) if finding.ignored is None else tr("Ignored")
            case FindingColumn.MESSAGE:
                return _message_with_reason(finding)
            case FindingColumn.PLACE:
                return finding.campaign or self._sort_of(finding.record)
            case _:
                return verb_of(finding)

    def _chosen(self) -> list[Finding]:
        words = self._wanted.casefold().split()
        chosen = [
            finding
            for finding in self._findings
            if finding.severity in self._severities and _holds(finding, words)
        ]
        if self._with_ignored:
            chosen += [finding for finding in self._ignored if _holds(finding, words)]
        return chosen

    def _show(self, findings: list[Finding]) -> None:
        """Show other findings, and tell of the rows alone that are not as they were."""
        old = self._shown
        first = _alike(old, findings)
        kept = _alike(old[first:][::-1], findings[first:][::-1])
        gone, come = len(old) - first - kept, len(findings) - first - kept
        if gone == come:
            self._shown = findings
            if come:
                self.dataChanged.emit(
                    self.index(first, 0), self.index(first + come - 1, len(FindingColumn) - 1)
                )
        else:
            self._replace(findings, first, gone, come)
        self.shown_changed.emit()

    def _replace(self, findings: list[Finding], first: int, gone: int, come: int) -> None:
        nowhere = QModelIndex()
        if gone:
            self.beginRemoveRows(nowhere, first, first + gone - 1)
            self._shown = self._shown[:first] + self._shown[first + gone :]
            self.endRemoveRows()
        if come:
            self.beginInsertRows(nowhere, first, first + come - 1)
            self._shown = findings
            self.endInsertRows()


def _alike(one: Sequence[Finding], other: Sequence[Finding]) -> int:
    """Return how many findings two lists begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (mine, yours) in pairs if mine != yours), min(len(one), len(other)))


def _holds(finding: Finding, words: list[str]) -> bool:
    if not words:
        return True
    parts = (_message_with_reason(finding), finding.campaign, finding.step, finding.field, verb_of(finding))
    text = " ".join(parts).casefold()
    return all(word in text for word in words)


def verb_of(finding: Finding) -> str:
    """Return what a click at the right of a finding does; empty where it does nothing."""
    if finding.ignored is not None:
        return tr("Stop ignoring")
    return tr(finding.fix.title) if finding.fix else ""


def _message_with_reason(finding: Finding) -> str:
    if finding.ignored is None:
        return message_of(finding)
    return f"{finding.ignored.reason} – {message_of(finding)}"


def _tip(finding: Finding, column: int) -> str:
    if column == FindingColumn.FIX and finding.fix and finding.ignored is None:
        return tr("{fix}. One step; undo takes it back.").format(fix=tr(finding.fix.title))
    where = " · ".join(part for part in (finding.campaign, finding.step, finding.field) if part)
    text = f"{severity_word(finding.severity)}: {message_of(finding)}"
    return "\n".join(part for part in (text, where, _ignored_by(finding), explanation_of(finding)) if part)


def _ignored_by(finding: Finding) -> str:
    known = finding.ignored
    if known is None:
        return ""
    parts = (known.author, "" if known.ignored_on is None else known.ignored_on.isoformat())
    who = ", ".join(part for part in parts if part)
    return tr("Ignored ({who}): {reason}").format(who=who, reason=known.reason)


def explanation_of(finding: Finding) -> str:
    """Return why a finding matters and how it is put right, as its check says."""
    from maplanner.checks import CHECKS  # the window starts without the checks

    check = CHECKS.get(finding.code)
    return "" if check is None else f"\n{tr(check.explanation)}\n{tr(check.remedy)}"
