"""Colours can be told apart, texts can be read."""

import pytest

from maplanner.drawing.theme import Theme, ThemeName, contrast_ratio, mixed, qpalette, theme, ui_font
from maplanner.steps.kind import PaletteGroup

every_theme = pytest.mark.parametrize("look", [theme(name) for name in ThemeName], ids=list(ThemeName))


def test_contrast_ratio_of_known_pairs():
    assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast_ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast_ratio("#2F6FED", "#2F6FED") == 1


@every_theme
def test_texts_stand_out_from_every_ground_they_are_used_on(look: Theme):
    grounds = (look.canvas, look.panel, look.card, look.chip)
    texts = (look.text, look.secondary, look.error_text, look.warning_text, look.good_text, look.accent_text)
    too_faint = [(text, ground) for text in texts for ground in grounds if contrast_ratio(text, ground) < 4.5]
    assert not too_faint
    for text, ground in (
        (look.text, look.accent_ground),
        (look.accent_text, look.accent_ground),
        (look.on_accent, look.accent),
        (look.note_text, look.note),
        (look.note_secondary, look.note),
    ):
        assert contrast_ratio(text, ground) >= 4.5, (text, ground)


@every_theme
def test_shapes_stand_out_from_canvas_and_card(look: Theme):
    for ground in (look.canvas, look.card):
        shapes = (*look.groups.values(), look.error, look.warning, look.good, look.accent)
        assert not [shape for shape in shapes if contrast_ratio(shape, ground) < 3]
    assert contrast_ratio(look.link, look.canvas) >= 3


@every_theme
def test_signs_stand_out_from_their_badge(look: Theme):
    for ground in (look.error, look.warning, look.secondary):
        assert contrast_ratio(look.on_signal, ground) >= 3


@every_theme
def test_icons_stand_out_from_their_tint(look: Theme):
    for color in look.groups.values():
        assert contrast_ratio(color, mixed(color, look.card, 0.12)) >= 2.5


@every_theme
def test_every_group_of_steps_has_a_colour_of_its_own(look: Theme):
    assert set(look.groups) == set(PaletteGroup)
    assert len(set(look.groups.values())) == len(PaletteGroup)


def test_mixing_runs_from_ground_to_colour():
    assert mixed("#FF0000", "#0000FF", 0) == "#0000FF"
    assert mixed("#FF0000", "#0000FF", 1) == "#FF0000"
    assert mixed("#FFFFFF", "#000000", 0.5) == "#808080"


def test_palette_takes_the_theme(qapp):
    look = theme(ThemeName.DARK)
    palette = qpalette(look)
    assert palette.window().color().name().upper() == look.panel
    assert palette.highlight().color().name().upper() == look.accent


def test_fonts_have_size_and_weight(qapp):
    font = ui_font(15, 600)
    assert font.pixelSize() == 15
    assert font.weight() == 600
