"""What a system allows: the list that comes with the program, and what the team knows better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maplanner.crm.limits import Confidence, Limits, limits_for
from maplanner.document.reading import RecordReader
from maplanner.document.records import OwnLimit, System
from maplanner.document.vocabulary import LimitKind
from maplanner.estimate.explaining import Kept, Origin


@dataclass(frozen=True)
class Allowance:
    """At most ``value``, where it comes from, and where a person changes it; ``seconds`` only for windows."""

    value: float
    origin: Origin
    seconds: int = 0
    kept: Kept | None = None


@dataclass(frozen=True)
class Allowed:
    """All that a system allows; ``None`` or empty where nothing is known."""

    daily: Allowance | None
    windows: tuple[Allowance, ...]
    storage_mb: Allowance | None
    custom_fields: Allowance | None


def allowed_by(reader: RecordReader, system: System) -> Allowed:
    """Return what a system allows in its edition and seats; the team's own figures go before the list's."""
    own = reader.referring(OwnLimit, "system", system.id)
    limits = limits_for(system.product, system.edition, system.seats)
    return Allowed(
        daily=_own(own, LimitKind.DAILY) or _daily(limits),
        windows=_windows(own, limits),
        storage_mb=_own(own, LimitKind.STORAGE) or _storage(limits),
        custom_fields=_own(own, LimitKind.CUSTOM_FIELDS) or _custom_fields(limits),
    )


def own_limit(reader: RecordReader, system: System, kind: LimitKind) -> OwnLimit | None:
    """Return what the team knows better about one sort of limit; the last said counts."""
    found = [each for each in reader.referring(OwnLimit, "system", system.id) if each.kind is kind]
    return found[-1] if found else None


def origin_of(limit: OwnLimit) -> Origin:
    """Return where a limit of the team's own comes from."""
    trust = Confidence.VERIFIED if limit.verified else Confidence.UNVERIFIED
    return Origin(limit.source or "the team", as_of=limit.as_of, confidence=trust)


def _own(own: Sequence[OwnLimit], kind: LimitKind) -> Allowance | None:
    found = [each for each in own if each.kind is kind]
    return _of_own(found[-1]) if found else None


def _of_own(limit: OwnLimit) -> Allowance:
    seconds = limit.seconds if limit.kind is LimitKind.WINDOW else 0
    return Allowance(limit.value, origin_of(limit), seconds, Kept(limit.id, "value"))


def _daily(limits: Limits | None) -> Allowance | None:
    if limits is None or limits.daily is None:
        return None
    daily = limits.daily
    return Allowance(
        float(daily.per_day), Origin(daily.source, daily.url, daily.as_of, daily.confidence), seconds=86_400
    )


def _windows(own: Sequence[OwnLimit], limits: Limits | None) -> tuple[Allowance, ...]:
    better = {each.seconds: _of_own(each) for each in own if each.kind is LimitKind.WINDOW}
    listed = () if limits is None else limits.edition.windows
    known = {each.seconds: Allowance(float(each.calls), Origin.of(each), each.seconds) for each in listed}
    return tuple(allowance for _seconds, allowance in sorted((known | better).items()))


def _storage(limits: Limits | None) -> Allowance | None:
    if limits is None or limits.edition.storage is None or limits.storage_mb is None:
        return None
    return Allowance(float(limits.storage_mb), Origin.of(limits.edition.storage))


def _custom_fields(limits: Limits | None) -> Allowance | None:
    if limits is None or limits.edition.custom_fields is None:
        return None
    found = limits.edition.custom_fields
    return Allowance(float(found.per_object), Origin.of(found))
