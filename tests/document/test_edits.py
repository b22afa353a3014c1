import math

import numpy as np
import pytest
from hypothesis import given, settings

from document.sequences import APPLY, steps
from hlviz.datasets import DATASETS, FEATURES, Points
from hlviz.document import Project, edits
from hlviz.document.limits import MAX_NAME
from hlviz.document.marks import is_there, layers_of
from hlviz.document.problems import check
from hlviz.document.specs import MAX_LAYERS, MAX_NEURONS
from hlviz.errors import HlvizError, SettingError
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.nn.losses import LOSSES


def table(classes=0, rows=20):
    rng = np.random.default_rng(0)
    y = np.arange(rows) % classes if classes else rng.normal(100, 50, rows)
    return Points(rng.normal(0, 1, (rows, 3)), y, ("a", "b", "c"), "t", tuple(f"c{i}" for i in range(classes)))


@pytest.fixture
def project():
    return edits.set_shape(Project(), (4, 2))


def shape(project):
    return tuple(layer.size for layer in project.network.hidden)


def ids(project):
    return [layer.neurons for layer in project.network.hidden]


# Layers


def test_a_new_layer_takes_after_the_one_before_it(project):
    project = edits.set_activation(project, project.network.hidden[0].id, "relu")
    assert shape(edits.add_layer(project, 1)) == (4, 4, 2)
    assert [layer.activation for layer in edits.add_layer(project, 1).network.hidden] == ["relu", "relu", "tanh"]
    assert shape(edits.add_layer(project, 2)) == (4, 2, 2)
    assert shape(edits.add_layer(project, 0)) == (4, 4, 2)  # next to the inputs: after the one behind it
    assert shape(edits.add_layer(Project(), 0)) == (4,)
    assert shape(edits.add_layer(project, 1, 7)) == (4, 7, 2)
    assert edits.add_layer(project, 1, 3, "sine").network.hidden[1].activation == "sine"


@pytest.mark.parametrize("index", [-3, 99])
def test_a_layer_dropped_outside_goes_to_the_end(project, index):
    assert shape(edits.add_layer(project, index, 7)) == ((7, 4, 2) if index < 0 else (4, 2, 7))


def test_a_layer_of_no_neurons_is_refused(project):
    for size in (0, -1, MAX_NEURONS + 1):
        with pytest.raises(SettingError, match=f"1 to {MAX_NEURONS} neurons, not {size}"):
            edits.add_layer(project, 0, size)
        with pytest.raises(SettingError, match="neurons"):
            edits.resize_layer(project, project.network.hidden[0].id, size)
        with pytest.raises(SettingError, match="neurons"):
            edits.set_shape(project, (4, 2, size))


def test_there_is_an_end_to_layers(project):
    for _ in range(MAX_LAYERS - 2):
        project = edits.add_layer(project, 0, 1)
    with pytest.raises(SettingError, match="at most"):
        edits.add_layer(project, 0)
    with pytest.raises(SettingError, match="at most"):
        edits.set_shape(project, (1,) * (MAX_LAYERS + 1))


def test_removing_and_moving_layers(project):
    first, second = project.network.hidden
    assert edits.remove_layer(project, first.id).network.hidden == (second,)
    assert edits.move_layer(project, first.id, 1).network.hidden == (second, first)
    assert edits.move_layer(project, second.id, -5).network.hidden == (second, first)
    assert edits.move_layer(project, first.id, 0) == project


def test_resizing_keeps_the_neurons_that_stay(project):
    layer = project.network.hidden[0]
    larger = edits.resize_layer(project, layer.id, 6)
    assert ids(larger)[0][:4] == layer.neurons
    assert not set(ids(larger)[0][4:]) & {n for neurons in ids(project) for n in neurons}
    assert ids(edits.resize_layer(larger, layer.id, 3))[0] == layer.neurons[:3]


def test_several_layers_grow_together_and_keep_their_last_neuron(project):
    project = edits.set_shape(project, (4, 2, 1))
    first, second, third = (layer.id for layer in project.network.hidden)
    assert shape(edits.grow_layers(project, (third, first), 1)) == (5, 2, 2)
    assert shape(edits.grow_layers(project, (first, second, third), -1)) == (3, 1, 1)
    assert edits.grow_layers(project, (), 1) == project


def test_an_edit_of_a_layer_is_made_in_several(project):
    first, second = (layer.id for layer in project.network.hidden)
    both = edits.in_layers(project, (second, first), edits.set_dropout, 0.3)
    assert [layer.dropout for layer in both.network.hidden] == [0.3, 0.3]
    with pytest.raises(SettingError):
        edits.in_layers(project, (first,), edits.set_dropout, 2.0)


def test_set_shape_keeps_what_it_can(project):
    project = edits.rename_layer(project, project.network.hidden[0].id, " Mine ")
    changed = edits.set_shape(project, (5, 2, 3))
    assert shape(changed) == (5, 2, 3)
    assert ids(changed)[0][:4] == ids(project)[0]
    assert ids(changed)[1] == ids(project)[1]
    assert changed.network.layer_name(0) == "Mine"
    assert edits.set_shape(project, (4, 2)) == project
    assert shape(edits.set_shape(project, ())) == ()


def test_names_of_layers(project):
    layer = project.network.hidden[1]
    assert project.network.layer_name(1) == "Hidden 2"
    named = edits.rename_layer(project, layer.id, "Corners")
    assert named.network.layer_name(1) == "Corners"
    assert edits.rename_layer(named, layer.id, "  ") == project


def test_a_name_is_one_short_line(project):
    layer = project.network.hidden[0]
    assert edits.rename_layer(project, layer.id, " two\n words\t").network.layer_name(0) == "two words"
    long = "n" * MAX_NAME
    assert edits.rename_layer(project, layer.id, long).network.layer_name(0) == long
    for rename in (
        lambda: edits.rename_layer(project, layer.id, long + "n"),
        lambda: edits.rename_neuron(project, layer.neurons[0], long + "n"),
    ):
        with pytest.raises(SettingError, match="61 letters; 60 is the most"):
            rename()


def test_copies_of_layers_are_layers_of_their_own(project):
    first = project.network.hidden[0]
    project = edits.set_dropout(edits.set_activation(project, first.id, "relu"), first.id, 0.3)
    project = edits.rename_neuron(edits.rename_layer(project, first.id, "Mine"), first.neurons[2], "corner")
    project = edits.shift_layer(project, first.id, 30, 40)
    twice = edits.insert_layers(project, 2, project.network.hidden)
    assert shape(twice) == (4, 2, 4, 2)
    assert twice.network.hidden[:2] == project.network.hidden
    copy = twice.network.hidden[2]
    assert (copy.activation, copy.dropout, copy.name, copy.shift) == ("relu", 0.3, "Mine", (0.0, 0.0))
    assert [twice.network.neuron_name(neuron) for neuron in copy.neurons] == ["", "", "corner", ""]
    assert len(ids_of(twice)) == 2 * len(ids_of(project))
    assert max(ids_of(twice)) < twice.next_id
    assert edits.insert_layers(project, 0, ()) == project


def test_a_duplicate_is_right_behind_its_layer(project):
    first, second = project.network.hidden
    twice = edits.duplicate_layer(project, first.id)
    assert shape(twice) == (4, 4, 2)
    assert (twice.network.hidden[0], twice.network.hidden[2]) == (first, second)
    assert shape(edits.duplicate_layer(project, second.id)) == (4, 2, 2)


def test_too_many_copies_are_refused(project):
    with pytest.raises(SettingError, match="at most"):
        edits.insert_layers(project, 0, project.network.hidden * (MAX_LAYERS // 2))


def test_columns_can_be_moved_and_tidied(project):
    layer = project.network.hidden[1]
    moved = edits.shift_layer(project, layer.id, 12, -7.5)
    assert moved.network.hidden[1].shift == (12.0, -7.5)
    assert edits.shift_layer(moved, layer.id, 3, 0).network.hidden[1].shift == (3.0, 0.0)
    assert edits.tidy(moved) == project
    for dx, dy in ((math.nan, 0), (0, math.inf), (1e9, 0)):
        with pytest.raises(SettingError, match="not between"):
            edits.shift_layer(project, layer.id, dx, dy)


# Neurons


def test_names_of_neurons(project):
    first, second = project.network.hidden
    named = edits.rename_neuron(project, first.neurons[1], "  left of\nthe line ")
    assert named.network.neuron_name(first.neurons[1]) == "left of the line"
    assert named.network.neuron_name(first.neurons[0]) == ""
    assert edits.rename_neuron(named, first.neurons[1], " ") == project
    moved = edits.move_neuron(named, first.neurons[1], second.id)
    assert moved.network.neuron_name(first.neurons[1]) == "left of the line"
    assert edits.remove_neuron(named, first.neurons[1]).network.hidden[0].neuron_names == ()
    with pytest.raises(KeyError):
        edits.rename_neuron(project, 999, "x")


def test_removing_several_at_once(project):
    first, second = project.network.hidden
    assert edits.remove(project, (second.id, first.neurons[0])).network.hidden[0].neurons == first.neurons[1:]
    assert shape(edits.remove(project, (second.id, first.neurons[0]))) == (3,)
    assert shape(edits.remove(project, first.neurons)) == (2,)
    assert shape(edits.remove(project, (first.id, *first.neurons, second.id))) == ()
    assert edits.remove(project, ()) == project
    with pytest.raises(KeyError):
        edits.remove(project, (first.id, 999))


def test_removing_a_neuron_takes_this_very_one(project):
    first = project.network.hidden[0]
    fewer = edits.remove_neuron(project, first.neurons[1])
    assert ids(fewer)[0] == (first.neurons[0], first.neurons[2], first.neurons[3])


def test_the_last_neuron_takes_its_layer_along(project):
    project = edits.resize_layer(project, project.network.hidden[1].id, 1)
    assert shape(edits.remove_neuron(project, ids(project)[1][0])) == (4,)


def test_moving_a_neuron(project):
    first, second = project.network.hidden
    moved = edits.move_neuron(project, first.neurons[2], second.id)
    assert ids(moved) == [
        (first.neurons[0], first.neurons[1], first.neurons[3]),
        (*second.neurons, first.neurons[2]),
    ]
    assert edits.move_neuron(project, first.neurons[2], first.id) == project
    alone = edits.resize_layer(project, second.id, 1)
    assert shape(edits.move_neuron(alone, ids(alone)[1][0], first.id)) == (5,)


def test_neurons_and_layers_that_are_not_there(project):
    with pytest.raises(KeyError):
        edits.remove_neuron(project, 999)
    with pytest.raises(KeyError):
        edits.remove_layer(project, 999)


# Activation, output, loss


def test_activations(project):
    first, second = project.network.hidden
    assert edits.set_activation(project, second.id, "gelu").network.hidden[1].activation == "gelu"
    assert {layer.activation for layer in edits.set_all_activations(project, "sine").network.hidden} == {"sine"}
    with pytest.raises(SettingError, match="relu"):  # names those there are
        edits.set_activation(project, first.id, "rolu")


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("output", OUTPUTS)
def test_output_and_loss_keep_each_other_sensible(project, output, loss):
    for changed in (
        edits.set_loss(edits.set_output(project, output), loss),
        edits.set_output(edits.set_loss(project, loss), output),
    ):
        allowed = LOSSES[changed.training.loss].outputs
        assert not allowed or changed.network.output_activation in allowed
    assert edits.set_loss(edits.set_output(project, output), loss).training.loss == loss
    assert edits.set_output(edits.set_loss(project, loss), output).network.output_activation == output


def test_cross_entropy_is_for_classes():
    plane = edits.choose_dataset(Project(), "reg-plane")
    for change in (lambda p: edits.set_loss(p, "bce"), lambda p: edits.set_loss(p, "cce"),
                   lambda p: edits.set_output(p, "softmax")):  # fmt: skip
        with pytest.raises(SettingError, match="classes"):
            change(plane)
    assert edits.set_loss(plane, "huber").training.loss == "huber"
    assert edits.set_output(plane, "tanh").network.output_activation == "tanh"


# Training


def test_dropout(project):
    layer = project.network.hidden[0]
    assert edits.set_dropout(project, layer.id, 0.5).network.hidden[0].dropout == 0.5
    with pytest.raises(SettingError, match=r"dropout=0\.95"):
        edits.set_dropout(project, layer.id, 0.95)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("learning_rate", 0), ("learning_rate", float("nan")), ("learning_rate", float("inf")), ("batch_size", -1),
        ("batch_size", 2.5), ("batch_size", float("nan")), ("seed", -1), ("seed", 2**32), ("optimizer", "sdg"),
        ("regularization", "l3"), ("regularization_rate", -0.1),
    ],
)  # fmt: skip
def test_training_refuses_what_cannot_be(project, name, value):
    with pytest.raises(SettingError, match=name):
        edits.set_training(project, **{name: value})


def test_training_settings(project):
    changed = edits.set_training(project, optimizer="adam", learning_rate=0.5, batch_size=0, regularization="l1")
    assert changed.training.optimizer == "adam"
    assert changed.training.batch_size == 0
    assert changed.training.seed == project.training.seed


def test_new_weights_takes_the_next_seed_and_comes_round(project):
    assert edits.new_weights(project).training.seed == project.training.seed + 1
    assert edits.new_weights(edits.set_training(project, seed=2**32 - 1)).training.seed == 0


def test_initializer(project):
    assert edits.set_initializer(project, "he_normal").network.initializer == "he_normal"
    with pytest.raises(SettingError, match="glorot_uniform"):
        edits.set_initializer(project, "xavier")


# Data


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_data_set_brings_an_output_and_a_loss_that_fit(project, dataset):
    changed = edits.choose_dataset(project, dataset)
    assert changed.data.samples == DATASETS[dataset].samples
    assert changed.data.standardize == (dataset in {"iris", "digits"})
    assert [problem for problem in check(changed) if problem.blocks] == []
    expected = {"iris": "softmax", "digits": "softmax", "blobs": "softmax"}
    regression = DATASETS[dataset].group in {"regress", "curve"}
    assert changed.network.output_activation == ("identity" if regression else expected.get(dataset, "tanh"))
    assert changed.network.hidden == project.network.hidden


def test_a_chosen_output_stays_where_it_fits(project):
    sigmoid = edits.set_loss(project, "bce")
    kept = edits.choose_dataset(sigmoid, "spiral")
    assert (kept.network.output_activation, kept.training.loss) == ("sigmoid", "bce")
    there_and_back = edits.choose_dataset(edits.choose_dataset(sigmoid, "iris"), "circle")
    assert (there_and_back.network.output_activation, there_and_back.training.loss) == ("tanh", "mse")
    huber = edits.set_loss(edits.choose_dataset(project, "sine"), "huber")
    assert edits.choose_dataset(huber, "reg-plane").training.loss == "huber"


def test_an_unknown_data_set_names_those_there_are(project):
    with pytest.raises(SettingError, match="spiral"):
        edits.choose_dataset(project, "spirals")


@pytest.mark.parametrize(
    ("classes", "output", "loss"), [(0, "identity", "mse"), (2, "tanh", "mse"), (3, "softmax", "cce")]
)
def test_a_table_of_ones_own(project, classes, output, loss):
    changed = edits.use_table(project, table(classes))
    assert (changed.network.output_activation, changed.training.loss) == (output, loss)
    assert changed.data.standardize
    assert changed.data.samples == 20
    assert edits.choose_dataset(changed, "circle").data.table is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("samples", 3), ("samples", 10**9), ("samples", 50.5), ("noise", -1), ("noise", 51), ("noise", float("nan")),
        ("train_share", 0), ("train_share", 1), ("seed", -1),
    ],
)  # fmt: skip
def test_data_refuses_what_cannot_be(project, name, value):
    with pytest.raises(SettingError, match=name):
        edits.set_data(project, **{name: value})


def test_features(project):
    both = edits.set_features(project, ("sin_x2", "x1"))
    assert both.data.features == ("x1", "sin_x2")  # in their own order
    assert edits.toggle_feature(both, "sin_x2").data.features == ("x1",)
    assert edits.toggle_feature(both, "x1x2").data.features == ("x1", "x1x2", "sin_x2")
    with pytest.raises(SettingError, match="at least one input"):
        edits.toggle_feature(edits.set_features(project, ("x1",)), "x1")
    with pytest.raises(SettingError, match=next(iter(FEATURES))):
        edits.set_features(project, ("x3",))


# Any sequence


@settings(max_examples=300, deadline=None)
@given(steps())
def test_any_sequence_of_edits_leaves_a_project_that_can_be_trained(sequence):
    project, given_out = Project(), set()
    for step in sequence:
        before = project
        try:
            project = APPLY[step.edit](project, step)
        except HlvizError:
            assert project is before
            continue
        now, then = ids_of(project), ids_of(before)
        assert not (now - then) & given_out  # a new neuron never gets the id of an old one
        given_out |= now
        assert project.next_id >= before.next_id
        layers = layers_of(project)
        assert all(is_there(target, layers) for target in (*project.network.frozen, *project.network.cut))
        for layer in project.network.hidden:
            assert {neuron for neuron, _ in layer.neuron_names} <= {*layer.neurons}
    assert [problem for problem in check(project) if problem.blocks] == []
    assert all(layer.activation in ACTIVATIONS for layer in project.network.hidden)


def ids_of(project):
    numbers = {n for layer in project.network.hidden for n in (layer.id, *layer.neurons)}
    return numbers | {touch.id for touch in project.touches}
