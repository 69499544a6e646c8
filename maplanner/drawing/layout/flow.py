"""The order of steps along their links: which links go back, and what hangs together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

Ends = tuple[str, str]


def hanging_together(ids: Sequence[str], links: Iterable[Ends]) -> list[list[str]]:
    """Return the groups that links join, each and all in the order of ``ids``."""
    beside: dict[str, list[str]] = {key: [] for key in ids}
    for source, target in links:
        beside[source].append(target)
        beside[target].append(source)
    group: dict[str, int] = {}
    for key in ids:
        if key in group:
            continue
        number, open_ends = len(group), [key]
        group[key] = number
        while open_ends:
            for other in beside[open_ends.pop()]:
                if other not in group:
                    group[other] = number
                    open_ends.append(other)
    found: dict[int, list[str]] = {}
    for key in ids:
        found.setdefault(group[key], []).append(key)
    return list(found.values())


def in_flow(ids: Sequence[str], links: Iterable[Ends]) -> tuple[list[str], set[Ends]]:
    """Return the steps as one meets them from the entries on, and the links that lead back on that way.

    Steps that nothing leads to are entries; a circle without one begins at its first step. Without the
    links back there is no circle.
    """
    following: dict[str, list[str]] = {key: [] for key in ids}
    entered: set[str] = set()
    for source, target in links:
        if source != target:
            following[source].append(target)
            entered.add(target)
    met: dict[str, None] = {}
    back: set[Ends] = set()
    for start in sorted(ids, key=lambda key: key in entered):
        if start not in met:
            _walk(start, following, met, back)
    return list(met), back


def _walk(start: str, following: Mapping[str, Sequence[str]], met: dict[str, None], back: set[Ends]) -> None:
    met[start] = None
    path: dict[str, Iterator[str]] = {start: iter(following[start])}
    while path:
        here = next(reversed(path))
        there = next(path[here], None)
        if there is None:
            del path[here]
        elif there in path:
            back.add((here, there))
        elif there not in met:
            met[there] = None
            path[there] = iter(following[there])
