import pytest

from hlviz.document import Project, edits
from hlviz.document.wiring import output_count, parameter_count, wiring_of


def test_who_is_connected_to_whom():
    project = edits.set_shape(Project(), (4, 2))
    first, second = project.network.hidden
    wiring = wiring_of(project)
    assert wiring.layers == ((("in", "x1"), ("in", "x2")), first.neurons, second.neurons, (("out", 1),))
    assert wiring.sizes == (2, 4, 2, 1)
    assert wiring.find(second.neurons[1]) == (2, 1)
    assert wiring.find(("in", "x2")) == (0, 1)
    assert wiring.find(999) is None


@pytest.mark.parametrize(
    ("classes", "output", "count"),
    [(0, "identity", 1), (2, "tanh", 1), (2, "sigmoid", 1), (2, "softmax", 2), (3, "softmax", 3), (3, "sigmoid", 3)],
)
def test_how_many_outputs(classes, output, count):
    assert output_count(classes, output) == count


def test_an_output_speaks_for_its_class():
    project = Project()
    assert wiring_of(project).layers[-1] == (("out", 1),)  # high means class 1
    assert wiring_of(edits.set_output(project, "softmax")).layers[-1] == (("out", 0), ("out", 1))
    assert wiring_of(edits.choose_dataset(project, "blobs")).layers[-1] == tuple(("out", i) for i in range(4))
    assert wiring_of(edits.choose_dataset(project, "sine")).layers[-1] == (("out", 0),)


def test_keys_stay_with_their_neurons():
    project = edits.set_shape(Project(), (4, 2))
    wiring = wiring_of(edits.set_features(edits.add_layer(project, 1), ("x2", "sin_x1")))
    first, second = project.network.hidden
    assert wiring.find(first.neurons[3]) == (1, 3)
    assert wiring.find(second.neurons[0]) == (3, 0)
    assert wiring.layers[0] == (("in", "x2"), ("in", "sin_x1"))


def test_how_many_parameters():
    assert parameter_count((2, 4, 2, 1)) == 2 * 4 + 4 + 4 * 2 + 2 + 2 * 1 + 1
