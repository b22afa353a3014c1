import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from hlviz.paths import resource
from hlviz.widgets.icons import icon


def colors(drawn: QIcon, size: int, scale: float) -> set[str]:
    image = drawn.pixmap(QSize(size, size), scale).toImage()
    seen = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {color.name() for color in seen if color.alpha() > 200}


@pytest.mark.usefixtures("qapp")
def test_an_icon_has_the_colour_asked_for_and_no_other() -> None:
    assert colors(icon("play", "#ff0000"), 20, 1.0) == {"#ff0000"}
    assert colors(icon("play", "#00ff00"), 20, 1.0) == {"#00ff00"}


@pytest.mark.usefixtures("qapp")
def test_on_a_dense_screen_an_icon_is_drawn_anew_and_not_blown_up() -> None:
    picture = icon("settings", "#123456", 18).pixmap(QSize(18, 18), 2.0)
    assert (picture.width(), picture.devicePixelRatio()) == (36, 2.0)


@pytest.mark.usefixtures("qapp")
def test_the_same_icon_is_drawn_once() -> None:
    assert icon("plus", "#010203") is icon("plus", "#010203")


@pytest.mark.usefixtures("qapp")
def test_a_missing_icon_is_an_error_that_names_the_file() -> None:
    with pytest.raises(FileNotFoundError, match=r"no-such\.svg"):
        icon("no-such", "#000000")


@pytest.mark.usefixtures("qapp")
def test_every_icon_that_comes_with_hlviz_draws_something() -> None:
    for path in sorted(resource("icons/play.svg").parent.glob("*.svg")):
        assert colors(icon(path.stem, "#224466"), 24, 1.0), path.name


@pytest.mark.usefixtures("qapp")
def test_the_icon_of_the_application_shows_orange_and_blue() -> None:
    seen = colors(icon("hlviz", "#000000", 64), 64, 1.0)
    assert {"#f0a24a", "#4aa8e8"} <= seen
