"""The words beside and below columns: names of inputs and classes, how many neurons a block has, what the sample really is."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from hlviz.diagram.figures import Figures
from hlviz.diagram.painters.look import Center, Left, Look, Right
from hlviz.diagram.scene import Scene
from hlviz.diagram.words import number, tr
from hlviz.document.geometry import Column, Form

NAME_ROOM = 17.0
"""Pixels above a tile that its name needs."""


def paint_labels(painter: QPainter, scene: Scene, look: Look, probe: int) -> None:
    """All of them. They change with the project and the sample only, so what is painted here is kept."""
    inputs, outputs = scene.columns[0], scene.columns[-1]
    if inputs.form is Form.TILES:
        _paint_input_names(painter, look, inputs)
    if outputs.form is Form.TILES and outputs.label_width:
        for cell in outputs.cells:
            box = cell.box
            where = QRectF(box.right + 8, box.y, outputs.label_width, box.height)
            look.words(painter, where, cell.label, "body", look.text, Left)
    for column in scene.columns:
        if column.layer is not None and column.form is Form.TILES:
            _paint_own_names(painter, scene, look, column)
        if column.form is Form.BLOCK:
            text = tr("{n} neurons") if column.index else tr("{n} inputs")
            _below(painter, look, column, text.format(n=column.size))
    if scene.shows_sample:
        _below(painter, look, inputs, _truth(scene, probe), line=1 if inputs.form is Form.BLOCK else 0)


def paint_verdict(painter: QPainter, look: Look, figures: Figures) -> None:
    """Below an output that stands for two classes: which of them it names for the sample looked at."""
    scene, moment = figures.scene, figures.moment
    names = scene.split.points.class_names
    if moment is None or not scene.shows_sample or scene.wiring.sizes[-1] > 1 or len(names) != 2:
        return
    value = float(figures.values(len(scene.columns) - 1)[0])
    _below(painter, look, scene.columns[-1], tr("says: {name}").format(name=names[value > moment.assembly.threshold]))


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


def _truth(scene: Scene, probe: int) -> str:
    points = scene.split.points
    target = points.y[probe % len(points.y)]
    name = points.class_names[int(target)] if points.is_classification else number(float(target))
    return tr("correct: {name}").format(name=name)


def _below(painter: QPainter, look: Look, column: Column, text: str, line: int = 0) -> None:
    wide = 140.0
    where = QRectF(column.x - wide / 2, column.body.bottom + 7 + 15 * line, wide, 16)
    look.words(painter, where, text, "small", look.muted, Center)
