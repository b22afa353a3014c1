"""Neurons are called what the user calls them."""

from hlviz.document import edits
from hlviz.panels.names import neuron_name, neuron_title
from tests.panels.moments import project_of, train


def test_a_neuron_of_its_own_name_is_called_by_it() -> None:
    project = project_of("circle")
    project = edits.rename_neuron(project, project.network.hidden[0].neurons[1], "left")
    moment = train(project, 0)
    assert [neuron_name(moment, 1, place) for place in (0, 1)] == ["Hidden 1 · 1", "left"]
    assert [neuron_title(moment, 1, place) for place in (0, 1)] == ["Hidden 1 · neuron 1", "Hidden 1 · left"]
    assert neuron_name(moment, 0, 0) == "X₁"
    assert neuron_title(moment, 3, 0) == "Output"
