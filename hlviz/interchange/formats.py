"""The tables of formats that hlviz writes for others. Menu, dialog, command line and Python interface read them."""

from collections.abc import Callable
from dataclasses import dataclass

from hlviz.interchange import film
from hlviz.interchange.onnx_file import onnx_file
from hlviz.interchange.pictures import PER_SECOND, Film
from hlviz.interchange.python_keras import keras_file
from hlviz.interchange.python_numpy import numpy_file
from hlviz.interchange.python_sklearn import sklearn_file
from hlviz.interchange.python_torch import torch_file
from hlviz.interchange.sheets import history_csv, predictions_csv
from hlviz.interchange.trained import Trained
from hlviz.interchange.weights import npz_file, safetensors_file

Write = Callable[[Trained], bytes]
Encode = Callable[[Film], bytes]


@dataclass(frozen=True)
class Format:
    """One format."""

    key: str
    title: str
    """As the menu has it, in English."""
    suffix: str
    """With its dot."""
    writes: str
    """What is in the file, in a sentence."""
    write: Write


FORMATS: dict[str, Format] = {
    row.key: row
    for row in (
        Format(
            "numpy", "Python, NumPy alone", ".py",
            "A Python file that needs NumPy alone: takes raw rows, and checks itself against what hlviz predicts.",
            numpy_file,
        ),
        Format(
            "torch", "Python, PyTorch", ".py",
            "A Python file with the network in PyTorch, ready to be trained on; it checks itself.", torch_file,
        ),
        Format(
            "keras", "Python, Keras", ".py",
            "A Python file with the network in Keras 3, ready to be trained on; it checks itself.", keras_file,
        ),
        Format(
            "sklearn", "Python, scikit-learn", ".py",
            "A Python file with the network as a scikit-learn pipeline, already fitted; it checks itself.", sklearn_file,
        ),
        Format(
            "onnx", "ONNX", ".onnx",
            "The network in the format that other programs and languages run: raw rows go in. Needs the package onnx.",
            onnx_file,
        ),
        Format(
            "npz", "Weights, NumPy (npz)", ".npz",
            "All weights and biases, how inputs are scaled, and the names, as NumPy arrays.", npz_file,
        ),
        Format(
            "safetensors", "Weights, safetensors", ".safetensors",
            "All weights and biases and how inputs are scaled, in a format that PyTorch, JAX and others read.",
            safetensors_file,
        ),
        Format(
            "history", "History (CSV)", ".csv",
            "Losses and metrics over time as a table for a spreadsheet.", history_csv,
        ),
        Format(
            "predictions", "Predictions (CSV)", ".csv",
            "Every sample with what is right and what the network says, as a table for a spreadsheet.", predictions_csv,
        ),
    )
}  # fmt: skip
"""In the order of the menu."""


@dataclass(frozen=True)
class PageFormat:
    """One format of pages: drawn by the window, and its bytes made there too."""

    key: str
    title: str
    suffix: str
    writes: str


PAGES: dict[str, PageFormat] = {
    row.key: row
    for row in (
        PageFormat(
            "report", "Report on one page (PDF)", ".pdf",
            "One page to print or hand in: the network, its data, curves, what it answers, all settings and results.",
        ),
    )
}  # fmt: skip
"""In the order of the menu, below ``FORMATS``."""


@dataclass(frozen=True)
class FilmFormat:
    """One format of films: its pictures are drawn by the window."""

    key: str
    title: str
    suffix: str
    writes: str
    encode: Encode
    require: Callable[[], object] = lambda: None
    """Raises an ``HlvizError`` where something is missing that it takes, before pictures are drawn."""


FILMS: dict[str, FilmFormat] = {
    row.key: row
    for row in (
        FilmFormat(
            "webp", "Film of the run (WebP)", ".webp",
            "The run up to here as a film for web pages and slides: small, in all colours.", film.webp,
        ),
        FilmFormat(
            "apng", "Film of the run (APNG)", ".png",
            "The run up to here as a film that is a PNG: exact to the pixel, and larger.", film.apng,
        ),
        FilmFormat(
            "gif", "Film of the run (GIF)", ".gif",
            "The run up to here as a film that plays everywhere, in few colours.", film.gif,
        ),
        FilmFormat(
            "mp4", "Film of the run (MP4)", ".mp4",
            "The run up to here as a video. Needs the program ffmpeg on the path.", film.mp4, film.ffmpeg,
        ),
    )
}  # fmt: skip
"""In the order of the menu, below the others."""


@dataclass(frozen=True)
class Drawing:
    """How something is wanted that is drawn without a window in sight: a page or a film."""

    key: str
    """Of ``PAGES`` or ``FILMS``."""
    paper: str = "a4"
    """Of a page."""
    seconds: float = 10.0
    """How long a film lasts, but for the rest at its end."""
    per_second: float = PER_SECOND
    """Its pictures a second."""
    size: tuple[int, int] = (960, 540)
    """Its width and height in pixels."""
    theme: str = "light"
    """What it looks like; a page is always light."""


EVERY: dict[str, Format | PageFormat | FilmFormat] = {**FORMATS, **PAGES, **FILMS}
"""All that can be written, by key."""
