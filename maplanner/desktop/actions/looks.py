"""Actions on what the drawings' colours stand for, the legend, lanes and the shape of links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.desktop.actions.action import Action, Menu
from maplanner.document.vocabulary import Lanes, LinkShape
from maplanner.drawing.coloring import Coloring

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow


def _coloring(coloring: Coloring, title: str, *, starts_group: bool = False) -> Action:
    return Action(
        f"view.coloring_{coloring.name.lower()}",
        title,
        Menu.VIEW,
        lambda window: window.tabs.showing.set_coloring(coloring),
        checked=lambda window: window.tabs.showing.coloring is coloring,
        starts_group=starts_group,
        within="Colours of cards",
    )


def _toggle_legend(window: MainWindow) -> None:
    showing = window.tabs.showing
    showing.show_legend(shown=not showing.has_legend)


def _lanes(lanes: Lanes, title: str) -> Action:
    def run(window: MainWindow) -> None:
        from maplanner.desktop.canvas.laning import choose_lanes

        canvas = window.tabs.canvas()
        if canvas is not None:
            choose_lanes(canvas, lanes)

    return Action(
        f"view.lanes_{lanes.name.lower()}",
        title,
        Menu.VIEW,
        run,
        enabled=lambda window: window.tabs.canvas() is not None,
        checked=lambda window: _lanes_shown(window) is lanes,
        within="Lanes",
    )


def _lanes_shown(window: MainWindow) -> Lanes | None:
    from maplanner.desktop.canvas.laning import lanes_shown

    canvas = window.tabs.canvas()
    return lanes_shown(canvas) if canvas is not None else None


def _link_shape(shape: LinkShape, title: str) -> Action:
    def run(window: MainWindow) -> None:
        from maplanner.desktop.canvas.shaping import choose_shape

        canvas = window.tabs.canvas()
        if canvas is not None:
            choose_shape(canvas, shape)

    def is_shown(window: MainWindow) -> bool:
        canvas = window.tabs.canvas()
        return canvas is not None and canvas.canvas.wiring.shape is shape

    return Action(
        f"view.links_{shape.value}",
        title,
        Menu.VIEW,
        run,
        enabled=lambda window: window.tabs.canvas() is not None,
        checked=is_shown,
        within="Links",
    )


def _put_into_lanes(window: MainWindow) -> None:
    from maplanner.desktop.canvas.laning import put_into_lanes

    canvas = window.tabs.canvas()
    if canvas is not None:
        put_into_lanes(canvas)


LOOK_ACTIONS: tuple[Action, ...] = (
    _coloring(Coloring.KIND, "Colours by kind", starts_group=True),
    _coloring(Coloring.GROUP, "Colours by campaign group"),
    _coloring(Coloring.STAGE, "Colours by buying stage"),
    _coloring(Coloring.RESULT, "Colours by simulated leads"),
    _coloring(Coloring.CONVERSION, "Colours by share of leads that come"),
    _coloring(Coloring.TIME, "Colours by time until leads come"),
    _coloring(Coloring.WAITING, "Colours by leads waiting"),
    _coloring(Coloring.COST, "Colours by cost"),
    Action(
        "view.legend",
        "Legend",
        Menu.VIEW,
        _toggle_legend,
        "list-tree",
        ("Ctrl+Alt+L",),
        checked=lambda window: window.tabs.showing.has_legend,
    ),
    Action(
        "view.ranges",
        "Ranges on cards",
        Menu.VIEW,
        lambda window: window.tabs.showing.show_ranges(shown=not window.tabs.showing.has_ranges),
        checked=lambda window: window.tabs.showing.has_ranges,
    ),
    _lanes(Lanes.NONE, "No lanes"),
    _lanes(Lanes.STAGE, "Lanes by buying stage"),
    _lanes(Lanes.SYSTEM, "Lanes by system"),
    _lanes(Lanes.OWNER, "Lanes by owner"),
    _link_shape(LinkShape.ANGLED, "Angled links"),
    _link_shape(LinkShape.CURVED, "Curved links"),
    Action(
        "edit.into_lanes",
        "Put steps into their lanes",
        Menu.ARRANGE,
        _put_into_lanes,
        "rows-3",
        ("Ctrl+Shift+Y",),
        lambda window: _lanes_shown(window) not in (None, Lanes.NONE),
    ),
)
