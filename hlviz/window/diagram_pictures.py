"""The diagram for a file or the clipboard: PNG as fine as wanted, SVG and PDF with lines and words that stay such."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QMimeData, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from hlviz.diagram.canvas import Canvas
from hlviz.diagram.painters.picture import FINE as FINE_WITHIN
from hlviz.errors import HlvizError, ProjectFileError
from hlviz.files.atomic_write import atomic_write, shown
from hlviz.window.action import Context
from hlviz.window.error_dialog import tell_problem
from hlviz.window.new_file_dialog import ask_new_file_of
from hlviz.window.pictures import DOTS_PER_INCH, FINE, pdf_page, png_bytes


@dataclass(frozen=True)
class Kind:
    """What the diagram can be saved as."""

    suffix: str
    scale: int = 1
    """Pixels of a PNG to a pixel of the widget."""
    has_ground: bool = True


KINDS = (
    *(Kind(".png", scale) for scale in (1, 2, 3, 4)),
    *(Kind(".png", scale, has_ground=False) for scale in (1, 2, 3, 4)),
    Kind(".svg"),
    Kind(".pdf"),
)
USUAL = KINDS.index(Kind(".png", FINE))


def tr(text: str) -> str:
    """A text of these actions in the user's language."""
    return QCoreApplication.translate("DiagramPictures", text)


def copy_diagram(context: Context) -> None:
    """Put the diagram on the clipboard: as a picture twice as fine as on screen, and as a drawing for those that take one."""
    try:
        image = diagram_image(context.canvas, FINE)
        mime = QMimeData()
        mime.setImageData(image)
        mime.setData("image/svg+xml", diagram_svg(context.canvas, context.filing.title))
        QGuiApplication.clipboard().setMimeData(mime)
    except HlvizError as error:
        tell_problem(context.window, str(error), tr("Your network is as it was."), "")
        return
    context.window.status.say(tr("The diagram is on the clipboard, as a picture and as a drawing"))


def export_diagram(context: Context) -> None:
    """Ask for a file and put the diagram there, as what its suffix says."""
    name = f"{context.filing.title} diagram.png".replace("/", " ")
    filters = [kind_text(kind) for kind in KINDS]
    path, chosen = ask_new_file_of(
        context.window, tr("Export diagram"), filters, context.leaving.folder, name, USUAL
    )  # fmt: skip
    if path is None:
        return
    try:
        atomic_write(path, diagram_data(context.canvas, path, KINDS[chosen], context.filing.title))
    except HlvizError as error:
        tell_problem(context.window, str(error), tr("Your network is as it was."), "")
        return
    context.window.status.say(tr("Diagram saved as {path}").replace("{path}", str(path)))


def kind_text(kind: Kind) -> str:
    """A kind as a filter of a file dialog: "PNG picture, 2 times as fine (*.png)"."""
    if kind.suffix == ".svg":
        return tr("SVG drawing (*.svg)")
    if kind.suffix == ".pdf":
        return tr("PDF drawing (*.pdf)")
    fine = tr("as on screen") if kind.scale == 1 else tr("{n} times as fine").replace("{n}", str(kind.scale))
    text = tr("PNG picture, {fine} (*.png)") if kind.has_ground else tr("PNG picture without ground, {fine} (*.png)")
    return text.replace("{fine}", fine)


def diagram_data(canvas: Canvas, path: Path, kind: Kind, title: str) -> bytes:
    """What is in view of the diagram, as the bytes of a file.

    Parameters
    ----------
    path
        Its suffix says what is made: .png, .svg or .pdf.
    kind
        How fine a PNG is, and whether it has a ground.
    title
        What the drawing is called within the file.

    Raises
    ------
    ProjectFileError
        If the suffix is none of these, or the picture would be larger than memory allows.
    """
    match path.suffix.lower():
        case ".png":
            return png_bytes(diagram_image(canvas, kind.scale, has_ground=kind.has_ground))
        case ".svg":
            return diagram_svg(canvas, title)
        case ".pdf":
            return diagram_pdf(canvas, title)
    text = tr("{name} has an ending that says nothing to hlviz; use .png, .svg or .pdf")
    raise ProjectFileError(text.replace("{name}", shown(Path(path.name))))


def diagram_image(canvas: Canvas, scale: float, *, has_ground: bool = True) -> QImage:
    """What is in view, ``scale`` pixels to one of the widget; transparent where there is no ground.

    Raises
    ------
    ProjectFileError
        If the picture would be larger than memory allows.
    """
    image = QImage(canvas.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    if image.isNull():
        raise ProjectFileError(tr("the picture would be too large; make the window smaller"))
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        canvas.paint_picture(painter, scale, has_ground=has_ground)
    return image.convertToFormat(QImage.Format.Format_RGB32) if has_ground else image


def diagram_svg(canvas: Canvas, title: str) -> bytes:
    """What is in view as an SVG: edges are curves, words are text, the pictures of neurons are images in it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    svg = QSvgGenerator()
    svg.setOutputDevice(buffer)
    svg.setSize(canvas.size())
    svg.setViewBox(QRect(QPoint(0, 0), canvas.size()))
    svg.setResolution(DOTS_PER_INCH)
    svg.setTitle(title)
    with QPainter(svg) as painter:
        canvas.paint_picture(painter, FINE_WITHIN)
    return bytes(buffer.data().data())


def diagram_pdf(canvas: Canvas, title: str) -> bytes:
    """The same as a PDF of one page, as large as the widget is at 96 pixels an inch."""
    return pdf_page(canvas.size(), title, lambda painter: canvas.paint_picture(painter, FINE_WITHIN))
