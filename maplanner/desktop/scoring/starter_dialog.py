"""The dialog that offers published scoring models to begin with."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.lettering import make_roomy, scaled
from maplanner.desktop.planning.grid import Cell, Grid
from maplanner.desktop.words import tr
from maplanner.document.records import Score
from maplanner.scoring.starter import StarterModel, starter_models, starter_records


class StarterDialog(QDialog):
    """Shows each model with its points and source; *Use this model* adds its score and rules as one step."""

    used = Signal(str)
    """The identifier of the score that was added."""

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Use a starter model"))
        self._bridge = bridge
        self._models = starter_models()
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Starter models"))
        self.list.addItems([tr(model.title) for model in self._models])
        titles = (tr("Rule"), tr("When"), tr("Points"))
        self.rules = Grid(tr("Rules"), titles, (scaled(240), scaled(150), scaled(60)))
        self.source, self.more = QLabel(), QLabel()
        for label in (self.source, self.more):
            label.setWordWrap(True)
            label.setProperty("role", "secondary")
        self.use, self.cancel = QPushButton(tr("Use this model")), QPushButton(tr("Cancel"))
        self.use.setProperty("role", "primary")
        self.use.setDefault(True)
        self._lay_out()
        self.list.currentRowChanged.connect(self._show_model)
        self.list.itemDoubleClicked.connect(lambda _item: self.apply())
        self.use.clicked.connect(self.apply)
        self.cancel.clicked.connect(self.reject)
        self.list.setCurrentRow(0)

    def model(self) -> StarterModel | None:
        """Return the model that is chosen."""
        row = self.list.currentRow()
        return self._models[row] if 0 <= row < len(self._models) else None

    def apply(self) -> None:
        """Add the chosen model's score and rules, and close."""
        model = self.model()
        if model is None:
            return
        order = max((score.order for score in self._bridge.reader.all(Score)), default=-1.0) + 1.0
        records = starter_records(model, order)
        with self._bridge.store.transact(tr("Use a starter model")) as transaction:
            transaction.put(*records)
        self.accept()
        self.used.emit(records[0].id)

    def _show_model(self) -> None:
        model = self.model()
        self.use.setEnabled(model is not None)
        if model is None:
            return
        rows: list[tuple[str, tuple[Cell, ...]]] = [
            (
                "",
                (
                    Cell(tr(rule.title)),
                    Cell(tr(rule.event.value)),
                    Cell(f"{QLocale().toString(rule.points)}"),
                ),
            )
            for rule in model.rules
        ]
        rows += [
            (
                "",
                (
                    Cell(tr(fact.title)),
                    Cell(f"{fact.key}: {fact.text}"),
                    Cell(QLocale().toString(fact.points)),
                ),
            )
            for fact in model.fit
        ]
        self.rules.show_rows(rows)
        self.rules.setVisible(bool(rows))
        self.source.setText(tr("Source: {origin}.").format(origin=model.origin))
        self.more.setText("\n".join(f"· {tr(line)}" for line in model.left_out))

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.addWidget(self.rules, 1)
        right.addWidget(self.more)
        right.addWidget(self.source)
        right.addStretch(0)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self.list, 2)
        columns.addLayout(right, 3)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.use)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addLayout(columns, 1)
        layout.addLayout(buttons)
        make_roomy(self, 820, 460)
