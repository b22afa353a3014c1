import numpy as np
import pytest

from hlviz.document import edits
from hlviz.errors import SettingError
from hlviz.nn import kernel
from hlviz.training.engines import ENGINES
from hlviz.training.trainer import Trainer
from training.runs import project_of, same_bits, train, weight


@pytest.mark.parametrize("settings", ["circle", "iris", "dataset=circle hidden=4 dropout=0.3 optimizer=adam",
                                      "dataset=xor hidden=6 regularization=l1 regularization_rate=0.01"])  # fmt: skip
def test_all_engines_learn_the_same(settings):
    trainers = [train(Trainer(project_of(settings), engine=engine), 4) for engine in ENGINES]
    for trainer in trainers[1:]:
        for one, other in zip(trainer.parameters.arrays, trainers[0].parameters.arrays, strict=True):
            assert np.allclose(one, other, atol=1e-4)
    # the place in the random numbers is the same too: they can take over from each other
    states = [trainer.snapshot(0).resume for trainer in trainers]
    assert all(state.rng == states[0].rng for state in states)
    assert all(np.array_equal(state.order, states[0].order) for state in states)


def test_all_engines_hold_the_same():
    project = project_of(
        "dataset=spiral hidden=6,5 optimizer=adam learning_rate=0.01 regularization=l1 regularization_rate=0.003"
    )
    (a, *_), (b, c, *_) = (layer.neurons for layer in project.network.hidden)
    project = edits.set_cut(edits.set_frozen(project, (a, (a, c), ("out", 1)), True), ((a, b),), True)
    trainers = [train(Trainer(project, engine=engine), 4) for engine in ENGINES]
    for trainer in trainers[1:]:
        for one, other in zip(trainer.parameters.arrays, trainers[0].parameters.arrays, strict=True):
            assert np.allclose(one, other, atol=1e-4)
    assert all(weight(trainer, a, b) == 0 for trainer in trainers)
    assert all(weight(trainer, a, c) == weight(trainer.rewound(), a, c) != 0 for trainer in trainers)


@pytest.mark.parametrize("engine", ENGINES)
def test_slices_make_no_difference(engine):
    by_step, at_once = (Trainer(project_of("circle"), engine=engine) for _ in range(2))
    for _ in range(50):
        by_step.train()
    for steps in (7, 18, 3, 22):
        at_once.train(steps)
    assert by_step.step == at_once.step == 50
    assert same_bits(by_step.parameters, at_once.parameters)


def test_another_engine_takes_over_where_the_first_was():
    trainer = train(Trainer(project_of("circle"), engine="reference"), 2)
    other = trainer.with_engine("numpy")
    assert other.engine.key == "numpy"
    assert other.step == trainer.step
    assert same_bits(other.parameters, trainer.parameters)
    train(trainer, 1)
    train(other, 1)
    for one, two in zip(trainer.parameters.arrays, other.parameters.arrays, strict=True):
        assert np.allclose(one, two, atol=1e-5)


def test_a_network_too_wide_for_the_compiled_path_runs_on_numpy_and_says_why():
    project = edits.set_shape(project_of("circle"), (3000,))
    trainer = Trainer(project, engine="compiled")
    assert trainer.engine.key == "numpy"
    assert trainer.engine.why
    if kernel.available():
        assert "neurons" in trainer.engine.why


def test_the_choice_stays_over_edits_and_rewinding():
    trainer = train(Trainer(project_of("circle"), engine="reference"), 1)
    assert trainer.followed(edits.add_layer(trainer.project, 0)).engine.key == "reference"
    assert trainer.rewound().engine.key == "reference"


def test_an_unknown_engine_is_refused():
    with pytest.raises(SettingError, match="there are auto, numpy, compiled, reference"):
        Trainer(project_of("circle"), engine="abacus")
