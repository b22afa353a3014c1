"""From a number to a colour: the one meaning of orange and blue, and the colours of the window.

Orange is negative and blue positive, in data, neurons and weights alike; a palette puts another pair of colours in their place. The
steps of each palette keep the sign readable under all three kinds of colour blindness: a test simulates them.
"""

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Bytes = NDArray[np.uint8]

LEVELS = 257
"""Entries of a scale; an odd number, so that 0 has one of its own."""


def _rgb(color: str) -> Array:
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255


# sRGB and Oklab: Ottosson (2020), "A perceptual color space for image processing"
_TO_LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929],
                    [0.2119034982, 0.6806995451, 0.1073969566],
                    [0.0883024619, 0.2817188376, 0.6299787005]])  # fmt: skip
_TO_LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468],
                    [1.9779984951, -2.4285922050, 0.4505937099],
                    [0.0259040371, 0.7827717662, -0.8086757660]])  # fmt: skip


def _to_oklab(rgb: Array) -> Array:
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T)


def _from_oklab(lab: Array) -> Array:
    lms = (lab @ np.linalg.inv(_TO_LAB).T) ** 3
    linear = np.clip(lms @ np.linalg.inv(_TO_LMS).T, 0, 1)
    return np.asarray(np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055))


def _scale(stops: tuple[str, ...], levels: int = LEVELS) -> Bytes:
    """A scale of ``levels`` colours through evenly spaced stops, shape (levels, 3)."""
    lab = _to_oklab(np.stack([_rgb(stop) for stop in stops]))
    at, knots = np.linspace(0, 1, levels), np.linspace(0, 1, len(stops))
    mixed = np.stack([np.interp(at, knots, lab[:, i]) for i in range(3)], axis=1)
    scale = np.round(_from_oklab(mixed) * 255).astype(np.uint8)
    scale.flags.writeable = False
    return scale


CLASSES = ("#e07b00", "#1173b5", "#009e73", "#cc79a7", "#f0e442", "#56b4e9", "#d55e00", "#7a7a7a", "#7b4ea3", "#8c6d31")
"""One colour a class: after Okabe and Ito (2008), the first two being the negative and the positive one."""

_CIVIDIS = (
    "#00224e",
    "#123570",
    "#3b496c",
    "#575d6d",
    "#707173",
    "#8a8678",
    "#a59c74",
    "#c3b369",
    "#e1cc55",
    "#fee838",
)


USUAL_NAMES = ("orange", "blue")
"""The negative and the positive colour, and the classes of two colours, in the words of data and texts."""


@dataclass(frozen=True, eq=False)
class Theme:
    """The colours of one look, as "#rrggbb", and its scales, uint8 of shape (levels, 3)."""

    name: str
    window: str
    card: str
    field: str
    """Behind text that can be edited, buttons and list entries."""
    line: str
    """Borders and grid lines."""
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    """Behind what is selected."""
    good: str
    warning: str
    bad: str
    negative: str
    zero: str
    positive: str
    train: str
    test: str
    diverging: Bytes
    sequential: Bytes
    """For numbers that are never negative: cividis."""
    points: tuple[str, str] = CLASSES[:2]
    """Samples of the negative and of the positive class, where there are two."""

    color_names: tuple[str, str] = USUAL_NAMES
    """What the negative and the positive colour are called."""
    gradients: tuple[str, str] = ("", "")
    """A negative and a positive gradient, where edges show gradients: others than those of weights."""
    gradient_names: tuple[str, str] = ("pink", "green")
    """What these are called."""

    def worded(self, text: str) -> str:
        """A text that speaks of orange and blue, with what these colours are in this theme."""
        for usual, here in zip(USUAL_NAMES, self.color_names, strict=True):
            text = text.replace(usual, here).replace(usual.capitalize(), here.capitalize())
        return text

    def class_names(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """What classes are called: the two that are called by their colours, by those that they have in this theme."""
        return self.color_names if names == USUAL_NAMES else names

    def class_color(self, label: int, classes: int) -> str:
        """The colour of samples of a class, out of so many."""
        return (self.points if classes == 2 else CLASSES)[label % len(CLASSES)]

    def signed(self, values: Array, scale: float) -> Bytes:
        """Colours for values between −scale and scale, any shape; beyond them the end colours. Shape (…, 3)."""
        return self.diverging[self.signed_index(values, scale)]

    @staticmethod
    def signed_index(values: Array, scale: float) -> NDArray[np.uint16]:
        """Which entry of the diverging scale each value has; a value that is no number counts as 0."""
        unit = np.nan_to_num(values / (scale or 1.0), nan=0.0, posinf=1.0, neginf=-1.0)
        half = (LEVELS - 1) / 2
        return np.asarray(np.clip(unit * half + half + 0.5, 0, LEVELS - 1), dtype=np.uint16)

    def signed_hex(self, value: float, scale: float) -> str:
        """The colour of one value, as "#rrggbb"."""
        unit, half = float(value) / (scale or 1.0), (LEVELS - 1) / 2
        place = min(max(unit, -1.0), 1.0) * half + half + 0.5 if unit == unit else half + 0.5
        r, g, b = self.diverging[min(int(place), LEVELS - 1)].tolist()
        return f"#{r:02x}{g:02x}{b:02x}"


@lru_cache(maxsize=256)
def depth_colors(theme: Theme, count: int) -> tuple[str, ...]:
    """A colour for each of ``count`` things in a row, such as layers: of the sequential scale what can be seen on the card."""
    low, high = (0.0, 0.6) if theme.name == "light" else (0.42, 1.0)
    places = np.linspace(low, high, count) if count > 1 else np.array([low])
    colors = theme.sequential[np.round(places * (len(theme.sequential) - 1)).astype(int)]
    return tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in colors.tolist())


@lru_cache(maxsize=4096)  # painters ask for the same few colours again and again
def mixed(color: str, other: str, share: float) -> str:
    """``color`` with a share 0 … 1 of ``other`` mixed in: what a translucent stroke would look like, but opaque."""
    lab = (1 - share) * _to_oklab(_rgb(color)) + share * _to_oklab(_rgb(other))
    r, g, b = np.round(_from_oklab(lab) * 255).astype(int)
    return f"#{r:02x}{g:02x}{b:02x}"


@dataclass(frozen=True)
class Palette:
    """A pair of colours for negative and positive, and the scale from the one over zero to the other, for each look."""

    key: str
    title: str
    tip: str
    negative: str
    """What its negative colour is called: "orange"."""
    positive: str
    light: tuple[str, ...]
    """Nine colours from the least to the greatest value; the third is the negative colour, the seventh the positive one."""
    dark: tuple[str, ...]
    points: tuple[str, str]
    """Samples of two classes: to be told apart on pictures of either look."""
    gradients: tuple[tuple[str, str], tuple[str, str]]
    """A negative and a positive gradient, in the light and in the dark look."""
    gradient_names: tuple[str, str]


ORANGE_BLUE = Palette(
    "orange-blue", "Orange and blue", "Orange is negative, blue positive.", "orange", "blue",
    ("#6a2c00", "#9b4302", "#cf5a00", "#e0a988", "#f5f5f5", "#94aec7", "#1173b5", "#095993", "#003f73"),
    ("#ffca80", "#f0a24a", "#e07b00", "#755537", "#202428", "#3b5b75", "#2f97dc", "#7ab8ea", "#b3dcff"),
    CLASSES[:2], (("#b5179e", "#2e8b2e"), ("#ff6ad5", "#7fd13b")), ("pink", "green"),
)  # fmt: skip
PURPLE_GREEN = Palette(
    "purple-green", "Purple and green", "Purple is negative, green positive.", "purple", "green",
    ("#3a0a5e", "#64239b", "#8a3fc0", "#c4a8d8", "#f5f5f5", "#9cbd8c", "#2f7f2c", "#17601a", "#06400f"),
    ("#d9a6ff", "#b778f2", "#9148de", "#553d78", "#202428", "#506f3c", "#80c342", "#b6e86e", "#e8ffc4"),
    ("#9a4fd6", "#4f9a2e"), (("#cf5a00", "#1173b5"), ("#f0a24a", "#4aa8e8")), ("orange", "blue"),
)  # fmt: skip
HIGH_CONTRAST = Palette(
    "high-contrast", "High contrast",
    "Amber is negative, dark blue or violet positive: they differ in brightness too, and so in a print without colours.",
    "amber", "blue",
    ("#8a2500", "#b53600", "#dd4a00", "#eba98a", "#f5f5f5", "#8b93cf", "#1f2fb4", "#0f1a80", "#050a48"),
    ("#fff59a", "#ffe838", "#f7cc00", "#7c6a20", "#202428", "#38409a", "#4a5cff", "#6a7cff", "#8a9cff"),
    ("#f2a900", "#2437c8"), (("#d0309a", "#0b5d12"), ("#ffa6e6", "#3f9e2f")), ("pink", "green"),
)  # fmt: skip
PALETTES = {palette.key: palette for palette in (ORANGE_BLUE, PURPLE_GREEN, HIGH_CONTRAST)}


def theme_of(look: str, palette: str = ORANGE_BLUE.key) -> Theme:
    """The theme of a look, "light" or "dark", with the colours of a palette; ``KeyError`` where there is none such.

    It is the same object each time: much is kept that was made from a theme.
    """
    return _theme(look, palette)


@cache
def _theme(look: str, palette: str) -> Theme:
    chosen = PALETTES[palette]
    stops = chosen.light if look == "light" else chosen.dark
    return replace(
        _LOOKS[look], negative=stops[2], zero=stops[4], positive=stops[6], diverging=_scale(stops), points=chosen.points,
        color_names=(chosen.negative, chosen.positive),
        gradients=chosen.gradients[0 if look == "light" else 1], gradient_names=chosen.gradient_names,
    )  # fmt: skip


_NO_SCALE = _scale(("#000000", "#ffffff"))
_LOOKS = {
    "light": Theme(
        name="light", window="#f2f4f8", card="#ffffff", field="#f5f7fa", line="#dfe4ec", text="#131a24", muted="#5c6675",
        accent="#3b5bdb", on_accent="#ffffff", accent_soft="#e4ecff", good="#18794e", warning="#9a5b00", bad="#c22f2f",
        negative="", zero="", positive="", train="#1173b5", test="#cf5a00",
        diverging=_NO_SCALE, sequential=_scale(_CIVIDIS),
    ),
    "dark": Theme(
        name="dark", window="#0c1016", card="#141a22", field="#1b222c", line="#2a323e", text="#e8edf4", muted="#9aa5b4",
        accent="#6f8cff", on_accent="#0b1020", accent_soft="#1f2d4d", good="#3ecf8e", warning="#f0b429", bad="#ff7b72",
        negative="", zero="", positive="", train="#4aa8e8", test="#f0a24a",
        diverging=_NO_SCALE, sequential=_scale(_CIVIDIS),
    ),
}  # fmt: skip

LIGHT, DARK = theme_of("light"), theme_of("dark")
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}
