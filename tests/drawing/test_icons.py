"""Icons by name."""

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtSvg import QSvgRenderer

from maplanner.drawing import icons
from maplanner.drawing.icons import UNKNOWN, icon, icon_exists, icon_pixmap, icon_renderer, icon_svg
from maplanner.drawing.toolmap import LOOK_OF_ROLE
from maplanner.steps.catalogue import KINDS


@pytest.mark.parametrize("name", sorted({kind.icon for kind in KINDS.values()}))
def test_every_kind_has_its_icon(name):
    assert icon_exists(name)


@pytest.mark.parametrize("role", list(LOOK_OF_ROLE))
def test_every_role_of_a_system_has_its_icon(role):
    assert icon_exists(LOOK_OF_ROLE[role][1])


def test_an_icon_takes_the_colour(qapp):
    assert b"currentColor" not in icon_svg("mail", "#FF0000")
    image = icon_pixmap("mail", "#FF0000", 32).toImage()
    seen = {image.pixelColor(x, y).name() for x in range(32) for y in range(32)}
    assert "#ff0000" in seen


def test_an_unknown_name_gives_the_box_with_a_question_mark(qapp):
    assert not icon_exists("no-such-icon-at-all")
    assert icon_svg("no-such-icon-at-all", "#000000") == icon_svg(UNKNOWN, "#000000")
    assert icon_renderer("no-such-icon-at-all", "#000000").isValid()


@pytest.mark.parametrize("name", ["", "../themes/light", "a'b", "mail; DROP TABLE icons"])
def test_odd_names_do_no_harm(qapp, name):
    assert isinstance(icon_renderer(name, "#000000"), QSvgRenderer)


def test_icons_for_buttons_are_greyed_where_disabled(qapp):
    found = icon("mail", "dark")
    assert not found.isNull()
    normal, disabled = (found.pixmap(16, mode).toImage() for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled))
    assert normal != disabled


def test_high_resolution_screens_get_more_pixels(qapp):
    pixmap = icon_pixmap("mail", "#000000", 16, 2.0)
    assert pixmap.width() == 32
    assert pixmap.devicePixelRatio() == 2


def test_the_package_is_asked_when_its_data_is_laid_out_otherwise(monkeypatch, tmp_path):
    odd = tmp_path / "odd.db"
    odd.write_bytes(b"")
    monkeypatch.setattr(icons, "_lucide_database", lambda: odd)
    icons._lucide_drawings.cache_clear()
    try:
        assert "<svg" in (icons._lucide("mail") or "")
        assert icons._lucide("no-such-icon-at-all") is None
    finally:
        icons._lucide_drawings.cache_clear()
