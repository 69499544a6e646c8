"""Comments: what the team says about the parts of a plan, thread by thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.errors import MaplannerError
from maplanner.desktop import commenting
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.commenting import Thread
from maplanner.desktop.late import Late
from maplanner.desktop.lettering import scaled
from maplanner.desktop.naming import title_of
from maplanner.desktop.panels.comment_thread import ThreadView, when_text
from maplanner.desktop.panels.showing import EmptyState
from maplanner.desktop.words import tr
from maplanner.document.patch import Patch
from maplanner.document.records import Comment
from maplanner.drawing.theme import Theme

_KEY = Qt.ItemDataRole.UserRole
_NARROW = 560
_OPEN, _RESOLVED, _ALL = "open", "resolved", "all"


class CommentsPanel(QWidget):
    """A list of threads at the left, the chosen one at the right. A click goes to what it is about."""

    jump_requested = Signal(str)
    """The identifier of the record that a thread is about."""
    count_changed = Signal(int)
    """How many threads are open."""

    def __init__(self, bridge: PlanBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._selected: list[str] = []
        self._threads: dict[str, Thread] = {}
        self.state = QComboBox()
        for name, words in ((_OPEN, tr("Open")), (_RESOLVED, tr("Resolved")), (_ALL, tr("All"))):
            self.state.addItem(words, name)
        self.state.setAccessibleName(tr("Which threads"))
        self.mine = QCheckBox(tr("Only what is selected"))
        self.add = QPushButton(tr("Comment"))
        self.add.setToolTip(tr("Say something about what is selected"))
        self.list = _ThreadList()
        self.talk = ThreadView(theme)
        self.empty = EmptyState(theme)
        self._lay_out()
        self._connect()
        self._late = Late(self.refresh, self)
        bridge.patched.connect(self._on_patch)
        self.refresh()

    # ------------------------------------------------------------ what the window asks

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.empty.set_theme(theme)
        self.talk.set_theme(theme)

    def set_selected(self, ids: Sequence[str]) -> None:
        """Take note of what is selected in the window: new comments are about it."""
        self._selected = [record_id for record_id in ids if self._bridge.reader.get(record_id) is not None]
        self.add.setEnabled(bool(self._selected))
        if self.mine.isChecked():
            self.refresh()

    def begin(self, about: str) -> None:
        """Let a person write the first comment of a thread about a record."""
        record = self._bridge.reader.get(about)
        if record is not None:
            self.list.clearSelection()
            self._stack.setCurrentIndex(0)
            self.talk.begin(about, title_of(record, self._bridge.reader))

    def refresh(self) -> None:
        """Show the threads as they are now; the chosen one stays chosen."""
        self._late.stop()
        chosen = self.list.chosen()
        everything = commenting.threads(self._bridge.reader)
        shown = [thread for thread in everything if self._is_wanted(thread)]
        self._threads = {thread.first.id: thread for thread in shown}
        self.list.fill([(thread, self._about(thread)) for thread in shown])
        self.list.choose(chosen)
        self._show_chosen()
        self._say_what_is_missing(bool(everything))
        self.count_changed.emit(sum(not thread.first.resolved for thread in everything))

    # ------------------------------------------------------------ inner workings

    def _is_wanted(self, thread: Thread) -> bool:
        wanted = self.state.currentData()
        if wanted != _ALL and thread.first.resolved != (wanted == _RESOLVED):
            return False
        return not self.mine.isChecked() or thread.first.about in self._selected

    def _about(self, thread: Thread) -> str:
        record = self._bridge.reader.get(thread.first.about)
        return title_of(record, self._bridge.reader) if record is not None else tr("The plan")

    def _say_what_is_missing(self, has_any: bool) -> None:
        nothing = not self._threads and not self.talk.is_writing
        self._stack.setCurrentIndex(1 if nothing else 0)
        words = tr("No thread is like that.") if has_any else tr("Nobody has said anything yet.")
        key = tr("Select something and press Ctrl+Alt+M to comment on it.")
        self.empty.say("message-square", f"{words} {key}")

    def _show_chosen(self) -> None:
        thread = self._threads.get(self.list.chosen())
        if thread is not None:
            self.talk.show_thread(thread, self._about(thread))
        elif not self.talk.is_beginning:
            self.talk.show_nothing()

    def _choose(self) -> None:
        thread = self._threads.get(self.list.chosen())
        if thread is not None:
            self.talk.show_thread(thread, self._about(thread))
            if thread.first.about:
                self.jump_requested.emit(thread.first.about)

    def _said(self, about: str, first_id: str, text: str) -> None:
        """Write what was typed: an answer where there is a thread, else the first comment of one."""
        store = self._bridge.store
        try:
            if first_id:
                commenting.answer(store, first_id, text)
            else:
                first_id = commenting.comment_on(store, about, text).id
        except MaplannerError as error:
            self.talk.complain(str(error))
            return
        self.talk.clear()
        self.state.setCurrentIndex(max(self.state.findData(_OPEN), 0))
        self.refresh()
        self.list.choose(first_id)
        self._show_chosen()

    def _resolve(self, first_id: str, resolved: bool) -> None:
        self._attempt(lambda: commenting.resolve(self._bridge.store, first_id, resolved=resolved))

    def _delete(self, comment_id: str) -> None:
        self._attempt(lambda: commenting.delete(self._bridge.store, comment_id))

    def _attempt(self, edit: Callable[[], object]) -> None:
        try:
            edit()
        except MaplannerError as error:
            self.talk.complain(str(error))

    def _on_patch(self, patch: Patch) -> None:
        shown = {thread.first.about for thread in self._threads.values()}
        if any(change.type_name == Comment.type_name or change.id in shown for change in patch.changes):
            self._late.follow(patch)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 6, 16, 2)
        top.setSpacing(8)
        top.addWidget(self.state)
        top.addWidget(self.mine)
        top.addStretch(1)
        top.addWidget(self.add)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.talk)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([600, 400])
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(split)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(body, 1)
        self.add.setEnabled(False)

    def _connect(self) -> None:
        self.state.currentIndexChanged.connect(self.refresh)
        self.mine.toggled.connect(self.refresh)
        self.add.clicked.connect(lambda: self.begin(self._selected[0]) if self._selected else None)
        self.list.itemSelectionChanged.connect(self._show_chosen)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.talk.said.connect(self._said)
        self.talk.resolved.connect(self._resolve)
        self.talk.deleted.connect(self._delete)
        self.talk.given_up.connect(self.refresh)


class _ThreadList(QTreeWidget):
    """One line a thread: what it is about, how it began, who spoke last and when."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Threads"))
        self.setHeaderLabels([tr("About"), tr("Comment"), tr("Author"), tr("Answers"), tr("Said")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._is_narrow: bool | None = None
        self._fit(is_narrow=False)

    def _fit(self, *, is_narrow: bool) -> None:
        """Leave out, where there is little room, what the thread itself tells too."""
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        for column, width in ((0, 150), (2, 110), (3, 70), (4, 136)):
            self.header().resizeSection(column, scaled(min(width, 96) if is_narrow else width))
        for column in (3, 4):
            self.setColumnHidden(column, is_narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(is_narrow=event.size().width() < scaled(_NARROW))

    def fill(self, rows: Sequence[tuple[Thread, str]]) -> None:
        """Show these threads."""
        self.blockSignals(True)
        self.clear()
        for thread, about in rows:
            first = thread.first
            text = " ".join(first.text.split())[:400]
            answers = str(len(thread.answers)) if thread.answers else ""
            item = QTreeWidgetItem([about, text, first.author, answers, when_text(first.said)])
            item.setData(0, _KEY, first.id)
            item.setToolTip(0, about)
            item.setToolTip(1, first.text[:2000])
            spoken = tr("{author} on {about}: {text}").format(author=first.author, about=about, text=text)
            state = tr("resolved") if first.resolved else ""
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{spoken} {state}".strip())
            if first.resolved:
                for column in range(self.columnCount()):
                    item.setForeground(column, self.palette().placeholderText())
            self.addTopLevelItem(item)
        self.blockSignals(False)

    def chosen(self) -> str:
        """Return the identifier of the first comment of the chosen thread, or nothing."""
        items = self.selectedItems()
        return str(items[0].data(0, _KEY)) if items else ""

    def choose(self, first_id: str) -> None:
        """Choose a thread, if it is there; tell nobody."""
        self.blockSignals(True)
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            if item is not None and item.data(0, _KEY) == first_id:
                self.setCurrentItem(item)
        self.blockSignals(False)
