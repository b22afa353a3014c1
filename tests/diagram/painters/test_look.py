"""What is written on a colour can be read."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFont
from pytestqt.qtbot import QtBot

from hlviz.colors import CLASSES, PALETTES, theme_of
from hlviz.diagram.painters.look import Look, ink_on
from hlviz.diagram.painters.values import pill_color


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.2, 1 … 21."""

    def luminance(color: QColor) -> float:
        channels = np.array([color.redF(), color.greenF(), color.blueF()])
        linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", list(PALETTES))
@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_value_is_written_so_that_it_can_be_read(qtbot: QtBot, name: str, palette: str) -> None:
    look = Look(theme_of(name, palette), QFont())
    for value in np.linspace(-1, 1, 257).tolist():
        assert contrast(look.signed(value, 1.0), look.signed_ink(value, 1.0)) >= 4.5, value


@pytest.mark.parametrize("palette", list(PALETTES))
@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_numbers_of_the_sample_that_is_followed_stand_out(qtbot: QtBot, name: str, palette: str) -> None:
    look = Look(theme_of(name, palette), QFont())
    for value in np.linspace(-1, 1, 33).tolist():
        assert contrast(pill_color(look, look.signed(value, 1.0)), look.text) >= 7, value


def test_names_of_classes_can_be_read_on_their_colours() -> None:
    assert all(contrast(QColor(color), QColor(ink_on(color))) >= 4.5 for color in CLASSES)
