"""What a person says about the parts of a plan, each as one step that can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from maplanner.document.records import Comment

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.document.store import Store


@dataclass(frozen=True)
class Thread:
    """A comment and what was answered to it, in the order in which it was said."""

    first: Comment
    answers: tuple[Comment, ...] = ()

    @property
    def comments(self) -> tuple[Comment, ...]:
        """All that was said."""
        return (self.first, *self.answers)

    @property
    def last_said(self) -> str:
        """When something was said last, as text that sorts by time."""
        return max((each.said.isoformat() for each in self.comments if each.said is not None), default="")


def threads(reader: RecordReader) -> list[Thread]:
    """Return all threads, those in which somebody spoke last first."""
    firsts = (comment for comment in reader.all(Comment) if comment.answers is None)
    found = [thread_of(reader, comment) for comment in firsts]
    return sorted(found, key=lambda thread: thread.last_said, reverse=True)


def thread_of(reader: RecordReader, first: Comment) -> Thread:
    """Return the thread that a comment has begun."""
    answers = reader.referring(Comment, "answers", first.id)
    return Thread(first, tuple(sorted(answers, key=lambda each: each.said.isoformat() if each.said else "")))


def comment_on(store: Store, about: str, text: str) -> Comment:
    """Begin a thread about a record.

    Raises:
        InvalidRecord: There is no such record.
    """
    comment = Comment.new(about=about, author=store.author, said=_now(), text=text)
    with store.transact("Comment") as transaction:
        transaction.put(comment)
    return comment


def answer(store: Store, first_id: str, text: str) -> Comment:
    """Answer in a thread; one that was resolved is open again."""
    first = store.find(Comment, first_id)
    said = Comment.new(about=first.about, answers=first.id, author=store.author, said=_now(), text=text)
    with store.transact("Answer comment") as transaction:
        transaction.put(said)
        if first.resolved:
            transaction.change(first.id, {"resolved": False})
    return said


def resolve(store: Store, first_id: str, *, resolved: bool) -> None:
    """Close a thread, or open it again."""
    with store.transact("Resolve comment" if resolved else "Reopen comment") as transaction:
        transaction.change(first_id, {"resolved": resolved})


def delete(store: Store, comment_id: str) -> None:
    """Delete a comment; the first one of a thread takes its answers with it."""
    with store.transact("Delete comment") as transaction:
        transaction.remove(comment_id)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
