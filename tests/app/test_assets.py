import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication

from hlviz.app.assets import FAMILY, FONTS, app_icon, window_font
from hlviz.paths import resource


def test_hlvizs_own_font_is_used(app: QApplication) -> None:
    assert FAMILY in QFontDatabase.families()
    assert QFontInfo(window_font()).family() == FAMILY
    assert {"Regular", "Bold"} <= set(QFontDatabase.styles(FAMILY))


def test_numbers_stand_still(app: QApplication) -> None:
    metrics = QFontMetricsF(window_font())
    assert len({round(metrics.horizontalAdvance(digit), 3) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("name", FONTS)
def test_the_signs_that_hlviz_writes_are_in_the_font(app: QApplication, name: str) -> None:
    font = QRawFont(str(resource(name)), 12)
    assert font.familyName() == FAMILY
    assert [sign for sign in "→·₁₂²−÷×…∂Σηδ≤≥≈√π›“”" if not font.supportsCharacter(ord(sign))] == []


def test_the_icon_can_be_drawn(app: QApplication) -> None:
    assert not app_icon().pixmap(64, 64).toImage().allGray()
