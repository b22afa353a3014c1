"""Draw hlviz's icons in all sizes from the one SVG: python packaging/icons.py FOLDER

- ``hicolor/…``: the application's and its files', as a desktop on Linux looks for them;
- ``hlviz.ico`` and ``document.ico`` for Windows, ``hlviz.icns`` and ``document.icns`` for macOS.
"""

import os
import struct
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_LOGGING_RULES", "*=false")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SVG = Path(__file__).parents[1] / "resources" / "icons" / "hlviz.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO = (16, 24, 32, 48, 64, 256)
ICNS = {"icp4": 16, "icp5": 32, "icp6": 64, "ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024}
"""Apple's name for each size of PNG."""
MIME = "application-x-hlviz-project"
PAGE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">
  <path d="M12 2H42L54 14V58a4 4 0 0 1-4 4H14a4 4 0 0 1-4-4V4a2 2 0 0 1 2-2z" fill="#f5f7fa" stroke="#8793a8" stroke-width="2"/>
  <path d="M42 2V12a2 2 0 0 0 2 2H54" fill="#d5dce8" stroke="#8793a8" stroke-width="2" stroke-linejoin="round"/>
  <g transform="translate(15.5 21.5) scale(0.515625)">
{icon}
  </g>
</svg>
"""
"""A sheet of paper with the icon on it: a project."""


def document(icon: str) -> str:
    """The SVG of a project's icon, made of the application's."""
    inside = icon[icon.index(">") + 1 : icon.rindex("</svg>")].strip("\n")
    return PAGE.format(icon=inside)


def png(svg: str, size: int) -> bytes:
    """The SVG drawn, ``size`` pixels wide and high."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data)


def ico(svg: str) -> bytes:
    """A Windows icon: a directory of 16 bytes for each picture, then the pictures."""
    pictures = [png(svg, size) for size in ICO]
    at = 6 + 16 * len(ICO)
    rows = b""
    for size, picture in zip(ICO, pictures, strict=True):
        rows += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return struct.pack("<HHH", 0, 1, len(ICO)) + rows + b"".join(pictures)


def icns(svg: str) -> bytes:
    """An Apple icon: name, length and picture, one after the other."""
    parts = b""
    for name, size in ICNS.items():
        picture = png(svg, size)
        parts += name.encode() + struct.pack(">I", 8 + len(picture)) + picture
    return b"icns" + struct.pack(">I", 8 + len(parts)) + parts


def main() -> None:
    """Write them all."""
    folder = Path(sys.argv[1])
    app = QGuiApplication([])
    icon = SVG.read_text(encoding="utf-8")
    kinds = {"apps/hlviz": icon, f"mimetypes/{MIME}": document(icon)}
    for name, svg in kinds.items():
        for size in SIZES:
            write(folder / "hicolor" / f"{size}x{size}" / f"{name}.png", png(svg, size))
        write(folder / "hicolor" / "scalable" / f"{name}.svg", svg.encode())
    for name, svg in zip(("hlviz", "document"), kinds.values(), strict=True):
        write(folder / f"{name}.ico", ico(svg))
        write(folder / f"{name}.icns", icns(svg))
    del app


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    main()
