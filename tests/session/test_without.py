"""The network on screen without one of its neurons."""

import numpy as np
import pytest

from hlviz.document import edits
from hlviz.session.moment import SEEN
from hlviz.session.selection import Selection
from hlviz.session.without import without
from hlviz.training.judging import judged
from hlviz.training.trainer import Trainer
from tests.panels.moments import project_of, train


def test_it_is_what_pruning_would_leave() -> None:
    project = project_of("circle", (4, 3))
    trainer = Trainer(project)
    for _ in range(200):
        trainer.train()
    whole = train(project, 8)
    key = whole.assembly.wiring.layers[2][1]
    found = without(whole, key)
    assert found is not None
    assert (found.layer, found.place) == (2, 1)
    assert found.whole is whole
    kept = found.moment.parameters
    np.testing.assert_array_equal(kept.weights[2][1], 0)
    np.testing.assert_array_equal(kept.weights[2][[0, 2]], whole.parameters.weights[2][[0, 2]])
    assert np.any(whole.parameters.weights[2][1]), "what is on screen is as it was"
    real = judged(whole.assembly, kept)
    assert len(whole.assembly.train_t) <= SEEN
    assert found.after == pytest.approx(real.train_loss, rel=1e-5)
    assert found.moment.frame.evaluation.test_metric == pytest.approx(real.test_metric)
    assert found.moment.frame.evaluation.test_loss == pytest.approx(real.test_loss, rel=1e-5)
    assert found.before == pytest.approx(judged(whole.assembly, whole.parameters).train_loss, rel=1e-5)
    assert without(whole, key) is found, "it is found once"


def test_only_hidden_neurons_that_are_there_can_be_missing() -> None:
    moment = train(project_of("circle"), 1)
    for key in (None, ("in", "x1"), ("out", 1), 99_999):
        assert without(moment, key) is None
    none = train(edits.set_shape(moment.project, ()), 1)
    assert without(none, moment.assembly.wiring.layers[1][0]) is None


def test_the_selection_tells_who_is_missing(qapp: object) -> None:
    selection, told = Selection(), []
    selection.without_changed.connect(told.append)
    for key in (3, 3, None, None, 4):
        selection.look_without(key)
    assert told == [3, None, 4]
    assert selection.without == 4
