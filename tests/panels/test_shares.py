"""A curve taken apart."""

import numpy as np

from hlviz.document import edits
from hlviz.panels.shares import shares_of
from hlviz.session.moment import Moment

from .moments import project_of, train


def test_the_shares_and_the_bias_are_the_curve(sine: Moment) -> None:
    shares = shares_of(sine)
    assert shares.parts.shape == (5, len(shares.x))
    np.testing.assert_allclose(shares.parts.sum(axis=0) + shares.rest, shares.fit, atol=1e-5)
    forwarded = sine.line[1]
    np.testing.assert_allclose(shares.fit, forwarded.outputs[:, 0], atol=1e-6)


def test_in_the_units_of_the_target() -> None:
    project = edits.set_data(project_of("bumps", (6, 3)), standardize=True)
    moment = train(project, 3)
    assert moment.assembly.target_scale != 1
    shares = shares_of(moment)
    np.testing.assert_allclose(shares.parts.sum(axis=0) + shares.rest, shares.fit, atol=1e-5)
    assert shares.layer == 2


def test_without_hidden_layers_the_input_is_the_only_share() -> None:
    shares = shares_of(train(project_of("sine", ()), 2))
    assert shares.parts.shape[0] == 1
    np.testing.assert_allclose(shares.parts[0] + shares.rest, shares.fit, atol=1e-5)
