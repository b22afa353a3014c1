"""The palettes keep the sign of a number readable, for every kind of eye."""

import numpy as np
import pytest
from numpy.typing import NDArray

from hlviz.colors import LEVELS, PALETTES, THEMES, theme_of

Array = NDArray[np.float64]

# Machado, Oliveira, Fernandes (2009), "A physiologically-based model for simulation of color vision deficiency", severity 1;
# they act on linear RGB
EYES = {
    "usual": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}  # fmt: skip
# sRGB to XYZ: IEC 61966-2-1; the white is D65
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])

HALF = (LEVELS - 1) // 2
LEAST = {"orange-blue": (90, 49), "purple-green": (48, 31), "high-contrast": (65, 43)}
"""The colour difference (CIE 1976) between negative and positive that the worst-off eye is left with, at half scale and at full
scale. Two and a half is just noticeable; ten is seen at a glance."""


def seen(rgb: Array, eye: str) -> Array:
    """What an eye makes of colours of shape (n, 3), 0 … 255, as L*a*b*."""
    linear = rgb / 255
    linear = np.where(linear <= 0.04045, linear / 12.92, ((linear + 0.055) / 1.055) ** 2.4)
    xyz = np.clip(linear @ EYES[eye].T, 0, 1) @ TO_XYZ.T / WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1)


def difference(a: Array, b: Array) -> float:
    """CIE 1976."""
    return float(np.linalg.norm(a - b))


def test_the_simulation_knows_that_red_and_green_are_alike_to_some() -> None:
    red, green = seen(np.array([[200.0, 80, 60], [110, 130, 50]]), "deuteranopia")
    plain_red, plain_green = seen(np.array([[200.0, 80, 60], [110, 130, 50]]), "usual")
    assert difference(red, green) < 0.4 * difference(plain_red, plain_green)


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("palette", PALETTES)
def test_the_sign_can_be_read(palette: str, look: str, eye: str) -> None:
    scale = seen(theme_of(look, palette).diverging.astype(float), eye)
    at_half, at_full = LEAST[palette]
    assert difference(scale[HALF // 2], scale[HALF + HALF // 2]) >= at_half
    assert difference(scale[0], scale[-1]) >= at_full


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("palette", PALETTES)
def test_a_greater_number_is_farther_from_zero(palette: str, look: str, eye: str) -> None:
    """In brightness, whatever the eye: so strength can be read too, and nothing looks like zero that is not."""
    brightness = seen(theme_of(look, palette).diverging.astype(float), eye)[:, 0]
    away = np.abs(brightness - brightness[HALF])
    for side in (away[HALF:], away[HALF::-1]):
        assert (np.diff(side[:: HALF // 8]) > 0).all()
        assert side[HALF // 2] > 12


def test_with_high_contrast_signs_differ_in_brightness_as_well() -> None:
    for look in THEMES:
        brightness = seen(theme_of(look, "high-contrast").diverging.astype(float), "usual")[:, 0]
        for place in (HALF // 2, HALF):
            assert abs(brightness[HALF - place] - brightness[HALF + place]) > 20


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("palette", PALETTES)
def test_two_classes_can_be_told_apart(palette: str, look: str) -> None:
    colors = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in theme_of(look, palette).points], dtype=float)
    assert all(difference(*seen(colors, eye)) > 40 for eye in EYES)


def rgb(*colors: str) -> Array:
    return np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in colors], dtype=float)


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("palette", PALETTES)
def test_the_sign_of_a_gradient_can_be_read_and_it_does_not_look_like_a_weight(palette: str, look: str) -> None:
    theme = theme_of(look, palette)
    assert all(difference(*seen(rgb(*theme.gradients), eye)) > 40 for eye in EYES)
    gradients, weights = seen(rgb(*theme.gradients), "usual"), seen(rgb(theme.negative, theme.positive), "usual")
    assert all(difference(one, other) > 45 for one in gradients for other in weights)


@pytest.mark.parametrize("look", THEMES)
def test_with_high_contrast_gradients_differ_in_brightness_as_well(look: str) -> None:
    brightness = seen(rgb(*theme_of(look, "high-contrast").gradients), "usual")[:, 0]
    assert abs(brightness[0] - brightness[1]) > 15


def test_a_theme_is_made_once_and_the_usual_one_is_of_the_first_palette() -> None:
    assert theme_of("dark", "purple-green") is theme_of("dark", "purple-green")
    assert all(theme_of(name) is theme for name, theme in THEMES.items())
    assert theme_of("light", "purple-green").window == THEMES["light"].window


def test_words_name_the_colours_of_the_palette() -> None:
    text = "Blue is positive, orange negative."
    assert THEMES["light"].worded(text) == text
    assert theme_of("light", "purple-green").worded(text) == "Green is positive, purple negative."
