"""The words beside and below columns: names of inputs and classes, how many neurons a block has, the verdict on the sample."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from hlviz.diagram.figures import Figures
from hlviz.diagram.painters.look import Center, Left, Look, Right
from hlviz.diagram.scene import Scene
from hlviz.diagram.verdict import part_words, verdict_of
from hlviz.diagram.words import tr
from hlviz.document.geometry import Column, Form
from hlviz.session.probe import Probe

NAME_ROOM = 17.0
"""Pixels above a tile that its name needs."""


def paint_labels(painter: QPainter, scene: Scene, look: Look, probe: Probe) -> None:
    """All of them. They change with the project and the sample only, so what is painted here is kept."""
    inputs, outputs = scene.columns[0], scene.columns[-1]
    if inputs.form is Form.TILES:
        _paint_input_names(painter, look, inputs)
    if outputs.form is Form.TILES and outputs.label_width:
        names = look.theme.class_names(scene.split.points.class_names)
        for cell, name in zip(outputs.cells, names, strict=True):
            box = cell.box
            where = QRectF(box.right + 8, box.y, outputs.label_width, box.height)
            look.words(painter, where, name, "body", look.text, Left)
    for column in scene.columns:
        if column.layer is not None and column.form is Form.TILES:
            _paint_own_names(painter, scene, look, column)
        if column.form is Form.BLOCK:
            text = tr("{n} neurons") if column.index else tr("{n} inputs")
            _below(painter, look, column, text.format(n=column.size))
    if scene.shows_sample:
        _below(painter, look, inputs, part_words(scene, probe), line=1 if inputs.form is Form.BLOCK else 0)


def paint_verdict(painter: QPainter, look: Look, figures: Figures) -> None:
    """Below the output: what it says of the sample looked at, and what is right."""
    verdict = verdict_of(figures, look.theme) if figures.scene.shows_sample else None
    if verdict is None:
        return
    says, truth = verdict.says, verdict.truth
    output = figures.scene.columns[-1]
    ink = {None: look.muted, True: look.good, False: look.bad}[verdict.is_right]
    if output.form is Form.BLOCK:  # how many neurons it has stands above
        _below(painter, look, output, f"{says}, {truth}".removesuffix(", "), line=1, color=ink)
        return
    _below(painter, look, output, says, color=look.text)
    _below(painter, look, output, truth, line=1, color=ink)


def _paint_input_names(painter: QPainter, look: Look, column: Column) -> None:
    for cell in column.cells:
        box = cell.box
        where = QRectF(box.x - 8 - column.label_width, box.y - 6, column.label_width, box.height + 12)
        if not cell.is_on:
            look.words(painter, where, cell.label, "small", look.muted, Right)
        elif box.height >= 30 and len(cell.label) > 9:
            painter.setFont(look.small)
            painter.setPen(look.text)
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(where, align, cell.label)
        else:
            look.words(painter, where, cell.label, "body", look.text, Right)


def _paint_own_names(painter: QPainter, scene: Scene, look: Look, column: Column) -> None:
    """The names that the user gave to neurons, above their tiles; where there is no room between tiles, pointing tells them."""
    network, cells = scene.project.network, column.cells
    if not scene.layer(column).neuron_names or (len(cells) > 1 and cells[1].box.y - cells[0].box.bottom < NAME_ROOM):
        return
    for cell in cells:
        name = network.neuron_name(cell.key) if isinstance(cell.key, int) else ""
        if name:
            where = QRectF(cell.box.x - 22, cell.box.y - NAME_ROOM, cell.box.width + 44, 13)
            look.words(painter, where, name, "tiny", look.muted, Center)


def _below(
    painter: QPainter, look: Look, column: Column, text: str, line: int = 0, color: QColor | None = None
) -> None:
    wide = 140.0
    where = QRectF(column.x - wide / 2, column.body.bottom + 5 + 14 * line, wide, 16)
    look.words(painter, where, text, "small", color or look.muted, Center)
