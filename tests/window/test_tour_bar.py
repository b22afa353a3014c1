"""The tour does to a real network what it says, and takes it all back."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.document import Project, edits
from hlviz.document.presets import PRESETS
from hlviz.document.settings import with_settings
from hlviz.session.selection import Target
from hlviz.training.trainer import Trainer
from hlviz.window.help_text import HIDDEN_LAYER, LEVELS
from hlviz.window.tour_bar import TourBar, show_tour
from hlviz.window.tour_question import verdict
from hlviz.window.tour_steps import FAIR, STEPS, TOO_LONG, TOO_SHORT


def texts(bar: TourBar) -> str:
    return "\n".join(label.text() for label in bar.findChildren(QLabel))


def do(bar: TourBar, step: int, deed: int) -> None:
    bar.go(step)
    bar.deeds[deed].click()


def caught_up(parts: Parts, qtbot: QtBot) -> None:
    c = parts.context
    qtbot.waitUntil(lambda: c.playback.moment.project is c.editor.project, timeout=30_000)


@pytest.fixture
def bar(parts: Parts) -> TourBar:
    parts.window.show()
    parts.add_panels()
    parts.menus["help.hidden_layer"].trigger()
    (bar,) = parts.window.findChildren(TourBar)
    return bar


def test_every_fact_is_told_in_each_way_and_has_something_to_do(bar: TourBar) -> None:
    assert [step.fact for step in STEPS] == list(HIDDEN_LAYER)
    for place, step in enumerate(STEPS):
        bar.go(place)
        assert len(bar.deeds) >= 2
        for level in LEVELS:
            bar.levels[level].click()
            assert getattr(step.fact, level) in texts(bar)


def test_a_line_is_a_line() -> None:
    assert max(len(fact.line) for fact in HIDDEN_LAYER) <= 150


def test_it_is_there_once_above_the_diagram_and_leaves_the_keyboard_to_it(
    parts: Parts, bar: TourBar, qtbot: QtBot
) -> None:
    assert show_tour(parts.context) is bar
    canvas = parts.context.canvas
    assert bar.geometry().bottom() <= canvas.geometry().top()
    canvas.setFocus()
    qtbot.mouseClick(bar.next, Qt.MouseButton.LeftButton)
    assert not bar.next.hasFocus()
    assert bar.step is STEPS[1]
    bar.leave.click()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not parts.window.findChildren(TourBar)


def test_after_the_last_step_it_ends(parts: Parts, bar: TourBar) -> None:
    for _ in STEPS:
        assert bar.isVisible()
        bar.next.click()
    assert not bar.isVisible()
    assert not parts.context.editor.undo_stack.canUndo()


@pytest.mark.parametrize("preset", ["circle", "digits", "linear-fails", "sine"])
def test_every_deed_can_be_done_to_any_network_and_all_of_it_undone(parts: Parts, qtbot: QtBot, preset: str) -> None:
    c = parts.context
    refused: list[str] = []
    c.editor.refused.connect(refused.append)
    c.editor.apply("Own edit", edits.set_training, learning_rate=0.01)
    c.editor.open(PRESETS[preset].project)
    c.filing.new(PRESETS[preset].project)
    parts.add_panels()
    before = c.editor.project
    bar = show_tour(c)
    for place, step in enumerate(STEPS):
        for deed in range(len(step.deeds)):
            do(bar, place, deed)
            assert step.deeds[deed].told(c.editor.project) in texts(bar)
            caught_up(parts, qtbot)
    assert refused == []
    assert c.editor.project != before
    bar.undo.click()
    assert c.editor.project.with_ids_from(0) == before.with_ids_from(0)
    assert not bar.undo.isEnabled()
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=30_000)


def test_the_tour_takes_back_its_own_edits_and_not_those_before(parts: Parts) -> None:
    c = parts.context
    c.editor.apply("Own edit", edits.set_training, learning_rate=0.01)
    mine = c.editor.project
    bar = show_tour(c)
    do(bar, 1, 0)
    assert c.editor.project.network.hidden[0].activation == "relu"
    bar.undo.click()
    assert c.editor.project == mine
    c.editor.undo_stack.undo()
    do(bar, 1, 0)
    bar.undo.click()
    assert c.editor.project.training.learning_rate != 0.01


def test_the_largest_weight_is_turned_round(parts: Parts, bar: TourBar, qtbot: QtBot) -> None:
    c = parts.context
    before = c.playback.moment.parameters.weights[0][:, 0].copy()
    do(bar, 0, 1)
    caught_up(parts, qtbot)
    after = c.playback.moment.parameters.weights[0][:, 0]
    turned = abs(before).argmax()
    assert after[turned] == pytest.approx(-before[turned])
    assert sum(before != after) == 1
    do(bar, 0, 2)
    caught_up(parts, qtbot)
    assert c.playback.moment.parameters.biases[0][0] == pytest.approx(1.0)


def test_a_sample_is_followed_through_the_neuron_that_is_explained(parts: Parts, bar: TourBar) -> None:
    do(bar, 0, 0)
    c = parts.context
    assert c.selection.is_probing
    assert c.selection.target.neuron == c.editor.project.network.hidden[0].neurons[0]
    assert c.window.docks["neuron"].panel.isVisible()


def test_the_missing_neuron_is_back_in_the_next_step(parts: Parts, bar: TourBar) -> None:
    do(bar, 1, 2)
    assert parts.context.selection.without is not None
    bar.next.click()
    assert parts.context.selection.without is None


def test_without_a_hidden_layer_it_stays_straight_and_with_one_it_bends(
    parts: Parts, bar: TourBar, qtbot: QtBot
) -> None:
    c = parts.context
    do(bar, 4, 0)
    assert c.editor.project.network.hidden == ()
    qtbot.waitUntil(lambda: c.run.is_running, timeout=30_000)
    qtbot.waitUntil(
        lambda: c.playback.moment.project is c.editor.project and c.playback.moment.frame.step > 500, timeout=30_000
    )
    stuck = c.playback.moment.curves.train_loss[-1]
    do(bar, 4, 1)
    qtbot.waitUntil(
        lambda: c.playback.moment.project is c.editor.project and c.playback.moment.curves.train_loss[-1] < stuck / 2,
        timeout=60_000,
    )
    c.run.pause()
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=30_000)


def predicted(parts: Parts, bar: TourBar, qtbot: QtBot, answer: int) -> str:
    """What the bar says once it was seen whether the prediction came true."""
    bar.go(4)
    bar.answers[answer].click()
    qtbot.waitUntil(lambda: "You said" in texts(bar), timeout=60_000)
    qtbot.waitUntil(lambda: not parts.context.run.is_running, timeout=30_000)
    return bar._look.text()


@pytest.mark.parametrize(("answer", "told"), [(0, "and it came otherwise."), (1, "and so it is.")])
def test_a_prediction_is_taken_first_and_then_tried_out(
    parts: Parts, bar: TourBar, qtbot: QtBot, answer: int, told: str
) -> None:
    c = parts.context
    before = c.editor.project
    bar.go(4)
    assert "Predict first" in texts(bar)
    assert not any(deed.isVisible() for deed in bar.deeds)
    assert STEPS[4].fact.title not in texts(bar), "nothing gives the answer away"
    assert STEPS[4].fact.line not in texts(bar)
    said = predicted(parts, bar, qtbot, answer)
    assert told in said
    assert STEPS[4].fact.line in texts(bar)
    assert c.editor.project.network.hidden == ()
    assert c.editor.project.data.dataset == "circle"
    share = c.playback.moment.frame.evaluation.test_metric
    assert share < 0.9
    assert f"right for {share:.0%}".replace("%", " %") in said.replace("\N{NO-BREAK SPACE}", " ")
    assert all(deed.isVisible() for deed in bar.deeds)
    assert not any(button.isVisible() for button in bar.answers)
    bar.undo.click()
    assert c.editor.project == before


def test_what_else_is_done_ends_the_trial(parts: Parts, bar: TourBar) -> None:
    c = parts.context
    bar.go(4)
    bar.answers[0].click()
    assert "Watch the border" in texts(bar)
    c.editor.apply("Own edit", edits.set_training, learning_rate=0.01)
    assert "Something else was done" in texts(bar)
    bar.go(4)
    bar.answers[0].click()
    bar.deeds[1].click()
    assert STEPS[4].deeds[1].look in texts(bar), "and the deed that was chosen is told of"
    bar.go(4)
    bar.answers[1].click()
    bar.leave.click()  # no trial goes on behind it
    c.editor.apply("Own edit", edits.set_training, learning_rate=0.02)


def test_a_network_that_learned_it_is_told_of_as_such() -> None:
    question = STEPS[4].question
    assert question is not None
    assert "and so it is. After 60 epochs it is right for 99" in verdict(question, True, 0.99, 60)
    assert "and it came otherwise." in verdict(question, False, 0.99, 60)


def test_what_could_not_be_done_is_not_told_as_done(parts: Parts, bar: TourBar) -> None:
    c = parts.context
    inputs = [("in", "x1"), ("in", "x2")]
    layer = c.editor.project.network.hidden[0]
    c.editor.apply("Cut", edits.set_cut, tuple((key, layer.neurons[0]) for key in inputs), True)
    before = c.editor.project
    do(bar, 0, 1)
    assert c.editor.project == before
    assert "This was not done" in texts(bar)
    assert STEPS[0].deeds[1].look not in texts(bar)


def test_a_cut_edge_is_not_the_one_that_is_turned(parts: Parts, bar: TourBar, qtbot: QtBot) -> None:
    c = parts.context
    weights = c.playback.moment.parameters.weights[0][:, 0]
    largest = int(abs(weights).argmax())
    neuron = c.editor.project.network.hidden[0].neurons[0]
    keys = [("in", "x1"), ("in", "x2")]
    c.editor.apply("Cut", edits.set_cut, ((keys[largest], neuron),), True)
    caught_up(parts, qtbot)
    do(bar, 0, 1)
    assert STEPS[0].deeds[1].look in texts(bar)
    assert c.editor.project.touches[-1].targets == ((keys[1 - largest], neuron),)


def test_a_crease_is_shown_where_there_is_one(parts: Parts, bar: TourBar) -> None:
    c = parts.context
    first, second = c.editor.project.network.hidden
    c.selection.select(Target(neuron=second.neurons[0]))
    do(bar, 1, 0)
    assert "crease" in texts(bar)
    assert [layer.activation for layer in c.editor.project.network.hidden] == ["relu", second.activation]
    assert c.selection.target.neuron == first.neurons[0]


@pytest.mark.parametrize(
    ("setting", "is_told_of_borders"),
    [("dataset=circle", True), ("features=x1_squared,x2", False), ("dataset=digits", False), ("dataset=sine", False)],
)
def test_borders_and_creases_are_told_of_where_the_maps_have_them(setting: str, is_told_of_borders: bool) -> None:
    project = with_settings(PRESETS["circle"].project, [setting])
    told = " ".join(deed.told(project) for step in STEPS[:2] for deed in step.deeds)
    assert ("border in its map" in told) is is_told_of_borders
    assert ("crease" in told) is is_told_of_borders


def test_one_layer_of_four_is_put_in_whatever_was_done_before(parts: Parts, bar: TourBar) -> None:
    c = parts.context
    do(bar, 4, 1)
    assert [layer.size for layer in c.editor.project.network.hidden] == [4]
    assert c.editor.project.data.dataset == "xor"
    c.editor.open(PRESETS["digits"].project)
    do(bar, 4, 1)
    assert [layer.size for layer in c.editor.project.network.hidden] == [4]
    assert c.editor.project.data.dataset == "xor"


def deed_called(bar: TourBar, step: int, text: str) -> None:
    do(bar, step, [deed.text for deed in STEPS[step].deeds].index(text))


def test_steps_too_long_and_too_short_and_fair_ones(parts: Parts, bar: TourBar) -> None:
    c = parts.context
    deed_called(bar, 3, "Steps too long")
    assert c.editor.project.training.learning_rate == TOO_LONG
    deed_called(bar, 3, "Steps too short")
    assert c.editor.project.training.learning_rate == TOO_SHORT
    deed_called(bar, 3, "Play")
    assert c.editor.project.training.learning_rate == FAIR
    c.run.pause()


def losses(project: Project, epochs: int) -> tuple[float, float]:
    """Of the training and of the test samples."""
    trainer = Trainer(project)
    trainer.train_epochs(epochs)
    found = trainer.evaluate()
    return found.train_loss, found.test_loss


def test_what_is_told_of_steps_too_long_and_too_short_is_so() -> None:
    project = PRESETS["circle"].project
    start = losses(project, 1)[0]
    fair, long, short = (
        losses(edits.set_training(project, optimizer="sgd", learning_rate=rate), 60)[0]
        for rate in (FAIR, TOO_LONG, TOO_SHORT)
    )
    assert fair < start / 4
    assert long > 3 * fair
    assert short > 0.8 * start


def test_what_is_told_of_learning_by_heart_is_so(parts: Parts, bar: TourBar) -> None:
    c = parts.context
    deed_called(bar, 5, "Learn by heart")
    by_heart = c.editor.project
    deed_called(bar, 5, "Help it")
    helped = c.editor.project
    c.run.pause()
    trainer = Trainer(by_heart)
    found = []
    for epochs in (20, 280):
        trainer.train_epochs(epochs)
        found.append(trainer.evaluate())
    helper = trainer.followed(helped)
    helper.train_epochs(100)
    early, late, better = *found, helper.evaluate()
    assert late.train_loss < early.train_loss / 2
    assert late.test_loss > 1.2 * early.test_loss
    assert better.train_loss > late.train_loss
    assert better.test_loss < 0.9 * late.test_loss
