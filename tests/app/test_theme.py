import itertools
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hlviz.app.theme import Look, palette_of, style_sheet
from hlviz.colors import DARK, LIGHT, THEMES, Theme, theme_of


def luminance(color: str) -> float:
    """Relative luminance: WCAG 2.2, "relative luminance"."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_text_can_be_read_on_everything_it_stands_on(theme: Theme) -> None:
    for text, ground in itertools.product((theme.text, theme.muted), (theme.window, theme.card, theme.field)):
        assert contrast(text, ground) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.text, theme.accent_soft) >= 4.5
    for role in (theme.accent, theme.bad, theme.warning, theme.good):
        assert contrast(role, theme.card) >= 3


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_style_sheet_has_a_value_for_every_name(theme: Theme) -> None:
    sheet = style_sheet(theme)
    assert "$" not in sheet
    assert theme.card in sheet
    colors = re.findall(r"#[0-9a-f]+\b", sheet)
    assert all(len(color) == 7 for color in colors)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_disabled_text_is_fainter_than_text(theme: Theme, app: QApplication) -> None:
    palette = palette_of(theme)
    enabled = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text).name()
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text).name()
    assert contrast(disabled, theme.card) < contrast(enabled, theme.card)


def test_the_look_follows_the_choice_and_tells_it_once(app: QApplication, qtbot: QtBot) -> None:
    look = Look(app, "light")
    assert look.theme is LIGHT
    with qtbot.waitSignal(look.changed) as told:
        look.choose("dark")
    assert told.args == [DARK]
    assert app.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    with qtbot.assertNotEmitted(look.changed):
        look.choose("dark")


def test_a_choice_that_makes_no_sense_follows_the_desktop(app: QApplication) -> None:
    look = Look(app, "puce")
    dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    assert look.theme is (DARK if dark else LIGHT)


def test_a_palette_changes_the_pictures_but_not_the_window(app: QApplication, qtbot: QtBot) -> None:
    look = Look(app, "dark", "purple-green")
    assert look.theme is theme_of("dark", "purple-green")
    window = app.styleSheet()
    with qtbot.waitSignal(look.changed) as told:
        look.choose_palette("high-contrast")
    assert told.args == [theme_of("dark", "high-contrast")]
    assert app.styleSheet() == window
    look.choose("light")
    assert look.theme is theme_of("light", "high-contrast")
    look.choose_palette("no such thing")
    assert look.theme is LIGHT
