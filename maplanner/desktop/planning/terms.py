"""Words side by side: what each tool calls a lead, a contact, an account and so on."""

from __future__ import annotations

from maplanner.crm.terms import source_of_words, usual_terms
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.planning.grid import Cell, Grid, RecordScreen
from maplanner.desktop.words import tr
from maplanner.document.records import System, Term
from maplanner.document.vocabulary import Concept

_FIRST_WIDTH, _WIDTH = 130, 210


class TermsScreen(RecordScreen):
    """A row for each thing, a column for each system; what is meant stands in the tooltip and the panel."""

    def __init__(self, bridge: PlanBridge) -> None:
        grid = Grid(tr("Words of each tool"), (tr("Means"),), (_FIRST_WIDTH,))
        super().__init__(bridge, tr("Words of each tool"), grid, (Term, System))
        self._systems: list[System] = []
        self.usual = self.add_button(tr("Fill in usual words"), self.fill_in, primary=True)
        self.usual.setToolTip(source_of_words())
        self.add_delete(tr("Delete the word"), self._remove)
        grid.typed.connect(self._typed)
        self.refresh()

    def fill_in(self) -> None:
        """Add what the products of the plan's systems usually call things, where nothing is said yet."""
        terms = usual_terms(self.bridge.reader)
        if terms:
            self.put(tr("Fill in usual words"), *terms)

    def refresh(self) -> None:
        """Show the plan as it is now."""
        reader = self.bridge.reader
        self._systems = reader.all(System)
        self.grid.setColumnCount(1 + len(self._systems))
        titles = [tr("Means"), *(system.title for system in self._systems)]
        if [self._title(at) for at in range(len(titles))] != titles:
            self.grid.setHorizontalHeaderLabels(titles)
            for column in range(1, len(titles)):
                self.grid.setColumnWidth(column, _WIDTH)
        terms = {(term.concept, term.system): term for term in reader.all(Term)}
        self.grid.show_rows([(concept.value, self._cells(concept, terms)) for concept in Concept])
        lacking = len(usual_terms(reader))
        self.usual.setEnabled(lacking > 0)
        self.summary.setText(self._said(len(terms)))

    def term_at(self, row: int, column: int) -> Term | None:
        """Return the word in a cell, or ``None``."""
        if not 0 < column <= len(self._systems) or not 0 <= row < len(Concept):
            return None
        concept, system = list(Concept)[row], self._systems[column - 1]
        found = self.bridge.reader.referring(Term, "system", system.id)
        return next((term for term in found if term.concept is concept), None)

    def _cells(self, concept: Concept, terms: dict[tuple[Concept, str], Term]) -> tuple[Cell, ...]:
        words = [terms.get((concept, system.id)) for system in self._systems]
        return (
            Cell(tr(concept.value).capitalize(), strong=True),
            *(
                Cell(term.word, tip=term.definition or term.word, editable=True)
                if term is not None
                else Cell("", editable=True)
                for term in words
            ),
        )

    def _typed(self, row: int, column: int, text: str) -> None:
        term = self.term_at(row, column)
        word = text.strip()
        if term is not None:
            self.change(tr("Change a word"), term.id, {"word": word})
        elif word and column > 0:
            concept, system = list(Concept)[row], self._systems[column - 1]
            self.put(tr("Add a word"), Term.new(concept=concept, system=system.id, word=word))

    def _remove(self) -> None:
        term = self.term_at(self.grid.currentRow(), self.grid.currentColumn())
        if term is not None:
            with self.bridge.store.transact(tr("Delete a word")) as transaction:
                transaction.remove(term.id)

    def _tell_selection(self) -> None:
        term = self.term_at(self.grid.currentRow(), self.grid.currentColumn())
        if term is not None:
            self.selection_changed.emit([term.id])

    def _title(self, column: int) -> str:
        item = self.grid.horizontalHeaderItem(column)
        return item.text() if item is not None else ""

    def _said(self, count: int) -> str:
        if not self._systems:
            return tr("The plan has no system yet. Add the tools on the tool map.")
        if not count:
            return tr("Type what each tool calls a thing, or begin with the usual words.")
        return tr("What a word means stands in the panel at the right; it can be changed there.")
