"""Segments on the command line: criteria in words, data points, sizes and overlaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from maplanner.cli.arguments import JsonOption, PlanArgument
from maplanner.cli.output import add_row, print_json, say, show, table

if TYPE_CHECKING:
    from maplanner.app.segments import Overlap, SegmentView
    from maplanner.document.reading import Snapshot
    from maplanner.scoring.data_points import DataPoint
    from maplanner.simulation.memberships import Memberships


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("segments")(segments)


def segments(
    plan: PlanArgument,
    *,
    simulate: Annotated[
        bool, typer.Option("--simulate", help="Also count members, by simulating a sample of leads.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Show segments: how they are made, of which data points, who uses them, and how they overlap."""
    from maplanner.app.segments import droppable, overlaps, segment_views
    from maplanner.storage import read_plan

    snapshot = read_plan(plan)
    views = segment_views(snapshot)
    pairs = overlaps(snapshot)
    members = _members(snapshot) if simulate and views else None
    spare = droppable(snapshot, views)
    if json:
        print_json(_as_json(snapshot, views, pairs, members, spare))
    else:
        _tell(snapshot, views, pairs, members, spare)


def _members(snapshot: Snapshot) -> Memberships:
    from maplanner.simulation.memberships import memberships

    return memberships(snapshot)


def _as_json(
    snapshot: Snapshot,
    views: list[SegmentView],
    pairs: list[Overlap],
    members: Memberships | None,
    spare: list[DataPoint],
) -> dict[str, Any]:
    from maplanner.scoring.data_points import data_points

    points = data_points(snapshot)
    return {
        "segments": [_segment_json(view, members) for view in views],
        "data_points": {
            "all": len(points.all),
            "limit": snapshot.plan.all_data_points,
            "limit_per_segment": snapshot.plan.segment_data_points,
            "for_one_segment_only": [_point_json(point) for point in sorted(points.used_once)],
            "could_be_dropped": [_point_json(point) for point in spare],
        },
        "overlaps": [
            {
                "segments": [pair.one, pair.other],
                "possible": pair.possible,
                "members": None if members is None else round(members.in_both(pair.one, pair.other)),
            }
            for pair in pairs
        ],
    }


def _segment_json(view: SegmentView, members: Memberships | None) -> dict[str, Any]:
    segment = view.segment
    return {
        "id": segment.id,
        "title": segment.title,
        "made": segment.made.value,
        "members_are": view.members or None,
        "size": None if members is None else round(members.in_both(segment.id, segment.id)),
        "size_over_time": None if members is None else _series(members, segment.id),
        "possible": view.possible,
        "everybody": view.everybody,
        "data_points": [{"kind": kind.value, **_point_json(point)} for kind, point in view.points],
        "superfluous_criteria": [
            {"criterion": each.criterion, "why": each.why.value, "by": each.by or None}
            for each in view.superfluous
        ],
        "exclusive_set": segment.exclusive_set,
        "joining_leaves": list(view.leaves),
        "used_by": [{"id": use.user.id, "type": use.user.type_name} for use in view.uses],
    }


def _point_json(point: DataPoint) -> dict[str, Any]:
    return {"asks_about": point.subject, "which": point.ref or None, "action": point.event or None}


def _series(members: Memberships, segment_id: str) -> list[list[float]]:
    sizes = members.sizes[members.segments.index(segment_id)]
    return [[round(float(day), 4), round(float(size))] for day, size in zip(members.days, sizes, strict=True)]


def _tell(
    snapshot: Snapshot,
    views: list[SegmentView],
    pairs: list[Overlap],
    members: Memberships | None,
    spare: list[DataPoint],
) -> None:
    if not views:
        say("The plan has no segment.")
        return
    counts = ["Members"] if members is not None else []
    shown = table("Segment", "Made", *counts, "Members are", "Data points", "Used")
    for view in views:
        size = [] if members is None else [f"{members.in_both(view.segment.id, view.segment.id):,.0f}"]
        who = view.members or "no criteria"
        if view.possible is False:
            who += " – nobody can be a member"
        add_row(
            shown,
            view.segment.title or view.segment.id,
            view.segment.made.value,
            *size,
            who,
            str(len(view.points)),
            str(len(view.uses)),
        )
    show(shown)
    _tell_points(snapshot, views, spare)
    _tell_overlaps(views, pairs, members)


def _tell_points(snapshot: Snapshot, views: list[SegmentView], spare: list[DataPoint]) -> None:
    every = {point for view in views for _kind, point in view.points}
    limit = snapshot.plan.all_data_points
    told = f" The team's limit is {limit:,}." if limit is not None else ""
    say(f"Different data points in all: {len(every):,}.{told}")
    for point in spare:
        say(
            f"Could be dropped: {' '.join(part for part in (point.event, point.subject, point.ref) if part)}."
        )


def _tell_overlaps(views: list[SegmentView], pairs: list[Overlap], members: Memberships | None) -> None:
    titles = {view.segment.id: view.segment.title or view.segment.id for view in views}
    apart = sum(pair.possible is False for pair in pairs)
    if pairs:
        say(f"{apart:,} of {len(pairs):,} pairs of segments can have no member in common.")
    if members is None:
        return
    counted = [(members.in_both(pair.one, pair.other), pair) for pair in pairs]
    for count, pair in sorted(counted, key=lambda each: -each[0])[:20]:
        if count >= 0.5:
            say(f"{count:,.0f} in both “{titles[pair.one]}” and “{titles[pair.other]}”.")
