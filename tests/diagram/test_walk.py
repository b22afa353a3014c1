"""A walk in the diagram: what it looks at is bright and has its numbers, gradients have their own colours."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from hlviz.colors import DARK, LIGHT
from hlviz.diagram.canvas import Canvas
from hlviz.document.geometry import Box
from hlviz.explain.microscope import Kind
from hlviz.session.editor import Editor
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection, Target
from hlviz.session.walkthrough import Walkthrough
from tests.panels.moments import project_of, train


@pytest.fixture(scope="module")
def xor() -> Moment:
    return train(project_of("xor", (4, 2)), 3)


class Scenery:
    def __init__(self, qtbot: QtBot, moment: Moment) -> None:
        self.editor, self.selection = Editor(moment.project), Selection()
        self.canvas = Canvas(self.editor, self.selection)
        self.walkthrough = Walkthrough(self.selection, self.canvas)
        qtbot.addWidget(self.canvas)
        self.canvas.set_reduced_motion(True)
        self.canvas.resize(800, 600)
        self.canvas.show()
        self.canvas.show_moment(moment)
        self.walkthrough.show_moment(moment)
        self.walkthrough.changed.connect(lambda: self.canvas.show_walk(self.walkthrough.sight))
        self.canvas.walk_left.connect(self.walkthrough.close)

    def go(self, kind: Kind, layer: int) -> None:
        if not self.walkthrough.is_open:
            self.walkthrough.open()
        while self.walkthrough.is_computing:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        stages = self.walkthrough.stages
        self.walkthrough.go_to(next(i for i, stage in enumerate(stages) if (stage.kind, stage.layer) == (kind, layer)))

    def image(self) -> QImage:
        return self.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    def pixels(self, box: Box) -> np.ndarray:
        seen, image = self.canvas.view.box(box), self.image()
        picture = image.copy(round(seen.x), round(seen.y), round(seen.width), round(seen.height))
        raw = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), -1, 4)
        return raw[:, : picture.width(), 2::-1].astype(int)

    def column(self, layer: int) -> Box:
        return self.canvas.scene.columns[layer].body

    def between(self, layer: int) -> Box:
        """Where the edges into a layer run."""
        left, right = self.column(layer - 1), self.column(layer)
        return Box(left.right + 50, left.y, right.x - left.right - 60, left.height)


@pytest.fixture
def scenery(qtbot: QtBot, xor: Moment) -> Scenery:
    return Scenery(qtbot, xor)


def count(pixels: np.ndarray, color: str) -> int:
    wanted = np.array(QColor(color).getRgb()[:3])
    return int((np.abs(pixels - wanted).sum(axis=2) < 60).sum())


def spread(pixels: np.ndarray) -> float:
    return float(pixels.std())


def test_what_is_not_looked_at_is_dim(scenery: Scenery) -> None:
    before, first = (spread(scenery.pixels(scenery.column(layer))) for layer in (3, 1))
    scenery.go(Kind.FORWARD, 1)
    assert spread(scenery.pixels(scenery.column(3))) < 0.5 * before
    assert spread(scenery.pixels(scenery.column(1))) > 0.8 * first
    scenery.go(Kind.LOSS, 3)
    assert spread(scenery.pixels(scenery.column(3))) > 0.8 * before
    assert spread(scenery.pixels(scenery.column(1))) < 0.6 * first


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_gradients_have_their_own_colours_and_only_on_the_way_back(scenery: Scenery, theme: object) -> None:
    scenery.canvas.show_theme(theme)
    scenery.go(Kind.FORWARD, 2)
    forth = scenery.pixels(scenery.between(2))
    scenery.go(Kind.BACKWARD, 2)
    back = scenery.pixels(scenery.between(2))
    for color in theme.gradients:
        assert count(back, color) > count(forth, color) + 20
    still_dim = scenery.pixels(scenery.between(1))
    assert sum(count(still_dim, color) for color in theme.gradients) == 0


def test_the_numbers_are_of_the_selected_neuron(scenery: Scenery, xor: Moment) -> None:
    scenery.go(Kind.UPDATE, 3)
    before = scenery.pixels(scenery.between(1))
    scenery.selection.select(Target(neuron=xor.assembly.wiring.layers[1][0]))
    after = scenery.pixels(scenery.between(1))
    assert (before != after).any()


def test_the_diagram_makes_room_for_the_caption_and_takes_it_back(scenery: Scenery) -> None:
    height = scenery.canvas.room[1]
    scenery.go(Kind.INPUT, 0)
    assert scenery.canvas.room[1] < height
    assert scenery.canvas.insets.legend is None
    lowest = max(scenery.canvas.view.box(column.body).bottom for column in scenery.canvas.scene.columns)
    assert lowest < scenery.canvas.room[1]
    scenery.walkthrough.close()
    assert scenery.canvas.room[1] == height
    assert scenery.canvas.insets.legend is not None


def test_escape_ends_it(scenery: Scenery, qtbot: QtBot, xor: Moment) -> None:
    scenery.go(Kind.FORWARD, 1)
    scenery.selection.select(Target(neuron=xor.assembly.wiring.layers[1][0]))
    qtbot.keyClick(scenery.canvas, Qt.Key.Key_Escape)
    assert scenery.walkthrough.is_open
    qtbot.keyClick(scenery.canvas, Qt.Key.Key_Escape)
    assert not scenery.walkthrough.is_open


def test_an_edge_that_is_pointed_at_elsewhere_is_lit(scenery: Scenery, xor: Moment) -> None:
    scenery.go(Kind.BACKWARD, 1)
    layers = xor.assembly.wiring.layers
    before = scenery.pixels(scenery.between(1))
    scenery.selection.set_hover(Target(edge=(layers[0][0], layers[1][1])))
    after = scenery.pixels(scenery.between(1))
    assert count(after, LIGHT.text) > count(before, LIGHT.text) + 50


@pytest.mark.parametrize(("dataset", "hidden"), [("iris", (5,)), ("digits", (20, 8)), ("sine", (4,)), ("spiral", ())])
def test_every_stage_can_be_painted_whatever_the_neurons_look_like(
    qtbot: QtBot, dataset: str, hidden: tuple[int, ...]
) -> None:
    scenery = Scenery(qtbot, train(project_of(dataset, hidden), 1))
    scenery.go(Kind.INPUT, 0)
    pictures = set()
    for by_neuron in (False, True):
        scenery.walkthrough.set_by_neuron(by_neuron)
        for place in range(0, len(scenery.walkthrough.stages), 1 if len(scenery.walkthrough.stages) < 20 else 7):
            scenery.walkthrough.go_to(place)
            image = scenery.image()
            pictures.add(bytes(image.constBits()))
    assert len(pictures) >= len(scenery.walkthrough.sight.walk.stages(by_neuron=False))


def test_a_sample_of_ones_own_can_be_painted_on_its_way_forward(scenery: Scenery) -> None:
    scenery.selection.set_own((1.0, 2.0))
    scenery.go(Kind.FORWARD, 3)
    assert scenery.walkthrough.sight.walk.is_forward_only
    assert not scenery.image().isNull()


def test_a_walk_of_another_network_is_not_painted(scenery: Scenery) -> None:
    from hlviz.document import edits

    scenery.go(Kind.BACKWARD, 1)
    scenery.editor.apply("Resize", edits.set_shape, (3, 2))
    scenery.canvas.show_project(scenery.editor.project)
    assert not scenery.image().isNull()
    assert sum(count(scenery.pixels(scenery.between(1)), color) for color in LIGHT.gradients) == 0
