"""The files of ``resources/`` that the application itself needs: its fonts, its icon, the marks of its style sheet."""

from PySide6.QtGui import QFont, QFontDatabase, QIcon

from hlviz.paths import resource

FAMILY = "Inter"
FONTS = ("fonts/Inter-Regular.otf", "fonts/Inter-SemiBold.otf", "fonts/Inter-Bold.otf")
POINTS = 9.75
"""13 pixels at 96 dots an inch."""


def load_fonts() -> None:
    """Make hlviz's own font known to Qt, so that text looks alike on every machine, one without fonts included."""
    for name in FONTS:
        QFontDatabase.addApplicationFont(str(resource(name)))


def window_font() -> QFont:
    """The font of everything that does not ask for another one; figures are of equal width, so that numbers stand still."""
    font = QFont(FAMILY)
    font.setPointSizeF(POINTS)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def app_icon() -> QIcon:
    """The icon of the window."""
    return QIcon(str(resource("icons/hlviz.svg")))


def mark(name: str) -> str:
    """The path of a mark of the style sheet, as its ``url()`` wants it."""
    return resource(f"theme/{name}.svg").as_posix()
