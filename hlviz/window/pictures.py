"""Pictures of widgets, as PNG."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QWidget

from hlviz.errors import ProjectFileError


def png_of(widget: QWidget, scale: float = 1.0) -> bytes:
    """What a widget shows, as the bytes of a PNG.

    Parameters
    ----------
    widget
        Any, with all that is on it.
    scale
        Pixels of the picture to a pixel of the widget, beside those that the screen has.

    Raises
    ------
    ProjectFileError
        If the picture would be larger than memory allows.
    """
    ratio = widget.devicePixelRatioF() * scale
    image = QImage(widget.size() * ratio, QImage.Format.Format_RGB32)
    if image.isNull():
        raise ProjectFileError("the picture would be too large; make the window smaller")
    image.setDevicePixelRatio(ratio)
    widget.render(image)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())
