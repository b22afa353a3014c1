import numpy as np
import pytest
from training.runs import learned

from hlviz.nn.mlp import forward
from hlviz.session.moment import GRID, LINE, SEEN, Moment
from hlviz.session.probe import Probe
from hlviz.training.curves import Curves
from hlviz.training.trainer import Trainer


def moment_of(trainer: Trainer) -> Moment:
    return Moment(trainer.assembly, trainer.snapshot(0), Curves().table())


@pytest.fixture(scope="module")
def circle():
    return moment_of(learned("circle"))


def test_maps_have_large_x2_at_the_top_and_small_x1_at_the_left(circle):
    x1, x2 = circle.maps[0]
    assert x1.shape == (GRID, GRID)
    assert (np.diff(x1, axis=1) > 0).all()
    assert (np.diff(x1, axis=0) == 0).all()
    assert (np.diff(x2, axis=0) < 0).all()
    assert (np.diff(x2, axis=1) == 0).all()
    # the middles of the cells of ±6
    half = 6 / GRID
    assert x1[0, 0] == pytest.approx(-6 + half)
    assert x1[0, -1] == pytest.approx(6 - half)
    assert x2[0, 0] == pytest.approx(6 - half)
    assert x2[-1, 0] == pytest.approx(-6 + half)


def test_maps_show_every_neuron(circle):
    assert [layer.shape for layer in circle.maps] == [(n, GRID, GRID) for n in (2, 4, 2, 1)]
    for row, column in ((0, 0), (10, 40), (49, 3)):
        place = circle.maps[0][:, row, column]
        done = circle.passed(circle.split.to_inputs(place[None, :]))
        for layer, a in zip(circle.maps, done.a, strict=True):
            np.testing.assert_allclose(layer[:, row, column], a[0], atol=1e-5)
    assert circle.maps is circle.maps  # computed once


def test_maps_of_switched_on_inputs_and_of_standardised_ones():
    features = moment_of(learned("dataset=circle features=x2,x1_squared hidden=3"))
    x2, squared = features.maps[0]
    assert (np.diff(x2, axis=0) < 0).all()
    assert squared[0, 0] == pytest.approx((6 - 6 / GRID) ** 2, rel=1e-5)
    standard = moment_of(learned("dataset=circle standardize=true hidden=3"))
    x1 = standard.maps[0][0]
    assert x1[0, -1] == pytest.approx((6 - 6 / GRID - standard.split.mean[0]) / standard.split.scale[0], rel=1e-4)


def test_passes_are_those_of_the_network(circle):
    trainer = learned("circle")
    for outputs, x in (
        (circle.train_outputs, circle.split.train_x),
        (circle.test_outputs, circle.split.test_x),
        (circle.train_pass.outputs, circle.split.train_x[:SEEN]),
    ):
        assert np.array_equal(outputs, forward(trainer.parameters, trainer.assembly.activations, x).outputs)
    accuracy = np.mean(circle.test_predicted == circle.split.test_y)
    assert accuracy == circle.frame.evaluation.test_metric


def test_one_sample_by_its_row(circle):
    row = int(circle.split.test[7])
    np.testing.assert_allclose(circle.probe_pass(Probe(row)).outputs[0], circle.test_outputs[7], atol=1e-6)


def test_what_kind_of_picture_it_needs():
    kinds = {
        "circle": (True, False),
        "dataset=blobs hidden=4": (True, False),
        "dataset=reg-plane hidden=4": (True, False),
        "sine": (False, True),
        "iris": (False, False),
        "digits": (False, False),
    }
    for settings, kind in kinds.items():
        moment = moment_of(learned(settings, 1))
        assert (moment.is_plane, moment.is_curve) == kind, settings


def test_the_line_runs_along_the_one_input():
    moment = moment_of(learned("sine", 1))
    x, done = moment.line
    assert x.shape == (LINE,)
    assert (x[0], x[-1]) == (-6, 6)
    assert done.outputs.shape == (LINE, 1)
    np.testing.assert_array_equal(done.a[0][:, 0], x.astype(np.float32))
    assert [a.shape[1] for a in done.a] == [1, 8, 8, 1]


def test_a_moment_stays_as_it_was():
    trainer = Trainer(learned("circle").project)
    moment = moment_of(trainer)
    before = moment.maps[-1].copy()
    for _ in range(10):
        trainer.train()
    assert np.array_equal(Moment(moment.assembly, moment.frame, moment.curves).maps[-1], before)


def test_huge_weights_give_no_warning():
    trainer = Trainer(learned("dataset=circle hidden=4,2 activation=relu").project)
    huge = trainer.parameters.copy()
    for w in huge.weights:
        w *= 1e18
    trainer._load(huge, (), 0)
    moment = Moment(trainer.assembly, trainer._frame(0, trainer.evaluate()), Curves().table())
    assert len(moment.maps) == 4
