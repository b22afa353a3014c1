"""Numbers find their neurons again after an edit, and are numbers."""

import numpy as np
import pytest
from diagram_desk import moment_of, with_weight

from hlviz.diagram.figures import Figures
from hlviz.diagram.scene import scene_of
from hlviz.document import Project, edits
from hlviz.session.moment import Moment
from hlviz.session.probe import Probe


@pytest.fixture(scope="module")
def moment() -> Moment:
    return moment_of(edits.set_shape(Project(), (4, 3)), steps=20)


def figures(project: Project, moment: Moment | None, before: Figures | None = None) -> Figures:
    return Figures(scene_of(project, 780, 600), moment, Probe(), before)


def test_the_same_network_has_the_numbers_of_the_moment(moment: Moment) -> None:
    shown = figures(moment.project, moment)
    for mine, theirs in zip(shown.weights, moment.parameters.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    np.testing.assert_array_equal(shown.maps(2), moment.maps[2])
    assert shown.strongest == max(np.abs(w).max() for w in moment.parameters.weights)


def test_before_the_first_moment_all_is_zero(moment: Moment) -> None:
    shown = figures(moment.project, None)
    assert [w.shape for w in shown.weights] == [(2, 4), (4, 3), (3, 1)]
    assert not any(w.any() for w in shown.weights)
    assert shown.maps(1).shape == (4, 50, 50)


def test_a_layer_in_between_is_zero_and_the_others_keep_their_maps(moment: Moment) -> None:
    shown = figures(edits.add_layer(moment.project, 1), moment)
    np.testing.assert_array_equal(shown.weights[0], moment.parameters.weights[0])
    assert not shown.weights[1].any()
    assert not shown.weights[2].any()
    np.testing.assert_array_equal(shown.weights[3], moment.parameters.weights[2])
    assert not shown.maps(2).any()
    np.testing.assert_array_equal(shown.maps(3), moment.maps[2])
    np.testing.assert_array_equal(shown.biases[2], moment.parameters.biases[1])


def test_neurons_that_moved_are_found_by_their_key(moment: Moment) -> None:
    first, second = moment.project.network.hidden
    project = edits.remove_neuron(moment.project, first.neurons[1])
    project = edits.resize_layer(project, second.id, 5)
    shown = figures(edits.toggle_feature(project, "x1x2"), moment)
    np.testing.assert_array_equal(shown.weights[0][:2], moment.parameters.weights[0][:, [0, 2, 3]])
    assert not shown.weights[0][2].any()
    np.testing.assert_array_equal(shown.weights[1][:, :3], moment.parameters.weights[1][[0, 2, 3]])
    assert not shown.weights[1][:, 3:].any()
    assert shown.mean(1, 1) == pytest.approx(float(moment.train_pass.a[1][:, 2].mean()))
    assert shown.mean(2, 4) is None


def test_numbers_of_other_data_are_not_mistaken_for_these(moment: Moment) -> None:
    shown = figures(edits.choose_dataset(moment.project, "iris"), moment)
    assert shown.moment is None
    assert not shown.values(0).any()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_becomes_zero(moment: Moment, value: float) -> None:
    shown = figures(moment.project, with_weight(moment, 0, 1, 2, value))
    assert shown.weights[0][1, 2] == 0
    assert all(np.isfinite(shown.maps(layer)).all() for layer in range(4))
    assert np.isfinite(shown.strongest)
    mean = shown.mean(1, 2)
    assert mean is None or np.isfinite(mean)


def test_maps_of_a_large_network_may_serve_again(moment: Moment) -> None:
    scene = scene_of(moment.project, 780, 600)
    old = Figures(scene, moment, Probe())
    later = Figures(scene, moment_of(moment.project, steps=50), Probe(), old)
    again = Figures(scene, moment_of(moment.project, steps=60), Probe(), later)
    assert (again.weights[0] != old.weights[0]).any()
    np.testing.assert_array_equal(again.maps(1), old.maps(1))
    other = scene_of(moment.project, 780, 600)
    assert (Figures(other, moment_of(moment.project, steps=60), Probe(), again).maps(1) != old.maps(1)).any()


def test_the_sample_looked_at_may_lie_beyond_the_end_of_smaller_data() -> None:
    project = edits.choose_dataset(Project(), "iris")
    scene = scene_of(project, 780, 600)
    shown = Figures(scene, moment_of(project), Probe(10_000))
    assert 0 <= shown.probe.row < 150
    assert shown.values(0).shape == (4,)
