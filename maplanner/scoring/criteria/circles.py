"""What depends on itself: segments that define each other, and scores that feed each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from maplanner.document.reading import RecordReader
from maplanner.document.records import Criterion, Effect, ScoreMatrix, ScoringRule, Segment, Threshold
from maplanner.document.values import Condition
from maplanner.document.vocabulary import EffectKind, RuleKind, SegmentMaking


def segments_in_circles(reader: RecordReader) -> list[tuple[str, ...]]:
    """Return the segments whose criteria lead back to them by way of other segments' criteria."""
    named: dict[str, list[str]] = {}
    for criterion in reader.all(Criterion):
        if criterion.condition.subject == "segment":
            named.setdefault(criterion.segment, []).append(criterion.condition.ref)
    defined = {each.id for each in reader.all(Segment) if each.made is not SegmentMaking.BY_HAND}
    return circles({name: [each for each in named.get(name, ()) if each in defined] for name in defined})


def feeding_circles(reader: RecordReader) -> list[tuple[str, ...]]:
    """Return the records that change each other in a circle, and at least one score among them.

    A rule for what is known gives points for a score, a segment or a stage; a threshold on the score changes
    the segment or the stage again.
    """
    needs = dict[str, list[str]]()
    for rule in reader.all(ScoringRule):
        if rule.kind is RuleKind.FACT and rule.fact is not None and rule.points:
            needs.setdefault(rule.score, []).extend(_names(rule.fact, reader))
    if not needs:
        return []
    scores = set(needs)
    for threshold in reader.all(Threshold):
        needs.setdefault(threshold.id, []).append(threshold.score)
    for effect in reader.all(Effect):
        changed = _changed_by(effect)
        if changed:
            needs.setdefault(changed, []).append(effect.threshold)
    for criterion in reader.all(Criterion):
        needs.setdefault(criterion.segment, []).extend(_names(criterion.condition, reader))
    return [circle for circle in circles(needs) if not scores.isdisjoint(circle)]


def _names(condition: Condition, reader: RecordReader) -> Iterator[str]:
    if condition.subject == "grade":
        matrix = reader.find_or_none(ScoreMatrix, condition.ref)
        if matrix is not None:
            yield from (each for each in (matrix.fit, matrix.engagement) if each)
    elif condition.subject in {"score", "account score", "segment", "threshold", "stage"} and condition.ref:
        yield condition.ref


def _changed_by(effect: Effect) -> str | None:
    if effect.kind in {EffectKind.JOIN, EffectKind.LEAVE}:
        return effect.segment
    return effect.stage if effect.kind is EffectKind.STAGE else None


def circles(needs: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Return the groups of names that need each other, each in order: Tarjan's algorithm."""
    found: list[tuple[str, ...]] = []
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: dict[str, None] = {}
    for start in sorted(needs):
        if start in number:
            continue
        work = [(start, iter(sorted(set(needs.get(start, ())))))]
        number[start] = lowest[start] = len(number)
        path[start] = None
        while work:
            name, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                _close(name, number, lowest, path, found, needs)
                if work:
                    above = work[-1][0]
                    lowest[above] = min(lowest[above], lowest[name])
            elif following not in number:
                number[following] = lowest[following] = len(number)
                path[following] = None
                work.append((following, iter(sorted(set(needs.get(following, ()))))))
            elif following in path:
                lowest[name] = min(lowest[name], number[following])
    return sorted(found)


def _close(  # noqa: PLR0917 - the state of one walk
    name: str,
    number: dict[str, int],
    lowest: dict[str, int],
    path: dict[str, None],
    found: list[tuple[str, ...]],
    needs: Mapping[str, Iterable[str]],
) -> None:
    """Take a finished group off the path; keep it if it is a circle."""
    if lowest[name] != number[name]:
        return
    group: list[str] = []
    while True:
        last, _ = path.popitem()
        group.append(last)
        if last == name:
            break
    if len(group) > 1 or name in needs.get(name, ()):
        found.append(tuple(sorted(group)))
