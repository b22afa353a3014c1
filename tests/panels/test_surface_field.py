"""What is drawn over the input plane."""

import numpy as np

from hlviz.document import edits
from hlviz.panels.surface_field import cell_of, field_of, lead, target_colors
from hlviz.session.moment import GRID, Moment

from .moments import project_of, train, with_weights


def test_two_classes_are_one_number_around_its_threshold(circle: Moment) -> None:
    field = field_of(circle, None)
    assert (field.middle, field.scale, field.exceeds) == (0.0, 1.0, (False, False))
    np.testing.assert_array_equal(field.values, circle.maps[-1][0])
    sigmoid = train(edits.set_output(project_of("circle"), "sigmoid"), 1)
    field = field_of(sigmoid, None)
    assert (field.middle, field.scale) == (0.5, 0.5)


def test_a_linear_output_beyond_the_classes_is_said_to_be() -> None:
    linear = train(edits.set_output(project_of("circle"), "identity"), 1)
    wild = with_weights(linear, lambda weights, biases: weights[-1].__imul__(50))
    assert field_of(wild, None).exceeds == (True, True)


def test_several_classes_keep_their_maps_and_borders(blobs: Moment) -> None:
    field = field_of(blobs, None)
    assert field.classes == 4
    assert field.boundary is not None
    assert field.boundary.shape == (3, GRID, GRID)
    named = field.values.argmax(axis=0)
    for k in range(3):
        np.testing.assert_array_equal(field.boundary[k] > 0, (named == k) & (lead(field.values)[1] > 0))


def test_the_lead_is_over_the_next_best() -> None:
    values = np.array([0.1, 0.6, 0.3])[:, None, None]
    named, ahead = lead(values)
    assert named.item() == 1
    np.testing.assert_allclose(ahead.item(), 0.3)


def test_a_neuron_has_a_scale_of_its_own(circle: Moment, digits: Moment) -> None:
    field = field_of(circle, (1, 2))
    np.testing.assert_array_equal(field.values, circle.maps[1][2])
    assert (field.scale, field.boundary) == (1.0, None)  # tanh
    relu = train(project_of("circle", (4,), "relu"), 1)
    field = field_of(relu, (1, 0))
    assert field.scale >= np.abs(field.values).max()


def test_a_number_has_the_scale_of_its_targets(plane: Moment) -> None:
    field = field_of(plane, None)
    assert field.middle == 0
    assert field.scale == np.abs(plane.split.points.y).max()
    assert target_colors(plane) == (field.middle, field.scale)


def test_what_is_no_number_is_not_handed_on(circle: Moment, blobs: Moment) -> None:
    for moment in (circle, blobs):
        broken = with_weights(moment, lambda weights, biases: weights[-1].fill(np.nan))
        field = field_of(broken, None)
        assert np.isfinite(field.values).all()
        assert field.boundary is not None
        assert np.isfinite(field.boundary).all()


def test_a_point_is_found_in_its_cell(circle: Moment) -> None:
    assert cell_of(circle, -6.0, 6.0) == (0, 0)
    assert cell_of(circle, 6.0, -6.0) == (GRID - 1, GRID - 1)
    assert cell_of(circle, 0.01, 0.01) == (GRID // 2 - 1, GRID // 2)
