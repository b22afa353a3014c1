import math

import pytest

from hlviz.document import edits
from hlviz.document.presets import PRESETS, Expectation
from hlviz.document.problems import check
from hlviz.training.trainer import Trainer

PROMISED = ("circle", "xor", "spiral", "gauss", "plane", "sine", "iris", "digits", "linear-fails")
PROMISES = {
    "circle": 0.97, "xor": 0.97, "gauss": 0.97, "spiral": 0.95, "iris": 0.93, "digits": 0.95, "plane": 0.98, "sine": 0.98,
}  # fmt: skip
ONLY_A_MATTER_OF_TASTE = {"output", "training"}


def test_those_that_were_promised():
    assert set(PROMISED) <= set(PRESETS)
    assert next(iter(PRESETS)) == "circle"
    for key, bound in PROMISES.items():
        assert PRESETS[key].expect.at_least == bound
    assert PRESETS["linear-fails"].expect.at_most == 0.75


def test_the_first_screen():
    project = PRESETS["circle"].project
    assert project.data.features == ("x1", "x2")
    assert [(layer.size, layer.activation) for layer in project.network.hidden] == [(4, "tanh"), (2, "tanh")]
    assert (project.training.learning_rate, project.training.batch_size) == (0.03, 10)
    assert (project.data.samples, project.data.train_share, project.data.noise) == (500, 0.5, 0)


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_says_what_it_is(key):
    preset = PRESETS[key]
    assert preset.key == key
    assert preset.project.name == preset.title
    assert preset.project.notes == preset.notes
    assert preset.notes.endswith(".")
    assert preset.summary.endswith(".")
    assert (preset.expect.at_least is None) != (preset.expect.at_most is None)
    assert preset.epochs <= 900  # a quarter of a minute, at sixty a second
    assert not any(problem.blocks for problem in check(preset.project))


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_does_what_it_says(key):
    """With its own seed, as everyone sees it; ``packaging/calibrate.py`` asks twenty others."""
    preset = PRESETS[key]
    trainer = Trainer(preset.project)
    assert preset.expect.metric == ("accuracy" if trainer.assembly.is_classification else "r2")
    while trainer.epoch < preset.epochs:
        trainer.train_step()
    assert preset.expect.is_met(trainer.evaluate().test_metric), trainer.evaluate()


def test_the_lessons_come_true():
    """What the presets that fail tell one to do does help."""
    linear = edits.add_layer(PRESETS["linear-fails"].project, 0, 6, "tanh")
    starving = edits.set_all_activations(PRESETS["vanishing"].project, "tanh")
    alike = edits.set_initializer(PRESETS["alike"].project, "glorot_uniform")
    for project in (linear, starving, alike):
        trainer = Trainer(project)
        while trainer.epoch < 150:
            trainer.train_step()
        assert trainer.evaluate().test_metric > 0.95


def test_neurons_alike_stay_alike_to_the_bit():
    trainer = Trainer(PRESETS["alike"].project)
    while trainer.epoch < 5:
        trainer.train_step()
    first, second, _ = trainer.parameters.weights
    assert (first == first[:, :1]).all()
    assert (second == second[0, 0]).all()


def test_useless_inputs_end_at_exactly_zero():
    preset = PRESETS["sparse"]
    trainer = Trainer(preset.project)
    while trainer.epoch < preset.epochs:
        trainer.train_step()
    weights = trainer.parameters.weights[0]
    silent = [not row.any() for row in weights]
    assert sum(silent) >= 2
    assert not all(silent)


def test_learned_by_heart():
    trainer = Trainer(PRESETS["overfit"].project)
    while trainer.epoch < PRESETS["overfit"].epochs:
        trainer.train_step()
    evaluation = trainer.evaluate()
    assert evaluation.train_metric > 0.9
    assert evaluation.test_loss > 3 * evaluation.train_loss


def test_expectations():
    assert Expectation("accuracy", at_least=0.9).is_met(0.9)
    assert not Expectation("accuracy", at_least=0.9).is_met(0.89)
    assert Expectation("accuracy", at_most=0.75).is_met(0.5)
    assert not Expectation("accuracy", at_most=0.75).is_met(0.76)
    assert not Expectation("r2", at_least=0.9).is_met(math.nan)
    assert not Expectation("r2", at_most=0.9).is_met(math.nan)
