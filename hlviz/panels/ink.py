"""A sample that is a picture, drawn as ink on paper."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from hlviz.colors import Theme
from hlviz.nn.arrays import Array
from hlviz.panels.tones import rgb


def ink_image(shares: Array, theme: Theme) -> QImage:
    """A picture of one pixel a value.

    Parameters
    ----------
    shares
        (rows, columns) how much ink there is, 0 … 1; beyond that it is cut off.
    """
    paper, ink = np.array(rgb(theme.field), float), np.array(rgb(theme.text), float)
    colors = paper + np.clip(shares, 0, 1)[..., None] * (ink - paper)
    pixels: NDArray[np.uint8] = np.empty((*shares.shape, 4), np.uint8)
    pixels[..., 2::-1] = colors  # blue, green, red, alpha: 0xAARRGGBB in memory
    pixels[..., 3] = 255
    rows, columns = shares.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()  # which owns its pixels
