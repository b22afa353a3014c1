"""Two networks in lock-step, as the window sees them."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from hlviz.document import Project, edits
from hlviz.session.comparison import RIVALS, Comparison
from hlviz.training.report import State

CIRCLE = edits.set_shape(edits.choose_dataset(Project(), "circle"), (4, 2))


@pytest.fixture
def comparison(qapp: object) -> Iterator[Comparison]:
    comparison = Comparison()
    yield comparison
    comparison.close()


def test_without_hidden_layers_a_circle_cannot_be_learned(comparison: Comparison, qtbot: QtBot) -> None:
    comparison.begin(CIRCLE, RIVALS["none"].made(CIRCLE))
    qtbot.waitUntil(lambda: len(comparison.moments) == 2)
    comparison.toggle()
    qtbot.waitUntil(lambda: comparison.moments[0].frame.epoch >= 150, timeout=30_000)
    comparison.toggle()
    qtbot.waitUntil(lambda: comparison.moments[0].state is State.PAUSED)
    deep, shallow = comparison.moments
    assert deep.frame.step == shallow.frame.step
    assert deep.frame.evaluation.test_metric > 0.95
    assert shallow.frame.evaluation.test_metric < 0.7


def test_beginning_anew_goes_back_to_the_first_weights(comparison: Comparison, qtbot: QtBot) -> None:
    comparison.begin(CIRCLE, CIRCLE)
    qtbot.waitUntil(lambda: len(comparison.moments) == 2)
    comparison.step_epoch()
    qtbot.waitUntil(lambda: comparison.moments[0].frame.epoch == 1)
    comparison.begin(CIRCLE, CIRCLE)
    qtbot.waitUntil(lambda: len(comparison.moments) == 2)
    assert [moment.frame.step for moment in comparison.moments] == [0, 0]
    assert not comparison.is_running


@pytest.mark.parametrize("key", list(RIVALS))
@pytest.mark.parametrize("hidden", [(), (4,), (1, 3)])
def test_every_rival_can_be_made_of_any_network(key: str, hidden: tuple[int, ...]) -> None:
    project = edits.set_shape(CIRCLE, hidden)
    rival = RIVALS[key].made(project)
    assert rival.data == project.data


def test_closing_ends_the_thread(comparison: Comparison, qtbot: QtBot) -> None:
    comparison.begin(CIRCLE, CIRCLE)
    comparison.toggle()
    comparison.close()
    assert comparison.moments == ()
