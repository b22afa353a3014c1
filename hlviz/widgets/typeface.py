"""Other sizes and weights of the font that a widget has, so that a larger text for all makes everything larger."""

from PySide6.QtGui import QFont

CAPTION = 0.85
"""The size of a caption, as a share of ordinary text."""


def sized(font: QFont, factor: float = 1.0, weight: QFont.Weight | None = None) -> QFont:
    """The font ``factor`` times as large, in another weight if one is given; figures all of one width."""
    other = QFont(font)
    if font.pointSizeF() > 0:
        other.setPointSizeF(font.pointSizeF() * factor)
    else:
        other.setPixelSize(max(1, round(font.pixelSize() * factor)))
    if weight is not None:
        other.setWeight(weight)
    other.setFeature(QFont.Tag("tnum"), 1)
    return other


def caption_font(font: QFont) -> QFont:
    """What stands small above or beside a value."""
    return sized(font, CAPTION)


def value_font(font: QFont) -> QFont:
    """What a control says is so."""
    return sized(font, 1.0, QFont.Weight.DemiBold)
