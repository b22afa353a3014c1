"""What the network says, beside what is true."""

import numpy as np
import pytest
from training.runs import learned

from hlviz.nn.metrics import predicted_classes
from hlviz.session.answers import answers_in_slices, answers_of
from hlviz.session.moment import Moment
from hlviz.training.curves import Curves


def moment_of(settings: str) -> Moment:
    trainer = learned(settings)
    return Moment(trainer.assembly, trainer.snapshot(0), Curves().table())


@pytest.mark.parametrize("settings", ["circle", "iris", "digits", "dataset=circle hidden=3 output=sigmoid loss=bce"])
def test_wrong_is_what_the_accuracy_counts_as_wrong(settings: str) -> None:
    moment = moment_of(settings)
    answers = answers_of(moment.assembly, moment.test_outputs, moment.split.test_y)
    assert answers.said.tolist() == moment.test_predicted.tolist()
    assert 1 - answers.is_wrong.mean() == pytest.approx(moment.frame.evaluation.test_metric)


def test_how_sure_it_is_of_what_it_says() -> None:
    iris = moment_of("iris")
    answers = answers_of(iris.assembly, iris.test_outputs, iris.split.test_y)
    np.testing.assert_allclose(answers.sure, iris.test_outputs.max(axis=1))
    sigmoid = moment_of("dataset=circle hidden=3 output=sigmoid loss=bce")
    sure = answers_of(sigmoid.assembly, np.array([[0.9], [0.2]]), np.array([1, 1])).sure
    assert sure.tolist() == pytest.approx([0.9, 0.8])
    tanh = moment_of("circle")
    sure = answers_of(tanh.assembly, np.array([[0.9], [-0.2]]), np.array([1, 1])).sure
    assert sure.tolist() == pytest.approx([0.9, -0.2]), "what is no share is told as it is"


def test_numbers_are_told_in_the_targets_own_unit() -> None:
    sine = moment_of("sine")
    answers = answers_of(sine.assembly, sine.test_outputs, sine.split.test_y)
    np.testing.assert_allclose(answers.said, sine.assembly.to_units(sine.test_outputs[:, 0]), rtol=1e-5)
    np.testing.assert_allclose(answers.lead, -np.abs(answers.said - sine.split.test_y))


@pytest.mark.parametrize("settings", ["circle", "iris"])
def test_an_answer_that_is_no_number_is_wrong(settings: str) -> None:
    moment = moment_of(settings)
    outputs = np.full((2, moment.assembly.wiring.sizes[-1]), np.nan)
    answers = answers_of(moment.assembly, outputs, np.array([0, 1]))
    assert answers.is_wrong.all()
    assert np.isnan(answers.said).all()


@pytest.mark.parametrize("settings", ["circle", "iris"])
@pytest.mark.parametrize("truth", [0, 1])
def test_a_tie_is_decided_as_the_accuracy_decides_it(settings: str, truth: int) -> None:
    moment = moment_of(settings)
    outputs = np.zeros((1, moment.assembly.wiring.sizes[-1]))
    said = int(predicted_classes(outputs, moment.assembly.threshold)[0])
    answers = answers_of(moment.assembly, outputs, np.array([truth]))
    assert answers.said[0] == said
    assert answers.is_wrong[0] == (said != truth)


def test_many_are_answered_a_few_at_a_time() -> None:
    moment = moment_of("digits")
    rows = moment.split.test[:900]
    parts = list(answers_in_slices(moment, rows))
    assert len(parts) > 1
    assert np.concatenate([some for some, _ in parts]).tolist() == rows.tolist()
    said = np.concatenate([answers.said for _, answers in parts])
    assert (said == moment.test_predicted[: len(said)]).mean() == 1
