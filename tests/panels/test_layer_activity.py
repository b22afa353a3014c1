"""Saturated and dead neurons are found."""

import numpy as np
import pytest

from hlviz.explain.stuck import steepest
from hlviz.nn.activations import ACTIVATIONS
from hlviz.panels import layer_activity
from hlviz.panels.layer_activity import activity_of
from hlviz.session.moment import Moment

from .moments import project_of, train, with_weights


def test_every_activation_is_counted(circle: Moment) -> None:
    for layer, neurons in enumerate((4, 2, 1)):
        activity = activity_of(circle, layer)
        assert activity.spread.counts.sum() == len(circle.train_pass.a[0]) * neurons
        assert (activity.spread.low, activity.spread.high, activity.neurons) == (-1.0, 1.0, neurons)


def test_relu_neurons_that_are_silent_for_every_sample_are_dead() -> None:
    moment = train(project_of("circle", (6,), "relu"), 1)

    def kill_two(weights: list[np.ndarray], biases: list[np.ndarray]) -> None:  # type: ignore[type-arg]
        biases[0][:2] = -1000
        biases[0][2:] = 1000

    activity = activity_of(with_weights(moment, kill_two), 0)
    assert activity.dead == 2
    assert activity.saturated == pytest.approx(1 / 3)


def test_one_sample_is_enough_to_be_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = train(project_of("circle", (3,), "relu"), 1)
    x = moment.train_pass.a[0]
    row = int(x[:, 0].argmax())

    def only_one(weights: list[np.ndarray], biases: list[np.ndarray]) -> None:  # type: ignore[type-arg]
        weights[0][:, 0] = (1, 0)
        biases[0][0] = -np.sort(x[:, 0])[-2]

    lonely = with_weights(moment, only_one)
    assert (lonely.train_pass.a[1][:, 0] > 0).sum() == 1
    monkeypatch.setattr(layer_activity, "ENOUGH", 30)  # looks at every tenth sample first, which misses it or not
    assert row >= 0
    assert activity_of(lonely, 0).dead == 0


def test_saturated_is_a_slope_below_a_twentieth() -> None:
    moment = train(project_of("circle", (1,), "tanh"), 1)

    def saturate(weights: list[np.ndarray], biases: list[np.ndarray]) -> None:  # type: ignore[type-arg]
        weights[0][:] = 0
        biases[0][:] = 2.2  # 1 − tanh² = 0.0480

    assert activity_of(with_weights(moment, saturate), 0).saturated == 1.0

    def almost(weights: list[np.ndarray], biases: list[np.ndarray]) -> None:  # type: ignore[type-arg]
        weights[0][:] = 0
        biases[0][:] = 2.1  # 0.0587

    activity = activity_of(with_weights(moment, almost), 0)
    assert activity.saturated == 0.0
    assert activity.dead == 0


def test_linear_layers_are_never_stuck() -> None:
    activity = activity_of(train(project_of("sine", (3,), "identity"), 1), 0)
    assert (activity.saturated, activity.dead) == (0.0, 0)


def test_every_activation_function_has_its_steepest_slope() -> None:
    assert steepest(ACTIVATIONS["sigmoid"]) == pytest.approx(0.25)
    assert steepest(ACTIVATIONS["tanh"]) == pytest.approx(1)
    assert steepest(ACTIVATIONS["gelu"]) == pytest.approx(1.129, abs=0.01)


def test_the_range_of_relu_follows_what_it_says() -> None:
    activity = activity_of(train(project_of("circle", (6,), "relu"), 1), 0)
    assert activity.spread.low == 0
    assert activity.spread.high > 0
    assert activity.spread.counts[0] > 0


def test_numbers_that_are_none_do_no_harm(circle: Moment) -> None:
    broken = with_weights(circle, lambda weights, biases: weights[0].fill(np.nan))
    for layer in range(3):
        activity = activity_of(broken, layer)
        assert activity.spread.counts.sum() == len(circle.train_pass.a[0]) * activity.neurons


def test_activations_near_the_end_of_all_numbers_are_counted_where_they_are() -> None:
    moment = train(project_of("circle", (3,), "identity"), 1)

    def run_away(weights: list[np.ndarray], biases: list[np.ndarray]) -> None:  # type: ignore[type-arg]
        biases[0][:] = (0.0, -3.3e38, 3.3e38)

    activity = activity_of(with_weights(moment, run_away), 0)
    samples = len(moment.train_pass.a[0])
    assert [count for count in activity.spread.counts if count] == [samples] * 3
