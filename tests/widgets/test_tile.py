from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from pytestqt.qtbot import QtBot

from hlviz.colors import DARK, LIGHT, Theme
from hlviz.widgets.tile import Tile


def test_the_picture_is_painted_once_for_a_theme_and_anew_for_another(qtbot: QtBot) -> None:
    painted: list[str] = []

    def paint(p: QPainter, rect: QRectF, theme: Theme) -> None:
        painted.append(theme.name)
        p.fillRect(rect, QColor("#ff00ff"))

    tile = Tile("a", paint)
    qtbot.addWidget(tile)
    tile.resize(44, 44)
    tile.grab()
    assert tile.grab().toImage().pixelColor(22, 22).name() == "#ff00ff"
    assert painted == [LIGHT.name]
    tile.show_theme(DARK)
    tile.grab()
    assert painted == [LIGHT.name, DARK.name]


def test_the_chosen_one_is_ringed_in_the_accent(qtbot: QtBot) -> None:
    tile = Tile("a", lambda p, rect, theme: None)
    qtbot.addWidget(tile)
    tile.resize(44, 44)
    assert tile.grab().toImage().pixelColor(1, 22).name() != LIGHT.accent
    tile.setChecked(True)
    assert tile.grab().toImage().pixelColor(1, 22).name() == LIGHT.accent
