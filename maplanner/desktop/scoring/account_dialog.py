"""The dialog with the steps that set up account scores in a CRM that does not make them itself."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.lettering import make_roomy
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import tr
from maplanner.document.records import CrmField, Score
from maplanner.scoring.account_setup import (
    AccountSetup,
    account_field_records,
    account_setup,
    crm_of,
    setup_products,
)
from maplanner.scoring.calibration import usual_score


class AccountDialog(QDialog):
    """Shows what to do, step by step, for a score and a CRM; the account's field is added with one click."""

    def __init__(
        self,
        bridge: PlanBridge,
        print_html: Callable[[str, Callable[[], str]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Account scores in the CRM"))
        self._bridge = bridge
        self._print = print_html
        self.score, self.product = QComboBox(), QComboBox()
        self.score.setAccessibleName(tr("Score"))
        self.product.setAccessibleName(tr("CRM"))
        self.steps, self.said = QTextBrowser(), QLabel()
        self.steps.setAccessibleName(tr("Steps"))
        self.said.setWordWrap(True)
        self.add_field = QPushButton(tr("Add the account's field"))
        self.copy, self.print, self.save = (
            QPushButton(text) for text in (tr("Copy"), tr("Print …"), tr("Save …"))
        )
        self.close_button = QPushButton(tr("Close"))
        self._fill()
        self._lay_out()
        self.score.activated.connect(self.show_steps)
        self.product.activated.connect(self.show_steps)
        self.add_field.clicked.connect(self.add)
        self.copy.clicked.connect(self._copy)
        self.print.clicked.connect(lambda: self._print(self.windowTitle(), self.html))
        self.save.clicked.connect(self._ask_file)
        self.close_button.clicked.connect(self.reject)
        self.show_steps()

    def setup(self) -> AccountSetup | None:
        """Return the steps for what is chosen; ``None`` while the plan has no score."""
        score = self._chosen()
        if score is None:
            return None
        return account_setup(self._bridge.reader, score, self.product.currentData() or "-")

    def html(self) -> str:
        """Return the steps as a page of text."""
        setup = self.setup()
        if setup is None:
            return ""
        product = f" ({escape(setup.product)})" if setup.product else ""
        steps = "".join(
            f"<li style='margin-bottom: 6px'><b>{escape(step.title)}</b><br>{escape(step.text)}</li>"
            for step in setup.steps
        )
        note = f"<p>{escape(setup.note)}</p>" if setup.note else ""
        source = tr("Source: {origin}.").format(origin=setup.source)
        head = tr("Account score “{score}”").format(score=setup.score)
        return f"<h3>{escape(head)}{product}</h3>{note}<ol>{steps}</ol><p><small>{escape(source)}</small></p>"

    def show_steps(self) -> None:
        """Show the steps for what is chosen."""
        score, reader = self._chosen(), self._bridge.reader
        self.steps.setHtml(self.html())
        field = reader.find_or_none(CrmField, score.account_field) if score is not None else None
        self.add_field.setEnabled(score is not None and field is None)
        if score is None:
            self._say(tr("The plan has no score yet."))
        elif field is not None:
            self._say(tr("{field} holds the account's score.").format(field=title_of(field, reader)))
        else:
            self._say(tr("The plan's CRM has no field for it yet."))

    def add(self) -> None:
        """Add the account's field to the CRM of the plan, as one step that can be undone."""
        score = self._chosen()
        if score is None:
            return
        try:
            records, values = account_field_records(self._bridge.reader, score)
            with self._bridge.store.transact(tr("Add the account's field")) as transaction:
                transaction.put(*records)
                transaction.change(score.id, values)
        except MaplannerError as error:
            self._say(str(error), wrong=True)
            return
        self.show_steps()

    def write(self, path: Path) -> None:
        """Write the steps to a file: a page for HTML, plain text for any other."""
        setup = self.setup()
        if setup is None:
            return
        text = self.html() if path.suffix.lower() in {".html", ".htm"} else setup.text() + "\n"
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            said = tr("{name} cannot be written: {reason}.")
            self._say(said.format(name=path.name, reason=error.strerror or ""), wrong=True)
        else:
            self._say(tr("Written to {name}.").format(name=path.name))

    def _chosen(self) -> Score | None:
        return self._bridge.reader.find_or_none(Score, self.score.currentData())

    def _copy(self) -> None:
        setup = self.setup()
        if setup is not None:
            QGuiApplication.clipboard().setText(setup.text())
            self._say(tr("Copied."))

    def _ask_file(self) -> None:
        kinds = tr("Text") + " (*.txt);;HTML (*.html)"
        name, _kind = QFileDialog.getSaveFileName(
            self, tr("Save the steps"), tr("account score") + ".txt", kinds
        )
        if name:
            self.write(Path(name))

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.said.setProperty("role", "complaint" if wrong else "secondary")
        self.said.style().polish(self.said)
        self.said.setText(text)

    def _fill(self) -> None:
        reader = self._bridge.reader
        for score in sorted(reader.all(Score), key=lambda each: each.order):
            self.score.addItem(title_of(score, reader), score.id)
        usual = usual_score(reader)
        if usual is not None:
            self.score.setCurrentIndex(self.score.findData(usual.id))
        for product in setup_products():
            self.product.addItem(product, product)
        self.product.addItem(tr("Another CRM"), "")
        crm = crm_of(reader)
        own = account_setup(reader, usual).product if usual is not None and crm is not None else ""
        self.product.setCurrentIndex(self.product.findData(own))

    def _lay_out(self) -> None:
        self.add_field.setProperty("role", "primary")
        head = QHBoxLayout()
        head.setSpacing(8)
        for label, box in ((tr("Score"), self.score), (tr("CRM"), self.product)):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(18)
            head.addWidget(QLabel(label))
            head.addWidget(box, 1)
        buttons = QHBoxLayout()
        for button in (self.copy, self.print, self.save):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.add_field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.steps, 1)
        layout.addWidget(self.said)
        layout.addLayout(buttons)
        make_roomy(self, 680, 560)
