"""The legend tells what is on the drawing, and no more."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from maplanner.drawing.card import StepCard
from maplanner.drawing.geometry import Rect
from maplanner.drawing.legend import Sign, legend_of, paint_entry
from maplanner.drawing.measures import CountLook
from maplanner.drawing.theme import theme

CARD = StepCard("s", "Mail", "", None, "mail")


@pytest.mark.parametrize(
    ("look", "signs"),
    [
        (CountLook.SURE, [Sign.WIDTH]),
        (CountLook.PREVIEW, [Sign.WIDTH, Sign.PREVIEW]),
        (CountLook.STALE, [Sign.WIDTH, Sign.STALE]),
    ],
)
def test_simulated_numbers_are_explained_where_there_are_some(look: CountLook, signs: list[Sign]) -> None:
    assert not [entry.sign for entry in legend_of([CARD]) if entry.sign]
    counted = CARD.counted("12", look)
    assert [entry.sign for entry in legend_of([CARD, counted]) if entry.sign] == signs


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("sign", [Sign.WIDTH, Sign.PREVIEW, Sign.STALE])
def test_their_samples_can_be_seen(qapp: QApplication, name: str, sign: Sign) -> None:
    look = CountLook.STALE if sign is Sign.STALE else CountLook.PREVIEW
    entry = next(each for each in legend_of([CARD.counted("1", look)]) if each.sign is sign)
    image = QImage(200, 24, QImage.Format.Format_RGB32)
    image.fill(theme(name).panel)
    painter = QPainter(image)
    paint_entry(painter, entry, Rect(2.0, 2.0, 190.0, 20.0), theme(name))
    painter.end()
    colors = {image.pixelColor(x, y).name() for x in range(2, 18) for y in range(2, 22)}
    assert len(colors) > 1
