"""The menus of the segments screen: data points by kind, how a group is joined, what joining takes out of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu

from maplanner.desktop.inspector.condition import SUBJECT_WORDS, subject_groups
from maplanner.desktop.naming import title_of
from maplanner.desktop.segments.criteria_tree import GROUP_WORDS
from maplanner.desktop.words import tr
from maplanner.document.asking import PointKind
from maplanner.document.reading import RecordReader
from maplanner.document.records import Segment, SegmentRemoval, SegmentSet
from maplanner.document.vocabulary import Joining

_KINDS: dict[PointKind, str] = {
    PointKind.DEMOGRAPHIC: "Who the lead is",
    PointKind.ACTION: "What the lead does",
    PointKind.BEHAVIOUR: "How the lead behaves",
    PointKind.CRM: "What the CRM holds",
}
_FROM_THE_CRM = "field"
"""A field is CRM data where no form asks for it; which it is, is seen once one is chosen."""


def fill_points(menu: QMenu, chosen: Callable[[str], object]) -> None:
    """Offer all data points, under the four kinds."""
    menu.clear()
    for kind, names in subject_groups():
        under = menu.addMenu(tr(_KINDS[kind]))
        offered = [*names, _FROM_THE_CRM] if kind is PointKind.CRM else names
        for name in offered:
            text = "a field of the CRM" if kind is PointKind.CRM and name == "field" else SUBJECT_WORDS[name]
            under.addAction(tr(text).capitalize(), partial(chosen, name))


def fill_joinings(menu: QMenu, now: Joining, chosen: Callable[[Joining], object]) -> None:
    """Offer how criteria can be joined, the present way ticked."""
    for joining, text in GROUP_WORDS.items():
        action = menu.addAction(tr(text).capitalize(), partial(chosen, joining))
        action.setCheckable(True)
        action.setChecked(joining is now)


def fill_sets(
    menu: QMenu, reader: RecordReader, segment: Segment, chosen: Callable[[str | None], object]
) -> None:
    """Offer the sets of which a lead is in one segment at most, none of them, and a new one."""
    sets = sorted(reader.all(SegmentSet), key=lambda each: (each.order, each.title, each.id))
    for name, text in ((None, tr("None")), *((each.id, title_of(each, reader)) for each in sets)):
        action = menu.addAction(text.replace("&", "&&"), partial(chosen, name))
        action.setCheckable(True)
        action.setChecked(segment.exclusive_set == name)
    menu.addSeparator()
    menu.addAction(tr("New set"), partial(chosen, ""))


def fill_removals(
    menu: QMenu, reader: RecordReader, segment_id: str, chosen: Callable[[str, bool], object]
) -> None:
    """Offer all other segments; who joins this one is taken out of those that are ticked."""
    menu.clear()
    ticked = {each.leaves for each in reader.referring(SegmentRemoval, "segment", segment_id)}
    others = [each for each in reader.all(Segment) if each.id != segment_id]
    for segment in sorted(others, key=lambda each: title_of(each, reader).casefold()):
        action = menu.addAction(title_of(segment, reader).replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(segment.id in ticked)
        action.toggled.connect(partial(chosen, segment.id))
    if not others:
        menu.addAction(tr("There is no other segment.")).setEnabled(False)
