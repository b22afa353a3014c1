"""The diagram in files: what is in it, sharp, and on any ground."""

import base64
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage

from hlviz.app.compose import Parts
from hlviz.diagram.canvas import Canvas
from hlviz.errors import ProjectFileError
from hlviz.session.selection import Target
from hlviz.window import diagram_pictures
from hlviz.window.diagram_pictures import KINDS, Kind, diagram_data, diagram_image, diagram_pdf, diagram_svg, kind_text


@pytest.fixture
def canvas(parts: Parts) -> Canvas:
    parts.window.resize(1366, 730)
    parts.window.show()
    return parts.context.canvas


def test_a_drawing_has_words_as_text_edges_as_curves_and_a_picture_for_each_neuron(canvas: Canvas) -> None:
    svg = diagram_svg(canvas, "Mine & yours").decode()
    words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))
    for word in ("Hidden 1", "Hidden 2", "Output", "weight", "activation"):
        assert word in words
    assert "Mine &amp; yours" in svg
    curves = re.findall(r'<path[^>]*d="M[^"]*C[^"]*"', svg)
    assert len(curves) >= 2 * 4 + 4 * 2 + 2 * 1
    pictures = [QImage.fromData(base64.b64decode(data)) for data in re.findall(r"base64,([^\"]+)\"", svg)]
    neurons = [picture for picture in pictures if picture.width() == picture.height() > 100]
    assert len(neurons) >= 2 + 4 + 2 + 1
    assert all(picture.pixelColor(0, 0).alpha() == 0 for picture in neurons), "round corners, on whatever ground"
    seen = {picture.pixelColor(picture.width() // 5, picture.height() // 2).name() for picture in neurons}
    assert len(seen) > 3, "each is its own picture"


def test_a_pdf_is_one_page_of_the_size_of_the_diagram(canvas: Canvas) -> None:
    pdf = diagram_pdf(canvas, "Mine")
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") == 1
    box = re.search(rb"/MediaBox \[\S+ \S+ (\S+) (\S+)\]", pdf)
    assert box is not None
    assert float(box[1]) == pytest.approx(canvas.width() * 0.75, abs=1)
    assert float(box[2]) == pytest.approx(canvas.height() * 0.75, abs=1)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.suffix == ".png"], ids=kind_text)
def test_a_png_is_as_fine_as_wanted_and_with_or_without_ground(canvas: Canvas, kind: Kind) -> None:
    image = QImage.fromData(diagram_data(canvas, Path("a.PNG"), kind, "Mine"))
    assert image.size() == canvas.size() * kind.scale
    corner = image.pixelColor(image.width() - 2, 2)
    if kind.has_ground:
        assert (corner.alpha(), corner.name()) == (255, canvas.look.ground_name)
    else:
        assert corner.alpha() == 0
        box = canvas.scene.columns[1].on_cells[0].box
        x, y = _seen(canvas, box.center)
        assert image.pixelColor(round(x * kind.scale), round(y * kind.scale)).alpha() == 255


def _seen(canvas: Canvas, at: tuple[float, float]) -> tuple[float, float]:
    view = canvas._view
    return view.x + at[0] * view.zoom, view.y + at[1] * view.zoom


def test_what_is_selected_or_pointed_at_is_not_in_it(canvas: Canvas, parts: Parts) -> None:
    before = diagram_image(canvas, 1)
    neuron = parts.context.editor.project.network.hidden[0].neurons[0]
    parts.context.selection.select(Target(neuron=neuron))
    assert diagram_image(canvas, 1) == before
    assert canvas.grab().toImage() != before


def test_another_ending_is_refused_and_the_three_are_named(canvas: Canvas) -> None:
    with pytest.raises(ProjectFileError, match=r"a\.gif .*\.png, \.svg or \.pdf"):
        diagram_data(canvas, Path("a.gif"), KINDS[0], "")


@pytest.mark.parametrize("name", ["mine.svg", "mine.pdf", "mine.png"])
def test_it_is_exported_by_the_suffix(
    parts: Parts, canvas: Canvas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    place = next(i for i, kind in enumerate(KINDS) if name.endswith(kind.suffix))
    asked: list[object] = []
    monkeypatch.setattr(
        diagram_pictures, "ask_new_file_of", lambda *args: asked.append(args) or (tmp_path / name, place)
    )
    parts.menus["file.export_diagram"].trigger()
    assert len(asked[0][2]) == len(set(asked[0][2])) == len(KINDS)
    assert (tmp_path / name).read_bytes()[:5] in {b"<?xml", b"%PDF-", b"\x89PNG\r"}
    assert name in parts.window.status.message


def test_the_clipboard_has_a_picture_and_a_drawing(parts: Parts, canvas: Canvas) -> None:
    parts.menus["edit.copy_picture"].trigger()
    mime = QGuiApplication.clipboard().mimeData()
    assert QGuiApplication.clipboard().image().size() == canvas.size() * 2
    assert bytes(mime.data("image/svg+xml").data()).startswith(b"<?xml")
    assert "clipboard" in parts.window.status.message
