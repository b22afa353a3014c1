"""The legend says with the numbers of the moment what colours and widths mean."""

from collections.abc import Callable

import numpy as np
import pytest
from diagram_desk import Desk, moment_of, with_weight

from hlviz.colors import DARK
from hlviz.diagram.figures import Figures
from hlviz.diagram.painters.drawing import Drawing
from hlviz.diagram.painters.legend import PAD, WIDTH, Legend, legend_of
from hlviz.diagram.painters.look import Look
from hlviz.diagram.scene import scene_of
from hlviz.document import Project, edits
from hlviz.number_text import rounded
from hlviz.session.moment import Moment
from hlviz.session.probe import Probe

Make = Callable[..., Desk]


def of(dataset: str, *shape: int, activation: str = "tanh") -> Project:
    return edits.set_all_activations(edits.set_shape(edits.choose_dataset(Project(), dataset), shape), activation)


@pytest.fixture
def legend(desk: Make) -> Callable[..., Legend]:
    def make(project: Project, moment: Moment | None = None, **how: object) -> Legend:
        scene = scene_of(project, 780, 600)
        drawing = Drawing(scene, Look(DARK, desk().canvas.font(), **how))
        drawing.show(Figures(scene, moment or moment_of(project), Probe()))
        return legend_of(drawing)

    return make


def test_widths_are_told_by_the_largest_weight(legend: Callable[..., Legend]) -> None:
    project = of("circle", 4, 2)
    moment = with_weight(moment_of(project), 1, 2, 1, -8.5)
    assert legend(project, moment).edges == "8.50"
    assert legend(project, moment, edge_pixels=2.0).edges == "4.50", "nine pixels at most, two to a weight of one"


def test_colours_are_told_by_the_greatest_activation(legend: Callable[..., Legend]) -> None:
    assert legend(of("circle", 4, 2)).tiles == "1"
    relu = of("circle", 4, activation="relu")
    moment = moment_of(relu, 30)
    found = legend(relu, moment)
    assert found.tiles == "max"
    greatest = rounded(float(np.abs(moment.maps[1]).max()))
    assert found.notes == (f"max in each layer: {greatest}, 1.00",)


def test_what_an_edge_passes_on_is_explained_while_a_sample_is_followed(desk: Make) -> None:
    scene = scene_of(of("circle", 4, 2), 780, 600, is_probing=True)
    drawing = Drawing(scene, Look(DARK, desk().canvas.font()))
    figures = Figures(scene, moment_of(scene.project), Probe(), contributions=True)
    assert figures.shows_contributions
    drawing.show(figures)
    assert "passes on = weight × activation" in legend_of(drawing).notes


@pytest.mark.parametrize(("dataset", "activation"), [("digits", "relu"), ("circle", "relu"), ("circle", "tanh")])
def test_its_notes_can_be_read_whole(legend: Callable[..., Legend], dataset: str, activation: str, desk: Make) -> None:
    project = of(dataset, 6, 6, activation=activation)
    metrics = Look(DARK, desk().canvas.font()).metrics["tiny"]
    for note in (*legend(project, moment_of(project, 30)).notes, "passes on = weight × activation"):
        assert metrics.horizontalAdvance(note) <= WIDTH - 2 * PAD, note


def test_pictures_of_weights_are_told_apart_from_activations(legend: Callable[..., Legend]) -> None:
    project = of("digits", 12, activation="relu")
    moment = moment_of(project)
    found = legend(project, moment)
    greatest = rounded(float(np.abs(moment.parameters.weights[0]).max()))
    assert found.notes == (f"neurons show weights, up to ±{greatest}",)
    assert found.tiles == ""


def test_marks_are_told_where_there_are_any(legend: Callable[..., Legend]) -> None:
    project = of("circle", 3)
    neuron = project.network.hidden[0].neurons[0]
    plain = legend(project)
    assert (plain.has_bias, plain.is_dashed, plain.has_frozen, plain.has_cut) == (True, False, False, False)
    frozen = legend(edits.set_frozen(project, (neuron,), True))
    assert frozen.has_frozen
    cut = legend(edits.set_cut(project, ((("in", "x1"), neuron),), True))
    assert cut.has_cut
    assert legend(project, pattern=True).is_dashed
    assert frozen.size[1] > plain.size[1]


def test_its_size_stays_while_it_learns(legend: Callable[..., Legend]) -> None:
    project = of("circle", 4, activation="relu")
    assert legend(project, moment_of(project, 0)).size == legend(project, moment_of(project, 60)).size


def test_its_numbers_are_painted_and_follow(desk: Make) -> None:
    d = desk(of("circle", 3))
    moment = moment_of(d.project)
    d.show(moment)
    box = d.canvas.insets.legend
    assert box is not None

    def painted() -> object:
        return d.paint().copy(round(box.x), round(box.y), round(box.width), round(box.height))

    before = painted()
    assert painted() == before
    d.show(with_weight(moment, 0, 0, 0, 77.0))
    assert painted() != before
