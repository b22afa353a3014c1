"""Neurons are called what the user calls them."""

from hlviz.colors import LIGHT, theme_of
from hlviz.document import edits
from hlviz.panels.names import class_names, neuron_name, neuron_title
from tests.panels.moments import project_of, train


def test_a_neuron_of_its_own_name_is_called_by_it() -> None:
    project = project_of("circle")
    project = edits.rename_neuron(project, project.network.hidden[0].neurons[1], "left")
    moment = train(project, 0)
    assert [neuron_name(moment, 1, place, LIGHT) for place in (0, 1)] == ["Hidden 1 · 1", "left"]
    assert [neuron_title(moment, 1, place, LIGHT) for place in (0, 1)] == ["Hidden 1 · neuron 1", "Hidden 1 · left"]
    assert neuron_name(moment, 0, 0, LIGHT) == "X₁"
    assert neuron_title(moment, 3, 0, LIGHT) == "Output"


def test_classes_that_are_colours_are_called_by_those_of_the_palette_and_others_by_their_names() -> None:
    purple = theme_of("dark", "purple-green")
    circle = train(edits.set_output(project_of("circle"), "softmax"), 0)
    assert [neuron_name(circle, 3, k, purple) for k in (0, 1)] == ["Output · purple", "Output · green"]
    assert class_names(circle.split.points, LIGHT) == ("orange", "blue")
    assert class_names(train(project_of("blobs"), 0).split.points, purple) == ("A", "B", "C", "D")
