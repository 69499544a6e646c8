"""Answers that are remembered with what they were worked out from, so that a change costs what it touches.

A *fact* is a pure function of records and of other facts. While one is worked out, the records and facts it
asks for are noted. After a change, only facts that asked for what changed are worked out anew, the basic ones
first; where the answer is the same as before, nothing that rests on it is touched.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Iterable
from functools import wraps
from heapq import heappop, heappush
from itertools import count
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Remembering(Protocol):
    """What has facts."""

    memory: Memory


_S = TypeVar("_S", bound=Remembering)


class _Memo:
    """One answer: how it was found, what it rests on, what rests on it."""

    __slots__ = ("is_stale", "keys", "name", "rank", "readers", "reads", "same", "value", "work")

    def __init__(
        self, name: Hashable, rank: int, work: Callable[[], Any], same: Callable[[Any, Any], bool]
    ) -> None:
        self.name = name
        self.rank = rank
        self.work = work
        self.same = same
        self.value: Any = None
        self.keys: set[Hashable] = set()
        self.reads: set[_Memo] = set()
        self.readers: set[_Memo] = set()
        self.is_stale = False


class Memory:
    """Holds answers. ``follows`` keeps what is needed to follow changes; without it answers are only kept."""

    def __init__(self, *, follows: bool) -> None:
        self.follows = follows
        self.values: dict[Hashable, Any] = {}
        self._memos: dict[Hashable, _Memo] = {}
        self._by_key: dict[Hashable, set[_Memo]] = {}
        self._current: _Memo | None = None
        self._stale: list[tuple[int, int, _Memo]] = []
        self._numbers = count()
        self._renewed: list[Hashable] = []

    def note(self, key: Hashable) -> None:
        """Remember that the answer being worked out rests on something outside."""
        if self._current is not None:
            self._current.keys.add(key)

    def answer(
        self, name: Hashable, rank: int, work: Callable[[], Any], same: Callable[[Any, Any], bool]
    ) -> Any:
        """Return an answer, worked out if need be, and note that the current one rests on it."""
        memo = self._memos.get(name)
        if memo is None:
            memo = self._memos[name] = _Memo(name, rank, work, same)
            memo.value = self._worked_out(memo)
        elif memo.is_stale:
            self._renew(memo)
        if self._current is not None:
            self._current.reads.add(memo)
            memo.readers.add(self._current)
        return memo.value

    def change(self, keys: Iterable[Hashable]) -> list[Hashable]:
        """Work out anew what rests on things that have changed; return the names of other answers."""
        self._renewed = []
        for key in keys:
            for memo in self._by_key.get(key, ()):
                self._mark(memo)
        while self._stale:
            memo = heappop(self._stale)[2]
            if memo.is_stale:
                self._renew(memo)
        return self._renewed

    def forget(self, name: Hashable) -> None:
        """Drop an answer that nobody will ask for any more."""
        memo = self._memos.pop(name, None)
        if memo is not None:
            memo.is_stale = False
            self._let_go(memo)

    def _mark(self, memo: _Memo) -> None:
        if not memo.is_stale:
            memo.is_stale = True
            heappush(self._stale, (memo.rank, next(self._numbers), memo))

    def _renew(self, memo: _Memo) -> None:
        memo.is_stale = False
        self._let_go(memo)
        value = self._worked_out(memo)
        if memo.same(memo.value, value):
            return
        memo.value = value
        self._renewed.append(memo.name)
        for reader in memo.readers:
            self._mark(reader)

    def _let_go(self, memo: _Memo) -> None:
        for key in memo.keys:
            self._by_key[key].discard(memo)
        for read in memo.reads:
            read.readers.discard(memo)
        memo.keys, memo.reads = set(), set()

    def _worked_out(self, memo: _Memo) -> Any:
        before, self._current = self._current, memo
        try:
            return memo.work()
        finally:
            self._current = before
            for key in memo.keys:
                known = self._by_key.get(key)
                if known is None:
                    self._by_key[key] = {memo}
                else:
                    known.add(memo)


def fact(
    rank: int, same: Callable[[Any, Any], bool] = operator.eq
) -> Callable[[Callable[Concatenate[_S, _P], _T]], Callable[Concatenate[_S, _P], _T]]:
    """Declare a method whose answers are remembered.

    ``rank`` is above those of the facts it asks for; ``same`` says when a new answer changes nothing.
    """

    def declare(work: Callable[Concatenate[_S, _P], _T]) -> Callable[Concatenate[_S, _P], _T]:
        name = work.__name__

        @wraps(work)
        def ask(owner: _S, *args: _P.args, **named: _P.kwargs) -> _T:
            memory = owner.memory
            key = (name, *args)
            if memory.follows:
                return memory.answer(key, rank, lambda: work(owner, *args, **named), same)  # type: ignore[no-any-return]
            values = memory.values
            try:
                return values[key]  # type: ignore[no-any-return]
            except KeyError:
                value = values[key] = work(owner, *args, **named)
                return value

        return cast("Callable[Concatenate[_S, _P], _T]", ask)

    return declare
