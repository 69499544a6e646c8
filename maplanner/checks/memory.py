"""Answers that are remembered with what they were worked out from, so that a change costs what it touches.

A *fact* is a pure function of records and of other facts. While one is worked out, the records and facts it
asks for are noted. After a change, only facts that asked for what changed are worked out anew, the basic ones
first; where the answer is the same as before, nothing that rests on it is touched.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Iterable
from functools import cache
from heapq import heappop, heappush
from itertools import count
from types import MethodType
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, overload

_P = ParamSpec("_P")
_T = TypeVar("_T")
_Same = Callable[[Any, Any], bool]
_FEW = 16
"""So many things may be named twice by what rests on them."""


class Remembering(Protocol):
    """What has facts."""

    memory: Memory


_S = TypeVar("_S", bound=Remembering)


class _Memo:
    """One answer: how it was found, what it rests on, what rests on it.

    There are tens of thousands: ``keys`` may name a thing twice, and ``readers`` are made for the first one.
    """

    __slots__ = ("args", "fact", "is_stale", "keys", "readers", "reads", "value")

    def __init__(self, fact: _Followed, args: tuple[Hashable, ...]) -> None:
        self.fact = fact
        self.args = args
        self.value: Any = None
        self.keys: list[Hashable] = []
        self.reads: list[_Memo] = []
        self.readers: set[_Memo] | None = None
        self.is_stale = False


class _Followed:
    """A fact of one owner whose answers follow changes."""

    __slots__ = ("answers", "name", "rank", "same", "work")

    def __init__(self, name: str, rank: int, work: Callable[..., Any], same: _Same) -> None:
        self.name = name
        self.rank = rank
        self.work = work
        self.same = same
        self.answers: dict[tuple[Hashable, ...], _Memo] = {}


class Memory:
    """Holds answers. ``follows`` keeps what is needed to follow changes; without it answers are only kept."""

    def __init__(self, *, follows: bool) -> None:
        self.follows = follows
        self.current: _Memo | None = None
        """The answer that is being worked out; whoever reads for it adds to its ``keys`` what was read."""
        self._facts: dict[str, _Followed] = {}
        self._by_key: dict[Hashable, _Memo | set[_Memo]] = {}
        """The answers that rest on a thing; most things have one, which stands there itself."""
        self._stale: list[tuple[int, int, _Memo]] = []
        self._numbers = count()
        self._renewed: list[tuple[Hashable, ...]] = []

    def asking(self, name: str, rank: int, work: Callable[..., _T], same: _Same) -> Callable[..., _T]:
        """Return a function that answers as ``work`` does, from memory where it can."""
        if not self.follows:
            return cache(work)
        fact = self._facts[name] = _Followed(name, rank, work, same)
        answers = fact.answers

        def ask(*args: Hashable) -> Any:
            memo = answers.get(args)
            if memo is None:
                memo = answers[args] = _Memo(fact, args)
                memo.value = self._worked_out(memo)
            elif memo.is_stale:
                self._renew(memo)
            reader = self.current
            if reader is not None:
                readers = memo.readers
                if readers is None:
                    memo.readers = {reader}
                    reader.reads.append(memo)
                elif reader not in readers:
                    readers.add(reader)
                    reader.reads.append(memo)
            return memo.value

        return ask

    def change(self, keys: Iterable[Hashable]) -> list[tuple[Hashable, ...]]:
        """Work out anew what rests on things that have changed.

        Return the answers that are now others: each the name of its fact and what was asked.
        """
        self._renewed = []
        for key in keys:
            known = self._by_key.get(key, ())
            for memo in (known,) if isinstance(known, _Memo) else known:
                self._mark(memo)
        while self._stale:
            memo = heappop(self._stale)[2]
            if memo.is_stale:
                self._renew(memo)
        return self._renewed

    def forget(self, name: str, *args: Hashable) -> None:
        """Drop an answer that nobody will ask for any more."""
        fact = self._facts.get(name)
        memo = None if fact is None else fact.answers.pop(args, None)
        if memo is not None:
            memo.is_stale = False
            self._let_go(memo)

    def _mark(self, memo: _Memo) -> None:
        if not memo.is_stale:
            memo.is_stale = True
            heappush(self._stale, (memo.fact.rank, next(self._numbers), memo))

    def _renew(self, memo: _Memo) -> None:
        memo.is_stale = False
        self._let_go(memo)
        value = self._worked_out(memo)
        if memo.fact.same(memo.value, value):
            return
        memo.value = value
        self._renewed.append((memo.fact.name, *memo.args))
        for reader in memo.readers or ():
            self._mark(reader)

    def _let_go(self, memo: _Memo) -> None:
        by_key = self._by_key
        for key in memo.keys:
            known = by_key.get(key)
            if known is memo:
                del by_key[key]
            elif isinstance(known, set):
                known.discard(memo)
        for read in memo.reads:
            if read.readers is not None:
                read.readers.discard(memo)
        memo.keys, memo.reads = [], []

    def _worked_out(self, memo: _Memo) -> Any:
        before, self.current = self.current, memo
        try:
            return memo.fact.work(*memo.args)
        finally:
            self.current = before
            if len(memo.keys) > _FEW:
                memo.keys = list(set(memo.keys))
            by_key = self._by_key
            for key in memo.keys:
                known = by_key.setdefault(key, memo)
                if known is not memo:
                    if isinstance(known, set):
                        known.add(memo)
                    else:
                        by_key[key] = {known, memo}


class _Fact(Generic[_S, _P, _T]):
    """A method whose answers are remembered, for each owner by itself."""

    def __init__(self, work: Callable[Concatenate[_S, _P], _T], rank: int, same: _Same) -> None:
        self._work = work
        self._rank = rank
        self._same = same
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, owner: None, cls: type) -> _Fact[_S, _P, _T]: ...

    @overload
    def __get__(self, owner: _S, cls: type) -> Callable[_P, _T]: ...

    def __get__(self, owner: _S | None, cls: type) -> Callable[_P, _T] | _Fact[_S, _P, _T]:
        if owner is None:
            return self
        name = self._work.__name__
        ask = owner.memory.asking(name, self._rank, MethodType(self._work, owner), self._same)
        # From now on the owner has the function itself, which is found before this.
        vars(owner)[name] = ask
        return ask


def fact(
    rank: int, same: _Same = operator.eq
) -> Callable[[Callable[Concatenate[_S, _P], _T]], _Fact[_S, _P, _T]]:
    """Declare a method whose answers are remembered.

    ``rank`` is above those of the facts it asks for; ``same`` says when a new answer changes nothing.
    """
    return lambda work: _Fact(work, rank, same)
