"""Pictures in folders, a folder a class: each is scaled to n × n grey pixels. Pillow reads them."""

import warnings
from collections import Counter
from pathlib import Path

import numpy as np

from hlviz.datasets.points import Floats
from hlviz.datasets.raw_table import MAX_CELLS, RawColumn, RawTable, called, shown
from hlviz.datasets.text_reader import OnProgress
from hlviz.errors import DataError

SIDE, LEAST_SIDE, MOST_SIDE = 16, 4, 31
"""Pixels of a picture's side: usual, least, most (31 × 31 are as many inputs as a table may have)."""
MAX_PICTURES = 20_000
MAX_CLASSES = 1_000
MAX_BYTES = 32 * 2**20
MAX_PIXELS = 25_000_000
SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".pgm", ".ppm")


def read_images(path: Path, on_progress: OnProgress, *, side: int = SIDE, rows: int = MAX_PICTURES) -> RawTable:
    """The pictures in the folders of a folder: a column for each pixel, from 0 to 1, and the class last.

    Parameters
    ----------
    path
        A folder whose folders are called after the classes.
    on_progress
        See ``OnProgress``.
    side
        Pixels of each side, 4 … 31; what is not square is put in the middle of a square of its background.
    rows
        Read no more pictures than these, as many of each class as can be.

    Returns
    -------
    RawTable
        1 is ink: white where most corners are dark, black where they are bright.

    Raises
    ------
    DataError
        If there are not two folders with pictures in them, or a picture cannot be read.
    """
    if not LEAST_SIDE <= side <= MOST_SIDE:
        raise DataError(f"pictures of {side} × {side} pixels: choose {LEAST_SIDE} to {MOST_SIDE}")
    files, names = _files(path)
    if len(files) > min(MAX_PICTURES, MAX_CELLS // (side * side)):
        raise DataError(f"{called(path)} holds {len(files):,} pictures: take at most {MAX_PICTURES:,}")
    if rows < len(files):
        files = files[:: -(-len(files) // rows)]
    pixels = np.empty((len(files), side * side))
    for row, (file, _) in enumerate(files):
        pixels[row] = _picture(file, side)
        on_progress((row + 1) / len(files))
    square = pixels.reshape(-1, side, side)
    corners = np.concatenate([square[:, 0, 0], square[:, 0, -1], square[:, -1, 0], square[:, -1, -1]])
    is_bright = bool(np.median(corners) > 0.5)
    if is_bright:
        pixels = 1 - pixels
    columns = [
        RawColumn(f"r{place // side + 1}c{place % side + 1}", "number", pixels[:, place])
        for place in range(side * side)
    ]
    kinds = np.array([kind for _, kind in files], np.int64)
    columns.append(RawColumn("class", "text", codes=kinds, texts=names))
    kept = [file for file, _ in files]
    ground = "Their ground is bright, so dark is ink." if is_bright else "Their ground is dark, so bright is ink."
    note = f"{len(files):,} pictures, {side} × {side} grey pixels each. {ground}"
    return RawTable(
        called(path),
        tuple(columns),
        lambda row: f"picture {shown(kept[row].name)}",
        image_shape=(side, side),
        note=note,
    )


def _files(path: Path) -> tuple[list[tuple[Path, int]], tuple[str, ...]]:
    try:
        folders = sorted(each for each in path.iterdir() if each.is_dir() and not each.name.startswith("."))
        if len(folders) > MAX_CLASSES:
            raise DataError(f"{called(path)} holds {len(folders):,} folders: give at most {MAX_CLASSES:,} classes")
        found = [
            (file, folder.name)
            for folder in folders
            for file in sorted(folder.iterdir())
            if file.suffix.lower() in SUFFIXES and file.is_file()
        ]
    except OSError as error:
        raise DataError(f"{called(path)} cannot be read: {error.strerror or error}") from error
    names = tuple(sorted(Counter(name for _, name in found)))
    if len(names) < 2:
        told = f"pictures in {len(names)} folder{'' if len(names) == 1 else 's'} of it"
        raise DataError(f"{called(path)} has {told}: make a folder for each class, at least two")
    place = {name: k for k, name in enumerate(names)}
    return [(file, place[name]) for file, name in found], names


def _picture(file: Path, side: int) -> Floats:
    """(side × side,) grey values 0 … 1, row by row; transparent pixels are white."""
    from PIL import Image

    try:
        if file.stat().st_size > MAX_BYTES:
            raise DataError(f"picture {shown(file.name)} is larger than {MAX_BYTES >> 20} MB: make it smaller")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(file) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise DataError(
                        f"picture {shown(file.name)} has {image.width} × {image.height} pixels: make it smaller"
                    )
                image.draft("L", (4 * side, 4 * side))
                if "A" in image.getbands() or "transparency" in image.info:
                    layers = image.convert("RGBA")
                    grey = Image.alpha_composite(Image.new("RGBA", layers.size, "white"), layers).convert("L")
                else:
                    grey = image.convert("L")
                grey.thumbnail(
                    (side, side), Image.Resampling.BOX if min(grey.size) > side else Image.Resampling.BICUBIC
                )
                if max(grey.size) < side:
                    share = side / max(grey.size)
                    grey = grey.resize((max(1, round(grey.width * share)), max(1, round(grey.height * share))))
                square = Image.new("L", (side, side), grey.getpixel((0, 0)))
                square.paste(grey, ((side - grey.width) // 2, (side - grey.height) // 2))
                return np.asarray(square, np.float64).reshape(-1) / 255
    except DataError:
        raise
    except Exception as error:  # Pillow answers broken files with whatever it stumbles over
        raise DataError(f"picture {shown(file.name)} cannot be read: take it out, or save it again as PNG") from error
