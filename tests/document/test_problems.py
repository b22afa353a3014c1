from dataclasses import replace

import numpy as np
import pytest

from hlviz.datasets import DATASETS, Points
from hlviz.document import Project, edits
from hlviz.document.problems import check
from hlviz.document.samples import TABLE

SOUND = edits.set_shape(Project(), (4, 2))
FIRST, SECOND = SOUND.network.hidden


def network(project=SOUND, **changes):
    return replace(project, network=replace(project.network, **changes))


def layer(**changes):
    return network(hidden=(replace(FIRST, **changes), SECOND))


def training(project=SOUND, **changes):
    return replace(project, training=replace(project.training, **changes))


def data(project=SOUND, **changes):
    return replace(project, data=replace(project.data, **changes))


def numbers(y, x=None):
    y = np.asarray(y, dtype=float)
    x = np.arange(len(y), dtype=float)[:, None] % 7 if x is None else x
    return edits.use_table(SOUND, Points(x, y, ("a",), "t"))


def test_a_sound_project_has_none():
    assert check(SOUND) == ()
    for dataset in DATASETS:
        assert check(edits.choose_dataset(SOUND, dataset)) == (), dataset


BLOCKING = {
    "no neurons": (layer(neurons=()), FIRST.id, "Add a neuron"),
    "a hidden layer of an unknown activation": (layer(activation="softmax"), FIRST.id, "relu"),
    "dropout of all": (layer(dropout=1.0), FIRST.id, "0.9"),
    "dropout of no number": (layer(dropout=float("nan")), FIRST.id, "0.9"),
    "a neuron twice": (layer(neurons=(2, 2)), FIRST.id, "anew"),
    "an id not given out yet": (layer(neurons=(99,)), FIRST.id, "anew"),
    "a neuron too many": (layer(neurons=tuple(range(100, 5000))), FIRST.id, "4096"),
    "a layer too many": (network(hidden=(FIRST,) * 65), FIRST.id, "64"),
    "a ReLU output": (network(output_activation="relu"), "output", "softmax"),
    "cross-entropy of tanh": (training(loss="bce"), "output", "Sigmoid"),
    "cross-entropy of sigmoid": (training(network(output_activation="sigmoid"), loss="cce"), "output", "Softmax"),
    "an unknown loss": (training(loss="hinge"), "training", "huber"),
    "an unknown optimizer": (training(optimizer="lion"), "training", "adam"),
    "an unknown regularization": (training(regularization="l0"), "training", "l1"),
    "an unknown initializer": (network(initializer="xavier"), "training", "glorot_uniform"),
    "a learning rate of 0": (training(learning_rate=0.0), "training", "0.03"),
    "a learning rate of no number": (training(learning_rate=float("nan")), "training", "0.03"),
    "a learning rate without end": (training(learning_rate=float("inf")), "training", "0.03"),
    "a negative regularization": (training(regularization_rate=-1.0), "training", "0 or more"),
    "a negative batch": (training(batch_size=-1), "training", "at least 1"),
    "a negative seed": (training(seed=-1), "training", "0 or more"),
    "an unknown data set": (data(dataset="donut"), "data", "circle"),
    "a table that is not there": (data(dataset=TABLE), "data", "open a table"),
    "no samples": (data(samples=0), "data", "at least"),
    "too much noise": (data(noise=99.0), "data", "50"),
    "nothing to test": (data(train_share=1.0), "data", "0.95"),
    "no input": (data(features=()), "data", "at least one input"),
    "an unknown input": (data(features=("x1", "x3")), "data", "x2"),
    "cross-entropy of a number": (
        training(network(data(dataset="reg-plane"), output_activation="sigmoid"), loss="bce"), "training", "Huber",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKING)
def test_what_cannot_be_trained(name):
    project, where, remedy = BLOCKING[name]
    problem = next(problem for problem in check(project) if problem.where == where)
    assert problem.blocks
    assert problem.text.endswith(".")
    assert remedy in problem.remedy


ODD = {
    "no hidden layer": (network(hidden=()), "output", "logistic regression"),
    "no hidden layer for a number": (edits.choose_dataset(Project(), "reg-plane"), "output", "linear regression"),
    "no hidden layer, and cross-entropy": (edits.set_loss(network(hidden=()), "bce"), "output",
                                           "this is logistic regression, and can only draw a straight line."),
    "no hidden layer, and nearly that": (network(hidden=()), "output", "this is close to logistic regression"),
    "no hidden layer, and curved inputs": (edits.set_features(network(hidden=()), ("x1", "x1_squared")), "output",
                                           "can only add up its inputs"),
    "no hidden layer, and many inputs": (edits.choose_dataset(network(hidden=()), "iris"), "output",
                                         "this is logistic regression, and can only add up its inputs"),
    "no hidden layer, and Huber": (edits.set_loss(edits.choose_dataset(Project(), "reg-plane"), "huber"), "output",
                                   "this is close to linear regression"),
    "all frozen": (edits.set_frozen(SOUND, (*FIRST.neurons, *SECOND.neurons, ("out", 1)), True), "training", "nothing can learn"),
    "a deaf neuron": (edits.set_cut(SOUND, tuple((("in", key), FIRST.neurons[1]) for key in ("x1", "x2")), True), FIRST.id,
                      "Neuron 2 of Hidden 1 hears nothing: every edge to it is cut."),
    "deaf neurons": (edits.set_cut(SOUND, tuple((a, b) for a in FIRST.neurons for b in SECOND.neurons), True), SECOND.id,
                     "2 neurons of Hidden 2 hear nothing: every edge to them is cut."),
    "a deaf output": (edits.set_cut(SOUND, tuple((a, ("out", 1)) for a in SECOND.neurons), True), "output",
                      "Neuron 1 of the output hears nothing"),
    "a mute neuron": (edits.set_cut(edits.rename_neuron(SOUND, FIRST.neurons[0], "Corner"),
                                    tuple((FIRST.neurons[0], b) for b in SECOND.neurons), True), FIRST.id,
                      "Corner of Hidden 1 is heard by nobody: every edge from it is cut."),
    "linear layers": (edits.set_all_activations(SOUND, "identity"), FIRST.id, "linear"),
    "zeros": (edits.set_initializer(SOUND, "zeros"), "training", "alike"),
    "a constant": (edits.set_initializer(SOUND, "constant"), "training", "alike"),
    "a huge rate": (edits.set_training(SOUND, learning_rate=10.0), "training", "overshoots"),
    "a large rate for Adam": (edits.set_training(SOUND, learning_rate=0.5, optimizer="adam"), "training", "overshoots"),
    "a batch larger than the training set": (edits.set_training(SOUND, batch_size=300), "training", "250"),
    "L1 with a rate of 0": (edits.set_training(SOUND, regularization="l1"), "training", "does nothing"),
    "dropout of a lone neuron": (edits.set_dropout(edits.set_shape(SOUND, (1,)), FIRST.id, 0.5), FIRST.id, "one neuron"),
    "a stack of sigmoid": (edits.set_all_activations(edits.set_shape(SOUND, (4,) * 4), "sigmoid"), FIRST.id, "quarter"),
    "tanh for large numbers": (edits.set_output(numbers([1, 2, 3, 4, 5, 60]), "tanh"), "output", "between −1 and 1"),
    "sigmoid for negative numbers": (edits.set_output(data(numbers([-1, 0, 1, 1]), standardize=False), "sigmoid"),
                                     "output", "between 0 and 1"),
    "large inputs": (data(numbers([0, 1, 0, 1], np.array([[1.0], [5e4], [2.0], [3e4]])), standardize=False), "data", "up to"),
    "large targets": (data(numbers([100, 5e4, 900, 8]), standardize=False), "data", "numbers to learn"),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_said_but_can_be_trained(name):
    project, where, text = ODD[name]
    problems = check(project)
    told = [problem for problem in problems if problem.where == where and text in problem.text]
    assert told, problems
    assert not any(problem.blocks for problem in problems)
    assert told[0].remedy.endswith(".")


def test_some_frozen_or_cut_edges_are_nothing_to_tell():
    project = edits.set_frozen(SOUND, (*FIRST.neurons, *SECOND.neurons), True)
    assert check(project) == ()
    assert (
        check(edits.set_cut(project, ((FIRST.neurons[0], SECOND.neurons[0]), (("in", "x1"), FIRST.neurons[0])), True))
        == ()
    )


def test_what_is_odd_names_the_layer():
    named = edits.rename_layer(edits.set_shape(SOUND, (4, 1)), SECOND.id, "Corners")
    (problem,) = check(edits.set_dropout(named, SECOND.id, 0.2))
    assert "Corners" in problem.text
    assert problem.where == SECOND.id


def test_numbers_that_an_output_can_say_are_fine():
    assert check(edits.set_output(data(numbers([-0.5, 0.5, 0.9, 0.1] * 5), standardize=False), "tanh")) == ()
