"""The naming convention: a name built from choices, every name checked, and proposals taken over."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.eliding import ElidedLabel
from maplanner.desktop.naming import kind_title, title_of
from maplanner.desktop.planning.grid import Cell, Grid, RecordScreen
from maplanner.desktop.planning.name_parts import AbbreviationsDialog, NameBuilder
from maplanner.desktop.words import tr
from maplanner.document.naming import Convention, Part, conventions
from maplanner.document.records import (
    Abbreviation,
    Campaign,
    NamePart,
    NamingConvention,
    Record,
    Segment,
    Step,
)
from maplanner.document.renaming import CheckedName, check_names, propose, renames
from maplanner.document.vocabulary import PartKind
from maplanner.drawing.theme import Theme

_WATCHED = (NamingConvention, NamePart, Abbreviation, Segment, Campaign, Step)
_USUAL: tuple[tuple[PartKind, bool, tuple[tuple[str, str], ...]], ...] = (
    (PartKind.DATE, False, ()),
    (
        PartKind.PURPOSE,
        False,
        (("WN", "webinar"), ("NL", "newsletter"), ("EV", "event"), ("3P", "third party")),
    ),
    (PartKind.REGION, True, ()),
    (PartKind.FREE, False, ()),
)
"""What a new convention begins with: part, may be left out, abbreviations."""


class NamesScreen(RecordScreen):
    """A row for each name that the chosen convention is about."""

    def __init__(self, bridge: PlanBridge, theme: Theme) -> None:
        titles = ("Name", "Of", "Says", "Proposed")
        grid = Grid(tr("Names"), tuple(map(tr, titles)), (270, 110, 330, 250))
        super().__init__(bridge, tr("Names"), grid, _WATCHED)
        self._theme = theme
        self._checked: list[CheckedName] = []
        self._name = ""
        self.chosen = QComboBox()
        self.chosen.setAccessibleName(tr("Naming convention"))
        self.builder = NameBuilder(self)
        self.built, self.lacking = ElidedLabel(), QLabel()
        self.use = QPushButton(tr("Use for the chosen one"))
        self.add_button(tr("New convention"), self.add_convention)
        self.part = self.add_button(tr("Add a part"), self.add_part)
        self.settings = self.add_button(tr("Settings"), self._show_settings)
        self.one = self.add_button(tr("Rename this one"), self.rename_one)
        self.all = self.add_button(tr("Rename all"), self.rename_all, primary=True)
        self._lay_out_builder()
        self._connect()
        self.refresh()

    # ------------------------------------------------------------ what others may ask

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.refresh()

    def convention(self) -> Convention | None:
        """Return the convention that is shown, or ``None``."""
        found = conventions(self.bridge.reader)
        wanted = self.chosen.currentData()
        return next((each for each in found if each.record.id == wanted), found[0] if found else None)

    def add_convention(self) -> None:
        """Add a convention with the usual parts."""
        order = max((each.order for each in self.bridge.reader.all(NamingConvention)), default=-1.0) + 1.0
        made = NamingConvention.new(title=tr("Names of segments"), order=order)
        records: list[Record] = [made]
        for place, (kind, optional, words) in enumerate(_USUAL):
            part = NamePart.new(convention=made.id, kind=kind, optional=optional, order=place)
            records.append(part)
            records += [
                Abbreviation.new(part=part.id, short=short, means=means, order=at)
                for at, (short, means) in enumerate(words)
            ]
        self.put(tr("New naming convention"), *records)
        self.refresh()
        self.chosen.setCurrentIndex(self.chosen.findData(made.id))
        self.refresh()

    def add_part(self) -> None:
        """Add a part at the end and show its settings."""
        convention = self.convention()
        if convention is not None:
            order = max((part.record.order for part in convention.parts), default=-1.0) + 1.0
            part = NamePart.new(convention=convention.record.id, order=order)
            self.put(tr("Add a part of names"), part)
            self.refresh()
            self.selection_changed.emit([part.id])

    def rename_all(self) -> None:
        """Give every name that does not fit its proposal, where that is complete, as one step."""
        new = renames(self._checked)
        if new:
            with self.bridge.store.transact(tr("Rename by the convention")) as transaction:
                for record_id, name in new.items():
                    transaction.change(record_id, {"title": name})
            self.refresh()

    def rename_one(self) -> None:
        """Give the chosen thing its proposal, if that is complete."""
        record_id = self.grid.current_id()
        name = renames(self._checked).get(record_id)
        if name is not None:
            self.change(tr("Rename"), record_id, {"title": name})
            self.refresh()

    def use_built(self) -> None:
        """Give the chosen thing the name that was put together."""
        record_id = self.grid.current_id()
        if record_id and self._name:
            self.change(tr("Rename"), record_id, {"title": self._name})
            self.refresh()

    def refresh(self) -> None:
        """Show the plan as it is now."""
        self._show_conventions()
        convention = self.convention()
        self._checked = check_names(self.bridge.reader, convention) if convention is not None else []
        self.builder.show_convention(convention)
        self.grid.show_rows([(each.record.id, self._cells(each)) for each in self._checked])
        off = sum(not each.fits for each in self._checked)
        if convention is None:
            said = tr("The plan has no naming convention yet.")
        else:
            said = tr("{pattern} · {off} of {all} do not fit").format(
                pattern=convention.pattern or tr("no parts yet"), off=off, all=len(self._checked)
            )
        self.summary.setText(said)
        new = renames(self._checked)
        self.all.setEnabled(bool(new))
        self.one.setEnabled(self.grid.current_id() in new)
        for part in (self.part, self.settings):
            part.setEnabled(convention is not None)
        self._show_built()

    # ------------------------------------------------------------ showing

    def _cells(self, each: CheckedName) -> tuple[Cell, ...]:
        says = each.explained or each.reason
        if each.clash:
            says = f"{says} {tr('Another has that name.')}"
        proposed = each.proposal.name if each.proposal is not None else ""
        if each.proposal is not None and each.proposal.lacking:
            proposed = f"{proposed} …".strip()
        kind = kind_title(each.record)
        color = "" if each.fits else self._theme.warning_text
        return (
            Cell(each.name, editable=True),
            Cell(kind),
            Cell(says, color=color),
            Cell(proposed, strong=each.can_be_renamed),
        )

    def _show_conventions(self) -> None:
        reader = self.bridge.reader
        found = [(title_of(each.record, reader), each.record.id) for each in conventions(reader)]
        shown = [(self.chosen.itemText(at), self.chosen.itemData(at)) for at in range(self.chosen.count())]
        if shown != found:
            wanted = self.chosen.currentData()
            self.chosen.blockSignals(True)
            self.chosen.clear()
            for title, record_id in found:
                self.chosen.addItem(title, record_id)
            self.chosen.setCurrentIndex(max(0, self.chosen.findData(wanted)))
            self.chosen.blockSignals(False)
        self.chosen.setVisible(len(found) > 1)

    def _show_built(self) -> None:
        convention = self.convention()
        choices = self.builder.choices()
        name = convention.build(choices) if convention is not None else ""
        lacking = convention.lacking(choices) if convention is not None and name else ()
        fits = convention is not None and convention.explain(name) is not None
        self._name = name
        self.built.show_text(name)
        said = (
            tr("Without {parts}").format(parts=", ".join(tr(part.title) for part in lacking))
            if lacking
            else ""
        )
        self.lacking.setText(said or ("" if fits or not name else tr("A part holds what it may not.")))
        self.use.setEnabled(fits and bool(self.grid.current_id()))
        for widget in (self.builder, self.built, self.lacking, self.use):
            widget.setVisible(convention is not None)

    def _row_chosen(self) -> None:
        """Fill in the parts as the chosen name has them, or as far as it speaks for them."""
        convention, row = self.convention(), self.grid.currentRow()
        self.one.setEnabled(self.grid.current_id() in renames(self._checked))
        if convention is None or not 0 <= row < len(self._checked):
            return
        name = self._checked[row].name
        meanings = convention.explain(name)
        if meanings is not None:
            self.builder.choose({meaning.part.record.id: meaning.text for meaning in meanings})
        else:
            found = self._checked[row].proposal or propose(convention, name)
            self.builder.choose(found.choices)

    # ------------------------------------------------------------ hearing

    def _typed(self, row: int, column: int, text: str) -> None:
        if column == 0:
            self.change(tr("Rename"), self.grid.id_at(row), {"title": text.strip()})

    def _show_settings(self) -> None:
        convention = self.convention()
        if convention is not None:
            self.selection_changed.emit([convention.record.id])

    def _ask_words(self, part_id: str) -> None:
        convention = self.convention()
        part = next((p for p in convention.parts if p.record.id == part_id), None) if convention else None
        if part is not None:
            dialog = AbbreviationsDialog(
                self, part, lambda lines: self.set_words(part, lines), lambda: self._remove_part(part)
            )
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def set_words(self, part: Part, lines: list[tuple[str, str]]) -> None:
        """Let a part have these abbreviations; those that stay keep what else they have."""
        kept = {word.short: word for word in part.words}
        wanted = dict(lines)
        with self.bridge.store.transact(tr("Change abbreviations")) as transaction:
            for short, word in kept.items():
                if short not in wanted:
                    transaction.remove(word.id)
            for order, (short, means) in enumerate(wanted.items()):
                if short in kept:
                    transaction.change(kept[short].id, {"means": means, "order": float(order)})
                else:
                    made = Abbreviation.new(part=part.record.id, short=short[:80], means=means, order=order)
                    transaction.put(made)
        self.refresh()

    def _remove_part(self, part: Part) -> None:
        with self.bridge.store.transact(tr("Remove a part of names")) as transaction:
            transaction.remove(part.record.id)
        self.refresh()

    def _connect(self) -> None:
        self.grid.typed.connect(self._typed)
        self.grid.currentCellChanged.connect(self._row_chosen)
        self.chosen.activated.connect(self.refresh)
        self.builder.changed.connect(self._show_built)
        self.builder.part_chosen.connect(lambda part: self.selection_changed.emit([part]))
        self.builder.words_wanted.connect(self._ask_words)
        self.use.clicked.connect(self.use_built)

    def _lay_out_builder(self) -> None:
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - the screen lays itself out so
        self.built.setProperty("role", "title")
        self.lacking.setProperty("role", "secondary")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.built)
        row.addWidget(self.lacking)
        row.addStretch(1)
        row.addWidget(self.use)
        layout.insertWidget(1, self.chosen, 0, Qt.AlignmentFlag.AlignLeft)
        layout.insertWidget(2, self.builder)
        layout.insertLayout(3, row)
