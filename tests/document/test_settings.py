"""Settings as words do what the same edits in the window do, in any order, and refuse what cannot be."""

import itertools

import pytest

from hlviz.document import Project, edits
from hlviz.document.settings import SETTINGS, with_settings
from hlviz.errors import SettingError


def shape(project: Project) -> tuple[int, ...]:
    return tuple(layer.size for layer in project.network.hidden)


def test_no_setting_changes_nothing() -> None:
    project = edits.set_shape(Project(), (3,))
    assert with_settings(project, []) is project


def test_every_setting_can_be_set() -> None:
    wishes = {
        "name": "Mine", "dataset": "xor", "samples": "80", "noise": "15", "train_share": "0.7", "data_seed": "5",
        "standardize": "true", "features": "x1,x2_squared", "hidden": "8,4", "activation": "relu,sine", "dropout": "0.1,0.2",
        "initializer": "he_normal", "output": "sigmoid", "loss": "bce", "optimizer": "adam", "learning_rate": "1e-3",
        "batch_size": "16", "regularization": "l2", "regularization_rate": "0.01", "seed": "9",
    }  # fmt: skip
    assert wishes.keys() == SETTINGS.keys()
    project = with_settings(Project(), [f"{key}={value}" for key, value in wishes.items()])
    data, network, training = project.data, project.network, project.training
    assert project.name == "Mine"
    assert (data.dataset, data.samples, data.noise, data.train_share, data.seed) == ("xor", 80, 15.0, 0.7, 5)
    assert (data.standardize, data.features) == (True, ("x1", "x2_squared"))
    assert shape(project) == (8, 4)
    assert [(layer.activation, layer.dropout) for layer in network.hidden] == [("relu", 0.1), ("sine", 0.2)]
    assert (network.initializer, network.output_activation) == ("he_normal", "sigmoid")
    assert (training.loss, training.optimizer, training.learning_rate, training.batch_size) == (
        "bce",
        "adam",
        0.001,
        16,
    )
    assert (training.regularization, training.regularization_rate, training.seed) == ("l2", 0.01, 9)


def test_the_order_makes_no_difference() -> None:
    # ids of layers are given out one after the other, so equal projects were edited in the same order
    wishes = ["dataset=iris", "output=sigmoid", "loss=mse", "hidden=3,2", "activation=relu"]
    first, *others = [with_settings(Project(), list(order)) for order in itertools.permutations(wishes)]
    assert all(other == first for other in others)
    assert first.network.output_activation == "sigmoid"


def test_of_a_key_given_twice_the_last_counts() -> None:
    assert with_settings(Project(), ["noise=10", "noise=20"]).data.noise == 20


def test_nothing_behind_hidden_means_no_hidden_layer() -> None:
    assert shape(with_settings(edits.set_shape(Project(), (5, 5)), ["hidden="])) == ()


def test_one_value_counts_for_all_hidden_layers() -> None:
    project = with_settings(Project(), ["hidden=2,2,2", "activation=gelu", "dropout=0.5"])
    assert {(layer.activation, layer.dropout) for layer in project.network.hidden} == {("gelu", 0.5)}


@pytest.mark.parametrize("word", ["true", "yes", "on", "1", "TRUE"])
def test_ways_to_say_yes(word: str) -> None:
    assert with_settings(Project(), [f"standardize={word}"]).data.standardize


def test_a_train_share_in_per_cent() -> None:
    assert with_settings(Project(), ["train_share=80"]).data.train_share == 0.8
    assert with_settings(Project(), ["train_share=0.8"]).data.train_share == 0.8


def test_all_samples_in_one_batch() -> None:
    assert with_settings(Project(), ["batch_size=all"]).training.batch_size == 0


def test_an_output_brings_a_loss_that_goes_with_it() -> None:
    project = edits.set_loss(Project(), "bce")
    assert with_settings(project, ["output=tanh"]).training.loss == "mse"


BAD = {
    "nonsense": "not KEY=VALUE",
    "colour=red": "no setting 'colour'; there are name, dataset",
    "learning_rate=fast": "learning_rate=fast is not a number",
    "learning_rate=nan": "learning_rate",
    "learning_rate=0": "learning_rate",
    "learning_rate=inf": "learning_rate",
    "batch_size=2.5": "whole number",
    "samples=1e3": "whole number",
    "samples=1": "samples",
    "noise=51": "noise",
    "train_share=100": "train_share",
    "train_share=0": "train_share",
    "standardize=maybe": "neither true nor false",
    "features=x3": "x3",
    "features=": "at least one input",
    "hidden=0": "1 to 4096 neurons",
    "hidden=8,,8": "hidden=8,,8: entry 2 is empty",
    "hidden=8,8,": "hidden=8,8,: entry 3 is empty",
    "features=x1,,x2": "entry 2 is empty",
    "activation=relu,": "entry 2 is empty",
    "dropout=,0.1": "entry 1 is empty",
    "hidden=" + ",".join(["1"] * 65): "at most 64",
    "activation=magic": "magic",
    "activation=relu,tanh": "names 2 layers, but there are 1",
    "dropout=1": "dropout",
    "dataset=moon": "moon",
    "dataset=table": "table",
    "optimizer=": "optimizer",
    "loss=mae": "mae",
    "seed=-1": "seed=-1 is not between 0 and 4294967295",
    "seed=100000000000": "seed=100000000000 is not between 0 and 4294967295",
    "seed=1" + "0" * 400: "is not between 0 and 4294967295",
    "batch_size=10000001": "batch_size=10000001 is not between 0 and 10000000",
    "regularization_rate=-0.5": "regularization_rate=-0.5 is not between 0 and 1000",
}


@pytest.mark.parametrize("setting", BAD)
def test_what_cannot_be_is_refused_in_one_line(setting: str) -> None:
    with pytest.raises(SettingError) as told:
        with_settings(edits.set_shape(Project(), (2,)), [setting])
    assert BAD[setting] in str(told.value)
    assert len(str(told.value).splitlines()) == 1


def test_an_output_and_a_loss_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(SettingError, match="loss=cce does not go with output=tanh; use output=softmax"):
        with_settings(Project(), ["output=tanh", "loss=cce"])


@pytest.mark.parametrize("setting", ["samples=50", "noise=5", "features=x1"])
def test_a_setting_without_effect_is_refused(setting: str) -> None:
    with pytest.raises(SettingError, match="has no effect on 'iris'"):
        with_settings(Project(), ["dataset=iris", setting])


def test_a_project_is_not_given_an_empty_name() -> None:
    with pytest.raises(SettingError, match="name is empty"):
        with_settings(Project(), ["name="])
